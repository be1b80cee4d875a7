"""Disks that tests mount, where they may."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

Resize = Callable[[str], None]
"""Remounts a disk with other options."""

_WHY_NOT = "only root can mount a disk of its own, and not in every container"


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[None]:
    """Skips the test where nothing may be mounted."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip(_WHY_NOT)
    try:
        mount(*options, str(place))
    except subprocess.CalledProcessError:
        pytest.skip(_WHY_NOT)
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def mount(*options: str) -> None:
    subprocess.run(["mount", *options], capture_output=True, check=True)
