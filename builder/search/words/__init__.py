"""Words, names and identifiers as search compares them; static/search does the same."""
