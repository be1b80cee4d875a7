"""Harvests on a machine whose clock jumps: years ahead, back to its beginning, and while they run."""

from __future__ import annotations

import os
import time

import pytest

from builder.check.snapshot import check_snapshot
from builder.harvest import run as run_module
from builder.settings import Settings
from builder.site.pipeline.build import build
from builder.snapshot import Snapshot, verify
from support.archives.faulty import WEB_PAGE
from support.harvests.harvesting import change_draft, content_hash, contents, hide, row_of, run, shown

pytest_plugins = ["support.harvests.fixtures"]

NOW, AHEAD, BEHIND = "2026-02-02T00:00:00Z", "2036-01-01T00:00:00Z", "1970-01-01T00:00:07Z"


@pytest.fixture
def clock(monkeypatch):
    """Sets the harvest's clock: what each look at it shows, and at last always the same."""

    def set_to(*moments: str) -> None:
        left = list(moments)
        monkeypatch.setattr(run_module, "_now_utc", lambda: left.pop(0) if len(left) > 1 else left[0])

    return set_to


@pytest.mark.parametrize("first", [AHEAD, BEHIND])
@pytest.mark.parametrize("second", [NOW, AHEAD, BEHIND])
def test_what_is_stored_and_shown_is_the_same_whatever_the_clock_says(
    door, upstream, mine, clock, tmp_path, first, second
):
    clock(first)
    run(door, mine)
    change_draft(upstream)
    hide(upstream, "000001")
    clock(second)
    report = run(door, mine)

    assert (report.fetched, report.deleted, report.unchanged, report.partial) == (1, ("000001",), 1, False)
    assert shown(mine) == shown(upstream)
    assert build(mine, Settings(), tmp_path / "site").dandisets == 2
    with Snapshot.readable(mine) as snapshot:
        assert snapshot.archive().read_utc == second


def test_a_clock_that_jumps_back_during_a_run_spoils_nothing(door, upstream, mine, clock):
    clock(AHEAD, AHEAD, BEHIND)
    report = run(door, mine)

    assert (report.fetched, report.partial) == (3, False)
    assert report.seconds >= 0
    assert shown(mine) == shown(upstream)
    assert check_snapshot(mine, max_age_days=None, now_utc=NOW).ok
    before = content_hash(mine)
    clock(NOW)
    assert run(door, mine).unchanged == 3
    assert content_hash(mine) == before


def test_a_date_that_is_still_to_come_does_not_pass_for_fresh(door, upstream, harvested, clock):
    clock(AHEAD)
    change_draft(upstream)
    door.at("/000002/", WEB_PAGE, always=True)
    run(door, harvested)
    checked = check_snapshot(harvested, max_age_days=2, now_utc=NOW)

    assert [problem.where for problem in checked.problems] == [str(harvested), "000002"]
    assert all("still to come" in problem.what for problem in checked.problems)
    clock(NOW)
    door.faults.clear()
    run(door, harvested)
    assert check_snapshot(harvested, max_age_days=2, now_utc=NOW).ok
    assert row_of(harvested, "000002").stale_since_utc is None


def test_a_snapshot_from_a_machine_that_is_an_hour_ahead_is_fresh(door, harvested, clock):
    clock("2026-02-02T01:00:00Z")
    run(door, harvested)

    assert check_snapshot(harvested, max_age_days=2, now_utc=NOW).ok


def test_a_file_of_a_clock_that_was_ahead_is_verified_once(harvested, monkeypatch):
    looks = []
    look = verify._odd_values
    monkeypatch.setattr(verify, "_odd_values", lambda db: looks.append(1) or look(db))
    ahead = time.time() + 10 * 365 * 86400
    os.utime(harvested, (ahead, ahead))
    for _ in range(3):
        contents(harvested)

    assert len(looks) == 1
