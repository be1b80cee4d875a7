"""Catalog -> pages -> HTML -> files -> swapped in."""
