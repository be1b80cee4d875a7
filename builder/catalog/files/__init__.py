"""A version's files as a table and a tree, and what opens them."""
