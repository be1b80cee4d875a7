"""A snapshot that is kept for years stays as large as what it holds."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from builder.snapshot import ArchiveRow, DandisetState, RunRow, Snapshot, VersionRow, pack_lines, schema
from builder.snapshot.hashing import hash_assets
from support.machine.disks import Resize

pytest_plugins = ["support.machine.disk_fixtures"]

NOW = "2026-01-01T00:00:00Z"
MANY, FEW = 2000, 20


def put(snapshot: Snapshot, identifier: str, lines: int) -> None:
    """A draft of so many files, of some 200 bytes each once they are packed."""
    chance = random.Random(f"{identifier} {lines}")
    assets = [json.dumps({"path": chance.randbytes(200).hex()}).encode() for _ in range(lines)]
    row = VersionRow(
        version="draft",
        modified=NOW,
        asset_count=lines,
        size_bytes=7,
        status="Valid",
        info=b'{"version":"draft"}',
        assets_hash=hash_assets([assets]),
        lines=lines,
    )
    pages = [pack_lines(assets[start : start + 500]) for start in range(0, lines, 500)]
    snapshot.put_dandiset(identifier, listed=b"{}", versions=(row,), pages={"draft": pages}, now_utc=NOW)


def make(path: Path, *lines: int) -> Path:
    """A snapshot of dandisets with so many files."""
    with Snapshot.writable(path) as snapshot:
        snapshot.put_archive(ArchiveRow(info=b"{}", api_url="https://x/api", read_utc=NOW))
        for number, count in enumerate(lines, 1):
            put(snapshot, f"{number:06d}", count)
        snapshot.settle()
    return path


def size(path: Path) -> int:
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(path.name)] == [path.name]
    return path.stat().st_size


def hide_largest(path: Path) -> None:
    with Snapshot.writable(path) as snapshot:
        snapshot.hide_dandiset("000001", DandisetState.GONE, now_utc=NOW)
        snapshot.settle()


def state(path: Path) -> list:
    with Snapshot.readable(path) as snapshot:
        assert list(snapshot.damage()) == []
        return [(row, snapshot.versions(row.identifier)) for row in snapshot.dandisets()]


def test_the_room_of_a_dandiset_that_is_gone_is_given_back(tmp_path: Path) -> None:
    path = make(tmp_path / "snapshot.sqlite", MANY, FEW)
    before = size(path)
    hide_largest(path)

    assert before > 400_000
    assert size(path) < 100_000
    assert len(state(path)) == 2


def test_so_is_that_of_a_dandiset_that_became_smaller(tmp_path: Path) -> None:
    path = make(tmp_path / "snapshot.sqlite", MANY, FEW)
    with Snapshot.writable(path) as snapshot:
        put(snapshot, "000001", FEW)
        snapshot.settle()

    assert size(path) == size(make(tmp_path / "fresh.sqlite", FEW, FEW))


def test_for_a_little_room_the_file_is_not_written_anew(tmp_path: Path) -> None:
    path = make(tmp_path / "snapshot.sqlite", MANY, FEW, FEW * 4)
    before = size(path)
    with Snapshot.writable(path) as snapshot:
        snapshot.hide_dandiset("000003", DandisetState.GONE, now_utc=NOW)
        snapshot.settle()

    assert size(path) == before


def test_many_nights_of_edits_leave_it_as_large_as_a_new_one(tmp_path: Path) -> None:
    chance = random.Random(1)
    counts = [200] * 10
    path = make(tmp_path / "snapshot.sqlite", *counts)
    for _ in range(80):
        place = chance.randrange(10)
        counts[place] = chance.randrange(400)
        with Snapshot.writable(path) as snapshot:
            put(snapshot, f"{place + 1:06d}", counts[place])
            snapshot.settle()

    assert size(path) <= size(make(tmp_path / "fresh.sqlite", *counts)) * 4 / 3


def test_the_file_is_still_the_snapshot_s(tmp_path: Path) -> None:
    path = make(tmp_path / "snapshot.sqlite", MANY, FEW)
    before = path.stat().st_ino
    hide_largest(path)

    assert path.stat().st_ino == before  # it may be mounted alone into a container
    with Snapshot.readable(path) as snapshot:
        assert schema.check_format(snapshot._db, path) == schema.FORMAT


def test_where_there_is_no_room_to_write_it_anew_it_stays_large(
    tmp_path: Path, small_disk: tuple[Path, Resize]
) -> None:
    place, remount = small_disk
    remount("size=64m")
    path = make(place / "snapshot.sqlite", MANY, FEW, MANY // 2)
    before = size(path)
    remount(f"size={before + 550_000}")
    hide_largest(path)

    assert size(path) == before
    assert [row.state for row, _ in state(path)] == ["gone", "open", "open"]
    remount("size=64m")
    with Snapshot.writable(path) as snapshot:
        snapshot.settle()
    assert size(path) < before / 2


_KILLED = """
import os, sys
from pathlib import Path
from builder.snapshot import DandisetState, Snapshot
with Snapshot.writable(Path(sys.argv[1])) as snapshot:
    snapshot.hide_dandiset("000001", DandisetState.GONE, now_utc="2026-01-01T00:00:00Z")
    left = int(sys.argv[2])
    def step():
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
    snapshot._db.set_progress_handler(step, 10)
    snapshot.settle()
"""


@pytest.mark.parametrize("steps", [0, 1, 10, 20, 30])
def test_a_kill_while_room_is_given_back_costs_nothing(tmp_path: Path, steps: int) -> None:
    path = make(tmp_path / "snapshot.sqlite", MANY, FEW, MANY // 2)
    like = Path(shutil.copy(path, tmp_path / "like.sqlite"))
    hide_largest(like)
    program = [sys.executable, "-c", _KILLED, str(path), str(steps)]
    done = subprocess.run(
        program, check=False, capture_output=True, text=True, env={**os.environ, "TMPDIR": str(tmp_path)}
    )

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert state(path) == state(like)
    with Snapshot.writable(path) as snapshot:
        snapshot.settle()
    assert size(path) == size(like)
    assert {file.name for file in tmp_path.iterdir()} == {"snapshot.sqlite", "like.sqlite"}


def test_the_log_holds_more_than_a_year_of_nights_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.sqlite"
    with Snapshot.writable(path) as snapshot:
        numbers = [
            snapshot.add_run(RunRow(started_utc=NOW, ended_utc=NOW, outcome=f"run {number}", report=b"{}"))
            for number in range(500)
        ]
        under_way = snapshot.add_run(RunRow(started_utc=NOW, ended_utc=NOW, outcome="under way", report=b"{}"))
        again = snapshot.add_run(RunRow(started_utc=NOW, ended_utc=NOW, outcome="last", report=b"{}"), under_way)

        assert again == under_way == numbers[-1] + 1
        assert [run.outcome for run in snapshot.runs()] == [*(f"run {number}" for number in range(101, 500)), "last"]
