"""A harvest that is killed outright leaves each dandiset old or new, and the next one ends as if nothing had been."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from builder.check.snapshot import check_snapshot
from builder.snapshot import Snapshot
from support.archives.small import NOW
from support.harvests.harvesting import change_draft, content_hash, contents, run

pytest_plugins = ["support.harvests.fixtures"]


class KillAt:
    """A fault that kills the harvest as its nth request comes in."""

    def __init__(self, number: int) -> None:
        self.left = number
        self.process: subprocess.Popen | None = None

    def __call__(self, asked) -> None:
        self.left -= 1
        if self.left == 0:
            assert self.process
            self.process.kill()


def harvest_until_killed(door, path: Path, number: int) -> None:
    fault = KillAt(number)
    door.faults.append(fault)
    command = [
        sys.executable,
        "-m",
        "builder",
        "harvest",
        "--api",
        door.api,
        "--snapshot",
        str(path),
        "--workers",
        "2",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as fault.process:
        fault.process.wait(timeout=60)
    door.faults.remove(fault)


def is_whole(path: Path) -> bool:
    return check_snapshot(path, max_age_days=None, now_utc=NOW).ok


@pytest.mark.parametrize("number", [2, 3, 8, 12])
def test_a_first_harvest_that_is_killed_goes_on_where_it_was(door, mine, tmp_path, number):
    harvest_until_killed(door, mine, number)
    whole = tmp_path / "whole.sqlite"
    run(door, whole)

    assert is_whole(mine)
    assert contents(mine).items() <= contents(whole).items()
    run(door, mine)
    assert content_hash(mine) == content_hash(whole)


@pytest.mark.parametrize("number", [3, 5, 6])
def test_an_update_that_is_killed_holds_each_dandiset_old_or_new(door, harvested, upstream, tmp_path, number):
    old = contents(harvested)
    for identifier in ("000001", "000002"):
        change_draft(upstream, identifier, files=3)
    harvest_until_killed(door, harvested, number)
    whole = tmp_path / "whole.sqlite"
    run(door, whole)
    new = contents(whole)

    assert is_whole(harvested)
    assert all(kept in (old[identifier], new[identifier]) for identifier, kept in contents(harvested).items())
    run(door, harvested)
    assert content_hash(harvested) == content_hash(whole)


def test_the_lock_of_a_killed_harvest_is_taken_over(door, mine):
    harvest_until_killed(door, mine, 5)
    report = run(door, mine)

    assert not report.partial
    with Snapshot.readable(mine) as snapshot:
        assert [run.outcome for run in snapshot.runs()] == ["under way", "complete"]
