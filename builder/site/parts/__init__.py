"""Parts that several kinds of pages show."""
