"""Render dandisets and write their pages; the part of a build that runs in several processes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from builder.catalog.changes.files import FileState, compare_files, file_state
from builder.catalog.changes.versions import VersionChanges, compare_versions
from builder.catalog.contents.digest import Digest, make_digest
from builder.catalog.contents.found import lacking
from builder.catalog.contents.read import Contents, read_contents
from builder.catalog.files.folder_tree import make_tree
from builder.catalog.files.table import FileTable
from builder.catalog.schema.asset import Asset
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.version import Version
from builder.errors import IntegrityError
from builder.search.index.file_keys import file_keys
from builder.search.index.similar import Likeness
from builder.site.compare.page import most_files
from builder.site.dandiset.outputs import ReadVersion, dandiset_outputs
from builder.site.files.outputs import FileListings
from builder.site.files.pieces import Placed, place_files
from builder.site.folder.manifest import write_file
from builder.site.frame.outputs import Output, TextFile
from builder.site.frame.rendering import Renderer
from builder.site.frame.scope import Scope
from builder.site.frame.shortening import render_fitting
from builder.site.pipeline.dated import is_dated
from builder.site.prose.render import plain_text
from builder.snapshot import Snapshot
from builder.snapshot.loading import load_assets, load_dandiset

SUMMARY_LENGTH = 220
"""Letters of a description that lists show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """All that a process needs to render; passed to each as it starts."""

    snapshot_path: Path
    staging: Path
    scope: Scope
    template_folders: tuple[Path, ...]
    planned: frozenset[str]
    root: str
    similar: Mapping[str, tuple[Likeness, ...]] = field(default_factory=dict)
    """Identifier -> the dandisets that its pages name as similar."""

    def renderer(self) -> Renderer:
        return Renderer(self.template_folders, self.planned, self.root, self.scope.static_names)


@dataclass(slots=True, kw_only=True)
class WrittenDandiset:
    """What was written of one dandiset."""

    digest: Digest = field(default_factory=Digest)
    file_keys: bytes = b""
    """What search knows of its files."""
    sizes: dict[str, int] = field(default_factory=dict)
    """Address -> bytes."""
    promised: frozenset[str] = frozenset()
    """Browse pages that were linked to; which there are is known when all digests are."""


@dataclass(slots=True, kw_only=True)
class WrittenPages:
    """What was written of pages that aren't of one dandiset."""

    sizes: dict[str, int] = field(default_factory=dict)
    """Address -> bytes, but for the dated ones."""
    marked: dict[str, str] = field(default_factory=dict)
    """Address -> text of those that tell the date of the last harvest, to be filled in."""
    promised: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadFiles:
    """The files of a version, as far as they are kept."""

    assets_hash: str
    contents: Contents
    placed: Placed
    states: list[FileState]
    """What tells whether they changed; empty where there is no other version to compare with."""


