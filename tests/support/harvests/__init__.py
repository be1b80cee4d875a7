"""Harvests under all circumstances, and catalogs that are kept for months."""
