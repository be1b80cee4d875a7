"""The page, scripts and tables of each version's files. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.version import Version
from builder.site.files.listing import listing_tables
from builder.site.files.page import Listing, files_page
from builder.site.files.pieces import FORMAT, Placed, piece_scripts
from builder.site.frame import addresses
from builder.site.frame.outputs import Output, TextFile
from builder.site.frame.scope import Scope


class FileListings:
    """Of one dandiset: versions with the same files share scripts and tables."""

    def __init__(self, scope: Scope, dandiset: Dandiset) -> None:
        self._scope = scope
        self._dandiset = dandiset
        self._holders: dict[str, str] = {}
        """Hash of a listing -> the version beside which its scripts and tables lie."""

    def outputs(self, version: Version, placed: Placed, assets_hash: str) -> Iterator[Output]:
        """The page comes last, since it links to the others; `assets_hash` is equal where all files are."""
        tree = placed.tree
        listing = Listing(
            placed=placed,
            pieces_version=hashlib.sha256(f"{FORMAT} {assets_hash}".encode()).hexdigest()[:12],
            holder=self._holders.setdefault(assets_hash, version.version),
        )
        if listing.holder == version.version and tree.top.files:
            for name, text in piece_scripts(listing.placed, listing.pieces_version):
                yield TextFile(address=self._part(version, name), text=text)
            for name, text in listing_tables(tree, self._scope.instance):
                yield TextFile(address=self._part(version, name), text=text)
        yield files_page(self._scope, self._dandiset, version, listing)

    def _part(self, version: Version, name: str) -> str:
        return addresses.files_part(self._dandiset.identifier, version.version, name)
