"""Whether a file holds what a harvest writes, before anything of it is believed: snapshots are passed around.

Identifiers and versions become names of folders, so they are held to the archive's patterns here; the archive's own
answers are looked at as they are read.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import msgspec

from builder.catalog.schema.dates import parse_utc
from builder.errors import DamagedError
from builder.identifiers import is_dandiset, is_version
from builder.snapshot.pages import LINES_PER_PAGE
from builder.snapshot.reading import check_object
from builder.snapshot.rows import DandisetState

_Rule = Callable[[object], bool]

_MOMENT = re.compile(r"[0-9]{4}(-[0-9]{2}){2}T([0-9]{2}:){2}[0-9]{2}Z")
_STILL_S = 2.0
"""A file that was written to more recently may be again without a later date; disks count in steps."""

_sound: dict[tuple[int, int], tuple[object, ...]] = {}
"""Files that this process has verified -> their state then: `serve` opens its snapshot for every request."""


def verify(db: sqlite3.Connection, path: Path) -> None:
    """DamagedError, with the value, if anything is not as a harvest writes it.

    The file's structure comes first: one that leads in circles would else be read for ever.
    """
    file, state, is_still = _state_of(path)
    if _sound.get(file) == state:
        return
    db.execute("PRAGMA ignore_check_constraints = ON")  # our own rules tell the value
    (found,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    db.execute("PRAGMA ignore_check_constraints = OFF")
    if found != "ok":
        raise DamagedError(f"the snapshot is damaged: {_shown(found)}", path=path)
    for where, value in chain(_odd_values(db), _lost_rows(db)):
        raise DamagedError(f"{_shown(value)} is nothing that a harvest writes there", where=where, path=path)
    if is_still:
        _sound[file] = state


def _is_object(text: object) -> bool:
    try:
        check_object(str(text).encode())
    except msgspec.DecodeError:
        return False
    return True


def _is_moment(text: object) -> bool:
    return isinstance(text, str) and _MOMENT.fullmatch(text) is not None and parse_utc(text) is not None


def _are_versions(text: object) -> bool:
    return isinstance(text, str) and (not text or all(map(is_version, text.split(" "))))


def _is_count(number: object) -> bool:
    return isinstance(number, int) and number >= 0


_RULES: Mapping[str, Mapping[str, _Rule]] = {
    "archive": {"only_row": lambda number: number == 1, "info": _is_object, "read_utc": _is_moment},
    "dandiset": {
        "identifier": lambda text: isinstance(text, str) and is_dandiset(text),
        "state": lambda text: text in tuple(DandisetState),
        "state_utc": _is_moment,
        "past_versions": _are_versions,
        "stale_since_utc": lambda text: text is None or _is_moment(text),
    },
    "version": {
        "version": lambda text: isinstance(text, str) and is_version(text),
        "asset_count": _is_count,
        "size_bytes": _is_count,
    },
    "asset_page": {
        "page": _is_count,
        "lines": lambda number: isinstance(number, int) and 0 <= number <= LINES_PER_PAGE,
    },
    "run": {"started_utc": _is_moment, "ended_utc": _is_moment, "report": _is_object},
}
"""Columns by table. Types are the tables' own, and of what isn't here any will do: it is shown or compared."""


def _odd_values(db: sqlite3.Connection) -> Iterator[tuple[str, object]]:
    for table, rules in _RULES.items():
        for row in db.execute(f"SELECT {', '.join(rules)} FROM {table}"):
            for (column, rule), value in zip(rules.items(), row, strict=True):
                if not rule(value):
                    yield f"{table}.{column}", value


def _lost_rows(db: sqlite3.Connection) -> Iterator[tuple[str, object]]:
    """Versions of no dandiset, pages of no version: so theirs are held to the rules, too."""
    for table, owner, columns in (
        ("version", "dandiset", "identifier"),
        ("asset_page", "version", "identifier, version"),
    ):
        for row in db.execute(f"SELECT {columns} FROM {table} EXCEPT SELECT {columns} FROM {owner} LIMIT 1"):
            yield f"{table}.{columns}", "/".join(map(str, row))


def _state_of(path: Path) -> tuple[tuple[int, int], tuple[object, ...], bool]:
    """Which file it is, what would be another if it had been written to, and whether it can be relied on."""
    file, log = path.stat(), Path(f"{path}-wal")
    states = [file, log.stat()] if log.exists() else [file]
    changed = tuple((state.st_mtime_ns, state.st_size) for state in states)
    newest_s = max(state.st_mtime for state in states)
    # Either way: what a clock that was ahead has written gets another date, too, when it is written to again.
    return (file.st_dev, file.st_ino), changed, abs(time.time() - newest_s) > _STILL_S


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
