"""From a hostile archive to its site, by the commands that anybody runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.archive import ArchiveClient
from builder.harvest import HarvestReport, harvest
from builder.serve import in_background
from builder.snapshot import Snapshot, VersionRow, pack_lines
from builder.snapshot.hashing import hash_assets
from support.hostile.archive import HostileArchive, HostileDandiset
from support.hostile.serving import create_hostile_api

NOW = "2026-01-01T00:00:00Z"


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a command did."""

    code: int
    said: str
    """All that it wrote to stderr."""
    answer: Any
    """The JSON that it printed; None if there is none."""
    seconds: float
    peak_bytes: int
    """Memory of its largest process."""


def harvest_hostile(archive: HostileArchive, path: Path) -> HarvestReport:
    """Read it over loopback into a snapshot."""
    with in_background(create_hostile_api(archive)) as url:
        return harvest(ArchiveClient(f"{url}/api"), path)


def store_hostile(dandisets: Sequence[HostileDandiset], path: Path) -> None:
    """Put what no harvest takes into a snapshot."""
    with Snapshot.writable(path) as snapshot:
        for dandiset in dandisets:
            snapshot.put_dandiset(
                dandiset.identifier,
                listed=dandiset.listed,
                versions=[
                    VersionRow(
                        version=version.name,
                        modified=version.listed["modified"],
                        asset_count=version.listed["asset_count"],
                        size_bytes=version.listed["size"],
                        status=version.listed["status"],
                        info=version.info,
                        assets_hash=hash_assets([version.lines]),
                        lines=len(version.lines),
                    )
                    for version in dandiset.versions
                ],
                pages={version.name: [pack_lines(version.lines)] for version in dandiset.versions},
                now_utc=NOW,
            )
            if dandiset.stale_reason:
                snapshot.mark_stale(dandiset.identifier, dandiset.stale_reason, now_utc=NOW)
        snapshot.settle()


def run_command(*arguments: object, folder: Path) -> Ran:
    """A command of ours in a process of its own; `folder` is where it runs."""
    started = time.monotonic()
    out, err = folder / "stdout.txt", folder / "stderr.txt"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        command = [sys.executable, "-m", "builder", *map(str, arguments)]
        process = subprocess.Popen(command, cwd=folder, stdout=stdout, stderr=stderr)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    text = out.read_text(encoding="utf-8")
    return Ran(
        code=process.returncode,
        said=err.read_text(encoding="utf-8", errors="replace"),
        answer=json.loads(text) if text.startswith("{") else None,
        seconds=time.monotonic() - started,
        peak_bytes=usage.ru_maxrss * 1024,
    )
