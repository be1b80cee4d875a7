"""The numbers behind a chart: as a table beneath it, and as rows of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from builder.records.cells import csv_text
from builder.site.contexts import Chart, NumbersRow, NumbersTable
from builder.words import formats

_CSV_HEAD = ("chart", "label", "measure", "value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a column of numbers tells."""

    head: str
    name: str = ""
    """In the file, as `dandisets` or `bytes`; empty for what follows from other columns."""
    write: Callable[[int], str] = formats.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers of a chart, as a table and as lines of the CSV."""

    caption: str
    label: str
    """What the rows are, as `Species`."""
    measures: tuple[Measured, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    """A label, and a number for each measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart with the numbers that it was drawn from."""

    chart: Chart
    numbers: Numbers


def numbers_table(numbers: Numbers, *, is_repeated: bool = False) -> NumbersTable:
    """In words and digits, for whoever reads a chart's numbers; `is_repeated` as in `NumbersTable`."""
    return NumbersTable(
        caption=numbers.caption,
        label=numbers.label,
        head=tuple(measure.head for measure in numbers.measures),
        rows=tuple(
            NumbersRow(
                label=label,
                cells=tuple(m.write(value) for m, value in zip(numbers.measures, values, strict=True)),
            )
            for label, values in numbers.rows
        ),
        is_repeated=is_repeated,
    )


def numbers_csv(figures: Iterable[Figure]) -> str:
    """All numbers of all charts, one a row; sizes in bytes."""
    return csv_text(_CSV_HEAD, (row for figure in figures for row in _csv_rows(figure)))


def _csv_rows(figure: Figure) -> Iterator[tuple[str | int, ...]]:
    numbers = figure.numbers
    for label, values in numbers.rows:
        for measure, value in zip(numbers.measures, values, strict=True):
            if measure.name:
                # Programs that read `1 000–2 999` are helped by leaving out the thin spaces.
                yield figure.chart.anchor, label.replace("\u202f", ""), measure.name, value
