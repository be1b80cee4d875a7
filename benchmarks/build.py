"""Build: full, one dandiset changed, nothing changed. Seconds, memory of all processes, size of the site."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from support.archive import serving

from builder.archive import ArchiveClient
from builder.harvest import harvest
from builder.snapshot import Snapshot


def build(snapshot: Path, site: Path) -> tuple[str, float]:
    """What the command says, and the peak memory of its processes together in MB."""
    command = [sys.executable, "-m", "builder", "build", "--snapshot", str(snapshot), "--out", str(site), "--quiet"]
    peak_mb = 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:

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


def main() -> None:
    print("| archive | build | files, size, time | memory |")
    print("|---|---|---|---|")
    for copies in (1, 6):
        with serving(copies=copies) as (what, api_url), TemporaryDirectory() as scratch:
            snapshot, site = Path(scratch) / "snapshot.sqlite", Path(scratch) / "site"
            harvest(ArchiveClient(api_url), snapshot)
            for name in ("full", "nothing changed", "one dandiset changed"):
                if name.startswith("one"):
                    with Snapshot.writable(snapshot) as stored:
                        stored.mark_stale(
                            stored.dandisets()[0].identifier, "benchmark", now_utc="2026-01-01T00:00:00Z"
                        )
                        stored.settle()
                said, peak_mb = build(snapshot, site)
                print(f"| {what} | {name} | {said} | {peak_mb:.0f} MB |")


if __name__ == "__main__":
    main()
