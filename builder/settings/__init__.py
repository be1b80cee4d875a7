"""What an operator decides: catalog.yaml as `Settings`."""

from pathlib import Path

from builder.settings.model import ArchiveAddresses, Canonical, KnownArchive, Select, Settings, Twins, Versions

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


DEFAULT_PATH = Path("catalog.yaml")
"""What is read from the current folder when the command names no file."""


def load_settings(path: Path | None) -> Settings:
    """The settings in a file; None takes catalog.yaml of the current folder, and without one the defaults."""
    if path is None and not DEFAULT_PATH.exists():
        return Settings()
    from builder.settings.reading import read_settings  # with YAML, which a search does without

    return read_settings(path or DEFAULT_PATH)
