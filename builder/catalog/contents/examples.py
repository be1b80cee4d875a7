"""Files of a version that stand for all: the first to look at, and those that code tries things with."""

from __future__ import annotations

from bisect import insort

from builder.catalog.contents.file_order import file_order, folder_order
from builder.catalog.links.archive_links import opens_in_neurosift
from builder.catalog.schema.asset import Asset

FIRST_FILES = 5
_SAMPLE_BYTES = range(1_000_000, 500_000_001)
"""A file to try things with shows something and is soon read."""

_Ranked = tuple[tuple[object, ...], str, Asset]


class Examples:
    """Chosen while assets go by, in any order."""

    def __init__(self) -> None:
        self._first_nwb: list[_Ranked] = []
        self._first: list[_Ranked] = []
        self.sample: Asset | None = None
        """An NWB file: the smallest of 1 to 500 MB, else the smallest with bytes; of equal size the first by name."""
        self.zarr_sample: Asset | None = None

    @property
    def first(self) -> tuple[Asset, ...]:
        """The first NWB files in a reader's order; without any, the first of all."""
        return tuple(asset for _, _, asset in self._first_nwb or self._first)

    def add(self, asset: Asset) -> None:
        if opens_in_neurosift(asset):
            _keep_first(self._first_nwb, asset)
            self.sample = _better(self.sample, asset)
        elif not self._first_nwb:
            _keep_first(self._first, asset)
        if asset.zarr:
            self.zarr_sample = _better(self.zarr_sample, asset)


def _keep_first(kept: list[_Ranked], asset: Asset) -> None:
    if len(kept) == FIRST_FILES and folder_order(asset.path) > kept[-1][0]:
        return  # told by the folder alone, which is quicker
    insort(kept, (file_order(asset.path), asset.asset_id, asset), key=lambda placed: placed[:2])
    del kept[FIRST_FILES:]


def _better(one: Asset | None, other: Asset) -> Asset:
    if one is None:
        return other
    ours, theirs = _rank(one), _rank(other)
    if ours == theirs:
        ours, theirs = file_order(one.path), file_order(other.path)
    return one if ours <= theirs else other


def _rank(asset: Asset) -> tuple[object, ...]:
    size = asset.size or 0
    return (0 if size in _SAMPLE_BYTES else 1 if size else 2), size
