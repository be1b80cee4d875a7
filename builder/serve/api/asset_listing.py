"""The assets of a version, in the orders and with the filters of the API."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock

import msgspec

from builder.archive.answers import Count
from builder.serve.api.parameters import date_key, sort_by
from builder.serve.api.shown import ShownSnapshot
from builder.serve.api.stored import fields_of, read_whole
from builder.snapshot import VersionRow

_KEPT_LISTINGS = 6


class AssetHead(msgspec.Struct, frozen=True, gc=False):
    """What orders, filters and folders need of an asset's line."""

    path: str = ""
    created: str | None = None
    modified: str | None = None
    size: Count | None = None
    zarr: str | None = None


class AssetListing:
    """The heads of all assets of one version, in the order in which they are stored: that of their paths."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        heads = [read_whole(line, AssetHead) for line in lines]
        self.heads: Sequence[AssetHead] = [head or AssetHead() for head in heads]
        """Each at its line's number, so there is a bare one for what can't be read."""
        self._readable: Sequence[int] = [number for number, head in enumerate(heads) if head]
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
            pieces = pieces_of(glob.lower())
            numbers = [number for number in numbers if fits_glob(self.heads[number].path.lower(), pieces)]
        if only_zarr:
            numbers = [number for number in numbers if self.heads[number].zarr]
        return numbers

    def _ordered(self, order: tuple[tuple[str, bool], ...]) -> Sequence[int]:
        order = order or (("created", False),)
        if order not in self._orders:
            self._orders[order] = sort_by(self._readable, order, self._sort_key)
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

    def of(self, snapshot: ShownSnapshot, identifier: str, row: VersionRow) -> AssetListing:
        key = (identifier, row.version, row.assets_hash)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = AssetListing(snapshot.asset_lines(identifier, row.version))
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _KEPT_LISTINGS:
                self._kept.popitem(last=False)
        return made


def without_metadata(line: bytes) -> msgspec.Raw:
    """An asset's line as the listing shows it by default."""
    fields = fields_of(line)
    fields.pop("metadata", None)
    return msgspec.Raw(msgspec.json.encode(fields))


def pieces_of(glob: str) -> Sequence[str]:
    """What stands between the stars; of stars in a row one is enough, and each would cost a step for every asset."""
    return re.sub(r"\*+", "*", glob).split("*")


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