class Worker:
    """Renders one dandiset after the other, or pages that are made already."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._renderer = place.renderer()
        self._snapshot = Snapshot.readable(place.snapshot_path)

    def write_dandiset(self, identifier: str) -> WrittenDandiset:
        """Write all pages and files of a dandiset."""
        scope = self._place.scope
        written = WrittenDandiset()
        dandiset = self._dandiset(identifier)
        versions = list(self._read_versions(dandiset, written))
        outputs = list(dandiset_outputs(scope, dandiset, versions, self._place.similar.get(identifier, ())))
        own = {output.address for output in outputs}
        for output in outputs:
            self._write(output, written, own)
        contents = next(read.contents for read in versions if read.version is dandiset.default)
        summary = plain_text(
            dandiset.default.metadata.description, SUMMARY_LENGTH, show_emails=scope.settings.show_emails
        )
        found = lacking(dandiset.default.metadata.assets_summary, contents.found)
        written.digest = replace(make_digest(contents), summary=summary, found=found)
        written.promised = self._renderer.take_promised()
        return written

    def file_keys(self, identifier: str) -> bytes:
        """What search knows of the files of a dandiset whose pages were kept."""
        version = self._dandiset(identifier).default.version
        assets = list(load_assets(self._snapshot, identifier, version, self._place.scope.settings))
        return file_keys(assets, read_contents(assets))

    def write_pages(self, outputs: Sequence[Output]) -> WrittenPages:
        """Write pages that aren't of one dandiset; those with marks are left to whoever knows the date."""
        written = WrittenPages()
        for output in outputs:
            text = output.text if isinstance(output, TextFile) else self._renderer.render(output)
            if is_dated(text):
                written.marked[output.address] = text
            else:
                written.sizes[output.address] = write_file(self._place.staging, output.address, text.encode())
        written.promised = self._renderer.take_promised()
        return written

    def close(self) -> None:
        self._snapshot.close()

    def _dandiset(self, identifier: str) -> Dandiset:
        row = self._snapshot.dandiset(identifier)
        versions = self._snapshot.versions(identifier)
        dandiset = load_dandiset(row, versions, self._place.scope.settings) if row else None
        if dandiset is None:
            raise IntegrityError(f"{identifier}: went out of the snapshot while the site was built: build again")
        return dandiset

    def _read_versions(self, dandiset: Dandiset, written: WrittenDandiset) -> Iterator[ReadVersion]:
        """Read the assets of each version, and write what lists them at once, so that they need not be kept.

        Neighbours that hold the same files, as a draft after its publication, are read once.
        """
        shown = self._place.scope.shown_versions(dandiset)
        listings = FileListings(self._place.scope, dandiset)
        rows = {row.version: row for row in self._snapshot.versions(dandiset.identifier)}
        read: _ReadFiles | None = None
        before: tuple[Version, list[FileState]] | None = None
        for version in shown:
            row = rows[version.version]
            if read is None or read.assets_hash != row.assets_hash:
                read = None  # before the next ones are read
                read = self._read_files(dandiset, version, row.assets_hash, with_states=len(shown) > 1)
            for output in listings.outputs(version, read.placed, read.assets_hash):
                self._write(output, written, written.sizes)
            if version is dandiset.default:
                written.file_keys = file_keys(read.placed.tree.files(), read.contents)
            since = _changes(before, version, read.states, len(shown)) if before else None
            left_out = row.lines - read.contents.files
            yield ReadVersion(version=version, contents=read.contents, since=since, left_out=left_out)
            before = version, read.states

    def _read_files(self, dandiset: Dandiset, version: Version, assets_hash: str, *, with_states: bool) -> _ReadFiles:
        table = FileTable(keep_urls=self._place.scope.instance.bucket_url is None)
        states: list[FileState] = []
        stored = load_assets(self._snapshot, dandiset.identifier, version.version, self._place.scope.settings)
        assets = table.collect(stored)
        contents = read_contents(_noted(assets, states) if with_states else assets)
        placed = place_files(make_tree(table.folders()))
        return _ReadFiles(assets_hash=assets_hash, contents=contents, placed=placed, states=states)

    def _write(self, output: Output, written: WrittenDandiset, own: Collection[str] = ()) -> None:
        """`own` are addresses of the dandiset beyond those of the plan."""
        if output.address in written.sizes:
            raise IntegrityError(f"{output.address}: two pages or files want this place")
        if isinstance(output, TextFile):
            data = output.text.encode()
        else:
            data = render_fitting(output, partial(self._renderer.render, own=own))
        written.sizes[output.address] = write_file(self._place.staging, output.address, data)


def _noted(assets: Iterable[Asset], files: list[FileState]) -> Iterator[Asset]:
    """The same assets, of which `files` takes note."""
    for asset in assets:
        files.append(file_state(asset))
        yield asset


def _changes(
    before: tuple[Version, list[FileState]], version: Version, files: list[FileState], shown: int
) -> VersionChanges:
    was, files_before = before
    found = compare_files(files_before, files, most_shown=most_files(shown))
    return compare_versions(was, version, found)
