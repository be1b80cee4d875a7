"""The index of a snapshot for the terminal, kept in the user's cache, since making it takes seconds."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec
import zstandard

from builder.catalog.contents.digest import Digest, Entry, version_digest
from builder.catalog.facets.people import find_mistyped, without_mistyped
from builder.catalog.schema.dandiset import Dandiset
from builder.errors import UsageError
from builder.machine.program import program_key
from builder.progress import Progress, Silent
from builder.search.index.file_keys import survey_files
from builder.search.index.make import SearchIndex, make_index
from builder.settings import Settings
from builder.snapshot import DandisetRow, Snapshot
from builder.snapshot.loading import load_assets, open_dandisets

log = logging.getLogger(__name__)

T = TypeVar("T")

_KEPT_INDEXES = 4
_KEPT_SURVEYS = 8_000
"""Of dandisets; beyond that only those of the snapshot at hand stay."""


class FilesSurvey(msgspec.Struct, frozen=True, kw_only=True):
    """What the files of a dandiset's default version tell; reading them is what takes long."""

    digest: Digest
    keys: bytes
    """See `FileKeys`."""


class KeptIndex(msgspec.Struct, frozen=True, kw_only=True):
    """What a search in the terminal needs."""

    index: SearchIndex
    files: dict[str, bytes]
    """Identifier -> keys of its files."""


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
    stored = _read(path, KeptIndex)
    if stored is None:
        surveys_path = cache / f"surveys-{program[:32]}{emails}.bin"
        stored = _make(snapshot, settings, surveys_path, progress or Silent())
        _write(path, stored)
        _clear(cache)
    return stored


def _make(snapshot: Snapshot, settings: Settings, surveys_path: Path, progress: Progress) -> KeptIndex:
    known = _read(surveys_path, dict[str, FilesSurvey]) or {}
    opened = [(row, dandiset) for row, _, dandiset in open_dandisets(snapshot, settings)]
    mistyped = find_mistyped(dandiset for _, dandiset in opened)
    found = [(row, without_mistyped(dandiset, mistyped)) for row, dandiset in opened]
    unknown = sum(row.content_hash not in known for row, _ in found)
    progress.start(unknown)
    surveys: dict[str, FilesSurvey] = {}
    for row, dandiset in found:
        surveys[row.content_hash] = known.get(row.content_hash) or _survey(snapshot, dandiset, settings)
        if row.content_hash not in known:
            progress.advance(row.identifier)
    if unknown:
        others = known if len(known) + unknown <= _KEPT_SURVEYS else {}
        _write(surveys_path, others | surveys)
    return KeptIndex(
        index=make_index(_entry(row, dandiset, surveys) for row, dandiset in found),
        files={row.identifier: surveys[row.content_hash].keys for row, _ in found},
    )


def _entry(row: DandisetRow, dandiset: Dandiset, surveys: Mapping[str, FilesSurvey]) -> Entry:
    return Entry(dandiset=dandiset, digest=surveys[row.content_hash].digest)


def _survey(snapshot: Snapshot, dandiset: Dandiset, settings: Settings) -> FilesSurvey:
    version = dandiset.default
    contents, keys = survey_files(load_assets(snapshot, dandiset.identifier, version.version, settings))
    digest = version_digest(version, contents)
    kept = Digest(subjects=digest.subjects, areas=digest.areas, found=digest.found)
    return FilesSurvey(digest=kept, keys=keys)


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(path.read_bytes()), type=kind)
    except FileNotFoundError:
        return None
    except (OSError, zstandard.ZstdError, msgspec.DecodeError) as error:
        log.info("%s can't be read (%s): it is made anew", path, error)
        return None


def _write(path: Path, value: object) -> None:
    """At once, by a rename: two searches may run beside each other."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
            try:
                file.write(zstandard.ZstdCompressor(level=1).compress(msgspec.msgpack.encode(value)))
                file.flush()
                Path(file.name).replace(path)
            except BaseException:  # a full disk, or Ctrl-C
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        log.info("%s can't be written (%s): the next search takes as long as this one", path, error)


def _clear(cache: Path) -> None:
    """Remove what other snapshots and older programs left, but for the newest few."""
    for pattern, kept in (("index-*.bin", _KEPT_INDEXES), ("surveys-*.bin", 2), (".new-*", 8)):
        for path in sorted(_existing(cache, pattern), key=lambda path: -path.stat().st_mtime)[kept:]:
            with suppress(OSError):
                path.unlink()


def _existing(cache: Path, pattern: str) -> Iterator[Path]:
    with suppress(OSError):
        yield from cache.glob(pattern)
