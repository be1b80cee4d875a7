"""The page that shows every component of the site on made-up data. Pure."""
