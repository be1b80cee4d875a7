"""The order in which people expect names."""

from __future__ import annotations

import re
from functools import lru_cache

_RUNS = re.compile(r"([0-9]+)")


@lru_cache(maxsize=1 << 14)  # of a listing's paths most folders are those of the path before
def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key to sort by: runs of digits compare as numbers and come before letters; case doesn't count."""
    runs = (run for run in _RUNS.split(text) if run)
    return tuple((0, int(run), "") if run.isdecimal() else (1, 0, run.casefold()) for run in runs)
