"""Commands that a page shows, run for real by a shell; programs that note what they get stand for the real ones."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

_NOTES = """#!/bin/sh
printf '%s\\0' "${0##*/}" "$@" >> "$NOTES"
printf '\\0\\0' >> "$NOTES"
"""
_NOTES_INPUT = """#!/bin/sh
cat >> "$NOTES_INPUT"
"""
PROGRAMS = ("aws", "curl", "dandi", "datalad")


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    calls: list[list[str]]
    """Name and arguments of each program that it started, in order."""
    aria2: str
    """What aria2c read."""
    made: set[str]
    """Files that are in its folder now and were not before."""


def run_command(command: str, folder: Path, *, shell: str = "sh", awk: str = "awk") -> Ran:
    """Run a command in a folder."""
    tools = folder.parent / f"tools-of-{folder.name}"
    tools.mkdir(exist_ok=True)
    notes, notes_input = tools / "notes", tools / "input"
    scripts = dict.fromkeys(PROGRAMS, _NOTES) | {"aria2c": _NOTES_INPUT, "awk": f'#!/bin/sh\nexec {awk} "$@"\n'}
    for name, script in scripts.items():
        (tools / name).write_text(script)
        (tools / name).chmod(0o755)
    for file in (notes, notes_input):
        file.write_bytes(b"")
    before = set(folder.rglob("*"))
    subprocess.run(
        [shell, "-c", command],
        cwd=folder,
        env={"PATH": f"{tools}:{os.environ['PATH']}", "NOTES": str(notes), "NOTES_INPUT": str(notes_input)},
        check=True,
        capture_output=True,
        timeout=60,
    )
    calls = [call.split("\0") for call in notes.read_bytes().decode().split("\0\0\0")[:-1]]
    made = {path.relative_to(folder).as_posix() for path in set(folder.rglob("*")) - before}
    return Ran(calls, notes_input.read_bytes().decode(), made)
