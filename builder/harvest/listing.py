"""Read a paginated list as one consistent whole, although its rows may move while it is read."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from builder.archive import ArchiveClient, ListedDandiset
from builder.archive.answers import ListedAsset, decode, one_line
from builder.errors import ArchiveError, Inconsistent
from builder.snapshot import AssetPage, pack_lines
from builder.snapshot.hashing import AssetsHash

log = logging.getLogger(__name__)

WALKS = 3
"""How often a list is read before its contradictions are taken for lasting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DandisetListing:
    """The archive's dandisets."""

    items: dict[str, bytes]
    """Raw items by identifier."""
    complete: bool
    """False if every walk contradicted itself: then what is absent proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetListing:
    """A version's assets, packed as they are kept."""

    pages: tuple[AssetPage, ...]
    assets_hash: str
    count: int
    requests: int
    """How many pages it took; a listing of one page is consistent by itself."""


def list_dandisets(client: ArchiveClient) -> DandisetListing:
    """Every open dandiset. Rows that moved between pages make it read the list again."""
    found: dict[str, bytes] = {}
    for walk in range(WALKS):
        items: dict[str, bytes] = {}
        rows = 0
        expected = None
        for page in client.dandiset_pages():
            expected = page.count if expected is None else expected
            for raw in page.results:
                rows += 1
                items[_identifier(raw)] = one_line(raw)
        if rows == len(items) == expected:
            return DandisetListing(items=items, complete=True)
        log.warning("the list of dandisets changed while it was read (walk %d of %d)", walk + 1, WALKS)
        found |= items
    return DandisetListing(items=found, complete=False)


def list_assets(client: ArchiveClient, identifier: str, version: str) -> AssetListing:
    """All assets of a version; raises Inconsistent when a row came twice or one is missing."""
    packed: list[AssetPage] = []
    digest = AssetsHash()
    paths: set[str] = set()
    count = rows = requests = 0
    for page in client.asset_pages(identifier, version):
        count = page.count or 0 if not requests else count
        requests += 1
        lines = [one_line(raw) for raw in page.results]
        paths.update(_paths(lines, identifier, version))
        rows += len(lines)
        digest.add(lines)
        if lines:
            packed.append(pack_lines(lines))
    if not rows == len(paths) == count:
        raise Inconsistent(
            f"{identifier}/{version}: the list of assets changed while it was read "
            f"({count} announced, {rows} read, {len(paths)} of them different)"
        )
    return AssetListing(pages=tuple(packed), assets_hash=digest.hexdigest(), count=rows, requests=requests)


def _identifier(raw: msgspec.Raw) -> str:
    try:
        return decode(bytes(raw), ListedDandiset).identifier
    except msgspec.ValidationError as error:
        raise ArchiveError(f"the list of dandisets is not of the known form: {error}") from error


def _paths(lines: Iterable[bytes], identifier: str, version: str) -> Iterator[str]:
    try:
        for line in lines:
            yield decode(line, ListedAsset).path
    except msgspec.ValidationError as error:
        raise ArchiveError(f"{identifier}/{version}: an asset is not of the known form: {error}") from error
