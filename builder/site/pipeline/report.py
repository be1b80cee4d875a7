"""What a build says when it ends. Pure."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from builder.site.folder.manifest import Manifest
from builder.site.frame.budgets import LARGEST_FILE_BYTES, MOST_FILES
from builder.site.home.page import first_harvest_words
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


def count_pages(addresses: Iterable[str]) -> int:
    return sum(address.endswith(".html") for address in addresses)


def make_report(
    manifest: Manifest, first: FirstHarvest | None, stale: Sequence[str], *, kept_pages: int, started: float
) -> BuildReport:
    """`stale` are dandisets, shown or not, that could not be read again; `started` is of the monotonic clock."""
    shown = [identifier for identifier in stale if identifier in manifest.dandisets]
    return BuildReport(
        pages=count_pages(manifest.sizes),
        files=len(manifest.sizes),
        bytes=sum(manifest.sizes.values()),
        seconds=round(time.monotonic() - started, 3),
        skipped=kept_pages,
        dandisets=len(manifest.dandisets),
        warnings=tuple(_warnings(shown, manifest, first)),
    )


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
