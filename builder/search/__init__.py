"""Search: what is said of each dandiset, weighed by Whoosh, found again in the terminal and in a browser."""
