"""Charts: numbers drawn, and the same numbers as a table.

Places and lengths are values of SVG attributes, so that no style attribute is needed. Text stays text of its size
however wide a chart is drawn: what stretches has percentages, or a drawing of its own without text.
"""

from __future__ import annotations

from dataclasses import dataclass

from builder.site.contexts.frame import NavLink


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPart:
    """A stretch of a bar, on a scale from 0 to 100."""

    x: str
    width: str
    kind: str
    """`main`, or `rest` for what is drawn hollow beside it; or a modality."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarKey:
    """What the parts of bars of one kind stand for."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A line of a list of bars."""

    label: str
    address: str | None
    """The page of the site about it, if there is one."""
    value: str
    """The number that the bar shows, in words."""
    parts: tuple[BarPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A place on an axis that is named."""

    position: str
    """Percent of the width from the left, or of the height from the top."""
    label: str
    anchor: str = "start"
    """Which end of the text stands there: `start`, `middle`, `end`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line with what lies under it, in a square of 1000 by 1000 that is stretched to the chart."""

    path: str
    area: str
    label: str
    """Stands at the line's end."""
    label_y: str
    label_shift: str
    """How far below the end the text stands; above it where this is negative."""
    kind: str
    """`main` or `second`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """Amounts over time."""

    title: str
    description: str
    """What the drawing shows, for those who don't see it."""
    lines: tuple[Line, ...]
    heights: tuple[Tick, ...]
    times: tuple[Tick, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartColumn:
    """How many fall into one bin; x, y, width and height in percent."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    value: str
    kind: str
    """`main`; `aside` for what lies outside the scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChart:
    """How many fall into each of several bins."""

    title: str
    description: str
    columns: tuple[ChartColumn, ...]
    ticks: tuple[Tick, ...]
    axis: str
    """What the bins are of, and how they widen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersRow:
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersTable:
    """The numbers of a chart."""

    caption: str
    label: str
    """What the rows are."""
    head: tuple[str, ...]
    """Names of the columns beside it."""
    rows: tuple[NumbersRow, ...]
    is_repeated: bool
    """Whether the chart says all of it as text already, so that paper needs no table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A finding, the drawing that shows it (one of three kinds), and its numbers."""

    anchor: str
    topic: str
    finding: str
    """What there is to see, in a sentence."""
    bars: tuple[Bar, ...] = ()
    line_chart: LineChart | None = None
    column_chart: ColumnChart | None = None
    legend: tuple[BarKey, ...] = ()
    note: str = ""
    """What was counted and what was not."""
    browse: NavLink | None = None
    """The browse page of all that is counted."""
    example: NavLink | None = None
    """The dandiset that lies furthest out."""
    table: NumbersTable


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartGroup:
    """Charts about one question."""

    anchor: str
    title: str
    charts: tuple[Chart, ...]
