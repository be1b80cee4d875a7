"""The pages and files of all dandisets: those that did not change are kept, the others are rendered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.catalog.schema.dandiset import Dandiset
from builder.progress import Progress
from builder.site.folder.manifest import BuiltDandiset, Manifest
from builder.site.folder.staging import Staging
from builder.site.pipeline.report import count_pages
from builder.site.pipeline.sources import Sources, dandiset_key
from builder.site.pipeline.worker import WrittenDandiset
from builder.site.pipeline.worker_pool import WorkerPool


@dataclass(frozen=True, slots=True, kw_only=True)
class DandisetPages:
    """What there now is of every dandiset."""

    built: Mapping[str, BuiltDandiset]
    """By identifier, in order."""
    file_keys: Mapping[str, bytes]
    """What search knows of the files of those that were rendered; see `FileKeys`."""
    sizes: Mapping[str, int]
    """Address -> bytes."""
    linked_browse_pages: frozenset[str]
    """By those that were rendered."""
    kept_pages: int


def write_dandiset_pages(
    sources: Sources, staging: Staging, pool: WorkerPool, keep: Manifest, progress: Progress
) -> DandisetPages:
    """Render what changed since the site of which `keep` tells."""
    keys = {d.identifier: dandiset_key(sources, d.identifier) for d in sources.dandisets}
    kept = _kept_files(staging, keep, keys)
    written = _write(_largest_first(sources, keys.keys() - kept.keys()), pool, progress)
    digests = {identifier: keep.dandisets[identifier].digest for identifier in kept}
    digests |= {identifier: one.digest for identifier, one in written.items()}
    kept_sizes = {address: size for files in kept.values() for address, size in files.items()}
    new_sizes = {address: size for one in written.values() for address, size in one.sizes.items()}
    return DandisetPages(
        built={i: BuiltDandiset(key=keys[i], digest=digests[i]) for i in sorted(keys)},
        file_keys={identifier: one.file_keys for identifier, one in written.items()},
        sizes=kept_sizes | new_sizes,
        linked_browse_pages=frozenset().union(*(one.linked_browse_pages for one in written.values())),
        kept_pages=count_pages(kept_sizes),
    )


def _kept_files(staging: Staging, keep: Manifest, keys: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """The files of each dandiset that can stay; one that somebody damaged is to be rendered again."""
    files = keep.by_dandiset()
    unchanged = [identifier for identifier, built in keep.dandisets.items() if keys.get(identifier) == built.key]
    return {i: files[i] for i in unchanged if staging.is_whole(files.get(i, {}))}


def _largest_first(sources: Sources, identifiers: Iterable[str]) -> list[str]:
    """So that no process ends alone with a large one."""
    assets = {dandiset.identifier: _assets(sources, dandiset) for dandiset in sources.dandisets}
    return sorted(identifiers, key=lambda identifier: (-assets[identifier], identifier))


def _assets(sources: Sources, dandiset: Dandiset) -> int:
    """In all versions that are shown."""
    shown = sources.scope.shown_versions(dandiset)
    return sum(sources.asset_lines.get((dandiset.identifier, version.version), 0) for version in shown)


def _write(identifiers: list[str], pool: WorkerPool, progress: Progress) -> dict[str, WrittenDandiset]:
    written: dict[str, WrittenDandiset] = {}

    def take(identifier: str, one: WrittenDandiset) -> None:
        written[identifier] = one
        progress.advance(identifier)

    progress.start(len(identifiers))
    pool.write_dandisets(identifiers, take)
    return written
