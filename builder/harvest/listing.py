"""Read a paginated list as one consistent whole, although its rows may move while it is read."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import msgspec

from builder.archive import ArchiveClient, ListedDandiset
from builder.archive.answers import ListedAsset, NamedDandiset, ResultsPage, decode, one_line
from builder.errors import ArchiveError, Inconsistent, NotFound
from builder.snapshot import AssetPage, pack_pages, pages
from builder.snapshot.hashing import AssetsHash

log = logging.getLogger(__name__)

WALKS = 3
"""How often a list is read before its contradictions are taken for lasting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DandisetListing:
    """The archive's dandisets."""

    items: dict[str, bytes] = field(default_factory=dict)
    """Raw items by identifier."""
    unread: dict[str, str] = field(default_factory=dict)
    """Of dandisets whose item is not of the known form: why."""
    doubt: str | None = None
    """Why the list is not whole, so that what is absent proves nothing; None if it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedAssets:
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
        listing = _walk(client)
        if listing.doubt is None:
            return listing
        log.warning("the list of dandisets: %s (walk %d of %d)", listing.doubt, walk + 1, WALKS)
        found |= listing.items
    return replace(listing, items={i: raw for i, raw in found.items() if i not in listing.unread})


def _walk(client: ArchiveClient) -> DandisetListing:
    """The list, page by page, once."""
    items: dict[str, bytes] = {}
    unread: dict[str, str] = {}
    doubt = None
    rows = 0
    expected = None
    try:
        for page in client.dandiset_pages():
            expected = page.count if expected is None else expected
            rows += len(page.results)
            for raw in page.results:
                try:
                    refuse_too_large(raw, "its item of the list")
                    items[decode(bytes(raw), ListedDandiset).identifier] = one_line(raw)
                except msgspec.ValidationError as error:
                    unread[_name(raw)] = f"its item of the list is not of the known form: {error}"
                except ArchiveError as error:
                    unread[_name(raw)] = str(error)
    except (Inconsistent, NotFound) as error:  # a list that shrinks has no page any more where `next` led
        if not rows:
            raise
        doubt = str(error)
    if unread.pop("", None):
        doubt = "one of its items has no identifier that could be read"
    if doubt is None and not rows == len(items) + len(unread) == expected:
        doubt = f"it changed while it was read ({expected} announced, {rows} read, {len(items)} of them different)"
    return DandisetListing(items=items, unread=unread, doubt=doubt)


def list_assets(client: ArchiveClient, identifier: str, version: str) -> FetchedAssets:
    """All assets of a version; raises Inconsistent when a row came twice or one is missing."""
    packed: list[AssetPage] = []
    digest = AssetsHash()
    paths: set[str] = set()
    count = rows = requests = 0
    for page in _whole(client.asset_pages(identifier, version), f"{identifier}/{version}"):
        count = page.count or 0 if not requests else count
        requests += 1
        lines = [one_line(raw) for raw in page.results]
        for line in lines:
            refuse_too_large(line, f"{identifier}/{version}: an asset")
        paths.update(_paths(lines, identifier, version))
        rows += len(lines)
        digest.add(lines)
        packed += pack_pages(lines)
    if not rows == len(paths) == count:
        raise Inconsistent(
            f"{identifier}/{version}: the list of assets changed while it was read "
            f"({count} announced, {rows} read, {len(paths)} of them different)"
        )
    return FetchedAssets(pages=tuple(packed), assets_hash=digest.hexdigest(), count=rows, requests=requests)


def _whole(pages: Iterable[ResultsPage], where: str) -> Iterator[ResultsPage]:
    """The pages of a list; one that shrinks meanwhile has none any more where `next` led."""
    begun = False
    try:
        for page in pages:
            begun = True
            yield page
    except NotFound as error:
        if not begun:
            raise
        raise Inconsistent(f"{where}: the list of assets shrank while it was read") from error


def refuse_too_large(answer: bytes | msgspec.Raw, what: str) -> None:
    """ArchiveError for what the snapshot can't keep, since nobody could read it from there."""
    size, most = len(bytes(answer)), pages.LARGEST_BYTES
    if size > most:
        raise ArchiveError(f"{what} has {size >> 20} MiB, and {most >> 20} are the most that is kept")


def _name(raw: msgspec.Raw) -> str:
    """The identifier of an item that can't be read otherwise; "" if there is none either."""
    try:
        return decode(bytes(raw), NamedDandiset).identifier
    except msgspec.ValidationError:
        return ""


def _paths(lines: Iterable[bytes], identifier: str, version: str) -> Iterator[str]:
    try:
        for line in lines:
            yield decode(line, ListedAsset).path
    except msgspec.ValidationError as error:
        raise ArchiveError(f"{identifier}/{version}: an asset is not of the known form: {error}") from error
