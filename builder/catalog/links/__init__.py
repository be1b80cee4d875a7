"""Addresses at the archive and elsewhere."""
