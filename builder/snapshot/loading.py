"""Rows of the snapshot as the catalog's model.

All that is read from the snapshot is cleaned here, before anything is made of the archive's text.
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.catalog.facets.holders import with_holders
from builder.catalog.schema.asset import Asset, read_asset
from builder.catalog.schema.dandiset import Dandiset, read_dandiset
from builder.catalog.selection import is_shown
from builder.catalog.text.cleaning import clean_json
from builder.settings import Select, Settings
from builder.snapshot.hashing import check_dandiset
from builder.snapshot.rows import DandisetRow, DandisetState, FirstHarvest, VersionRow
from builder.snapshot.store import Snapshot


def load_dandiset(row: DandisetRow, versions: list[VersionRow], settings: Settings) -> Dandiset | None:
    """The dandiset of an open row; None while it has no versions."""
    check_dandiset(row, versions)
    if not versions:
        return None
    return with_holders(
        read_dandiset(
            row.identifier,
            listed=clean_json(row.listed, show_emails=settings.show_emails),
            infos=[(v.version, clean_json(v.info, show_emails=settings.show_emails)) for v in versions],
            stale_since_utc=row.stale_since_utc,
        )
    )


def open_dandisets(
    snapshot: Snapshot, settings: Settings
) -> Iterator[tuple[DandisetRow, list[VersionRow], Dandiset]]:
    """Every dandiset that the settings show, with its rows; by identifier."""
    for row in snapshot.dandisets():
        if found := open_dandiset(snapshot, row, settings):
            yield row, *found


def open_dandiset(
    snapshot: Snapshot, row: DandisetRow, settings: Settings
) -> tuple[list[VersionRow], Dandiset] | None:
    """A dandiset with the rows of its versions; None where the archive or the settings don't show it."""
    if row.state is not DandisetState.OPEN:
        return None
    versions = snapshot.versions(row.identifier)
    dandiset = load_dandiset(row, versions, settings)
    return (versions, dandiset) if dandiset is not None and is_shown(dandiset, settings) else None


def first_harvest(snapshot: Snapshot) -> FirstHarvest | None:
    """None once a harvest has come to its end, or all is there that was listed."""
    memory = snapshot.memory()
    if memory is None or not memory.awaited:
        return None
    read = sum(row.state is DandisetState.OPEN for row in snapshot.dandisets())
    return FirstHarvest(read=read, awaited=memory.awaited) if read < memory.awaited else None


def is_whole(snapshot: Snapshot) -> bool:
    """Whether all was read that the archive had at the last harvest, as far as it could be read."""
    memory = snapshot.memory()
    return memory is None or (memory.whole and memory.interrupted is None)


def hidden_dandisets(snapshot: Snapshot, settings: Settings) -> tuple[DandisetRow, ...]:
    """Dandisets of which it is told that the archive no longer shows them.

    Of a site that shows a selection nobody knows whether it held them.
    """
    if settings.select != Select():
        return ()
    return tuple(
        row
        for row in snapshot.dandisets()
        if row.state is not DandisetState.OPEN and row.identifier not in settings.exclude
    )


def load_assets(snapshot: Snapshot, identifier: str, version: str, settings: Settings) -> Iterator[Asset]:
    """A version's assets, but for those whose path can't be read; what of them can't be is `check`'s to tell."""
    where = f"{identifier}/{version}"
    for lines in snapshot.asset_pages(identifier, version):
        for line in lines:
            asset = read_asset(clean_json(line, show_emails=settings.show_emails), where)[0]
            if asset.path:
                yield asset
