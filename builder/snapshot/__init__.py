"""What we keep of an archive: one SQLite file."""

from builder.snapshot.pages import AssetPage, pack_lines, pack_pages, unpack_lines
from builder.snapshot.rows import ArchiveRow, DandisetRow, DandisetState, RunMemory, RunRow, VersionRow
from builder.snapshot.store import Snapshot

__all__ = [
    "ArchiveRow",
    "AssetPage",
    "DandisetRow",
    "DandisetState",
    "RunMemory",
    "RunRow",
    "Snapshot",
    "VersionRow",
    "pack_lines",
    "pack_pages",
    "unpack_lines",
]
