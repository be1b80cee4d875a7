"""The order in which readers expect files. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from builder.catalog.schema.asset import Asset
from builder.catalog.text.natural import natural


def sort_files(assets: Iterable[Asset]) -> list[Asset]:
    """As a reader expects them: folders before files, numbers by value (sub-2 before sub-10)."""
    return sorted(assets, key=lambda asset: file_order(asset.path))


def file_order(path: str) -> tuple[object, ...]:
    """A key to sort paths by."""
    *folders, name = path.split("/")
    # Each name counts itself, too, so that the files of sub-1 and sub-01 don't mix.
    return (*((0, natural(part), part) for part in folders), (1, natural(name), name))


def folder_order(path: str) -> tuple[object, ...]:
    """Where the files of a path's folder begin: no key of theirs is less."""
    return tuple((0, natural(part), part) for part in path.split("/")[:-1])
