"""Harvest a DANDI archive's metadata and publish it as a static catalog."""

__version__ = "0.1.0"
