"""How a number differs from dandiset to dandiset: counts in bins that widen, since sizes span many powers of ten."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

SIZE_EDGES = (1, *(10**power for power in range(3, 19)))
"""Bytes: below 1 kB, then a bin for every power of ten."""
COUNT_EDGES = tuple(factor * 10**power for power in range(10) for factor in (1, 3))
"""Two bins for every power of ten: 1, 3, 10, 30, ..."""
PEOPLE_EDGES = (1, 2, 3, 4, 5, 6, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    low: int
    high: int | None
    """The largest whole number in it; None where there is no upper bound."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Over all dandisets of the catalog."""

    none: int
    """How many have nothing of it."""
    bins: tuple[Bin, ...]
    """From the first bin to the last that holds any."""
    median: int
    """Of those that have any; the lower of the two in the middle. 0 where none has."""
    largest: int
    largest_at: int
    """Which of the values it is: the first, where several are as large."""

    @property
    def some(self) -> int:
        return sum(found.count for found in self.bins)


def distribute(values: Sequence[int], edges: Sequence[int]) -> Distribution:
    """`edges` are the lower bounds of the bins, ascending, from 1."""
    some = [value for value in values if value > 0]
    counts = [0] * len(edges)
    for value in some:
        counts[bisect_right(edges, value) - 1] += 1
    filled = [index for index, count in enumerate(counts) if count]
    shown = range(filled[0], filled[-1] + 1) if filled else range(0)
    return Distribution(
        none=len(values) - len(some),
        bins=tuple(
            Bin(low=edges[i], high=edges[i + 1] - 1 if i + 1 < len(edges) else None, count=counts[i]) for i in shown
        ),
        median=median_low(some) if some else 0,
        largest=max(some, default=0),
        largest_at=values.index(max(some)) if some else 0,
    )
