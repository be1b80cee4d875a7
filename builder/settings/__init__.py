"""What an operator decides: catalog.yaml as `Settings`."""

from builder.settings.model import ArchiveAddresses, Canonical, KnownArchive, Select, Settings, Versions
from builder.settings.reading import load_settings

__all__ = [
    "ArchiveAddresses",
    "Canonical",
    "KnownArchive",
    "Select",
    "Settings",
    "Versions",
    "load_settings",
]
