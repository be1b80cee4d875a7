"""How many processes a build or a check takes: no more than it may use processors."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import builder
from builder.machine import processors as module
from builder.machine.processors import processors
from support import ROOT

HERE = "sys/fs/cgroup"


def system(root: Path, groups: str, limits: dict[str, str]) -> Path:
    """A folder that tells of control groups as Linux does."""
    for path, text in {"proc/self/cgroup": groups, **limits}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"{text}\n", encoding="utf-8")
    return root


def v1(folder: str, quota: str, period: str = "100000") -> dict[str, str]:
    return {f"{HERE}/{folder}/cpu.cfs_quota_us": quota, f"{HERE}/{folder}/cpu.cfs_period_us": period}


@pytest.mark.parametrize(
    ("groups", "limits", "count"),
    [
        ("0::/", {f"{HERE}/cpu.max": "200000 100000"}, 2),
        ("0::/", {f"{HERE}/cpu.max": "150000 100000"}, 2),
        ("0::/", {f"{HERE}/cpu.max": "50000 100000"}, 1),
        ("0::/", {f"{HERE}/cpu.max": "max 100000"}, 8),
        ("0::/a/b", {f"{HERE}/a/b/cpu.max": "max 100000", f"{HERE}/a/cpu.max": "300000 100000"}, 3),
        ("0::/a/b", {f"{HERE}/a/b/cpu.max": "400000 100000", f"{HERE}/a/cpu.max": "900000 100000"}, 4),
        ("0::/docker/of-the-host", {f"{HERE}/cpu.max": "200000 100000"}, 2),
        ("0::/../../outside", {f"{HERE}/cpu.max": "max 100000"}, 8),
        ("5:memory:/\n4:cpu,cpuacct:/docker/1\n0::/", v1("cpu,cpuacct/docker/1", "300000"), 3),
        ("4:cpu,cpuacct:/docker/1", v1("cpu,cpuacct", "250000"), 3),
        ("1:cpu:/", v1("cpu", "40000", "20000"), 2),
        ("1:cpu:/", v1("cpu", "-1"), 8),
        ("1:cpu:/", v1("cpu", "100000", "0"), 8),
        ("1:cpuset:/", v1("cpuset", "100000"), 8),
        ("0::/", {f"{HERE}/cpu.max": "nonsense"}, 8),
        ("nonsense", {}, 8),
    ],
)
def test_a_containers_limit_counts(tmp_path, monkeypatch, groups, limits, count):
    monkeypatch.setattr(module, "_allowed", lambda: 8)

    assert processors(system(tmp_path, groups, limits)) == count


def test_where_no_system_tells_of_limits_those_that_it_may_be_put_on_count(tmp_path):
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()

    assert processors(tmp_path) == allowed


@pytest.mark.skipif(not shutil.which("taskset"), reason="there is no taskset")
def test_a_process_that_is_held_to_one_processor_takes_one():
    one = str(min(os.sched_getaffinity(0)))
    script = "from builder.machine.processors import processors; print(processors())"
    ended = subprocess.run(
        ["taskset", "-c", one, sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ended.stdout == "1\n"


def test_nothing_counts_processors_on_its_own():
    sources = Path(builder.__file__).parent.rglob("*.py")

    assert [path.name for path in sources if "cpu_count" in path.read_text(encoding="utf-8")] == ["processors.py"]
