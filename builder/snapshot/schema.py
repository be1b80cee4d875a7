"""The tables of a snapshot, and how older ones become today's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from builder.errors import DamagedError, IntegrityError

FORMAT = 1
"""Kept in `PRAGMA user_version`; a change of the tables adds one and a step to MIGRATIONS."""

APPLICATION_ID = 0x44616E64
"""Kept in `PRAGMA application_id` ("Dand"), so that any SQLite file can be told from a snapshot."""

TABLES = """
CREATE TABLE archive (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    info TEXT NOT NULL,
    api_url TEXT NOT NULL,
    read_utc TEXT NOT NULL
) STRICT;
CREATE TABLE dandiset (
    identifier TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('open', 'embargoed', 'gone')),
    state_utc TEXT NOT NULL,
    listed TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    past_versions TEXT NOT NULL DEFAULT '',
    stale_since_utc TEXT,
    stale_reason TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE version (
    identifier TEXT NOT NULL REFERENCES dandiset ON DELETE CASCADE,
    version TEXT NOT NULL,
    modified TEXT NOT NULL,
    asset_count INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    status TEXT NOT NULL,
    info TEXT NOT NULL,
    assets_hash TEXT NOT NULL,
    PRIMARY KEY (identifier, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE asset_page (
    identifier TEXT NOT NULL,
    version TEXT NOT NULL,
    page INTEGER NOT NULL,
    lines INTEGER NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (identifier, version, page),
    FOREIGN KEY (identifier, version) REFERENCES version ON DELETE CASCADE
) STRICT;
CREATE TABLE run (
    run INTEGER PRIMARY KEY,
    started_utc TEXT NOT NULL,
    ended_utc TEXT NOT NULL,
    outcome TEXT NOT NULL,
    report TEXT NOT NULL
) STRICT;
"""

MIGRATIONS: dict[int, str] = {}
"""SQL that turns format N into N + 1, and leaves the tables worded as TABLES has them: see `check_tables`."""


def create_tables(db: sqlite3.Connection) -> None:
    """Lay out an empty snapshot, all of it or nothing."""
    db.executescript(
        f"BEGIN; {TABLES} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORMAT}; COMMIT;"
    )


def check_format(db: sqlite3.Connection, path: Path) -> int:
    """The format of the snapshot; refuses what isn't one, or is newer than this program."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (found,) = db.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise IntegrityError(f"{path} is an SQLite file but not a snapshot of dandi-catalog: name another file")
    if found > FORMAT:
        raise IntegrityError(
            f"{path}: snapshot format {found} is newer than this program's ({FORMAT}): update dandi-catalog"
        )
    return int(found)


def migrate(db: sqlite3.Connection, found: int, path: Path) -> None:
    """Bring an older snapshot to today's format, step by step, each in one transaction."""
    missing = [step for step in range(found, FORMAT) if step not in MIGRATIONS]
    if missing:
        raise IntegrityError(f"{path}: snapshot format {found} is none that can be brought up to date: harvest anew")
    for step in range(found, FORMAT):
        db.executescript(f"BEGIN; {MIGRATIONS[step]} PRAGMA user_version = {step + 1}; COMMIT;")


def check_tables(db: sqlite3.Connection, path: Path) -> None:
    """Refuse a snapshot with other tables than a harvest makes.

    A view in a table's place, a trigger or a column that is computed would run what somebody else wrote.
    """
    found, expected = _layout(db), _own_layout(TABLES)
    for kind, name, _, _ in sorted(found - expected, key=repr):
        raise DamagedError(f"holds a {kind} {name!r:.80} that no harvest makes", path=path)
    for kind, name, _, _ in sorted(expected - found, key=repr):
        raise DamagedError(f"lacks the {kind} {name}", path=path)


def _layout(db: sqlite3.Connection) -> frozenset[tuple[object, ...]]:
    """What there is, each with the SQL that made it; but for the place in the file."""
    return frozenset(map(tuple, db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema")))


@lru_cache(maxsize=2)
def _own_layout(tables: str) -> frozenset[tuple[object, ...]]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(tables)
        return _layout(db)
