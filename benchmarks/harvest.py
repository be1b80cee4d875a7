"""Harvest against a bare loop that downloads and decodes the same addresses in as many threads.

Each figure is of a process of its own, from its start to its end, memory as the system saw it, requests as the server
counted them. Read the ratios, not the seconds: they depend on the machine.

The loop takes a dandiset's addresses together, as the harvest does. Spread over the threads one by one they are twice
as slow, for the server then sorts the same long list for several pages at once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec
import requests

from builder.harvest.plan import SHARES
from builder.snapshot import Snapshot
from measuring.archive import control, serving

WORKERS = 4
ALLOWED_RATIO = 1.25
ALLOWED_MB = 200


class Measured(NamedTuple):
    """A process from its start to its end."""

    seconds: float
    peak_mb: float
    said: str


def measure(*command: str) -> Measured:
    started = time.monotonic()
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, said
    return Measured(time.monotonic() - started, usage.ru_maxrss / 1024, said)


def harvest(api_url: str, snapshot: Path) -> Measured:
    options = ["--api", api_url, "--snapshot", str(snapshot), "--workers", str(WORKERS), "--json", "--quiet"]
    return measure("-m", "builder", "harvest", *options)


def bare_loop(groups_file: Path) -> None:
    """The addresses in as many threads as the harvest has, each with a connection that it keeps."""
    local = threading.local()

    def read(group: list[str]) -> None:
        if not hasattr(local, "session"):
            local.session = requests.Session()
        for url in group:
            msgspec.json.decode(local.session.get(url, timeout=60).content)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(read, json.loads(groups_file.read_text())))


def asked_urls(api_url: str, stored: Snapshot) -> list[list[str]]:
    """The addresses that a full harvest asks for, from what it has stored: the lists', then each dandiset's."""
    rows = stored.dandisets()
    pages = range(1, thousands(len(rows)) + 1)
    lists = [f"{api_url}/dandisets/?ordering=id&draft=true&empty=true&page_size=1000&page={page}" for page in pages]
    groups = [[f"{api_url}/info/"], *([url] for url in lists)]
    for row in rows:
        base = f"{api_url}/dandisets/{row.identifier}/versions/"
        group = [f"{base}?page_size=1000"]
        for version in stored.versions(row.identifier):
            info, assets = f"{base}{version.version}/info/", f"{base}{version.version}/assets/"
            pages = range(1, max(1, thousands(version.lines)) + 1)
            group.append(info)
            group += [f"{assets}?order=path&metadata=true&page_size=1000&page={page}" for page in pages]
            if version.version == "draft" and len(pages) > 1:
                group.append(info)  # whether it changed while it was read
        groups.append(group)
    return groups


def allowed_requests(stored: Snapshot) -> int:
    """One per dandiset, two per version, one per 1,000 assets of each version, one per 1,000 dandisets, and two."""
    rows = stored.dandisets()
    versions = [version for row in rows for version in stored.versions(row.identifier)]
    pages = sum(thousands(version.lines) for version in versions)
    return len(rows) + 2 * len(versions) + pages + thousands(len(rows)) + 2


def thousands(count: int) -> int:
    return -(-count // 1000)


def compare(what: str, api_url: str, scratch: Path, rounds: int) -> None:
    """A row for full harvests: the middle one of some pairs, run in turn."""
    snapshot, groups_file = scratch / "snapshot.sqlite", scratch / "groups.json"
    harvest(api_url, snapshot)  # the stand-in reads its files on first use
    with Snapshot.readable(snapshot) as stored:
        groups_file.write_text(json.dumps(asked_urls(api_url, stored)))
        allowed = allowed_requests(stored)
    pairs = []
    for number in range(rounds):
        bare = measure(__file__, str(groups_file))
        control(api_url, "log")
        full = harvest(api_url, scratch / f"{number}.sqlite")
        asked = control(api_url, "log").get("requests", "?")
        (scratch / f"{number}.sqlite").unlink()
        pairs.append((full.seconds / bare.seconds, full.seconds, bare.seconds, full.peak_mb))
    ratio, full_s, bare_s, _ = sorted(pairs)[rounds // 2]
    peak_mb = max(pair[-1] for pair in pairs)
    print(
        f"| {what} | full | {full_s:.1f} s, bare loop {bare_s:.1f} s | {ratio:.2f} ({ALLOWED_RATIO}) "
        f"| {asked} ({allowed}) | {peak_mb:.0f} MB ({ALLOWED_MB}) |",
        flush=True,
    )


def update(what: str, api_url: str, scratch: Path) -> None:
    """Rows for harvests of nothing new, and of one draft that changed: the largest."""
    snapshot = scratch / "snapshot.sqlite"
    with Snapshot.readable(snapshot) as stored:
        rows = stored.dandisets()
        drafts = {row.identifier: version.lines for row in rows for version in stored.versions(row.identifier)[-1:]}
    small, large = rows[0].identifier, max(drafts, key=lambda identifier: drafts[identifier])
    idle = thousands(len(rows)) + 2 + -(-len(rows) // SHARES)
    for name, verb, allowed in (
        ("nothing changed", "heal", idle),
        ("a small draft changed", f"touch/{small}", idle + 4 + thousands(drafts[small])),
        (f"a draft of {drafts[large]:,} assets changed", f"touch/{large}", idle + 4 + thousands(drafts[large])),
    ):
        control(api_url, verb)
        control(api_url, "log")
        done = harvest(api_url, snapshot)
        asked = control(api_url, "log").get("requests", "?")
        inside_s = json.loads(done.said)["seconds"]
        print(
            f"| {what} | {name} | {done.seconds:.1f} s, {inside_s:.2f} s of it harvest | | {asked} ({allowed}) "
            f"| {done.peak_mb:.0f} MB ({ALLOWED_MB}) |",
            flush=True,
        )


def main() -> None:
    if len(sys.argv) == 2:
        return bare_loop(Path(sys.argv[1]))
    print("| archive | harvest | time | ratio (allowed) | requests (allowed) | memory (allowed) |")
    print("|---|---|---|---|---|---|")
    for copies, latency_ms, rounds in ((1, 0, 5), (1, 50, 3), (6, 0, 3), (6, 50, 1)):
        with serving(copies=copies, latency_ms=latency_ms) as (what, api_url), TemporaryDirectory() as scratch:
            compare(what, api_url, Path(scratch), rounds)
            if control(api_url, "log"):  # the built-in archive doesn't change
                update(what, api_url, Path(scratch))
    return None


if __name__ == "__main__":
    main()
