"""The snapshot file: what is refused, what a transaction keeps whole, and what a reader finds."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from builder.errors import IntegrityError, LockedError, UsageError
from builder.snapshot import (
    ArchiveRow,
    AssetPage,
    DandisetState,
    RunRow,
    Snapshot,
    VersionRow,
    connection,
    pack_lines,
    pack_pages,
    pages,
    schema,
    unpack_lines,
)
from builder.snapshot.hashing import hash_assets
from builder.snapshot.lock import locked

NOW, LATER = "2026-01-01T00:00:00Z", "2026-02-02T00:00:00Z"
LINES = [b'{"path":"a.nwb"}', b'{"path":"b.nwb"}', '{"path":"café.nwb"}'.encode()]


def version(name: str = "draft", lines: list[bytes] = LINES, info: bytes = b'{"version":"draft"}') -> VersionRow:
    return VersionRow(
        version=name,
        modified=NOW,
        asset_count=len(lines),
        size_bytes=7,
        status="Valid",
        info=info,
        assets_hash=hash_assets([lines]),
        lines=len(lines),
    )


def put(snapshot: Snapshot, identifier: str = "000001", *versions: VersionRow, **more) -> str:
    rows = versions or (version(),)
    pages = {row.version: [pack_lines(LINES)] for row in rows}
    return snapshot.put_dandiset(
        identifier, **{"listed": b'{"x":1}', "versions": rows, "pages": pages, "now_utc": NOW, **more}
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A settled snapshot of one dandiset."""
    path = tmp_path / "snapshot.sqlite"
    with Snapshot.writable(path) as snapshot:
        snapshot.put_archive(ArchiveRow(info=b"{}", api_url="https://x/api", read_utc=NOW))
        put(snapshot)
        snapshot.settle()
    return path


def lines_of(snapshot: Snapshot, identifier: str = "000001", name: str = "draft") -> list[bytes]:
    return [line for page in snapshot.asset_pages(identifier, name) for line in page]


# -- what is opened -------------------------------------------------------------------------------------------------


def test_what_was_put_in_comes_out(path):
    with Snapshot.readable(path) as snapshot:
        (row,) = snapshot.dandisets()
        assert (row.identifier, row.state, row.listed) == ("000001", DandisetState.OPEN, b'{"x":1}')
        assert snapshot.versions("000001") == [version()]
        assert lines_of(snapshot) == LINES
        assert list(snapshot.damage()) == []


def test_what_is_not_there_is_none(path):
    with Snapshot.readable(path) as snapshot:
        assert snapshot.dandiset("000009") is None
        assert snapshot.versions("000009") == []
        assert lines_of(snapshot, "000009") == []


def test_a_new_snapshot_is_empty(tmp_path):
    with Snapshot.writable(tmp_path / "new.sqlite") as snapshot:
        assert (snapshot.archive(), snapshot.dandisets(), snapshot.runs()) == (None, [], [])


@pytest.mark.parametrize(
    "content", [b"precious text, not a database at all" * 10, b"SQLite format 3\0" + b"x" * 5000]
)
@pytest.mark.parametrize("open_it", [Snapshot.readable, Snapshot.writable])
def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path, content, open_it):
    path = tmp_path / "notes.txt"
    path.write_bytes(content)

    with pytest.raises(IntegrityError, match=r"notes\.txt is not a snapshot") as error:
        open_it(path)

    assert error.value.exit_code == 4
    assert path.read_bytes() == content


@pytest.mark.parametrize("open_it", [Snapshot.readable, Snapshot.writable])
def test_another_programs_database_is_refused_and_kept(tmp_path, open_it):
    path = tmp_path / "browser.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE bookmarks (url)")
    db.close()
    before = path.read_bytes()

    with pytest.raises(IntegrityError, match="not a snapshot of dandi-catalog"):
        open_it(path)

    assert path.read_bytes() == before


