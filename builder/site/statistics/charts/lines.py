"""Lines: amounts that grow over time, quarter by quarter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from builder.catalog.numbers.growth import Quarter
from builder.site.contexts import Line, LineChart, Tick
from builder.site.statistics.charts.scales import nice_step, nice_ticks, percent, plain

_SIDE = 1000
"""Of the square that the lines are drawn in."""
_MOST_YEARS = 7
_ROOM_FOR_A_YEAR = 0.08
"""Of the width; a year's name stands to the right of its beginning."""
_LABEL_HEIGHT = 0.11
"""Of the height: lines that end closer than this leave no room for text between them."""


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
        lines=_lines(series, top),
        heights=tuple(Tick(position=percent(1 - tick / top), label=write(tick)) for tick in ticks if tick),
        times=_years(quarters),
    )


def _lines(series: Sequence[Series], top: int) -> tuple[Line, ...]:
    lines = []
    above: float | None = None
    for one in series:
        end = 1 - one.values[-1] / top
        # Amounts never fall, so that left of a line's end there is room above it, unless another line ends there.
        is_crowded = above is not None and end - above < _LABEL_HEIGHT
        lines.append(_line(one, top, kind="main" if above is None else "second", is_crowded=is_crowded))
        above = end
    return tuple(lines)


def _line(series: Series, top: int, *, kind: str, is_crowded: bool) -> Line:
    count = len(series.values)
    points = [(0.0, float(_SIDE))]
    points += [(_SIDE * (i + 1) / count, _SIDE * (1 - value / top)) for i, value in enumerate(series.values)]
    path = "M" + "L".join(f"{plain(x)} {plain(y)}" for x, y in points)
    return Line(
        path=path,
        area=f"{path}V{_SIDE}Z",
        label=series.label,
        label_y=percent(1 - series.values[-1] / top),
        label_shift="1.3em" if is_crowded else "-0.5em",
        kind=kind,
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
