"""Render dandisets and write their pages; the part of a build that runs in several processes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from builder.catalog.changes.files import FileState, compare_files
from builder.catalog.changes.versions import compare_versions
from builder.catalog.contents.digest import Digest, version_digest
from builder.catalog.facets.people import Mistyped, without_mistyped
from builder.catalog.schema.asset import Asset
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.version import Version
from builder.errors import IntegrityError
from builder.search.index.similar import Likeness
from builder.search.index.survey import survey_files
from builder.site.compare.page import most_files
from builder.site.dandiset.outputs import ReadVersion, dandiset_outputs
from builder.site.files.outputs import FileListings
from builder.site.folder.manifest import write_file
from builder.site.frame.outputs import Output, TextFile
from builder.site.frame.rendering import Renderer
from builder.site.frame.scope import Scope
from builder.site.frame.shortening import render_fitting
from builder.site.pipeline.dated import has_date_placeholder
from builder.site.pipeline.version_files import VersionFiles, read_version_files
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
    mistyped: Mistyped = field(default_factory=dict)
    """ORCIDs that stand with people whose they aren't."""

    def renderer(self) -> Renderer:
        return Renderer(self.template_folders, self.planned, self.root, self.scope.static_names)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDandiset:
    """What was written of one dandiset."""

    digest: Digest
    file_keys: bytes
    """What search knows of its files; see `FileKeys`."""
    sizes: Mapping[str, int]
    """Address -> bytes."""
    linked_browse_pages: frozenset[str]
    """Which browse pages there are is known when all digests are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPages:
    """What was written of pages that aren't of one dandiset."""

    sizes: Mapping[str, int]
    """Address -> bytes, but for the dated ones."""
    dated: Mapping[str, str]
    """Address -> text of those that tell the date of the last harvest, with a placeholder for it."""
    linked_browse_pages: frozenset[str]


class Worker:
    """Renders one dandiset after the other, or pages that are made already."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._renderer = place.renderer()
        self._snapshot = Snapshot.readable(place.snapshot_path)

    def write_dandiset(self, identifier: str) -> WrittenDandiset:
        """Write all pages and files of a dandiset."""
        dandiset = self._dandiset(identifier)
        sizes: dict[str, int] = {}
        versions, keys = self._write_listings(dandiset, sizes)
        similar = self._place.similar.get(identifier, ())
        outputs = list(dandiset_outputs(self._place.scope, dandiset, versions, similar))
        own = {output.address for output in outputs}
        for output in outputs:
            self._write(output, sizes, own)
        contents = next(read.contents for read in versions if read.version is dandiset.default)
        return WrittenDandiset(
            digest=replace(version_digest(dandiset.default, contents), summary=self._summary(dandiset.default)),
            file_keys=keys,
            sizes=sizes,
            linked_browse_pages=self._renderer.take_linked_browse_pages(),
        )

    def file_keys(self, identifier: str) -> bytes:
        """What search knows of the files of a dandiset whose pages were kept."""
        return survey_files(self._assets(identifier, self._dandiset(identifier).default))[1]

    def write_pages(self, outputs: Sequence[Output]) -> WrittenPages:
        """Write pages that aren't of one dandiset; those with placeholders are left to whoever knows the date."""
        sizes: dict[str, int] = {}
        dated: dict[str, str] = {}
        for output in outputs:
            text = output.text if isinstance(output, TextFile) else self._renderer.render(output)
            if has_date_placeholder(text):
                dated[output.address] = text
            else:
                sizes[output.address] = write_file(self._place.staging, output.address, text.encode())
        linked = self._renderer.take_linked_browse_pages()
        return WrittenPages(sizes=sizes, dated=dated, linked_browse_pages=linked)

    def close(self) -> None:
        self._snapshot.close()

    def _dandiset(self, identifier: str) -> Dandiset:
        row = self._snapshot.dandiset(identifier)
        versions = self._snapshot.versions(identifier)
        dandiset = load_dandiset(row, versions, self._place.scope.settings) if row else None
        if dandiset is None:
            raise IntegrityError(f"{identifier}: went out of the snapshot while the site was built: build again")
        return without_mistyped(dandiset, self._place.mistyped)

    def _assets(self, identifier: str, version: Version) -> Iterator[Asset]:
        return load_assets(self._snapshot, identifier, version.version, self._place.scope.settings)

    def _summary(self, version: Version) -> str:
        show_emails = self._place.scope.settings.show_emails
        return plain_text(version.metadata.description, SUMMARY_LENGTH, show_emails=show_emails)

    def _write_listings(self, dandiset: Dandiset, sizes: dict[str, int]) -> tuple[list[ReadVersion], bytes]:
        """Read each version's files and write at once what lists them: there is room for those of one version alone.

        Answers what the pages need of the versions, oldest first, and the keys of the default one's files. Neighbours
        that hold the same files, as a draft after its publication, are read once.
        """
        shown = self._place.scope.shown_versions(dandiset)
        listings = FileListings(self._place.scope, dandiset)
        rows = {row.version: row for row in self._snapshot.versions(dandiset.identifier)}
        versions: list[ReadVersion] = []
        keys = b""
        files: VersionFiles | None = None
        states_before: Sequence[FileState] = ()
        for version in shown:
            row = rows[version.version]
            if files is None or files.assets_hash != row.assets_hash:
                files = None  # before the next ones are read
                files = read_version_files(
                    self._assets(dandiset.identifier, version),
                    row.assets_hash,
                    keep_urls=self._place.scope.instance.bucket_url is None,
                    with_states=len(shown) > 1,
                )
            for output in listings.outputs(version, files.placed, files.assets_hash):
                self._write(output, sizes, sizes)
            if version is dandiset.default:
                keys = files.keys()
            since = None
            if versions:
                found = compare_files(states_before, files.states, most_shown=most_files(len(shown)))
                since = compare_versions(versions[-1].version, version, found)
            left_out = row.lines - files.contents.files
            versions.append(ReadVersion(version=version, contents=files.contents, since=since, left_out=left_out))
            states_before = files.states
        return versions, keys

    def _write(self, output: Output, sizes: dict[str, int], own: Collection[str]) -> None:
        """Write it and note its size; `own` are addresses of the dandiset beyond those of the plan."""
        if output.address in sizes:
            raise IntegrityError(f"{output.address}: two pages or files want this place")
        if isinstance(output, TextFile):
            data = output.text.encode()
        else:
            data = render_fitting(output, partial(self._renderer.render, own=own))
        sizes[output.address] = write_file(self._place.staging, output.address, data)
