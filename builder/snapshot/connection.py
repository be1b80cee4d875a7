"""Connections to the snapshot's file, and what SQLite's errors mean for a user."""

from __future__ import annotations

import logging
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from builder.errors import DamagedError, IntegrityError, LockedError, UsageError
from builder.snapshot.pages import LARGEST_BYTES

log = logging.getLogger(__name__)

_BUSY_S = 5.0
"""How long to wait for another program that has the file."""
_MOST_FREE = 4
"""A file of which one page in so many is free is written anew."""


@contextmanager
def connected(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """A connection that stays open unless the block fails."""
    with named(path):
        uri = f"file:{quote(str(path))}?mode={mode}"
        db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_S)
        db.row_factory = sqlite3.Row
        try:
            _distrust(db)
            yield db
        except BaseException:
            db.close()
            raise


def _distrust(db: sqlite3.Connection) -> None:
    """What SQLite offers against files that somebody crafted. Source: https://sqlite.org/security.html"""
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2 * LARGEST_BYTES)  # of a row: the largest value, and the rest of it
    if sys.version_info >= (3, 12):
        db.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Say of SQLite's errors which file they are about and what to do."""
    no_text = "the snapshot is damaged: it holds text that is no UTF-8"
    try:
        yield
    except UnicodeDecodeError as error:  # where SQLite's own message quotes it
        raise DamagedError(no_text, path=path) from error
    except sqlite3.OperationalError as error:
        if "decode" in str(error):  # its message would show the text as it is, whatever that does to a terminal
            raise DamagedError(no_text, path=path) from error
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # what we ask is right, so it is the file that isn't
            raise DamagedError(f"the snapshot is damaged ({str(error)!r:.200})", path=path) from error
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            what = "make room, then run the same command again: what was stored so far is kept"
            raise UsageError(f"{path}: the disk is full: {what}") from error
        if "locked" in str(error):
            raise LockedError(f"{path} is in use by another program ({error}): wait for it to end") from error
        raise UsageError(f"{path}: the snapshot can't be read or written: {error}") from error
    except sqlite3.DatabaseError as error:
        raise IntegrityError(
            f"{path} is not a snapshot, or it is damaged ({str(error)!r:.200}): harvest into a new file"
        ) from error


def give_room_back(db: sqlite3.Connection, path: Path) -> None:
    """Make a file smaller from which much was taken out; where there is no room to write it anew, it stays large."""
    (free,), (pages,) = (db.execute(f"PRAGMA {name}").fetchone() for name in ("freelist_count", "page_count"))
    if free * _MOST_FREE < pages:
        return
    try:
        db.execute("VACUUM")  # into the log, as all that is written: after a kill the file is what it was
    except sqlite3.OperationalError as error:
        log.info("%s stays larger than it need be (%s)", path, error)
