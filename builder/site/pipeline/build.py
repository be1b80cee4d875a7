"""Snapshot -> site: plan every page, keep what did not change, render the rest, put it in its place."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec.structs import replace

from builder.catalog.contents.digest import Entry
from builder.errors import IntegrityError
from builder.machine.processes import told_of_memory
from builder.machine.processors import processors
from builder.machine.program import program_key
from builder.settings import Settings
from builder.site.folder.manifest import BuiltDandiset, Manifest, write_file
from builder.site.folder.staging import Staging, staged
from builder.site.frame import addresses
from builder.site.frame.budgets import LARGEST_FILE_BYTES, MOST_FILES
from builder.site.home.page import first_harvest_words
from builder.site.pipeline.crew import Crew
from builder.site.pipeline.dated import dated_files
from builder.site.pipeline.hosting import headers_file, redirects_file
from builder.site.pipeline.plan import SitePlan, awkward_addresses, plan_site
from builder.site.pipeline.retained import retained_files
from builder.site.pipeline.search_files import search_addresses, search_files, search_key
from builder.site.pipeline.shared_pages import output_key, shared_outputs
from builder.site.pipeline.sources import Ground, Sources, dandiset_key, read_ground, read_sources
from builder.site.pipeline.worker import Workplace
from builder.snapshot import Snapshot
from builder.snapshot.rows import FirstHarvest
from builder.words import formats


class BuildReport(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a build; the fields are those of `build --json`."""

    pages: int
    files: int
    bytes: int
    seconds: float
    skipped: int
    """Pages that were taken over unchanged."""
    dandisets: int
    warnings: tuple[str, ...]


class Progress(Protocol):
    """Hears of a build's progress."""

    def start(self, total: int) -> None:
        """So many dandisets have to be rendered."""

    def advance(self, identifier: str) -> None:
        """One more is done."""


