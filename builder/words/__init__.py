"""Numbers, names, facets and changes in words, for pages and the terminal."""
