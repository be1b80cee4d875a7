"""Snapshot -> site: plan every page, keep what did not change, render the rest, swap it in."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing
from pathlib import Path
from typing import Protocol

import msgspec

from builder.catalog.digest import Entry
from builder.errors import IntegrityError
from builder.settings import Settings
from builder.site import addresses, formats
from builder.site.content_pages import content_page
from builder.site.gone_page import gone_page
from builder.site.hosting import headers_file, redirects_file
from builder.site.lists import home_page, list_pages
from builder.site.not_found import not_found_page
from builder.site.output import BuiltDandiset, Manifest, Staging, staged, write_file
from builder.site.outputs import Output, TextFile
from builder.site.plan import SitePlan, awkward_addresses, plan_site
from builder.site.rendering import Renderer
from builder.site.sources import Sources, dandiset_key, read_sources
from builder.site.statics import freshness_script
from builder.site.statistics import statistics_outputs
from builder.site.worker import Worker, Workplace, WrittenDandiset
from builder.snapshot import Snapshot

MOST_FILES = 20_000
"""Free hosts take no more."""
LARGEST_FILE_BYTES = 25 << 20
_WORTH_A_PROCESS = 40
"""Dandisets: for fewer, starting processes takes longer than rendering."""


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
    """Build the site at `out`; until the last moment, and on any error, what lies there stays as it is.

    The same snapshot, settings and program give the same bytes, whatever `jobs` (processes) and `full` (render what
    did not change, too) say.
    """
    started = time.monotonic()
    with Snapshot.readable(snapshot_path) as snapshot:
        sources = read_sources(snapshot, settings)
        plan = _plan(sources)
        with staged(out) as staging:
            before = staging.start()
            work = _Build(sources, plan, staging, snapshot_path)
            manifest, skipped = work.run(
                Manifest(format=0) if full else before, jobs or os.cpu_count() or 1, progress
            )
            staging.publish(manifest)
    return BuildReport(
        pages=sum(address.endswith(".html") for address in manifest.sizes),
        files=len(manifest.sizes),
        bytes=sum(manifest.sizes.values()),
        seconds=round(time.monotonic() - started, 3),
        skipped=skipped,
        dandisets=len(sources.dandisets),
        warnings=tuple(_warnings(sources, manifest)),
    )


def _plan(sources: Sources) -> SitePlan:
    plan = plan_site(
        sources.scope,
        sources.dandisets,
        asset_lines=sources.asset_lines,
        hidden=sources.hidden,
        content=sources.content,
        statics=sources.statics,
    )
    awkward = awkward_addresses(plan.files)
    if awkward:
        raise IntegrityError("\n".join(awkward))
    return plan


class _Build:
    def __init__(self, sources: Sources, plan: SitePlan, staging: Staging, snapshot_path: Path) -> None:
        self.sources = sources
        self.plan = plan
        self.staging = staging
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
        for identifier, written in self._render(changed, jobs):
            sizes |= written.sizes
            digests[identifier] = written.digest
            if progress:
                progress.advance(identifier)
        entries = [Entry(dandiset=d, digest=digests[d.identifier]) for d in self.sources.dandisets]
        sizes |= self._write_shared(entries)
        missing = self.plan.addresses - set(sizes)
        if missing:
            raise IntegrityError(f"planned but not written: {', '.join(sorted(missing)[:5])}")
        awkward = awkward_addresses(list(sizes))
        if awkward:
            raise IntegrityError("\n".join(awkward))
        dandisets = {
            identifier: BuiltDandiset(key=key, digest=digests[identifier]) for identifier, key in keys.items()
        }
        return Manifest(dandisets=dandisets, sizes=dict(sorted(sizes.items()))), skipped

    def _keep(self, before: Manifest, identifiers: Sequence[str]) -> tuple[list[str], dict[str, int]]:
        """Take over the pages of dandisets; those of one that somebody damaged are left to be rendered again."""
        by_dandiset = before.by_dandiset()
        kept = [i for i in identifiers if self.staging.is_whole(by_dandiset.get(i, {}))]
        sizes = {address: size for i in kept for address, size in by_dandiset.get(i, {}).items()}
        self.staging.keep(sizes)
        return kept, sizes

    def _assets(self, identifier: str) -> int:
        return sum(
            self.sources.asset_lines.get((identifier, address.split("/")[2]), 0)
            for address in self.plan.dandisets[identifier]
            if address.count("/") == 3
        )

    def _render(self, identifiers: Sequence[str], jobs: int) -> Iterator[tuple[str, WrittenDandiset]]:
        """Write the pages of dandisets, the largest first, so that no process is left with one at the end."""
        jobs = min(jobs, max(1, len(identifiers) // _WORTH_A_PROCESS))
        if jobs == 1:
            with closing(Worker(self.place)) as worker:
                for identifier in identifiers:
                    yield identifier, worker.write_dandiset(identifier)
            return
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(jobs, context, initializer=_start_worker, initargs=(self.place,)) as pool:
            tasks = {pool.submit(_write_dandiset, identifier): identifier for identifier in identifiers}
            try:
                for task in as_completed(tasks):
                    yield tasks[task], task.result()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    def _write_shared(self, entries: Sequence[Entry]) -> dict[str, int]:
        """What isn't of one dandiset: home, lists, content, notices, static files, and the host's rules."""
        renderer = self.place.renderer()
        files = {output.address: self._bytes(renderer, output) for output in self._shared_outputs(entries)}
        files |= self.sources.statics
        read_utc = self.sources.archive.read_utc
        files[addresses.FRESHNESS] = freshness_script(read_utc, formats.moment(read_utc))
        folders = {address.partition("/")[0] for address in files if "/" in address} | {"dandiset"}
        files["_headers"] = headers_file(sorted(folders - {"static"})).encode()
        files["_redirects"] = redirects_file().encode()
        return {address: write_file(self.staging.folder, address, data) for address, data in files.items()}

    @staticmethod
    def _bytes(renderer: Renderer, output: Output) -> bytes:
        text = output.text if isinstance(output, TextFile) else renderer.render(output)
        return text.encode()

    def _shared_outputs(self, entries: Sequence[Entry]) -> Iterator[Output]:
        sources, scope = self.sources, self.sources.scope
        read_utc = sources.archive.read_utc
        yield home_page(scope, entries, read_utc=read_utc)
        yield from list_pages(scope, entries)
        yield from statistics_outputs(scope, entries, read_utc=read_utc)
        for file in sources.content:
            yield content_page(scope, file, sources.content, read_utc=read_utc)
        yield not_found_page(scope)
        for row in sources.hidden:
            for address in self.plan.hidden[row.identifier]:
                yield gone_page(scope, row, address)


def _warnings(sources: Sources, manifest: Manifest) -> Iterator[str]:
    """What an operator should know although the site is whole."""
    stale = sorted(dandiset.identifier for dandiset in sources.dandisets if dandiset.stale_since_utc)
    if stale:
        yield f"{formats.counted(len(stale), 'dandiset')} could not be read again: {', '.join(stale)}"
    if len(manifest.sizes) > MOST_FILES:
        yield f"{len(manifest.sizes)} files: some hosts take {MOST_FILES} at most (versions: latest makes fewer)"
    for address, size in manifest.sizes.items():
        if size > LARGEST_FILE_BYTES:
            most = formats.filesize(LARGEST_FILE_BYTES)
            yield f"{address}: {formats.filesize(size)}, where some hosts take {most} at most"


_worker: Worker | None = None
"""The worker of this process, in a process of the pool."""


def _start_worker(place: Workplace) -> None:
    global _worker
    _worker = Worker(place)


def _write_dandiset(identifier: str) -> WrittenDandiset:
    assert _worker is not None
    return _worker.write_dandiset(identifier)
