"""Bars that lie: a line each, with its name and number as text beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.site.contexts import Bar, BarPart
from builder.site.statistics.charts.scales import plain

_THINNEST = 0.5
"""Percent: what there is little of is still seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabeledAmount:
    """Something with an amount."""

    label: str
    amount: int
    value: str
    """The amount in words."""
    address: str | None = None
    kind: str = "main"
    """How the bar is drawn: `main`, or the name of a modality for its colour."""
    whole: int | None = None
    """What the amount is a part of, where that is drawn too."""


def bar_list(measures: Sequence[LabeledAmount]) -> tuple[Bar, ...]:
    """A bar each, the largest amount across the whole width."""
    largest = max((measure.amount for measure in measures), default=0)
    return tuple(
        _bar(measure, (BarPart(x="0", width=_width(measure.amount, largest), kind=measure.kind),))
        for measure in measures
    )


def stacked_bars(measures: Sequence[LabeledAmount]) -> tuple[Bar, ...]:
    """A bar each: the amount, then what is missing of its whole; the largest whole across the whole width."""
    largest = max((measure.whole or 0 for measure in measures), default=0)
    return tuple(_bar(measure, _parts(measure, largest)) for measure in measures)


def _parts(measure: LabeledAmount, largest: int) -> tuple[BarPart, ...]:
    whole = measure.whole or 0
    main = 100 * measure.amount / largest if largest else 0.0
    rest = 100 * (whole - measure.amount) / largest if largest else 0.0
    parts = (
        BarPart(x="0", width=plain(main), kind="main"),
        BarPart(x=plain(main), width=plain(rest), kind="rest"),
    )
    return tuple(part for part in parts if part.width != "0")


def _bar(measure: LabeledAmount, parts: tuple[BarPart, ...]) -> Bar:
    return Bar(label=measure.label, address=measure.address, value=measure.value, parts=parts)


def _width(amount: int, largest: int) -> str:
    return plain(max(100 * amount / largest, _THINNEST)) if amount > 0 else "0"
