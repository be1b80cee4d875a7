"""Render dandisets and write their pages; the part of a build that runs in several processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.catalog.asset import Asset
from builder.catalog.dandiset import Dandiset
from builder.catalog.links import opens_in_neurosift
from builder.catalog.version import Version
from builder.errors import IntegrityError
from builder.site import addresses
from builder.site.contexts import FileRow, Page
from builder.site.dandiset_page import dandiset_page
from builder.site.files_page import file_row, files_pages, sort_files
from builder.site.loading import load_assets, load_dandiset
from builder.site.output import write_file
from builder.site.rendering import Renderer
from builder.site.scope import Scope
from builder.snapshot import Snapshot

FIRST_FILES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """All that a process needs to render; passed to each as it starts."""

    snapshot_path: Path
    staging: Path
    scope: Scope
    template_folders: tuple[Path, ...]
    planned: frozenset[str]
    root: str

    def renderer(self) -> Renderer:
        return Renderer(self.template_folders, self.planned, self.root)


class Worker:
    """Renders one dandiset after the other."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._renderer = place.renderer()
        self._snapshot = Snapshot.readable(place.snapshot_path)

    def write_dandiset(self, identifier: str) -> dict[str, int]:
        """Write all pages of a dandiset; answers address -> size in bytes."""
        return {
            page.address: write_file(self._place.staging, page.address, self._renderer.render(page).encode())
            for page in self._pages(identifier)
        }

    def close(self) -> None:
        self._snapshot.close()

    def _pages(self, identifier: str) -> Iterator[Page]:
        scope = self._place.scope
        row = self._snapshot.dandiset(identifier)
        dandiset = load_dandiset(row, self._snapshot.versions(identifier), scope.settings) if row else None
        if dandiset is None:
            raise IntegrityError(f"{identifier}: went out of the snapshot while the site was built: build again")
        for version in scope.shown_versions(dandiset):
            assets = sort_files(load_assets(self._snapshot, identifier, version.version))
            yield from _version_pages(scope, dandiset, version, assets)


def _version_pages(scope: Scope, dandiset: Dandiset, version: Version, assets: Sequence[Asset]) -> Iterable[Page]:
    own = [addresses.version(dandiset.identifier, version.version)]
    if version is dandiset.default:
        own.append(addresses.dandiset(dandiset.identifier))
    first = _first_files(scope, dandiset, version, assets)
    for address in own:
        yield dandiset_page(scope, dandiset, version, address=address, first_files=first)
    yield from files_pages(scope, dandiset, version, assets)


def _first_files(scope: Scope, dandiset: Dandiset, version: Version, assets: Sequence[Asset]) -> list[FileRow]:
    """A few files to begin with: those that can be looked at come first."""
    nwb = [asset for asset in assets if opens_in_neurosift(asset)]
    chosen = (nwb or assets)[:FIRST_FILES]
    return [file_row(scope, asset, dandiset.identifier, version.version) for asset in chosen]
