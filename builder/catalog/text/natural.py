"""The order in which people expect names."""

from __future__ import annotations

import re
from functools import lru_cache

_RUNS = re.compile(r"[0-9]+")


@lru_cache(maxsize=1 << 14)  # of a listing's paths most folders are those of the path before
def natural(text: str) -> str:
    """A key to sort by: runs of digits compare as numbers and come before letters; case doesn't count."""
    return _RUNS.sub(_number, text.casefold())


def _number(run: re.Match[str]) -> str:
    """Digits behind a sign that comes before all others and their count, so that they sort as what they stand for."""
    digits = run[0].lstrip("0")
    return f"\0{chr(len(digits))}{digits}"
