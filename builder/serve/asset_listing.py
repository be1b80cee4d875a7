"""The assets of a version, in the orders and with the filters of the API."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock

import msgspec

from builder.serve.parameters import date_key, sort_by
from builder.snapshot import Snapshot, VersionRow

_KEPT_LISTINGS = 6


class AssetHead(msgspec.Struct, frozen=True, gc=False):
    """What orders, filters and folders need of an asset's line."""

    path: str = ""
    created: str | None = None
    modified: str | None = None
    size: int | None = None
    zarr: str | None = None


_decode_head = msgspec.json.Decoder(AssetHead).decode
_decode_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class AssetListing:
    """The heads of all assets of one version, in the order in which they are stored: that of their paths."""

    def __init__(self, heads: Sequence[AssetHead]) -> None:
        self.heads = heads
        self._orders: dict[tuple[tuple[str, bool], ...], Sequence[int]] = {}

    def numbers(
        self,
        order: tuple[tuple[str, bool], ...],
        *,
        path: str = "",
        glob: str = "",
        only_zarr: bool = False,
    ) -> Sequence[int]:
        """Which stored lines answer a request, in its order.

        A path is the start of paths, in any case; but if one asset has exactly this path, that one alone answers.
        """
        numbers = self._ordered(order)
        if path:
            exact = [number for number in numbers if self.heads[number].path == path]
            start = path.lower()
            numbers = exact or [number for number in numbers if self.heads[number].path.lower().startswith(start)]
        if glob:
            pieces = glob.lower().split("*")
            numbers = [number for number in numbers if fits_glob(self.heads[number].path.lower(), pieces)]
        if only_zarr:
            numbers = [number for number in numbers if self.heads[number].zarr]
        return numbers

    def _ordered(self, order: tuple[tuple[str, bool], ...]) -> Sequence[int]:
        order = order or (("created", False),)
        if order not in self._orders:
            self._orders[order] = sort_by(range(len(self.heads)), order, self._sort_key)
        return self._orders[order]

    def _sort_key(self, name: str, number: int) -> str:
        head = self.heads[number]
        if name == "path":
            return head.path
        return date_key(head.created if name == "created" else head.modified)


class AssetListings:
    """The listings that were asked for last; one is read again when the version's assets have changed."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str, str], AssetListing] = OrderedDict()
        self._lock = Lock()

    def of(self, snapshot: Snapshot, identifier: str, row: VersionRow) -> AssetListing:
        key = (identifier, row.version, row.assets_hash)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        pages = snapshot.asset_pages(identifier, row.version)
        made = AssetListing([_decode_head(line) for lines in pages for line in lines if line])
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _KEPT_LISTINGS:
                self._kept.popitem(last=False)
        return made


def read_lines(snapshot: Snapshot, identifier: str, version: str, numbers: Sequence[int]) -> list[bytes]:
    """Stored lines by their numbers, in the order of the numbers; reads no further than the last of them.

    A number past the end gives nothing: a harvest may have shortened the version meanwhile.
    """
    if not numbers:
        return []
    wanted, last = sorted(set(numbers)), max(numbers)
    found: dict[int, bytes] = {}
    start = at = 0
    for lines in snapshot.asset_pages(identifier, version):
        while at < len(wanted) and wanted[at] < start + len(lines):
            found[wanted[at]] = lines[wanted[at] - start]
            at += 1
        start += len(lines)
        if start > last:
            break
    return [found[number] for number in numbers if number in found]


def without_metadata(line: bytes) -> msgspec.Raw:
    """An asset's line as the listing shows it by default."""
    return msgspec.Raw(
        msgspec.json.encode({name: value for name, value in _decode_fields(line).items() if name != "metadata"})
    )


def fits_glob(text: str, pieces: Sequence[str]) -> bool:
    """Whether a text is these pieces with anything between them. No regular expression: it could take forever."""
    if len(pieces) == 1:
        return text == pieces[0]
    first, *middle, end = pieces
    if not text.startswith(first) or not text.endswith(end) or len(text) < len(first) + len(end):
        return False
    return _in_order(text[len(first) : len(text) - len(end)], middle)


def _in_order(text: str, pieces: Iterable[str]) -> bool:
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True
