"""How many processors this process may use: what the machine has, less what a scheduler or a container withholds."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

_ROOT = Path("/")


def processors(root: Path = _ROOT) -> int:
    """At least 1; `root` is where the system tells of its limits, under proc/ and sys/."""
    return max(1, math.ceil(min((_allowed(), *_quotas(root)))))


def _allowed() -> int:
    """Those that the process may be put on, as taskset and batch systems say."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _quotas(root: Path) -> Iterator[float]:
    """Processors' worth of time that each control group around this process allows, on Linux.

    Source: https://docs.kernel.org/admin-guide/cgroup-v2.html and …/scheduler/sched-bwc.html
    """
    base = root / "sys/fs/cgroup"
    for line in _read(root / "proc/self/cgroup").splitlines():
        number, _, rest = line.partition(":")
        kinds, _, group = rest.partition(":")
        if number == "0" and not kinds:
            yield from (_quota(_read(folder / "cpu.max")) for folder in _around(base, group))
        elif "cpu" in kinds.split(","):
            for mounted in {base / kinds, base / "cpu"}:
                for folder in _around(mounted, group):
                    told = (_read(folder / f"cpu.cfs_{name}_us") for name in ("quota", "period"))
                    yield _quota(" ".join(told))


def _around(base: Path, group: str) -> Iterator[Path]:
    """The group's folder and those above it: in a container its name may be the host's, and its place the base."""
    path = PurePosixPath(group.lstrip("/"))
    if ".." not in path.parts:
        yield from (base / one for one in (path, *path.parents))


def _quota(text: str) -> float:
    """Of a quota and its period, as `150000 100000`; infinite where there is none."""
    try:
        quota, period = map(int, text.split())
    except ValueError:  # "max 100000", or no such file
        return math.inf
    return quota / period if quota > 0 and period > 0 else math.inf


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
