"""Other programs that read what a site holds: reference managers, shells, search engines."""