@pytest.mark.parametrize("open_it", [Snapshot.readable, Snapshot.writable])
def test_a_newer_format_is_refused_with_advice(path, open_it):
    set_format(path, schema.FORMAT + 1)

    with pytest.raises(IntegrityError, match=r"newer than this program's.*update dandi-catalog"):
        open_it(path)


def test_a_format_that_no_step_leads_from_is_refused(path):
    set_format(path, -1)

    with pytest.raises(IntegrityError, match="format -1"):
        Snapshot.readable(path)


def test_a_missing_file_is_named_with_what_to_do(tmp_path):
    with pytest.raises(UsageError, match=r"none\.sqlite: no snapshot there.*harvest"):
        Snapshot.readable(tmp_path / "none.sqlite")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("open_it", [Snapshot.readable, Snapshot.writable])
def test_a_folder_is_a_usage_error(tmp_path, open_it):
    with pytest.raises(UsageError):
        open_it(tmp_path)


def test_a_snapshot_can_not_be_made_in_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="can't be read or written"):
        Snapshot.writable(tmp_path / "nowhere" / "snapshot.sqlite")


@pytest.mark.parametrize(
    "name", ["snap?shot.sqlite", "snap#1.sqlite", "snap%20shot.sqlite", "mein schöner Ort.sqlite"]
)
def test_any_file_name_will_do(path, tmp_path, name):
    shutil.copy(path, tmp_path / name)

    with Snapshot.readable(tmp_path / name) as snapshot:
        assert lines_of(snapshot) == LINES


def test_an_empty_file_becomes_a_snapshot(tmp_path):
    path = tmp_path / "made-by-mktemp"
    path.touch()

    with Snapshot.writable(path) as snapshot:
        put(snapshot)


@contextmanager
def read_only(path: Path) -> Iterator[None]:
    """A file and folder that can't be written to. Root may write anywhere, so it becomes another user meanwhile."""
    closed = [parent for parent in path.parents if not parent.stat().st_mode & 0o001]
    modes = {place: place.stat().st_mode for place in (*closed, path.parent, path)}
    for parent in closed:
        parent.chmod(modes[parent] | 0o011)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    root = os.geteuid() == 0
    try:
        if root:
            os.seteuid(65534)
        yield
    finally:
        if root:
            os.seteuid(0)
        for place, mode in modes.items():
            place.chmod(mode)


@pytest.mark.skipif(os.name != "posix", reason="sets POSIX permissions")
def test_a_settled_snapshot_is_read_from_a_read_only_folder_but_not_written(path):
    with read_only(path):
        with Snapshot.readable(path) as snapshot:
            assert lines_of(snapshot) == LINES
        with pytest.raises(UsageError, match="can't be read or written"):
            Snapshot.writable(path)
        with pytest.raises(UsageError, match="can't be locked"), locked(path):
            pass


# -- formats --------------------------------------------------------------------------------------------------------


def set_format(path: Path, number: int) -> None:
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {number}")
    db.close()


