"""Answers that hold no JSON: which of them may be whole the next time, and which are the archive's own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

_SAME = 2
_SAME_CUT = 4
"""A line that breaks, or a proxy that is busy, may well leave the same piece again."""


@dataclass(frozen=True, slots=True)
class BrokenBody:
    """What came instead of JSON; equal for the same bytes."""

    digest: bytes
    is_cut: bool
    """It doesn't end as an object or a list does."""

    @property
    def tries(self) -> int:
        """How often the same bytes have to come until they are taken for all that ever will."""
        return _SAME_CUT if self.is_cut else _SAME


def broken_body(body: bytes) -> BrokenBody:
    """Of a body that could not be decoded."""
    return BrokenBody(hashlib.sha256(body).digest(), is_cut=not body.rstrip().endswith((b"}", b"]")))
