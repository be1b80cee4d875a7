"""What the files of a version hold, taken together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.catalog.asset import Asset
from builder.catalog.links import opens_in_neurosift

FIRST_FILES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Made in one go over all assets, which need not be kept."""

    first: tuple[Asset, ...]
    """A few files to begin with: those that can be looked at come first."""


def read_contents(assets: Sequence[Asset]) -> Contents:
    """`assets` are in the order that readers see them in."""
    nwb = [asset for asset in assets if opens_in_neurosift(asset)]
    return Contents(first=tuple((nwb or assets)[:FIRST_FILES]))
