"""Scales: round values for axes, and numbers as SVG takes them."""

from __future__ import annotations

_MOST_STEPS = 4


def nice_ticks(largest: int) -> tuple[int, ...]:
    """Whole numbers from 0 to the first that `largest` doesn't exceed, in steps of 1, 2 or 5 times a power of ten."""
    step = nice_step(largest, _MOST_STEPS)
    return tuple(range(0, -(-max(largest, 1) // step) * step + 1, step))


def nice_step(span: int, most: int) -> int:
    """The smallest such step that goes into `span` at most `most` times, rounded up."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * most >= span:
                return factor * power
        power *= 10


def plain(value: float) -> str:
    """A number for an attribute: at most two digits after the point, and none that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(share: float) -> str:
    """A share of 1 as a length."""
    return f"{plain(100 * share)}%"
