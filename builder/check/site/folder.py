"""What files a site has: those of its manifest, under names that every disk and host takes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from builder.check.site.notes import Finding
from builder.errors import UsageError
from builder.site.folder.journal import WORK, has_journal
from builder.site.folder.manifest import MANIFEST, Manifest, read_manifest
from builder.site.frame.budgets import LARGEST_FILE_BYTES, MOST_BYTES, MOST_FILES
from builder.words import formats

WHOLE_SITE = "site"
"""Where a problem is that concerns all files together."""

_LONGEST_NAME_BYTES = 100
_PLAIN_NAME = re.compile(r"[A-Za-z0-9._-]+")


def read_folder(site: Path) -> dict[str, int]:
    """Address -> bytes of every file but the manifest; what is no plain file has none: -1."""
    if has_journal(site):
        raise UsageError(f"{site} is half built: wait for the build to end, or build again if it was ended")
    try:
        found = dict(_walk(site, ""))
    except FileNotFoundError as error:
        if site.is_dir():
            raise changed(site) from error
        raise UsageError(f"{site}: there is no such folder: name one that dandi-catalog build has made") from error
    except OSError as error:
        raise UsageError(f"{error.filename or site}: can't be read: {error.strerror}") from error
    if found.pop(MANIFEST, -1) < 0:
        raise UsageError(f"{site} is no site of dandi-catalog: name a folder that dandi-catalog build has made")
    return dict(sorted(found.items()))


def stamp(site: Path) -> tuple[int, int, bool] | None:
    """What is another once another build has put files into their places, or does."""
    try:
        state = (site / MANIFEST).stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, has_journal(site)


def changed(site: Path) -> UsageError:
    """The error for a site that another build replaced meanwhile, of which nothing can be said."""
    return UsageError(f"{site} was built anew while it was read: check it again")


def folder_problems(site: Path, sizes: Mapping[str, int]) -> Iterator[Finding]:
    """All that can be told without opening a page."""
    manifest = read_manifest(site)
    if manifest.format:
        yield from _differences(manifest, sizes)
    else:
        yield Finding(where=MANIFEST, what="can't be read: build the site again")
    yield from _awkward_names(sizes)
    yield from _over_budget(sizes)


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            address = prefix + entry.name
            if address == WORK:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(folder / entry.name, f"{address}/")
            elif entry.is_file(follow_symlinks=False):
                yield address, entry.stat().st_size
            else:
                yield address, -1


def _differences(manifest: Manifest, sizes: Mapping[str, int]) -> Iterator[Finding]:
    for address in sorted(manifest.sizes.keys() | sizes.keys()):
        expected, size = manifest.sizes.get(address), sizes.get(address)
        if size is None:
            yield Finding(where=address, what="is missing: the build wrote it")
        elif size < 0:
            yield Finding(where=address, what="is a link or a device, not a plain file")
        elif expected is None:
            yield Finding(where=address, what="is not of the build: it would be lost with the next one")
        elif size != expected:
            yield Finding(where=address, what=f"has {size} bytes where the build wrote {expected}")


def _awkward_names(addresses: Iterable[str]) -> Iterator[Finding]:
    """Names that some disk or host refuses, or takes for another; folders count like files."""
    spelled: dict[str, str] = {}
    for path in sorted({str(path) for address in addresses for path in _with_folders(address)}):
        name = path.rpartition("/")[2]
        if not _PLAIN_NAME.fullmatch(name):
            yield Finding(where=path, what="the name may hold letters, digits, and . _ - alone")
        if len(os.fsencode(name)) > _LONGEST_NAME_BYTES:
            yield Finding(where=path, what=f"the name is longer than {_LONGEST_NAME_BYTES} bytes")
        if spelled.setdefault(path.casefold(), path) != path:
            yield Finding(where=path, what=f"differs from {spelled[path.casefold()]} only by case")


def _with_folders(address: str) -> Iterator[PurePosixPath]:
    path = PurePosixPath(address)
    yield path
    yield from path.parents[:-1]


def _over_budget(sizes: Mapping[str, int]) -> Iterator[Finding]:
    total = sum(size for size in sizes.values() if size > 0)
    if len(sizes) > MOST_FILES:
        count, most = formats.number(len(sizes)), formats.number(MOST_FILES)
        yield Finding(where=WHOLE_SITE, what=f"over budget: {count} files, where free hosts take {most}")
    if total > MOST_BYTES:
        volume, most = formats.filesize(total), formats.filesize(MOST_BYTES)
        yield Finding(where=WHOLE_SITE, what=f"over budget: {volume} in all, where {most} is the most")
    for address, size in sizes.items():
        if size > LARGEST_FILE_BYTES:
            volume, most = formats.filesize(size), formats.filesize(LARGEST_FILE_BYTES)
            yield Finding(where=address, what=f"over budget: {volume}, where hosts take {most} a file")