@pytest.fixture
def older(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A snapshot two formats behind the program's."""
    monkeypatch.setattr(schema, "FORMAT", schema.FORMAT + 2)
    steps = {
        schema.FORMAT - 2: "ALTER TABLE run ADD COLUMN first TEXT;",
        schema.FORMAT - 1: "ALTER TABLE run RENAME COLUMN first TO second;",
    }
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    last = "report TEXT NOT NULL\n"
    monkeypatch.setattr(schema, "TABLES", schema.TABLES.replace(last, f"{last}, second TEXT"))
    return path


@pytest.mark.parametrize("open_it", [Snapshot.readable, Snapshot.writable])
def test_an_older_format_is_migrated_step_by_step(older, open_it):
    with open_it(older) as snapshot:
        assert lines_of(snapshot) == LINES

    with sqlite3.connect(older) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (schema.FORMAT,)
        assert "second" in [row[1] for row in db.execute("PRAGMA table_info(run)")]
    db.close()


def test_reading_an_older_format_leaves_one_settled_file(older):
    Snapshot.readable(older).close()

    assert [path.name for path in older.parent.iterdir()] == [older.name]
    with sqlite3.connect(f"file:{older}?mode=ro", uri=True) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    db.close()


def test_an_older_format_is_not_migrated_while_another_program_has_the_lock(older):
    with locked(older), pytest.raises(LockedError, match="is in use by"):
        Snapshot.readable(older)

    with sqlite3.connect(older) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (schema.FORMAT - 2,)
    db.close()


def test_a_migration_that_fails_leaves_the_format_it_had(older, monkeypatch):
    monkeypatch.setitem(schema.MIGRATIONS, schema.FORMAT - 1, "CREATE TABLE half (x); ALTER TABLE none RENAME TO b;")

    with pytest.raises(IntegrityError, match="no such table: none"):
        Snapshot.readable(older)

    with sqlite3.connect(older) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (schema.FORMAT - 1,)
        assert db.execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall() == []
    db.close()


# -- transactions ---------------------------------------------------------------------------------------------------


class Broken(Exception):
    pass


def broken_pages():
    yield pack_lines(LINES[:1])
    raise Broken


def test_an_error_half_way_leaves_the_old_state(path):
    with Snapshot.writable(path) as snapshot:
        before = (snapshot.dandisets(), snapshot.versions("000001"), lines_of(snapshot))
        with pytest.raises(Broken):
            put(
                snapshot, "000001", version("0.210101.1200"), version(), pages={"draft": broken_pages()}, listed=b"{}"
            )

        assert (snapshot.dandisets(), snapshot.versions("000001"), lines_of(snapshot)) == before
        assert list(snapshot.damage()) == []
        put(snapshot, "000002")  # and it can be written to again


def test_a_snapshot_begins_whole_or_not_at_all(tmp_path):
    path = tmp_path / "snapshot.sqlite"
    archive = ArchiveRow(info=b"{}", api_url="https://x/api", read_utc=NOW)
    killed = (
        "import os, sys; from pathlib import Path; from builder.snapshot import ArchiveRow, Snapshot\n"
        "Snapshot.settle = lambda self: os.kill(os.getpid(), 9)\n"
        "Snapshot.begin(Path(sys.argv[1]), ArchiveRow(info=b'{}', api_url='https://x/api', read_utc=''))"
    )
    subprocess.run([sys.executable, "-c", killed, path], timeout=30)
    assert not path.exists()

    Snapshot.begin(path, archive)
    assert [file.name for file in tmp_path.iterdir()] == ["snapshot.sqlite"]
    with Snapshot.readable(path) as snapshot:
        assert snapshot.archive() == archive


def test_a_snapshot_begins_where_a_link_leads(tmp_path):
    (tmp_path / "disk").mkdir()
    link = tmp_path / "snapshot.sqlite"
    link.symlink_to(tmp_path / "disk" / "other.sqlite")
    Snapshot.begin(link, ArchiveRow(info=b"{}", api_url="https://x/api", read_utc=NOW))

    assert link.is_symlink()
    assert [file.name for file in (tmp_path / "disk").iterdir()] == ["other.sqlite"]


def test_a_full_disk_is_named_and_the_old_state_stays(path):
    with Snapshot.writable(path) as snapshot:
        before = snapshot.content_hash()
        (used,) = snapshot._db.execute("PRAGMA page_count").fetchone()
        snapshot._db.execute(f"PRAGMA max_page_count = {used}")
        with pytest.raises(UsageError, match="the disk is full: make room"):
            put(snapshot, "000007", listed=b"x" * 100_000)
        snapshot.settle()

    with Snapshot.readable(path) as snapshot:
        assert snapshot.content_hash() == before
        assert list(snapshot.damage()) == []


def test_a_writer_that_is_killed_leaves_the_old_state(path):
    killed = """
import os, sys
from pathlib import Path
from builder.snapshot import Snapshot
snapshot = Snapshot.writable(Path(sys.argv[1]))
with snapshot._transaction():
    snapshot._db.execute("DELETE FROM dandiset")
    os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", killed, path], timeout=30)

    with Snapshot.readable(path) as snapshot:
        assert lines_of(snapshot) == LINES
        assert list(snapshot.damage()) == []


def test_a_version_whose_pages_are_not_given_keeps_its_assets(path):
    with Snapshot.writable(path) as snapshot:
        put(snapshot, "000001", version(info=b'{"new":1}'), pages={})

        assert snapshot.versions("000001") == [version(info=b'{"new":1}')]
        assert lines_of(snapshot) == LINES
        assert list(snapshot.damage()) == []


def test_a_version_that_is_not_named_any_more_goes_with_its_assets(path):
    with Snapshot.writable(path) as snapshot:
        put(snapshot, "000001", version("0.210101.1200"), version())
        put(snapshot, "000001", version(), pages={})

        assert [row.version for row in snapshot.versions("000001")] == ["draft"]
        assert lines_of(snapshot, name="0.210101.1200") == []


def test_fewer_pages_leave_none_of_the_old_ones(path):
    with Snapshot.writable(path) as snapshot:
        put(snapshot, pages={"draft": [pack_lines([line]) for line in LINES]})
        put(snapshot, "000001", version(lines=LINES[:1]), pages={"draft": [pack_lines(LINES[:1])]})

        assert lines_of(snapshot) == LINES[:1]


def test_published_versions_come_by_date_and_the_draft_last(path):
    with Snapshot.writable(path) as snapshot:
        put(snapshot, "000001", *(version(name) for name in ("draft", "0.230101.0000", "0.210101.0000")))

        assert [row.version for row in snapshot.versions("000001")] == ["0.210101.0000", "0.230101.0000", "draft"]


@pytest.mark.parametrize("size", [1, 1_000, 100_000])
def test_what_is_hidden_leaves_no_trace_of_its_metadata(path, size):
    with Snapshot.writable(path) as snapshot:
        secret = b'{"secret":"%s"}' % (b"secret" * size)
        put(snapshot, "000001", version(info=secret), listed=secret)
        put(snapshot, "000002")
        snapshot.hide_dandiset("000001", DandisetState.EMBARGOED, now_utc=LATER)
        snapshot.settle()

        row = snapshot.dandiset("000001")
        assert (row.state, row.state_utc, row.listed) == (DandisetState.EMBARGOED, LATER, b"{}")
        assert row.past_versions == ("draft",)
        assert (snapshot.versions("000001"), lines_of(snapshot)) == ([], [])
    assert b"secret" not in path.read_bytes()


def test_when_a_state_was_first_seen_stays(path):
    with Snapshot.writable(path) as snapshot:
        snapshot.hide_dandiset("000001", DandisetState.GONE, now_utc=NOW)
        snapshot.hide_dandiset("000001", DandisetState.GONE, now_utc=LATER)
        assert snapshot.dandiset("000001").state_utc == NOW
        assert snapshot.dandiset("000001").past_versions == ("draft",)

        put(snapshot, now_utc=LATER)
        assert snapshot.dandiset("000001").state_utc == LATER
        assert snapshot.dandiset("000001").past_versions == ()


def test_stale_since_is_the_first_failure_and_ends_with_the_next_success(path):
    with Snapshot.writable(path) as snapshot:
        snapshot.mark_stale("000001", "first", now_utc=NOW)
        snapshot.mark_stale("000001", "second", now_utc=LATER)
        row = snapshot.dandiset("000001")
        assert (row.stale_since_utc, row.stale_reason) == (NOW, "second")

        put(snapshot)
        row = snapshot.dandiset("000001")
        assert (row.stale_since_utc, row.stale_reason) == (None, None)


def test_the_log_is_in_order(path):
    runs = [RunRow(started_utc=NOW, ended_utc=LATER, outcome=f"run {n}", report=b"{}") for n in range(3)]
    with Snapshot.writable(path) as snapshot:
        for run in runs:
            snapshot.add_run(run)

        assert snapshot.runs() == runs


# -- one file, several programs -------------------------------------------------------------------------------------


def test_settled_it_is_one_file_in_the_old_journal_mode(path):
    assert [file.name for file in path.parent.iterdir()] == ["snapshot.sqlite"]
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    db.close()


def test_a_reader_goes_on_with_what_it_began_while_another_writes(path):
    with Snapshot.writable(path) as writer, Snapshot.readable(path) as reader:
        put(writer, pages={"draft": [pack_lines([line]) for line in LINES]})
        pages = reader.asset_pages("000001", "draft")
        first = next(pages)
        put(writer, "000001", version(lines=[]), pages={"draft": []})

        assert first + [line for page in pages for line in page] == LINES
        assert lines_of(reader) == []


def test_settling_while_another_reads_is_left_to_the_next_run(path, monkeypatch, caplog):
    monkeypatch.setattr(connection, "_BUSY_S", 0.05)
    with Snapshot.writable(path) as writer, Snapshot.readable(path) as reader:
        put(writer, "000002")
        pages = reader.asset_pages("000001", "draft")
        next(pages)
        with caplog.at_level(logging.WARNING):
            writer.settle()
        pages.close()

    assert "is being read" in caplog.text
    with Snapshot.writable(path) as writer:
        assert len(writer.dandisets()) == 2
        writer.settle()
    assert [file.name for file in path.parent.iterdir()] == ["snapshot.sqlite"]


def test_a_file_that_another_program_writes_to_is_said_to_be_in_use(path, monkeypatch):
    monkeypatch.setattr(connection, "_BUSY_S", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(LockedError, match="in use by another program") as error:
            Snapshot.writable(path)
    finally:
        other.close()

    assert error.value.exit_code == 5


def test_the_lock_names_its_holder_and_is_free_afterwards(tmp_path):
    path = tmp_path / "snapshot.sqlite"
    with locked(path), pytest.raises(LockedError, match=f"process {os.getpid()}, for 0 s"), locked(path):
        pass

    assert list(tmp_path.iterdir()) == []
    with locked(path):
        pass


def test_the_lock_of_a_killed_process_is_free(tmp_path):
    path = tmp_path / "snapshot.sqlite"
    killed = (
        "import os, sys; from pathlib import Path; from builder.snapshot.lock import locked\n"
        "with locked(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", killed, path], timeout=30)

    with locked(path):
        pass


def test_the_lock_is_freed_when_a_run_fails(tmp_path):
    path = tmp_path / "snapshot.sqlite"
    with pytest.raises(Broken), locked(path):
        raise Broken

    with locked(path):
        pass


def test_a_lock_in_a_place_that_is_none_is_a_usage_error(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(UsageError, match="can't be locked"), locked(tmp_path / "file" / "snapshot.sqlite"):
        pass


# -- pages and hashes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [[], [b"{}"], LINES, [b'{"path":"x"}'] * 1000])
def test_packed_lines_come_out_again(lines):
    page = pack_lines(lines)

    assert page.lines == len(lines)
    assert unpack_lines(page) == lines


def test_pages_are_full_before_another_begins(monkeypatch):
    lines = [b'{"n":%04d}' % number for number in range(2300)]
    assert [page.lines for page in pack_pages(lines)] == [1000, 1000, 300]

    monkeypatch.setattr(pages, "LARGEST_BYTES", 109)  # ten lines of ten letters, and what joins them
    packed = list(pack_pages(lines[:25]))
    assert [page.lines for page in packed] == [10, 10, 5]
    assert [line for page in packed for line in unpack_lines(page)] == lines[:25]
    assert list(pack_pages([])) == []


def test_the_hash_is_the_same_however_the_listing_was_paged(path):
    with Snapshot.writable(path) as snapshot:
        whole = put(snapshot)
        hashes = {whole}
        for size in (1, 2):
            pages = [pack_lines(LINES[at : at + size]) for at in range(0, 3, size)]
            hashes.add(put(snapshot, pages={"draft": pages}))
            assert list(snapshot.damage()) == []

    assert len(hashes) == 1
    assert hash_assets([LINES]) == hash_assets([LINES[:1], [], LINES[1:]])


def test_the_hash_is_the_same_whatever_the_order_of_dandisets(tmp_path):
    hashes = set()
    for order in (("000001", "000002"), ("000002", "000001")):
        with Snapshot.writable(tmp_path / f"{order[0]}.sqlite") as snapshot:
            for identifier in order:
                put(snapshot, identifier)
            hashes.add(snapshot.content_hash())

    assert len(hashes) == 1


def test_the_hash_is_over_content_alone(path):
    with Snapshot.writable(path) as snapshot:
        before = snapshot.content_hash()
        snapshot.mark_stale("000001", "why", now_utc=LATER)
        snapshot.add_run(RunRow(started_utc=NOW, ended_utc=LATER, outcome="partial", report=b"{}"))
        snapshot.put_archive(ArchiveRow(info=b'{"new":1}', api_url="http://127.0.0.1/api", read_utc=LATER))

        assert snapshot.content_hash() == before


@pytest.mark.parametrize(
    "change",
    [
        {"listed": b'{"x":2}'},
        {"versions": (version(info=b'{"version":"draft" }'),)},
        {"versions": (version(lines=LINES[:2]),), "pages": {"draft": [pack_lines(LINES[:2])]}},
        {"versions": (version(lines=LINES[::-1]),), "pages": {"draft": [pack_lines(LINES[::-1])]}},
        {"versions": (version("0.210101.1200"),), "pages": {"0.210101.1200": [pack_lines(LINES)]}},
        {"versions": (), "pages": {}},
    ],
)
def test_any_change_of_content_changes_the_hash(path, change):
    with Snapshot.writable(path) as snapshot:
        before = snapshot.content_hash()
        put(snapshot, **change)

        assert snapshot.content_hash() != before
        assert list(snapshot.damage()) == []


def test_hiding_changes_the_hash(path):
    with Snapshot.writable(path) as snapshot:
        hashes = {snapshot.content_hash()}
        for state in (DandisetState.GONE, DandisetState.EMBARGOED):
            snapshot.hide_dandiset("000001", state, now_utc=NOW)
            hashes.add(snapshot.content_hash())
            assert list(snapshot.damage()) == []

    assert len(hashes) == 3


def test_pages_that_are_exchanged_are_damage(path):
    with Snapshot.writable(path) as snapshot:
        put(snapshot, pages={"draft": [AssetPage(lines=3, packed=pack_lines(LINES[::-1]).packed)]})

        assert [where for where, _ in snapshot.damage()] == ["000001/draft"]


def test_a_lock_of_another_machine_says_what_to_do_if_that_is_gone(tmp_path):
    path = tmp_path / "snapshot.sqlite"
    owner = tmp_path / "snapshot.sqlite.lock.owner"
    told = []
    with locked(path):
        for text in (
            f"4242 {time.time() - 60} node-7",
            f"4242 {time.time() + 60} node-7",
            "nonsense",
            "1 2",
            "x y z",
        ):
            owner.write_text(text, encoding="utf-8")
            with pytest.raises(LockedError) as error, locked(path):
                raise AssertionError
            told.append(str(error.value))

    remedy = f"; if it is no more, as after a crash of its machine, remove {path}.lock"
    unknown = f"{path} is in use by another process: wait for it to end{remedy}"
    of_node = f"{path} is in use by process 4242 on node-7, for {{}} s: wait for it to end, or end it{remedy}"
    assert told[0] in {of_node.format(60 + passed) for passed in range(10)}
    assert told[1:] == [of_node.format(0), unknown, unknown, unknown]


def test_a_file_system_without_locks_is_told(tmp_path, monkeypatch):
    def refuse(*_):
        raise NotImplementedError("FileSystem does not appear to support flock")

    monkeypatch.setattr(FileLock, "_acquire", refuse)

    with pytest.raises(UsageError, match="its file system has no locks: name another place"), locked(tmp_path / "x"):
        raise AssertionError
