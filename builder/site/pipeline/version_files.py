"""The files of one version, read once for all that is made of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder.catalog.changes.files import FileState, file_state
from builder.catalog.contents.read import Contents, ContentsTally
from builder.catalog.files.folder_tree import make_tree
from builder.catalog.files.table import FileTable
from builder.catalog.schema.asset import Asset
from builder.search.index.survey import FileKeys
from builder.site.files.pieces import Placed, place_files


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFiles:
    """As much of the files as is kept: of a million some 500 MB."""

    assets_hash: str
    """Equal where all files are."""
    contents: Contents
    placed: Placed
    states: Sequence[FileState]
    """What tells whether they changed; empty where there is no other version to compare with."""

    def keys(self) -> bytes:
        """What search knows of them."""
        keys = FileKeys()
        for file in self.placed.tree.files():
            keys.add(file)
        return keys.packed(self.contents)


def read_version_files(
    assets: Iterable[Asset], assets_hash: str, *, keep_urls: bool, with_states: bool
) -> VersionFiles:
    """Go over the assets once; none of them is kept. `keep_urls` is that of `FileTable`."""
    contents = ContentsTally()
    table = FileTable(keep_urls=keep_urls)
    states: list[FileState] = []
    for asset in assets:
        contents.add(asset)
        table.add(asset)
        if with_states:
            states.append(file_state(asset))
    return VersionFiles(
        assets_hash=assets_hash,
        contents=contents.contents(),
        placed=place_files(make_tree(table.folders())),
        states=states,
    )
