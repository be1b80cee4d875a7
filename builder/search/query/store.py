"""The index of a snapshot for the terminal, kept in the user's cache, since making it takes seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from builder.errors import UsageError
from builder.machine.program import program_key
from builder.progress import Progress, Silent
from builder.search.index.search_index import KeptIndex
from builder.search.query.cached import read_cached, write_cached
from builder.settings import Settings
from builder.snapshot import Snapshot

_KEPT_INDEXES = 4


def open_index(snapshot: Snapshot, settings: Settings, cache: Path, progress: Progress | None = None) -> KeptIndex:
    """The index of what the settings show: from the cache, or made and put there.

    A cache that can't be read or written makes no difference but in time.
    """
    if snapshot.archive() is None:
        raise UsageError(f"{snapshot.path}: nothing has been harvested into it yet: run dandi-catalog harvest first")
    program = program_key()
    contents = [row.content_hash for row in snapshot.dandisets()]
    shown = (settings.select, settings.exclude, settings.show_emails)
    key = hashlib.sha256(repr((program, contents, shown)).encode()).hexdigest()[:32]
    path = cache / f"index-{key}.bin"
    emails = "-emails" if settings.show_emails else ""  # they stand in what is known of the files, too
    stored = read_cached(path, KeptIndex)
    if stored is None:
        from builder.search.query.making import make_kept  # what most searches start sooner without

        surveys_path = cache / f"surveys-{program[:32]}{emails}.bin"
        stored = make_kept(snapshot, settings, surveys_path, progress or Silent())
        write_cached(path, stored)
        _clear(cache)
    return stored


def _clear(cache: Path) -> None:
    """Remove what other snapshots and older programs left, but for the newest few."""
    for pattern, kept in (("index-*.bin", _KEPT_INDEXES), ("surveys-*.bin", 2), (".new-*", 8)):
        for path in sorted(_existing(cache, pattern), key=lambda path: -path.stat().st_mtime)[kept:]:
            with suppress(OSError):
                path.unlink()


def _existing(cache: Path, pattern: str) -> Iterator[Path]:
    with suppress(OSError):
        yield from cache.glob(pattern)
