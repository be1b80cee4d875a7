"""Geometry of charts: nothing is drawn outside, and the axes are round."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from builder.catalog.numbers.distribution import COUNT_EDGES, PEOPLE_EDGES, distribute
from builder.catalog.numbers.growth import quarters_of
from builder.site.contexts import LineChart
from builder.site.statistics.charts import (
    Edges,
    LabeledAmount,
    Series,
    bar_list,
    column_chart,
    line_chart,
    stacked_bars,
)
from builder.site.statistics.charts.scales import nice_ticks, percent, plain
from builder.words import formats
from support.archives.entries import make_entry

READ = "2099-01-01T00:00:00Z"


def percent_of(text: str) -> float:
    assert text.endswith("%")
    return float(text[:-1])


# -- scales ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (4, (0, 1, 2, 3, 4)),
        (5, (0, 2, 4, 6)),
        (33, (0, 10, 20, 30, 40)),
        (351, (0, 100, 200, 300, 400)),
        (206_000_000_000_000, (0, 100_000_000_000_000, 200_000_000_000_000, 300_000_000_000_000)),
    ],
)
def test_ticks_are_round_and_reach_over_the_largest(largest: int, ticks: tuple[int, ...]) -> None:
    assert nice_ticks(largest) == ticks


def test_ticks_are_few_at_any_size() -> None:
    for power in range(19):
        for factor in (1, 3, 7, 9.99):
            ticks = nice_ticks(int(factor * 10**power))
            assert 2 <= len(ticks) <= 6
            assert ticks[-1] >= factor * 10**power - 1


def test_numbers_for_attributes_have_no_useless_digits() -> None:
    assert [plain(value) for value in (0, 100.0, 12.5, 1 / 3, 0.001)] == ["0", "100", "12.5", "0.33", "0"]
    assert percent(1) == "100%"


# -- bars ------------------------------------------------------------------------------------------------------------


def test_the_largest_bar_goes_all_the_way_and_the_smallest_is_seen() -> None:
    bars = bar_list([LabeledAmount(label=str(n), amount=n, value=str(n)) for n in (100_000, 50_000, 1, 0)])

    assert [float(bar.parts[0].width) for bar in bars] == [100, 50, 0.5, 0]


def test_bars_of_nothing_have_no_width() -> None:
    assert [bar.parts[0].width for bar in bar_list([LabeledAmount(label="a", amount=0, value="0")])] == ["0"]
    assert bar_list([]) == ()


def test_parts_of_a_bar_lie_side_by_side_within_the_width() -> None:
    bars = stacked_bars(
        [
            LabeledAmount(label=str(n), amount=n, whole=whole, value="")
            for n, whole in ((15, 37), (41, 131), (5, 5), (0, 3))
        ]
    )

    assert [[part.kind for part in bar.parts] for bar in bars] == [
        ["main", "rest"],
        ["main", "rest"],
        ["main"],
        ["rest"],
    ]
    for bar in bars:
        assert bar.parts[0].x == "0"
        for left, right in pairwise(bar.parts):
            assert float(left.x) + float(left.width) == pytest.approx(float(right.x))
        assert float(bar.parts[-1].x) + float(bar.parts[-1].width) <= 100.01


# -- columns ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [[1], [0, 1], [0] * 9 + [1, 40, 40, 57_000], list(range(2_000))])
@pytest.mark.parametrize("edges", [None, Edges(write=str, is_named=lambda low: low % 10 == 0)])
def test_columns_stand_on_the_ground_within_the_width(values: list[int], edges: Edges | None) -> None:
    chart = column_chart(distribute(values, COUNT_EDGES), title="t", description="d", axis="a", edges=edges)

    for column in chart.columns:
        assert percent_of(column.y) + percent_of(column.height) == pytest.approx(100, abs=0.02)
        assert percent_of(column.x) >= 0
        assert percent_of(column.x) + percent_of(column.width) <= 100.02
    for left, right in pairwise(chart.columns):
        assert percent_of(left.x) + percent_of(left.width) < percent_of(right.x)
    assert max(percent_of(column.height) for column in chart.columns) == 100
    assert all(0 <= percent_of(tick.position) <= 100 for tick in chart.ticks)


def test_those_with_nothing_stand_apart() -> None:
    chart = column_chart(distribute([0, 0, 1], COUNT_EDGES), title="t", description="d", axis="a")

    assert [(column.kind, column.value) for column in chart.columns] == [("aside", "2"), ("main", "1")]
    assert chart.ticks[0].label == "none"


def labels_of(values: list[int], edges: Edges | None = None) -> list[str]:
    chart = column_chart(distribute(values, PEOPLE_EDGES), title="t", description="d", axis="a", edges=edges)
    return [tick.label for tick in chart.ticks]


def test_a_column_of_several_numbers_is_named_by_the_first() -> None:
    assert labels_of([4, 5, 6, 10]) == ["4", "5", "6+", "10+"]


def test_edges_that_have_a_name_are_named_and_all_where_none_has() -> None:
    edges = Edges(write=str, is_named=lambda low: low == 10)

    assert labels_of([6, 10, 20], edges) == ["10"]
    assert labels_of([2, 3], edges) == ["2", "3"]


# -- lines -----------------------------------------------------------------------------------------------------------


def lines_of(*dates: str, second: float = 0.3) -> LineChart:
    quarters = quarters_of([make_entry(created=date) for date in dates], until=READ)
    first = tuple(quarter.total.dandisets for quarter in quarters)
    series = (Series(label="all", values=first), Series(label="some", values=tuple(int(n * second) for n in first)))
    return line_chart(series, quarters, title="t", description="d", write=formats.number)


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]


@pytest.mark.parametrize(
    "dates", [["2021-01-01"], ["2020-02-01", "2020-03-01", "2026-11-11"], ["2000-01-01", "2098-12-31"]]
)
def test_lines_rise_within_their_square_from_edge_to_edge(dates: list[str]) -> None:
    for line in lines_of(*dates).lines:
        found = points(line.path)
        assert (found[0], found[-1][0]) == ((0, 1000), 1000)
        assert all(0 <= x <= 1000 and 0 <= y <= 1000 for x, y in found)
        assert all(left[0] < right[0] and left[1] >= right[1] for left, right in pairwise(found))


def test_the_axis_of_time_names_years_that_have_room() -> None:
    for last in range(2020, 2099):
        times = lines_of("2020-01-01", f"{last}-12-31").times
        positions = [percent_of(tick.position) for tick in times]
        assert 1 <= len(times) <= 8
        assert all(0 <= position <= 92 for position in positions)
        assert all(right - left >= 10 for left, right in pairwise(positions))


def test_a_catalog_younger_than_a_year_names_its_quarter() -> None:
    assert [tick.label for tick in lines_of("2021-08-01").times] == ["2021 Q3"]


def test_labels_of_lines_that_end_close_together_stand_on_either_side() -> None:
    apart, close = lines_of(*["2021-08-01"] * 10), lines_of(*["2021-08-01"] * 10, second=1)

    assert [line.label_shift for line in apart.lines] == ["-0.5em", "-0.5em"]
    assert [line.label_shift for line in close.lines] == ["-0.5em", "1.3em"]
