"""Columns that stand: how many fall into each of several bins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from builder.catalog.numbers.distribution import Bin, Distribution
from builder.site.contexts import ChartColumn, ColumnChart, Tick
from builder.site.statistics.charts.scales import percent
from builder.words import formats

_GAP = 0.08
"""Of a column's place, left free on each side."""
_ASIDE = 1.4
"""Places that the column of those with nothing takes: it stands apart, since 0 lies on no logarithmic scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """How the lower bounds of bins are named, where those stand at the edges of columns as on a ruler."""

    write: Callable[[int], str]
    is_named: Callable[[int], bool]
    """Which are: there is room for few. Where none of them is, all are."""


def column_chart(
    distribution: Distribution, *, title: str, description: str, axis: str, edges: Edges | None = None
) -> ColumnChart:
    """Without `edges` each column has the bin's name below it."""
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


def _ticks(bins: Sequence[Bin], aside: float, places: float, edges: Edges | None) -> Iterator[Tick]:
    if edges is None:
        for i, found in enumerate(bins):
            yield Tick(position=percent((aside + i + 0.5) / places), label=_short(found), anchor="middle")
        return
    starts = [(aside + i, found.low) for i, found in enumerate(bins)]
    named = [(start, low) for start, low in starts if edges.is_named(low)] or starts
    for start, low in named:
        anchor = "middle" if start else "start"
        yield Tick(position=percent(start / places), label=edges.write(low), anchor=anchor)


def _short(found: Bin) -> str:
    """`3`, `10+`: a range is too long to stand below a narrow column, and the next column tells where it ends."""
    return formats.number(found.low) + ("" if found.low == found.high else "+")


def bin_label(low: int, high: int | None) -> str:
    """`3`, `6–9`, `1 000 or more`."""
    if high is None:
        return f"{formats.number(low)} or more"
    return formats.number(low) if low == high else f"{formats.number(low)}–{formats.number(high)}"


def _column(place: float, places: float, count: int, most: int, *, kind: str = "main") -> ChartColumn:
    height = count / most if most else 0.0
    return ChartColumn(
        x=percent((place + _GAP) / places),
        y=percent(1 - height),
        width=percent((1 - 2 * _GAP) / places),
        height=percent(height),
        middle=percent((place + 0.5) / places),
        value=formats.number(count) if count else "",
        kind=kind,
    )
