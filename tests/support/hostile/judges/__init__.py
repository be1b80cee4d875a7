"""What looks at a hostile site and tells whether a payload got through."""