def build(
    snapshot_path: Path,
    settings: Settings,
    out: Path,
    *,
    jobs: int | None = None,
    full: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Build the site at `out`; until all is rendered, and on any error, what lies there stays as it is.

    The same snapshot, settings and program give the same bytes, whatever `jobs` (processes) and `full` (render what
    did not change, too) say.
    """
    started = time.monotonic()
    jobs = jobs or processors()
    with Snapshot.readable(snapshot_path) as snapshot:
        ground = read_ground(snapshot, settings)
        with told_of_memory(out, jobs), staged(out) as staging:
            before = staging.start()
            same = before.key == ground.site_key and addresses.CURRENT in before.sizes
            if full or not same or not staging.is_just(before.sizes):
                sources = read_sources(snapshot, ground)
                work = _Build(sources, _plan(sources), staging, snapshot_path, before)
                manifest, skipped = work.run(Manifest(format=0) if full else before, jobs, progress)
                staging.publish(manifest)
            else:
                manifest, skipped = _refresh(staging, before, ground)
        stale = [row.identifier for row in snapshot.dandisets() if row.stale_since_utc]
    return BuildReport(
        pages=sum(address.endswith(".html") for address in manifest.sizes),
        files=len(manifest.sizes),
        bytes=sum(manifest.sizes.values()),
        seconds=round(time.monotonic() - started, 3),
        skipped=skipped,
        dandisets=len(manifest.dandisets),
        warnings=tuple(_warnings([i for i in stale if i in manifest.dandisets], manifest, ground.first_harvest)),
    )


def _refresh(staging: Staging, before: Manifest, ground: Ground) -> tuple[Manifest, int]:
    """After an idle harvest: the old site stays, and what tells the date of the last harvest is written anew."""
    files = dated_files(before.marked, ground.archive.read_utc, before.search_list, is_whole=ground.is_whole)
    sizes = before.sizes | {address: write_file(staging.folder, address, data) for address, data in files.items()}
    manifest = replace(before, sizes=sizes)
    changed = staging.publish(manifest)
    return manifest, sum(address.endswith(".html") for address in sizes.keys() - set(changed))


def _plan(sources: Sources) -> SitePlan:
    plan = plan_site(
        sources.scope,
        sources.dandisets,
        hidden=sources.hidden,
        content=sources.content,
        statics=sources.statics,
    )
    awkward = awkward_addresses(plan.files)
    if awkward:
        raise IntegrityError(*awkward)
    return plan


class _Build:
    def __init__(
        self, sources: Sources, plan: SitePlan, staging: Staging, snapshot_path: Path, older: Manifest
    ) -> None:
        self.sources = sources
        self.plan = plan
        self.staging = staging
        self.older = older
        """What lies there, even if nothing of it is to be kept."""
        self.place = Workplace(
            snapshot_path=snapshot_path,
            staging=staging.folder,
            scope=sources.scope,
            template_folders=sources.template_folders,
            planned=plan.addresses,
            root=sources.root,
            similar=sources.similar,
        )

    def run(self, before: Manifest, jobs: int, progress: Progress | None) -> tuple[Manifest, int]:
        """Fill the staging folder; answers its manifest, and how many pages were kept."""
        keys = {identifier: dandiset_key(self.sources, identifier) for identifier in sorted(self.plan.dandisets)}
        unchanged = [i for i, built in before.dandisets.items() if keys.get(i) == built.key]
        kept, sizes = self._keep(before, unchanged)
        digests = {identifier: before.dandisets[identifier].digest for identifier in kept}
        skipped = sum(address.endswith(".html") for address in sizes)
        changed = sorted(set(keys) - set(kept), key=lambda i: (-self._assets(i), i))
        if progress:
            progress.start(len(changed))
        with Crew(self.place, jobs) as crew:
            promised: set[str] = set()
            fresh: dict[str, bytes] = {}
            for identifier, written in crew.write_dandisets(changed):
                promised |= written.promised
                sizes |= written.sizes
                digests[identifier] = written.digest
                fresh[identifier] = written.file_keys
                if progress:
                    progress.advance(identifier)
            entries = [Entry(dandiset=d, digest=digests[d.identifier]) for d in self.sources.dandisets]
            search = self._write_search(crew, entries, before, fresh=fresh, key=search_key(keys.values()))
            shared = self._write_shared(crew, entries, before, search.list_address)
        sizes |= search.sizes | shared.sizes
        skipped += shared.skipped
        missing = (self.plan.addresses | promised | shared.promised) - set(sizes)
        if missing:
            raise IntegrityError(f"planned or linked to but not written: {', '.join(sorted(missing)[:5])}")
        awkward = awkward_addresses(list(sizes))
        if awkward:
            raise IntegrityError(*awkward)
        show_emails = self.sources.scope.settings.show_emails
        retained = self._retained(sizes, show_emails=show_emails)
        dandisets = {
            identifier: BuiltDandiset(key=key, digest=digests[identifier]) for identifier, key in keys.items()
        }
        manifest = Manifest(
            program=program_key(),
            key=self.sources.site_key,
            dandisets=dandisets,
            shared=shared.keys,
            marked=shared.marked,
            sizes=dict(sorted((sizes | retained).items())),
            retained=tuple(sorted(retained)),
            searched={dandiset.identifier: dandiset.default.version for dandiset in self.sources.dandisets},
            show_emails=show_emails,
            search_key=search.key,
            search_list=search.list_address,
        )
        return manifest, skipped

    def _keep(self, before: Manifest, identifiers: Sequence[str]) -> tuple[list[str], dict[str, int]]:
        """Take over the pages of dandisets; those of one that somebody damaged are left to be rendered again."""
        by_dandiset = before.by_dandiset()
        kept = [i for i in identifiers if self.staging.is_whole(by_dandiset.get(i, {}))]
        sizes = {address: size for i in kept for address, size in by_dandiset.get(i, {}).items()}
        return kept, sizes

    def _retained(self, sizes: Mapping[str, int], *, show_emails: bool) -> dict[str, int]:
        shown = {address for pages in self.plan.dandisets.values() for address in pages}
        found = retained_files(self.older, sizes, shown, show_emails=show_emails)
        return found if self.staging.is_whole(found) else {}

    def _assets(self, identifier: str) -> int:
        return sum(
            self.sources.asset_lines.get((identifier, address.split("/")[2]), 0)
            for address in self.plan.dandisets[identifier]
            if address.count("/") == 3
        )

    def _write_shared(self, crew: Crew, entries: Sequence[Entry], before: Manifest, search_list: str) -> _Shared:
        """What isn't of one dandiset: home, lists, browse pages, content, notices, static files, the host's rules."""
        shared = _Shared()
        changed = []
        for output in shared_outputs(self.sources, self.plan, entries):
            key = shared.keys[output.address] = output_key(self.sources, output)
            if before.shared.get(output.address) != key or not self._keep_shared(output.address, before, shared):
                changed.append(output)
        for written in crew.write_pages(changed):
            shared.sizes |= written.sizes
            shared.marked |= written.marked
            shared.promised |= written.promised
        files = dict(self.sources.statics) | dated_files(
            shared.marked, self.sources.archive.read_utc, search_list, is_whole=self.sources.is_whole
        )
        folders = {address.partition("/")[0] for address in shared.keys if "/" in address} | {"dandiset"}
        files["_headers"] = headers_file(sorted(folders)).encode()
        files["_redirects"] = redirects_file().encode()
        shared.sizes |= {address: write_file(self.staging.folder, address, data) for address, data in files.items()}
        return shared

    def _write_search(
        self,
        crew: Crew,
        entries: Sequence[Entry],
        before: Manifest,
        *,
        fresh: Mapping[str, bytes],
        key: str,
    ) -> _Search:
        """What the browser's search loads; taken over where it is made from the same."""
        old = search_addresses(before) if self.staging.is_whole(search_addresses(before)) else {}
        if old and before.search_key == key:
            return _Search(key=key, list_address=before.search_list, sizes=old)
        files = search_files(
            entries,
            fresh=fresh,
            old_site=self.staging.out,
            before=before if old else Manifest(format=0),
            survey=crew.file_keys,
        )
        sizes = {address: write_file(self.staging.folder, address, data) for address, data in files.items()}
        return _Search(key=key, list_address=list(files)[-1], sizes=sizes)

    def _keep_shared(self, address: str, before: Manifest, shared: _Shared) -> bool:
        """Take over a page of the old site, or its text where only the date in it is new; False if it's damaged."""
        if address in before.marked:
            shared.marked[address] = before.marked[address]
            return True
        size = {address: before.sizes[address]} if address in before.sizes else {}
        if not self.staging.is_whole(size):
            return False
        shared.sizes |= size
        shared.skipped += address.endswith(".html")
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """What search loads."""

    key: str
    list_address: str
    sizes: dict[str, int]


@dataclass(slots=True, kw_only=True)
class _Shared:
    """What was written or kept of pages that aren't of one dandiset."""

    keys: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    marked: dict[str, str] = field(default_factory=dict)
    promised: set[str] = field(default_factory=set)
    skipped: int = 0


def _warnings(stale: Sequence[str], manifest: Manifest, first: FirstHarvest | None) -> Iterator[str]:
    """What an operator should know although the site is whole."""
    if first:
        yield f"{first_harvest_words(first)}: the next harvest goes on"
    if stale:
        yield f"{formats.counted(len(stale), 'dandiset')} could not be read again: {', '.join(stale)}"
    if len(manifest.sizes) > MOST_FILES:
        yield f"{len(manifest.sizes)} files: some hosts take {MOST_FILES} at most (versions: latest makes fewer)"
    for address, size in manifest.sizes.items():
        if size > LARGEST_FILE_BYTES:
            most = formats.filesize(LARGEST_FILE_BYTES)
            yield f"{address}: {formats.filesize(size)}, where some hosts take {most} at most"
