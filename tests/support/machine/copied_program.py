"""A copy of the program that a test may change, run in a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from support import ROOT

_PARTS = ("builder", "templates", "static", "content")
_BUILD = """
import json, sys
from pathlib import Path
from builder.settings import Settings
from builder.site.pipeline.build import build
snapshot, *outs = map(Path, sys.argv[1:])
print(json.dumps([build(snapshot, Settings(), out, jobs=1).skipped for out in outs]))
"""


def copy_program(folder: Path) -> Path:
    """What a checkout holds of the program; compiled modules too, so that the copy starts as fast."""
    for name in _PARTS:
        shutil.copytree(ROOT / name, folder / name)
    return folder


def build_with(program: Path, snapshot: Path, *outs: Path) -> list[int]:
    """Build the sites one after the other; answers how many pages of each were kept."""
    printed = run(program, _BUILD, snapshot, *outs)
    skipped: list[int] = json.loads(printed)
    return skipped


def run(program: Path, script: str, *arguments: Any) -> str:
    """What a script of Python prints, to which `builder` is the copy."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], cwd=program, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
