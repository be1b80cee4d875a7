"""What the browser's search loads, as files of the site."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from builder.catalog.contents.digest import Entry
from builder.search.browser.export import export_index, read_file_shards
from builder.search.index.file_keys import Shard, fits, make_shards
from builder.search.index.make import make_index
from builder.site.folder.manifest import Manifest, write_file
from builder.site.folder.staging import Staging
from builder.site.frame import addresses
from builder.site.pipeline.dandiset_pages import DandisetPages
from builder.site.pipeline.worker_pool import WorkerPool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFiles:
    """What search loads."""

    key: str
    """Hash of all that the files are made from."""
    list_address: str
    """Where a browser begins."""
    sizes: Mapping[str, int]
    """Address -> bytes."""


def write_search_files(
    entries: Sequence[Entry], dandisets: DandisetPages, staging: Staging, pool: WorkerPool, keep: Manifest
) -> SearchFiles:
    """Taken over where they are made from the same, that is, where the pages of every dandiset are."""
    keys = sorted(built.key for built in dandisets.built.values())
    key = hashlib.sha256(msgspec.json.encode(keys)).hexdigest()
    old = search_addresses(keep) if staging.is_whole(search_addresses(keep)) else {}
    if old and keep.search_key == key:
        return SearchFiles(key=key, list_address=keep.search_list, sizes=old)
    files = _search_files(
        entries,
        fresh=dandisets.file_keys,
        old_site=staging.out,
        before=keep if old else Manifest(format=0),
        survey=pool.file_keys,
    )
    sizes = {address: write_file(staging.folder, address, data) for address, data in files.items()}
    return SearchFiles(key=key, list_address=list(files)[-1], sizes=sizes)


def search_addresses(manifest: Manifest) -> dict[str, int]:
    """The files of an older site that its own pages use, with their sizes."""
    retained = set(manifest.retained)
    return {a: size for a, size in manifest.sizes.items() if addresses.is_search(a) and a not in retained}


def _search_files(
    entries: Sequence[Entry], *, fresh: Mapping[str, bytes], old_site: Path, before: Manifest, survey: _Survey
) -> dict[str, bytes]:
    """Address -> script; the last is the list.

    `fresh` are the keys of the files that were read in this build; those of other dandisets stand in the old site's
    shards. Where they don't, or more shards are needed, `survey` reads them.
    """
    index = make_index(entries)
    places = {listed.identifier: place for place, listed in enumerate(index.listed)}
    old_places = enumerate(sorted(before.dandisets))
    moved = {old: places[i] for old, i in old_places if i in places and i not in fresh}
    old = read_file_shards(_old_shards(old_site, before)) if moved else []
    if len(moved) + len(fresh) < len(places) or not fits(fresh.values(), old, moved):
        unread = [identifier for identifier in sorted(places) if identifier not in fresh]
        fresh, old, moved = dict(fresh) | dict(survey(unread)), [], {}
    shards: list[Shard] = make_shards({places[i]: keys for i, keys in fresh.items()}, old, moved)
    return {f"{addresses.SEARCH}{name}": text.encode() for name, text in export_index(index, shards).items()}


def _old_shards(site: Path, before: Manifest) -> Iterator[str]:
    for address in sorted(search_addresses(before)):
        if addresses.is_file_shard(address):
            yield (site / address).read_text(encoding="utf-8", errors="replace")


_Survey = Callable[[Sequence[str]], Iterable[tuple[str, bytes]]]
"""Reads the keys of dandisets' files."""
