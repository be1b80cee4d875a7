"""Open, read and write a snapshot. The only module that speaks SQL to it."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from builder.errors import DamagedError, LockedError, UsageError
from builder.snapshot import hashing, schema
from builder.snapshot.connection import connected, give_room_back, named
from builder.snapshot.lock import locked
from builder.snapshot.pages import AssetPage
from builder.snapshot.reading import read_dandiset, read_memory, read_page, read_version
from builder.snapshot.rows import ArchiveRow, DandisetRow, DandisetState, RunMemory, RunRow, VersionRow
from builder.snapshot.verify import verify

log = logging.getLogger(__name__)

_KEPT_RUNS = 400
"""More than a year of nights."""

_VERSIONS = """
SELECT version, modified, asset_count, size_bytes, status, info, assets_hash,
       (SELECT coalesce(sum(lines), 0) FROM asset_page AS p
         WHERE p.identifier = v.identifier AND p.version = v.version) AS lines
  FROM version AS v WHERE identifier = ? ORDER BY version
"""

_PAGES = """
SELECT v.assets_hash, p.lines, p.packed
  FROM version AS v LEFT JOIN asset_page AS p USING (identifier, version)
 WHERE v.identifier = ? AND v.version = ? ORDER BY p.page
"""


class Snapshot:
    """One open snapshot; not shared between threads.

    Reading never writes: a snapshot on read-only media opens. `writable` creates the file where there is none. A file
    that holds what no harvest writes isn't opened, or, of the archive's answers, not read: DamagedError.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self.path = path

    @classmethod
    def readable(cls, path: Path) -> Snapshot:
        """Open for reading; the file must be there. One of an older program is migrated first, under the lock."""
        _refuse_folder(path)
        if not path.is_file():
            raise UsageError(f"{path}: no snapshot there; make one with: dandi-catalog harvest --snapshot {path}")
        with connected(path, "ro") as db:
            found = schema.check_format(db, path)
            if found == schema.FORMAT:
                schema.check_tables(db, path)
                verify(db, path)
        if found == schema.FORMAT:
            return cls(db, path)
        db.close()
        with locked(path), cls.writable(path) as migrated:
            migrated.settle()
        return cls.readable(path)

    @classmethod
    def writable(cls, path: Path) -> Snapshot:
        """Open for writing; lays out an empty snapshot where there is none, and migrates an older one."""
        _refuse_folder(path)
        fresh = not path.exists() or path.stat().st_size == 0
        with connected(path, "rwc") as db:
            if fresh:
                schema.create_tables(db)
            else:
                schema.migrate(db, schema.check_format(db, path), path)
                schema.check_tables(db, path)
                verify(db, path)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA secure_delete = ON")  # what is embargoed again must not stay between the rows
        return cls(db, path)

    @classmethod
    def begin(cls, path: Path, archive: ArchiveRow) -> None:
        """Lay out a snapshot of an archive, still without dandisets, where there is no file: whole, or not at all."""
        path = Path(os.path.realpath(path))  # where a link leads
        new = path.with_name(f"{path.name}.new")
        leftovers = [new.with_name(f"{new.name}{suffix}") for suffix in ("", "-journal", "-wal", "-shm")]
        for file in leftovers:  # of a run that was killed just here
            file.unlink(missing_ok=True)
        try:
            with cls.writable(new) as snapshot:
                snapshot.put_archive(archive)
                snapshot.settle()
            new.replace(path)
        finally:
            for file in leftovers:
                file.unlink(missing_ok=True)

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def settle(self) -> None:
        """Give unused room back and fold the write-ahead log in: one file is left, and opens from read-only media.

        While another program reads it, that has to wait: the log stays beside the file, and the next run folds it in.
        """
        try:
            with named(self.path):
                give_room_back(self._db, self.path)
                self._db.execute("PRAGMA journal_mode = DELETE")
        except LockedError:
            log.warning("%s is being read by another program: until the next run it is several files", self.path)

    # -- reading --------------------------------------------------------------------------------------------------

    def archive(self) -> ArchiveRow | None:
        """The archive as last read; None before the first listing was complete."""
        row = next(iter(self._rows("SELECT info, api_url, read_utc FROM archive")), None)
        if row is None:
            return None
        return ArchiveRow(info=row["info"].encode(), api_url=row["api_url"], read_utc=row["read_utc"])

    def dandisets(self) -> list[DandisetRow]:
        """Every dandiset in order of identifier, the gone and the embargoed too."""
        rows = self._rows("SELECT * FROM dandiset ORDER BY identifier")
        return [read_dandiset(row, self.path) for row in rows]

    def dandiset(self, identifier: str) -> DandisetRow | None:
        """One of them, in whichever state; None for one that was never listed."""
        row = next(iter(self._rows("SELECT * FROM dandiset WHERE identifier = ?", (identifier,))), None)
        return read_dandiset(row, self.path) if row else None

    def versions(self, identifier: str) -> list[VersionRow]:
        """A dandiset's versions, published ones by date, the draft last."""
        return [read_version(row, identifier, self.path) for row in self._rows(_VERSIONS, (identifier,))]

    def asset_pages(self, identifier: str, version: str) -> Iterator[list[bytes]]:
        """A version's assets in order of path, up to 1,000 raw JSON lines at a time.

        Whoever reads to the end has read what was harvested: DamagedError else.
        """
        where, digest, expected = f"{identifier}/{version}", hashing.AssetsHash(), None
        with named(self.path):
            for row in self._db.execute(_PAGES, (identifier, version)):
                expected = row["assets_hash"]
                if row["packed"] is not None:  # a version without assets has no page
                    lines = read_page(AssetPage(lines=row["lines"], packed=row["packed"]), where, self.path)
                    digest.add(lines)
                    yield lines
        if expected not in (None, digest.hexdigest()):
            raise DamagedError("the stored assets are not those that were harvested", where=where, path=self.path)

    def runs(self) -> list[RunRow]:
        """The log of harvests, oldest first."""
        found = self._rows("SELECT started_utc, ended_utc, outcome, report FROM run ORDER BY run")
        return [RunRow(**{**dict(row), "report": row["report"].encode()}) for row in found]

    def memory(self) -> RunMemory | None:
        """What the last run handed on; None before the first."""
        row = next(iter(self._rows("SELECT report FROM run ORDER BY run DESC LIMIT 1")), None)
        return read_memory(row["report"], self.path) if row else None

    def content_hash(self) -> str:
        """One hash over all dandisets: equal content, equal hash."""
        found = self._rows("SELECT identifier, content_hash FROM dandiset")
        return hashing.hash_catalog((row["identifier"], row["content_hash"]) for row in found)

    def damage(self) -> Iterator[tuple[str, str]]:
        """What is wrong although the file opened, as (where, what): what can't be read, hashes that don't fit."""
        for row in self.dandisets():
            try:
                versions = self.versions(row.identifier)
                yield from self._assets_damage(row.identifier, versions)
                hashing.check_dandiset(row, versions)
            except DamagedError as error:
                yield error.where, error.what

    def _assets_damage(self, identifier: str, versions: Sequence[VersionRow]) -> Iterator[tuple[str, str]]:
        for version in versions:
            try:
                for _ in self.asset_pages(identifier, version.version):
                    pass
            except DamagedError as error:
                yield error.where, error.what

    # -- writing --------------------------------------------------------------------------------------------------

    def put_archive(self, row: ArchiveRow) -> None:
        """Store what the archive says of itself, and when it was read."""
        with self._transaction():
            self._db.execute(
                "INSERT OR REPLACE INTO archive VALUES (1, ?, ?, ?)",
                (row.info.decode(), row.api_url, row.read_utc),
            )

    def put_dandiset(
        self,
        identifier: str,
        *,
        listed: bytes,
        versions: Sequence[VersionRow],
        pages: Mapping[str, Sequence[AssetPage]],
        now_utc: str,
    ) -> str:
        """Store an open dandiset's new state in one transaction; answers its content hash.

        `versions` are all that it now has. Of a version that `pages` doesn't name the stored assets stay.
        """
        content_hash = hashing.hash_dandiset(
            identifier=identifier, state=DandisetState.OPEN, listed=listed, versions=versions
        )
        with self._transaction():
            self._put_row(identifier, DandisetState.OPEN, listed=listed, content_hash=content_hash, now_utc=now_utc)
            self._drop_versions(identifier, keep=[row.version for row in versions])
            for row in versions:
                self._put_version(identifier, row, pages.get(row.version))
        return content_hash

    def hide_dandiset(self, identifier: str, state: DandisetState, *, now_utc: str) -> None:
        """Note that a dandiset is gone or embargoed, and forget its metadata."""
        content_hash = hashing.hash_dandiset(identifier=identifier, state=state, listed=b"{}", versions=())
        past = [row.version for row in self.versions(identifier)]
        with self._transaction():
            self._put_row(identifier, state, listed=b"{}", content_hash=content_hash, now_utc=now_utc)
            if past:
                self._db.execute(
                    "UPDATE dandiset SET past_versions = ? WHERE identifier = ?", (" ".join(past), identifier)
                )
            self._drop_versions(identifier, keep=())

    def mark_stale(self, identifier: str, reason: str, *, now_utc: str) -> None:
        """Note that a dandiset's stored state could not be brought up to date."""
        with self._transaction():
            self._db.execute(
                """
                UPDATE dandiset SET stale_since_utc = coalesce(stale_since_utc, ?), stale_reason = ?
                 WHERE identifier = ?
                """,
                (now_utc, reason, identifier),
            )

    def add_run(self, row: RunRow, number: int | None = None) -> int:
        """Log a run, or log it anew under the number that it was given before; answers that number."""
        with self._transaction():
            values = (number, row.started_utc, row.ended_utc, row.outcome, row.report.decode())
            run = self._db.execute("INSERT OR REPLACE INTO run VALUES (?, ?, ?, ?, ?)", values).lastrowid or 0
            self._db.execute("DELETE FROM run WHERE run <= ?", (run - _KEPT_RUNS,))
        return run

    def _put_row(
        self, identifier: str, state: DandisetState, *, listed: bytes, content_hash: str, now_utc: str
    ) -> None:
        self._db.execute(
            """
            INSERT INTO dandiset (identifier, state, state_utc, listed, content_hash) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (identifier) DO UPDATE SET
                state_utc = iif(state = excluded.state, state_utc, excluded.state_utc),
                past_versions = iif(excluded.state = 'open', '', past_versions),
                state = excluded.state, listed = excluded.listed, content_hash = excluded.content_hash,
                stale_since_utc = NULL, stale_reason = NULL
            """,
            (identifier, state, now_utc, listed.decode(), content_hash),
        )

    def _drop_versions(self, identifier: str, keep: Sequence[str]) -> None:
        marks = ", ".join("?" * len(keep))
        self._db.execute(
            f"DELETE FROM version WHERE identifier = ? AND version NOT IN ({marks})", (identifier, *keep)
        )

    def _put_version(self, identifier: str, row: VersionRow, pages: Sequence[AssetPage] | None) -> None:
        self._db.execute(
            """
            INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (identifier, version) DO UPDATE SET
                modified = excluded.modified, asset_count = excluded.asset_count, size_bytes = excluded.size_bytes,
                status = excluded.status, info = excluded.info, assets_hash = excluded.assets_hash
            """,
            (
                identifier,
                row.version,
                row.modified,
                row.asset_count,
                row.size_bytes,
                row.status,
                row.info.decode(),
                row.assets_hash,
            ),
        )
        if pages is None:
            return
        self._db.execute("DELETE FROM asset_page WHERE identifier = ? AND version = ?", (identifier, row.version))
        self._db.executemany(
            "INSERT INTO asset_page VALUES (?, ?, ?, ?, ?)",
            ((identifier, row.version, number, page.lines, page.packed) for number, page in enumerate(pages)),
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with named(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # on a full disk SQLite itself has rolled back
                    self._db.execute("ROLLBACK")
                raise

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        # All at once: SQLite meets damage only as it comes to the row.
        with named(self.path):
            return self._db.execute(sql, values).fetchall()


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name a file in it, as {path / 'snapshot.sqlite'}")
