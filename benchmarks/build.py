"""Build: full, one dandiset changed, nothing changed. Seconds, memory of all processes, size of the site."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from builder.archive import ArchiveClient
from builder.harvest import harvest
from builder.snapshot import Snapshot
from measuring.archive import serving
from measuring.building import build


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
