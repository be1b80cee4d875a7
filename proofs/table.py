"""The table of docs/proof.md: of each row what its last run showed, when, of which commit, and on what machine."""

from __future__ import annotations

import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from builder.machine.processors import processors
from proofs.rows import ROOT, Row
from proofs.running import Ran, Result

PAGE = ROOT / "docs" / "proof.md"
_COLUMNS = ("Row", "What it shows", "Result", "Figures", "Time", "Date", "Commit", "Machine")
_HEAD = f"| {' | '.join(_COLUMNS)} |\n{'|---' * len(_COLUMNS)}|\n"
_TABLE = re.compile(re.escape(_HEAD) + r"(?:\|.*\n)*")
_NEVER = ("not run", "", "", "", "", "")


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """When and where rows were run."""

    date: str
    commit: str
    machine: str


def stamp() -> Stamp:
    return Stamp(
        date=datetime.now(UTC).date().isoformat(),
        commit=_commit(),
        machine=f"{processors()} cores, {platform.system()}, Python {'.'.join(platform.python_version_tuple()[:2])}",
    )


def _commit() -> str:
    """Of the checkout; with a + where files of the project differ from it, the table apart."""
    words = ("git", "describe", "--always", "--abbrev=9", "--match=")
    head = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    status = ("git", "status", "--porcelain", "--", ".", f":!{PAGE.relative_to(ROOT)}")
    changed = subprocess.run(status, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    return f"{head}+" if changed else head


def write_table(page: Path, rows: Sequence[Row], ran: Mapping[str, Ran], when: Stamp) -> None:
    """Put what ran in its rows. Others stay, and so does a row that could not be run now but once could."""
    text = page.read_text(encoding="utf-8")
    before = read_table(text)
    lines = "".join(_line(row, _cells(ran.get(row.name), before.get(row.name, _NEVER), when)) for row in rows)
    page.write_text(_TABLE.sub(lambda _: _HEAD + lines, text), encoding="utf-8")


def read_table(text: str) -> dict[str, tuple[str, ...]]:
    """Row -> its cells from the result on."""
    found = _TABLE.search(text)
    lines = found[0].splitlines()[2:] if found else []
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {name.strip("`"): tuple(rest) for name, _, *rest in cells}


def _cells(ran: Ran | None, before: tuple[str, ...], when: Stamp) -> tuple[str, ...]:
    if ran is None or (ran.result is Result.NOT_RUN and before[0] != Result.NOT_RUN):
        return before
    if ran.result is Result.NOT_RUN:
        return (ran.result, ran.figures, "", "", "", "")
    minutes, seconds = divmod(round(ran.seconds), 60)
    return (ran.result, ran.figures, f"{minutes}:{seconds:02d} min", when.date, when.commit, when.machine)


def _line(row: Row, cells: Sequence[str]) -> str:
    return f"| {' | '.join((f'`{row.name}`', row.shows, *(cell.replace('|', '/') for cell in cells)))} |\n"
