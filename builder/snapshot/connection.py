"""Connections to the snapshot's file, and what SQLite's errors mean for a user."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from builder.errors import IntegrityError, LockedError, UsageError

_BUSY_S = 5.0
"""How long to wait for another program that has the file."""


@contextmanager
def connected(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """A connection that stays open unless the block fails."""
    with named(path):
        uri = f"file:{quote(str(path))}?mode={mode}"
        db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_S)
        db.row_factory = sqlite3.Row
        try:
            yield db
        except BaseException:
            db.close()
            raise


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Say of SQLite's errors which file they are about and what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "decode" in str(error):  # text that is no UTF-8
            raise IntegrityError(f"{path}: the snapshot is damaged ({error}): harvest into a new file") from error
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            what = "make room, then run the same command again: what was stored so far is kept"
            raise UsageError(f"{path}: the disk is full: {what}") from error
        if "locked" in str(error):
            raise LockedError(f"{path} is in use by another program ({error}): wait for it to end") from error
        raise UsageError(f"{path}: the snapshot can't be read or written: {error}") from error
    except sqlite3.DatabaseError as error:
        raise IntegrityError(
            f"{path} is not a snapshot, or it is damaged ({error}): harvest into a new file"
        ) from error
