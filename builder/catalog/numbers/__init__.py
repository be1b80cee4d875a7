"""The whole archive in numbers."""
