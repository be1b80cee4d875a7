"""The order in which people expect names."""

from __future__ import annotations

import re

_RUNS = re.compile(r"([0-9]+)")


def natural(text: str) -> list[tuple[int, int, str]]:
    """A key to sort by: runs of digits compare as numbers and come before letters; case doesn't count."""
    return [(0, int(run), "") if run.isdecimal() else (1, 0, run.casefold()) for run in _RUNS.split(text) if run]
