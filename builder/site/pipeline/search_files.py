"""What the browser's search loads, as files of the site."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from builder.catalog.contents.digest import Entry
from builder.search.browser.export import export_index, read_file_shards
from builder.search.index.file_keys import Shard, fits, make_shards
from builder.search.index.make import make_index
from builder.site.folder.manifest import Manifest
from builder.site.frame import addresses

Survey = Callable[[Sequence[str]], Iterable[tuple[str, bytes]]]
"""Reads the keys of dandisets' files; see `file_keys`."""


def search_key(dandiset_keys: Iterable[str]) -> str:
    """Hash of all that the files are made from: of what the pages of each dandiset are."""
    return hashlib.sha256(msgspec.json.encode(sorted(dandiset_keys))).hexdigest()


def search_addresses(manifest: Manifest) -> dict[str, int]:
    """The files of an older site that its own pages use, with their sizes."""
    retained = set(manifest.retained)
    return {a: size for a, size in manifest.sizes.items() if a.startswith(addresses.SEARCH) and a not in retained}


def search_files(
    entries: Sequence[Entry], *, fresh: Mapping[str, bytes], old_site: Path, before: Manifest, survey: Survey
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
        if address.startswith(f"{addresses.SEARCH}files-"):
            yield (site / address).read_text(encoding="utf-8", errors="replace")
