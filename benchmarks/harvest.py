"""Harvest against a bare loop that downloads and decodes the same addresses in as many threads.

Each figure is of a process of its own. Read the ratios, not the seconds: they depend on the machine.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import requests
from support.archive import reset_log, serving

WORKERS = 4
ROUNDS = 3


def measure(work: str, api_url: str, argument: Path) -> tuple[float, float]:
    """Run a part of this file in a process of its own; its seconds and its peak memory in MB."""
    done = subprocess.run(
        [sys.executable, __file__, work, api_url, str(argument)], check=True, capture_output=True, text=True
    )
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def harvest_once(api_url: str, snapshot: Path) -> None:
    from builder.archive import ArchiveClient
    from builder.harvest import HarvestOptions, harvest

    report = harvest(ArchiveClient(api_url), snapshot, HarvestOptions(workers=WORKERS))
    assert not report.failed, report.failed


def bare_loop(urls_file: Path) -> None:
    sessions = [requests.Session() for _ in range(WORKERS)]
    urls = json.loads(urls_file.read_text())

    def read(session: requests.Session, part: list[str]) -> None:
        for url in part:
            msgspec.json.decode(session.get(url, timeout=60).content)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(read, sessions, (urls[n::WORKERS] for n in range(WORKERS))))


def asked_urls(api_url: str, snapshot: Path) -> list[str]:
    """The addresses that a full harvest asks for, from what it has stored."""
    from builder.snapshot import Snapshot

    urls = [f"{api_url}/info/"]
    with Snapshot.readable(snapshot) as stored:
        rows = stored.dandisets()
        urls += [
            f"{api_url}/dandisets/?page_size=1000&ordering=id&page={n + 1}" for n in range(-(-len(rows) // 1000))
        ]
        for row in rows:
            base = f"{api_url}/dandisets/{row.identifier}/versions/"
            urls.append(f"{base}?page_size=1000")
            for version in stored.versions(row.identifier):
                pages = max(1, -(-version.lines // 1000))
                assets = f"{base}{version.version}/assets/?order=path&metadata=true&page_size=1000&page="
                urls += [f"{base}{version.version}/info/", *(f"{assets}{n + 1}" for n in range(pages))]
    return urls


def compare(copies: int, latency_ms: int) -> None:
    with serving(copies=copies, latency_ms=latency_ms) as (what, api_url), TemporaryDirectory() as scratch:
        snapshot, urls_file = Path(scratch) / "warm.sqlite", Path(scratch) / "urls.json"
        measure("harvest", api_url, snapshot)  # the stand-in reads its files on first use
        urls_file.write_text(json.dumps(asked_urls(api_url, snapshot)))
        reset_log(api_url)
        idle = measure("harvest", api_url, snapshot)
        idle_requests = reset_log(api_url).get("requests", "?")
        full, bare = [], []
        for number in range(ROUNDS):
            bare.append(measure("bare", api_url, urls_file))
            reset_log(api_url)
            full.append(measure("harvest", api_url, Path(scratch) / f"{number}.sqlite"))
            full_requests = reset_log(api_url).get("requests", "?")
        middle = sorted(a[0] / b[0] for a, b in zip(full, bare, strict=True))[ROUNDS // 2]
        full_s, bare_s = (sorted(runs)[ROUNDS // 2][0] for runs in (full, bare))
        peak_mb = max(megabytes for _, megabytes in full)
        times = f"{full_s:.1f} s | {bare_s:.1f} s | {middle:.2f} | {peak_mb:.0f} MB"
        print(f"| {what} | {times} | {full_requests} | {idle[0]:.2f} s | {idle_requests} |")


def main() -> None:
    if len(sys.argv) == 4:
        started = time.monotonic()
        work, api_url, argument = sys.argv[1], sys.argv[2], Path(sys.argv[3])
        harvest_once(api_url, argument) if work == "harvest" else bare_loop(argument)
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps([time.monotonic() - started, peak_mb]))
        return
    print("| archive | full | bare loop | ratio | memory | requests | idle | requests |")
    print("|---|---|---|---|---|---|---|---|")
    compare(1, 0)
    compare(1, 50)
    compare(6, 0)


if __name__ == "__main__":
    main()
