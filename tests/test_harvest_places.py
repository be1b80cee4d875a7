"""Places where a harvest can't write: a disk that is full, a folder that is read-only."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from harvesting import content_hash, contents, run

from builder.errors import UsageError

pytest_plugins = ["harvest_fixtures"]

Resize = Callable[[str], None]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, Resize]]:
    """A disk of its own in memory, and what remounts it with other options."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(options: str) -> subprocess.CompletedProcess[bytes]:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        return subprocess.run(command, capture_output=True, check=False)

    if os.name != "posix" or os.geteuid() != 0 or mount("size=20k").returncode:
        pytest.skip("only root can mount a disk of its own, and not in every container")
    yield place, lambda options: mount(f"remount,{options}").check_returncode()
    subprocess.run(["umount", str(place)], check=True)


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
