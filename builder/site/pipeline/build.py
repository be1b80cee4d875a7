"""Snapshot -> site: plan every page, keep what did not change, render the rest, put it in its place."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from builder.catalog.contents.digest import Entry
from builder.errors import IntegrityError
from builder.machine.processes import told_of_memory
from builder.machine.processors import processors
from builder.machine.program import program_key
from builder.progress import Progress, Silent, stage
from builder.settings import Settings
from builder.site.folder.manifest import Manifest, write_file
from builder.site.folder.staging import Staging, staged
from builder.site.frame import addresses
from builder.site.parts.lists import newest_first
from builder.site.pipeline.dandiset_pages import DandisetPages, write_dandiset_pages
from builder.site.pipeline.dated import dated_files
from builder.site.pipeline.plan import SitePlan, awkward_addresses, plan_site
from builder.site.pipeline.report import BuildReport, count_pages, make_report
from builder.site.pipeline.retained import retained_files
from builder.site.pipeline.search_files import SearchFiles, write_search_files
from builder.site.pipeline.shared_pages import SharedPages, write_shared_pages
from builder.site.pipeline.sources import BuildInputs, Sources, read_inputs, read_sources
from builder.site.pipeline.worker import Workplace
from builder.site.pipeline.worker_pool import WorkerPool
from builder.snapshot import Snapshot

__all__ = ["BuildReport", "build"]


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
        inputs = read_inputs(snapshot, settings)
        with told_of_memory(out, jobs), staged(out) as staging:
            before = staging.start()
            same = before.key == inputs.site_key and addresses.CURRENT in before.sizes
            if full or not same or not staging.is_just(before.sizes):
                with stage("read dandisets"):
                    sources = read_sources(snapshot, inputs)
                keep = Manifest(format=0) if full else before
                manifest, kept = _render(sources, staging, snapshot_path, before, keep, jobs, progress or Silent())
                with stage("publish"):
                    staging.publish(manifest)
            else:
                manifest, kept = _refresh(staging, before, inputs)
        stale = [row.identifier for row in snapshot.dandisets() if row.stale_since_utc]
    return make_report(manifest, inputs.first_harvest, stale, kept_pages=kept, started=started)


def _refresh(staging: Staging, before: Manifest, inputs: BuildInputs) -> tuple[Manifest, int]:
    """After an idle harvest: the old site stays, and what tells the date of the last harvest is written anew."""
    files = dated_files(before.dated, inputs.archive.read_utc, before.search_list, is_whole=inputs.is_whole)
    sizes = before.sizes | {address: write_file(staging.folder, address, data) for address, data in files.items()}
    manifest = replace(before, sizes=sizes)
    changed = staging.publish(manifest)
    return manifest, count_pages(sizes.keys() - set(changed))


def _render(
    sources: Sources,
    staging: Staging,
    snapshot_path: Path,
    before: Manifest,
    keep: Manifest,
    jobs: int,
    progress: Progress,
) -> tuple[Manifest, int]:
    """Fill the staging folder; answers its manifest, and how many pages were kept.

    `before` tells what lies there, `keep` what of it may be kept.
    """
    plan = _plan(sources)
    with WorkerPool(_workplace(sources, plan, staging, snapshot_path), jobs) as pool:
        with stage("pages of dandisets"):
            dandisets = write_dandiset_pages(sources, staging, pool, keep, progress)
        built = dandisets.built
        entries = newest_first(Entry(dandiset=d, digest=built[d.identifier].digest) for d in sources.dandisets)
        with stage("search"):
            search = write_search_files(entries, dandisets, staging, pool, keep)
        with stage("other pages"):
            shared = write_shared_pages(sources, plan, entries, search.list_address, staging, pool, keep)
    sizes = {**dandisets.sizes, **search.sizes, **shared.sizes}
    _refuse_gaps(plan.addresses | dandisets.linked_browse_pages | shared.linked_browse_pages, sizes)
    retained = _retained(sources, plan, staging, before, sizes)
    manifest = _manifest(sources, dandisets, search, shared, sizes, retained)
    return manifest, dandisets.kept_pages + shared.kept_pages


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


def _workplace(sources: Sources, plan: SitePlan, staging: Staging, snapshot_path: Path) -> Workplace:
    return Workplace(
        snapshot_path=snapshot_path,
        staging=staging.folder,
        scope=sources.scope,
        template_folders=sources.template_folders,
        planned=plan.addresses,
        root=sources.root,
        similar=sources.similar,
        mistyped=sources.mistyped,
    )


def _refuse_gaps(owed: frozenset[str], sizes: Mapping[str, int]) -> None:
    """IntegrityError for what is owed and not there, and for what can't lie beside each other."""
    missing = owed - sizes.keys()
    if missing:
        raise IntegrityError(f"planned or linked to but not written: {', '.join(sorted(missing)[:5])}")
    awkward = awkward_addresses(list(sizes))
    if awkward:
        raise IntegrityError(*awkward)


def _retained(
    sources: Sources, plan: SitePlan, staging: Staging, before: Manifest, sizes: Mapping[str, int]
) -> dict[str, int]:
    """What of the old site stays beside the new one, which has files of these sizes."""
    shown = {address for pages in plan.dandisets.values() for address in pages}
    found = retained_files(before, sizes, shown, show_emails=sources.scope.settings.show_emails)
    return found if staging.is_whole(found) else {}


def _manifest(
    sources: Sources,
    dandisets: DandisetPages,
    search: SearchFiles,
    shared: SharedPages,
    sizes: Mapping[str, int],
    retained: Mapping[str, int],
) -> Manifest:
    return Manifest(
        program=program_key(),
        key=sources.site_key,
        dandisets=dict(dandisets.built),
        shared=dict(shared.keys),
        dated=dict(shared.dated),
        sizes=dict(sorted({**sizes, **retained}.items())),
        retained=tuple(sorted(retained)),
        searched={dandiset.identifier: dandiset.default.version for dandiset in sources.dandisets},
        show_emails=sources.scope.settings.show_emails,
        search_key=search.key,
        search_list=search.list_address,
    )
