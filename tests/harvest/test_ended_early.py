"""Harvests that end early, and others that read or write at the same time."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from builder.archive import Stop
from builder.errors import LockedError
from builder.progress import Silent
from builder.snapshot import DandisetState, Snapshot, connection
from builder.snapshot.lock import locked
from support.archives.faulty import WEB_PAGE
from support.harvests.harvesting import change_draft, content_hash, contents, hide, row_of, run, shown

pytest_plugins = ["support.harvests.fixtures"]


# -- ended early -----------------------------------------------------------------------------------------------------


class StopAt:
    """A fault that tells the run to stop at its nth request."""

    def __init__(self, number: int, stop: Stop) -> None:
        self.left = number
        self.stop = stop

    def __call__(self, asked) -> None:
        self.left -= 1
        if self.left == 0:
            self.stop.set()


@pytest.mark.parametrize("number", [2, 4, 7, 10, 13, 16])
def test_an_interrupted_harvest_is_finished_by_the_next(door, upstream, mine, number):
    stop = Stop()
    door.faults.append(StopAt(number, stop))
    first = run(door, mine, stop=stop, workers=1)
    kept = contents(mine)
    second = run(door, mine)

    assert first.interrupted
    assert first.partial
    assert all(kept[identifier] == contents(upstream)[identifier] for identifier in kept)
    assert second.unchanged == first.fetched
    assert not second.partial
    assert shown(mine) == shown(upstream)


def test_a_resumed_harvest_has_the_hash_of_an_undisturbed_one(door, mine, tmp_path):
    stop = Stop()
    door.faults.append(StopAt(9, stop))
    run(door, mine, stop=stop)
    run(door, mine)
    run(door, tmp_path / "undisturbed.sqlite")

    assert content_hash(mine) == content_hash(tmp_path / "undisturbed.sqlite")


def test_the_deadline_ends_a_run_that_can_be_built_from(door, mine):
    hold = threading.Event()
    door.at("/000005/", lambda answer: hold.wait(10) and answer)
    report = run(door, mine, stop=Stop(0.6))
    hold.set()

    assert "deadline" in report.interrupted
    assert set(contents(mine)) <= {"000001", "000002"}
    with Snapshot.readable(mine) as snapshot:
        assert snapshot.archive() is not None
        assert "deadline" in snapshot.runs()[-1].outcome


def test_a_deadline_during_the_list_is_a_run_done_in_part(door, harvested):
    before = contents(harvested)
    hold = threading.Event()
    door.at("/dandisets/?", lambda answer: hold.wait(10) and answer)
    report = run(door, harvested, stop=Stop(0.2))
    hold.set()

    assert "deadline" in report.interrupted
    assert (report.partial, report.listed, report.fetched) == (True, 0, 0)
    assert contents(harvested) == before


def test_an_interrupted_run_deletes_nothing(door, upstream, harvested):
    hide(upstream, "000001")
    change_draft(upstream)
    stop = Stop()
    door.faults.append(StopAt(3, stop))
    report = run(door, harvested, stop=stop)

    assert report.deleted == ()
    assert row_of(harvested, "000001").state is DandisetState.OPEN


class CtrlC(Silent):
    def advance(self, identifier: str, assets: int) -> None:
        raise KeyboardInterrupt


def test_ctrl_c_leaves_one_file_that_the_next_run_goes_on_from(door, upstream, mine):
    with pytest.raises(KeyboardInterrupt):
        run(door, mine, progress=CtrlC(), workers=1)

    assert [path.name for path in mine.parent.iterdir()] == ["snapshot.sqlite"]
    assert len(contents(mine)) == 1
    assert run(door, mine).unchanged == 1
    assert shown(mine) == shown(upstream)


class Heard(Silent):
    def __init__(self) -> None:
        self.total = 0
        self.done: dict[str, int] = {}

    def start(self, total: int) -> None:
        self.total = total

    def advance(self, identifier: str, assets: int) -> None:
        self.done[identifier] = assets


def test_progress_hears_of_each_dandiset_that_is_read_failed_ones_too(door, mine):
    heard = Heard()
    door.at("/000002/", WEB_PAGE, always=True)
    run(door, mine, progress=heard)

    assert heard.total == 3
    assert heard.done == {"000001": 1 + 2 + 2, "000002": 0, "000005": 2503}


@pytest.mark.parametrize("workers", [1, 2])
def test_no_more_requests_are_under_way_than_workers(door, mine, workers):
    lock, now, most = threading.Lock(), [0], [0]

    def count(asked):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        answer = door.pass_on(asked)
        with lock:
            now[0] -= 1
        return answer

    door.faults.append(count)
    run(door, mine, workers=workers)

    assert most[0] <= workers


# -- one at a time ---------------------------------------------------------------------------------------------------


def test_a_second_run_is_told_who_holds_the_lock(door, mine, tmp_path):
    with locked(mine), pytest.raises(LockedError, match=f"process {os.getpid()}") as error:
        run(door, mine)

    assert error.value.exit_code == 5
    assert door.asked == []
    run(door, mine)


class SlowReader(Silent):
    """Another program that begins to read the snapshot while it is written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def start(self, total: int) -> None:
        self.snapshot = Snapshot.readable(self.path)
        self.pages = self.snapshot.asset_pages("000005", "draft")
        self.lines = len(next(self.pages))

    def end(self) -> None:
        self.lines += sum(map(len, self.pages))
        self.snapshot.close()


def test_a_reader_that_is_still_busy_does_not_spoil_the_run(door, upstream, harvested, monkeypatch):
    monkeypatch.setattr(connection, "_BUSY_S", 0.05)
    change_draft(upstream)
    reader = SlowReader(harvested)
    report = run(door, harvested, progress=reader)
    reader.end()

    assert (report.fetched, report.partial) == (1, False)
    assert reader.lines == 2503
    assert shown(harvested) == shown(upstream)
    assert not run(door, harvested).partial
    assert [path.name for path in harvested.parent.iterdir()] == ["snapshot.sqlite"]


def test_a_reader_sees_a_dandisets_old_or_new_state_never_half(door, upstream, harvested):
    seen = []

    def look(asked):
        if "/000002/versions/draft/assets/" in asked.path:
            seen.append(contents(harvested)["000002"])

    before = contents(harvested)["000002"]
    change_draft(upstream, files=5)
    door.faults.append(look)
    run(door, harvested)

    assert seen == [before]
    assert contents(harvested)["000002"] == contents(upstream)["000002"]
