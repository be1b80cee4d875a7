"""The upstream as it is: a DANDI archive's REST API."""

from builder.archive.answers import ListedDandiset, ListedVersion, VersionEnvelope
from builder.archive.client import ArchiveClient
from builder.archive.stop import Stop

__all__ = ["ArchiveClient", "ListedDandiset", "ListedVersion", "Stop", "VersionEnvelope"]
