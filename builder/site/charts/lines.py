"""Lines: amounts that grow over time, quarter by quarter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from builder.catalog.growth import Quarter
from builder.site.charts.scales import nice_step, nice_ticks, percent, plain
from builder.site.contexts import Line, LineChart, Tick

_SIDE = 1000
"""Of the square that the lines are drawn in."""
_MOST_YEARS = 7
_ROOM_FOR_A_YEAR = 0.08
"""Of the width; a year's name stands to the right of its beginning."""
_LOWEST_LABEL = 0.85
"""Of the height: further down there is no room for text under a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """An amount at the end of each quarter."""

    label: str
    """What the last amount is, in words."""
    values: tuple[int, ...]


def line_chart(
    series: Sequence[Series],
    quarters: Sequence[Quarter],
    *,
    title: str,
    description: str,
    write: Callable[[int], str],
) -> LineChart:
    """`series` has the largest first; `write` puts an amount of the axis into words."""
    ticks = nice_ticks(max(value for one in series for value in one.values))
    top = ticks[-1]
    return LineChart(
        title=title,
        description=description,
        lines=tuple(_line(one, top, is_first=i == 0) for i, one in enumerate(series)),
        heights=tuple(Tick(position=percent(1 - tick / top), label=write(tick)) for tick in ticks if tick),
        times=_years(quarters),
    )


def _line(series: Series, top: int, *, is_first: bool) -> Line:
    count = len(series.values)
    points = [(0.0, float(_SIDE))]
    points += [(_SIDE * (i + 1) / count, _SIDE * (1 - value / top)) for i, value in enumerate(series.values)]
    path = "M" + "L".join(f"{plain(x)} {plain(y)}" for x, y in points)
    end = 1 - series.values[-1] / top
    # Amounts never fall, so that there is room left of a line's end: above it, and of the lower line below it.
    is_above = is_first or end > _LOWEST_LABEL
    return Line(
        path=path,
        area=f"{path}V{_SIDE}Z",
        label=series.label,
        label_y=percent(end),
        label_shift="-0.5em" if is_above else "1.3em",
        kind="main" if is_first else "second",
    )


def _years(quarters: Sequence[Quarter]) -> tuple[Tick, ...]:
    """Where years begin, as many as there is room for; the first quarter where no year does."""
    count = len(quarters)
    step = nice_step(quarters[-1].year - quarters[0].year + 1, _MOST_YEARS)
    starts = [(i / count, quarter.year) for i, quarter in enumerate(quarters) if quarter.number == 1]
    ticks = tuple(
        Tick(position=percent(x), label=str(year))
        for x, year in starts
        if year % step == 0 and x <= 1 - _ROOM_FOR_A_YEAR
    )
    return ticks or (Tick(position="0%", label=quarters[0].name),)
