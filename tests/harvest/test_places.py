"""Places where a harvest can't write: a disk that is full, a folder that is read-only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from builder.check.snapshot import check_snapshot
from builder.errors import UsageError
from support import ROOT
from support.archives.small import NOW
from support.harvests.harvesting import change_draft, content_hash, contents, run, shown

pytest_plugins = ["support.machine.disk_fixtures", "support.harvests.fixtures"]


@pytest.mark.parametrize("size", ["20k", "100k", "160k", "200k"])
def test_a_full_disk_is_named_and_the_next_run_goes_on(door, small_disk, tmp_path, size):
    place, remount = small_disk
    remount(f"size={size}")
    with pytest.raises(UsageError, match="the disk is full: make room") as error:
        run(door, place / "snapshot.sqlite")
    whole = tmp_path / "whole.sqlite"
    run(door, whole)

    assert error.value.exit_code == 2
    remount("size=4m")
    run(door, place / "snapshot.sqlite")
    assert content_hash(place / "snapshot.sqlite") == content_hash(whole)
    assert [path.name for path in place.iterdir()] == ["snapshot.sqlite"]


def test_what_a_full_disk_held_is_whole(door, small_disk, tmp_path):
    place, remount = small_disk
    remount("size=160k")
    with pytest.raises(UsageError, match="the disk is full"):
        run(door, place / "snapshot.sqlite", workers=1)
    run(door, tmp_path / "whole.sqlite")

    kept = contents(place / "snapshot.sqlite")
    assert kept
    assert kept.items() < contents(tmp_path / "whole.sqlite").items()


def test_a_disk_that_becomes_read_only_is_named(door, small_disk):
    place, remount = small_disk
    remount("size=4m")
    run(door, place / "snapshot.sqlite")
    remount("ro")
    before = contents(place / "snapshot.sqlite")
    with pytest.raises(UsageError, match="Read-only file system"):
        run(door, place / "snapshot.sqlite")

    assert contents(place / "snapshot.sqlite") == before


class FillAt:
    """A fault that fills the disk as the nth request comes in."""

    def __init__(self, number: int, place: Path) -> None:
        self.left = number
        self.filler = place / "filler"

    def __call__(self, asked) -> None:
        self.left -= 1
        if self.left == 0:
            with self.filler.open("wb", buffering=0) as file:
                for size in (1 << 20, 1 << 12):
                    with suppress(OSError):
                        while file.write(b"x" * size) == size:
                            pass

    def free(self) -> None:
        self.filler.unlink(missing_ok=True)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 7, 9, 13, 17])
def test_a_disk_that_fills_up_at_any_step_is_named_and_the_next_run_goes_on(door, small_disk, tmp_path, number):
    place, remount = small_disk
    remount("size=4m")
    fault = FillAt(number, place)
    door.faults.append(fault)
    with pytest.raises(UsageError, match=r"the disk is full|No space left"):
        run(door, place / "snapshot.sqlite", workers=1)
    door.faults.clear()
    fault.free()
    run(door, tmp_path / "whole.sqlite")

    report = run(door, place / "snapshot.sqlite")
    assert (report.partial, report.whole) == (False, True)
    assert content_hash(place / "snapshot.sqlite") == content_hash(tmp_path / "whole.sqlite")
    assert check_snapshot(place / "snapshot.sqlite", max_age_days=None, now_utc=NOW).ok
    assert [path.name for path in place.iterdir()] == ["snapshot.sqlite"]


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 7])
def test_an_update_on_a_disk_that_fills_up_keeps_each_dandiset_old_or_new(door, upstream, small_disk, number):
    place, remount = small_disk
    remount("size=4m")
    path = place / "snapshot.sqlite"
    run(door, path)
    old = contents(path)
    for identifier in ("000001", "000002"):
        change_draft(upstream, identifier, files=3)
    fault = FillAt(number, place)
    door.faults.append(fault)
    with pytest.raises(UsageError, match=r"the disk is full|No space left"):
        run(door, path, workers=1)
    door.faults.clear()
    fault.free()
    kept = contents(path)
    assert not run(door, path).partial

    new = contents(path)
    assert all(kept[identifier] in (old[identifier], new[identifier]) for identifier in old)
    assert [file.name for file in place.iterdir()] == ["snapshot.sqlite"]


def as_ordinary_user(*words: str) -> list[str]:
    """The command so that permissions count for it, as they don't for root."""
    if os.geteuid() != 0:
        return list(words)
    without = "-dac_override,-dac_read_search"
    if subprocess.run(["setpriv", f"--bounding-set={without}", "true"], capture_output=True, check=False).returncode:
        pytest.skip("root obeys no permissions, and may not give that up in this container")
    return ["setpriv", f"--bounding-set={without}", *words]


@pytest.mark.skipif(os.name != "posix" or not shutil.which("setpriv"), reason="needs setpriv")
@pytest.mark.parametrize(
    ("number", "code", "said"), [(1, 2, "snapshot.sqlite.new"), (2, 0, ""), (9, 0, ""), (17, 0, "")]
)
def test_a_folder_that_becomes_read_only_costs_nothing_that_was_stored(door, upstream, mine, number, code, said):
    left = [number]

    def forbid(asked) -> None:
        left[0] -= 1
        if left[0] == 0:
            mine.parent.chmod(0o555)

    door.faults.append(forbid)
    words = (sys.executable, "-m", "builder", "harvest", "--api", door.api, "--snapshot", str(mine), "--workers", "1")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = as_ordinary_user(*words)
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", env=environment)
    mine.parent.chmod(0o755)
    door.faults.clear()

    assert done.returncode == code, done.stderr
    assert "lock" not in done.stderr
    assert said in "".join(done.stderr.split())
    if code == 0:
        assert shown(mine) == shown(upstream)
    assert not run(door, mine).partial
    assert [path.name for path in mine.parent.iterdir()] == ["snapshot.sqlite"]
