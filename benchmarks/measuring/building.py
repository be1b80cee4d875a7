"""Run a build as a process of its own, and watch what it needs."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path


def build(snapshot: Path, site: Path, *options: str) -> tuple[str, float]:
    """What the command says, and the peak memory of its processes together in MB."""
    command = [sys.executable, "-m", "builder", "build", "--snapshot", str(snapshot), "--out", str(site), "--quiet"]
    peak_mb = 0.0
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as process:

        def watch() -> None:
            nonlocal peak_mb
            while process.poll() is None:
                peak_mb = max(peak_mb, resident_mb(process.pid))
                time.sleep(0.05)

        watcher = threading.Thread(target=watch)
        watcher.start()
        said = process.communicate()[0]
        watcher.join()
    assert process.returncode == 0, said
    return said.strip().rpartition("; ")[2], peak_mb


def resident_mb(pid: int) -> float:
    """Memory of a process and those that it started (Linux)."""
    total = 0.0
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        total += next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            total += resident_mb(int(child))
    except (OSError, StopIteration):
        pass  # it has ended meanwhile
    return total
