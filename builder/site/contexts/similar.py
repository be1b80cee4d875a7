"""Dandisets that are like the one that a page shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarRow:
    identifier: str
    title: str
    address: str
    why: str
    """What the two have in common, in words; empty where it is but their text."""
