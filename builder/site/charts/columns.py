"""Columns that stand: how many fall into each of several bins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from builder.catalog.distribution import Bin, Distribution
from builder.site import formats
from builder.site.charts.scales import percent
from builder.site.contexts import Column, ColumnChart, Tick

_GAP = 0.08
"""Of a column's place, left free on each side."""
_ASIDE = 1.4
"""Places that the column of those with nothing takes: it stands apart, since 0 lies on no logarithmic scale."""


def column_chart(
    distribution: Distribution, *, title: str, description: str, axis: str, edges: Callable[[int], str] | None = None
) -> ColumnChart:
    """`edges` names the lower bounds of bins, or leaves them without a name; None names the bins themselves."""
    bins = distribution.bins
    aside = _ASIDE if distribution.none else 0.0
    places = aside + len(bins)
    most = max(distribution.none, *(found.count for found in bins), 1)
    columns = [_column(aside + i, places, found.count, most) for i, found in enumerate(bins)]
    ticks = list(_ticks(bins, aside, places, edges))
    if distribution.none:
        columns.insert(0, _column(0, places, distribution.none, most, kind="aside"))
        ticks.insert(0, Tick(position=percent(0.5 / places), label="none", anchor="middle"))
    return ColumnChart(title=title, description=description, columns=tuple(columns), ticks=tuple(ticks), axis=axis)


def _ticks(bins: Sequence[Bin], aside: float, places: float, edges: Callable[[int], str] | None) -> Iterator[Tick]:
    for i, found in enumerate(bins):
        start = aside + i
        if edges is None:
            label = bin_label(found.low, found.high)
            yield Tick(position=percent((start + 0.5) / places), label=label, anchor="middle")
        elif edges(found.low):
            yield Tick(
                position=percent(start / places), label=edges(found.low), anchor="middle" if start else "start"
            )


def bin_label(low: int, high: int | None) -> str:
    """`3`, `6–9`, `1 000 or more`."""
    if high is None:
        return f"{formats.number(low)} or more"
    return formats.number(low) if low == high else f"{formats.number(low)}–{formats.number(high)}"


def _column(place: float, places: float, count: int, most: int, *, kind: str = "main") -> Column:
    height = count / most if most else 0.0
    return Column(
        x=percent((place + _GAP) / places),
        y=percent(1 - height),
        width=percent((1 - 2 * _GAP) / places),
        height=percent(height),
        middle=percent((place + 0.5) / places),
        value=formats.number(count) if count else "",
        kind=kind,
    )
