"""A query read, matched, ranked and answered in the terminal; static/search does the same."""
