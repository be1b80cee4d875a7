"""How tests run harvests of the small archive, change it, and look at what was stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from builder.archive import ArchiveClient, Stop
from builder.harvest import HarvestOptions, HarvestReport, harvest
from builder.progress import Progress
from builder.snapshot import DandisetRow, DandisetState, Snapshot
from support.archives.faulty import Door
from support.archives.small import NOW, blob_asset, put_draft

OPEN = ("000001", "000002", "000005")
"""The dandisets that the small archive shows."""

SECRET = "s3cr3t-t0k3n"


def run(
    door: Door,
    path: Path,
    *,
    stop: Stop | None = None,
    token: str | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> HarvestReport:
    return harvest(ArchiveClient(door.api, stop=stop, token=token), path, HarvestOptions(**options), progress)


Kept = tuple[DandisetState, bytes | None, dict[str, Any], dict[str, list[bytes]]]
"""State, item of the list, versions, and lines of each version."""


def contents(path: Path) -> dict[str, Kept]:
    """All that is kept of each dandiset, without dates."""
    with Snapshot.readable(path) as snapshot:
        assert list(snapshot.damage()) == []
        return {
            row.identifier: (
                row.state,
                row.listed,
                {v.version: (v.info, v.modified, v.asset_count, v.status) for v in snapshot.versions(row.identifier)},
                {
                    v.version: [line for page in snapshot.asset_pages(row.identifier, v.version) for line in page]
                    for v in snapshot.versions(row.identifier)
                },
            )
            for row in snapshot.dandisets()
        }


def shown(path: Path) -> dict[str, Kept]:
    return {identifier: kept for identifier, kept in contents(path).items() if kept[0] is DandisetState.OPEN}


def row_of(path: Path, identifier: str) -> DandisetRow | None:
    with Snapshot.readable(path) as snapshot:
        return snapshot.dandiset(identifier)


def content_hash(path: Path) -> str:
    with Snapshot.readable(path) as snapshot:
        return snapshot.content_hash()


def change_draft(archive: Path, identifier: str = "000002", *, name: str = "Something", files: int = 1) -> None:
    with Snapshot.writable(archive) as snapshot:
        assets = [blob_asset(9000 + number, f"new-{number}.nwb") for number in range(files)]
        put_draft(snapshot, identifier, name, assets, created="2025-05-05T05:05:05Z")
        snapshot.settle()


def hide(archive: Path, identifier: str, state: DandisetState = DandisetState.GONE) -> None:
    with Snapshot.writable(archive) as snapshot:
        snapshot.hide_dandiset(identifier, state, now_utc=NOW)
        snapshot.settle()
