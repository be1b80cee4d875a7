"""Fetch one dandiset: its versions, and the assets of those that changed."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.archive import ArchiveClient, ListedVersion, VersionEnvelope
from builder.errors import Forbidden, Inconsistent, NotFound
from builder.harvest.listing import WALKS, FetchedAssets, list_assets, refuse_too_large
from builder.snapshot import AssetPage, VersionRow

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedDandiset:
    """A dandiset as the archive has it now, ready to be stored."""

    identifier: str
    versions: tuple[VersionRow, ...]
    pages: dict[str, tuple[AssetPage, ...]]
    """The assets of the versions that were read; those of the others are stored already."""
    is_new: bool
    """Whether anything of it is to be stored: a version that was read, or one that is stored and no longer listed."""
    notes: tuple[str, ...] = ()
    failure: str | None = None
    """Why a version of it could not be read, so that it is as it was stored before, or not there."""

    @property
    def assets(self) -> int:
        return sum(page.lines for pages in self.pages.values() for page in pages)


@dataclass(frozen=True, slots=True)
class _Version:
    row: VersionRow
    pages: tuple[AssetPage, ...]
    note: str | None


def fetch_dandiset(
    client: ArchiveClient, identifier: str, stored: Mapping[str, VersionRow], *, verify: bool = False
) -> FetchedDandiset:
    """Read what changed: one request for the list of versions, then each version that isn't stored as listed.

    A version may be deleted while it is read: then the list, asked for once more, lacks it.
    """
    listed = client.versions(identifier)
    for _ in range(WALKS):
        try:
            return _fetch_versions(client, identifier, listed, stored, verify=verify)
        except NotFound:
            before, listed = listed, client.versions(identifier)
            if {version.version for version in before} <= {version.version for version in listed}:
                raise
    raise Inconsistent(f"{identifier}: versions kept going while they were read ({WALKS} times)")


def _fetch_versions(
    client: ArchiveClient,
    identifier: str,
    versions: Sequence[ListedVersion],
    stored: Mapping[str, VersionRow],
    *,
    verify: bool,
) -> FetchedDandiset:
    """A version that contradicts itself holds back none of the others: it stays as it is stored.

    Inconsistent if there is nothing but that.
    """
    kept: list[VersionRow] = []
    read: list[_Version] = []
    failures: list[Inconsistent] = []
    for listed in versions:
        row = stored.get(listed.version)
        if row is not None and not verify and _is_same(row, listed):
            kept.append(row)
            continue
        try:
            read.append(_fetch_version(client, identifier, listed.version))
        except Inconsistent as error:
            failures.append(error)
            kept += [row] if row is not None else []
    if failures and not (kept or read or stored):
        raise failures[0]
    return FetchedDandiset(
        identifier=identifier,
        versions=tuple(sorted((*kept, *(version.row for version in read)), key=lambda row: row.version)),
        pages={version.row.version: version.pages for version in read},
        is_new=bool(read) or len(kept) < len(stored),
        notes=tuple(version.note for version in read if version.note),
        failure="; ".join(map(str, failures)) or None,
    )


def _is_same(row: VersionRow, listed: ListedVersion) -> bool:
    return (row.modified, row.asset_count, row.size_bytes, row.status) == (
        listed.modified,
        listed.asset_count,
        listed.size,
        listed.status,
    )


def _fetch_version(client: ArchiveClient, identifier: str, version: str) -> _Version:
    """Read a version until its metadata and its assets belong together.

    Where they never do, as while files are uploaded, the last list of assets is taken that doesn't contradict itself,
    with a note; Inconsistent if there is none.
    """
    taken: _Version | None = None
    contradictions: list[Inconsistent] = []
    for _ in range(WALKS):
        # Before the list, so that whatever changes meanwhile has a later date for the next harvest.
        info, envelope = client.version_info(identifier, version)
        refuse_too_large(info, f"{identifier}/{version}: its metadata")
        if envelope.dandiset.embargo_status != "OPEN":
            raise Forbidden(f"{identifier}: embargoed")
        try:
            assets = list_assets(client, identifier, version)
        except Inconsistent as error:
            contradictions.append(error)
            continue
        # A listing of one page can't contradict itself; a longer one may hold two states of a draft.
        is_long = assets.requests > 1 and version == "draft"
        moves = is_long and client.version_info(identifier, version)[1].modified != envelope.modified
        taken = _version(identifier, info, envelope, assets, moves=moves)
        if taken.note is None:
            return taken
        log.info("%s (reading it again)", taken.note)
    if taken is None:
        raise contradictions[-1]
    return taken


def _version(
    identifier: str, info: bytes, envelope: VersionEnvelope, assets: FetchedAssets, *, moves: bool
) -> _Version:
    row = VersionRow(
        version=envelope.version,
        modified=envelope.modified,
        asset_count=envelope.asset_count,
        size_bytes=envelope.size,
        status=envelope.status,
        info=info,
        assets_hash=assets.assets_hash,
        lines=assets.count,
    )
    note = None
    if moves:
        note = "changes while it is read: its metadata and its assets may be of different moments"
    elif assets.count != envelope.asset_count:
        note = f"the archive counts {row.asset_count} assets but lists {assets.count}"
    return _Version(row, assets.pages, note and f"{identifier}/{row.version}: {note}")
