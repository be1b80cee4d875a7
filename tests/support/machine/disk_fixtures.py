"""A disk of its own for tests of what happens where one is full, read-only or mounted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.machine.disks import Resize, mount, mounted


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, Resize]]:
    """A disk in memory, and what remounts it with other options."""
    place = tmp_path / "disk"
    place.mkdir()
    with mounted(place, "-t", "tmpfs", "-o", "size=20k", "tmpfs"):
        yield place, lambda options: mount("-t", "tmpfs", "-o", f"remount,{options}", "tmpfs", str(place))
