"""What an operator decides: catalog.yaml as `Settings`."""

from builder.settings.model import ArchiveAddresses, Canonical, KnownArchive, Select, Settings, Twins, Versions
from builder.settings.reading import load_settings

__all__ = [
    "ArchiveAddresses",
    "Canonical",
    "KnownArchive",
    "Select",
    "Settings",
    "Twins",
    "Versions",
    "load_settings",
]
