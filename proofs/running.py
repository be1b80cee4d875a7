"""Run one proof: pytest in a process of its own, for a quarter of an hour at most."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from proofs.rows import ROOT, Row

LONGEST_S = 15 * 60
_OUTCOME = re.compile(r"^(?:=+ )?((?:[0-9]+ [a-z]+(?:, )?)+) in [0-9.]+s(?: \([0-9:]+\))?(?: =+)?$")
_END = re.compile(r"(?:^|\] )(PASSED|FAILED|ERROR|SKIPPED) |::.* (PASSED|FAILED|ERROR|SKIPPED)\b")
_FIGURE = re.compile(r"^  ([a-z][a-z ]*?)  +([0-9.-]+)$")
"""As tests print what they counted, below their summary."""


class Result(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"


@dataclass(frozen=True, kw_only=True)
class Ran:
    result: Result
    figures: str
    """What was counted; of one that was not run, why."""
    seconds: float


def run_row(row: Row, *, longest_s: float = LONGEST_S) -> Ran:
    """What is missing keeps a row from being run; and one of which every test was skipped was not run either."""
    if missing := row.missing():
        return Ran(result=Result.NOT_RUN, figures=f"missing: {missing}", seconds=0)
    pytest = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        "pyproject.toml",
        "-m",
        "",
        "--color=no",
        "--verbose",  # a line a test: what was seen until then is known of a run that is ended
        "-p",
        "no:cacheprovider",
    ]
    started = time.monotonic()
    code, said, late = _run([*pytest, *row.paths()], dict(row.settings), longest_s)
    seconds = time.monotonic() - started
    figures = figures_of(said)
    if late:
        until = f"took longer than {longest_s / 60:.0f} minutes: {outcomes_of(said)} until then"
        return Ran(result=Result.FAILED, figures=until, seconds=seconds)
    if code == 0 and not re.search(r"[0-9]+ passed", figures):
        return Ran(result=Result.NOT_RUN, figures=figures or "no test ran", seconds=seconds)
    return Ran(result=Result.FAILED if code else Result.PASSED, figures=figures, seconds=seconds)


def outcomes_of(said: Sequence[str]) -> str:
    """How many tests ended how, as pytest tells it line by line."""
    ends = Counter((found[1] or found[2]).lower() for line in said if (found := _END.search(line)))
    return ", ".join(f"{ends[end]} {end}" for end in sorted(ends, reverse=True)) or "none ended"


def figures_of(said: Sequence[str]) -> str:
    """Pytest's own count, and what tests printed of theirs."""
    outcomes = [found[1] for line in said if (found := _OUTCOME.match(line))]
    figures = [f"{found[2]} {found[1]}" for line in said if (found := _FIGURE.match(line))]
    return "; ".join([*outcomes[-1:], *figures])


def _run(command: Sequence[str], settings: dict[str, str], longest_s: float) -> tuple[int, list[str], bool]:
    """Its exit code, what it said, which is shown as it comes, and whether it had to be ended."""
    late = threading.Event()
    said: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # so that browsers and servers of tests end with it
    ) as process:

        def end() -> None:
            late.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(longest_s, end)
        timer.start()
        assert process.stdout
        try:
            for line in process.stdout:
                print(line, end="", flush=True)
                said.append(line.rstrip("\n"))
        except BaseException:
            end()
            raise
        finally:
            timer.cancel()
    return process.returncode, said, late.is_set()
