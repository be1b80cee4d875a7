"""Charts of how the catalog grew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from builder.catalog.numbers.growth import Amounts, Quarter, Year
from builder.catalog.numbers.statistics import Statistics
from builder.site.contexts import BarKey, Chart
from builder.site.statistics.charts import LabeledAmount, Series, line_chart, stacked_bars
from builder.site.statistics.numbers import Figure, Measured, Numbers, numbers_table
from builder.words import formats

_FILES_NOTE = (
    "By the day on which the archive took in each file that the dandisets now hold. A file that was replaced counts "
    "where its present copy came in, and files without such a date are left out."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amount:
    """Something that grows."""

    anchor: str
    topic: str
    measure: str
    of: Callable[[Amounts], int]
    write: Callable[[int], str]
    in_words: Callable[[int], str]
    write_tick: Callable[[int], str]


def growth_figures(statistics: Statistics) -> Iterator[Figure]:
    """Dandisets, publications, files and bytes over the years; of a figure without any numbers nothing."""
    quarters = statistics.quarters
    if quarters:
        yield _dandisets(quarters)
    if statistics.years:
        yield _publication(statistics.years)
    for amount in (_FILES, _DATA):
        if quarters and amount.of(quarters[-1].total):
            yield _amount(amount, quarters)


def _dandisets(quarters: Sequence[Quarter]) -> Figure:
    total = quarters[-1].total
    numbers = Numbers(
        caption="Dandisets by the end of each quarter",
        label="Quarter",
        measures=(
            Measured(head="Created", name="dandisets created"),
            Measured(head="Created in all", name="dandisets in all"),
            Measured(head="First published", name="dandisets first published"),
            Measured(head="Published in all", name="published dandisets in all"),
        ),
        rows=tuple(
            (q.name, (q.added.dandisets, q.total.dandisets, q.added.published, q.total.published)) for q in quarters
        ),
    )
    title = "Dandisets over time"
    all_words = formats.counted(total.dandisets, "dandiset")
    published_words = f"{formats.number(total.published)} published"
    chart = Chart(
        anchor="dandisets-over-time",
        topic="Dandisets",
        finding=f"{all_words} since {quarters[0].year}; {formats.number(total.published)} of them published",
        line_chart=line_chart(
            (
                Series(label=all_words, values=tuple(q.total.dandisets for q in quarters)),
                Series(label=published_words, values=tuple(q.total.published for q in quarters)),
            ),
            quarters,
            title=title,
            description=f"Two lines rise from {quarters[0].name} to {quarters[-1].name}: "
            f"to {all_words}, and below it to {published_words}.",
            write=formats.number,
        ),
        note="By the day on which a dandiset was created, and that of its first published version.",
        table=numbers_table(numbers),
    )
    return Figure(chart=chart, numbers=numbers)


def _amount(amount: _Amount, quarters: Sequence[Quarter]) -> Figure:
    total = amount.of(quarters[-1].total)
    most = max(quarters, key=lambda quarter: amount.of(quarter.added))
    numbers = Numbers(
        caption=f"{amount.topic} by the end of each quarter",
        label="Quarter",
        measures=(
            Measured(head="Added", name=f"{amount.measure} added", write=amount.write),
            Measured(head="In all", name=f"{amount.measure} in all", write=amount.write),
        ),
        rows=tuple((q.name, (amount.of(q.added), amount.of(q.total))) for q in quarters),
    )
    words = amount.in_words(total)
    part = formats.share(amount.of(most.added), total)
    chart = Chart(
        anchor=amount.anchor,
        topic=amount.topic,
        finding=f"{words}; {part} came in {_spoken(most)}",
        line_chart=line_chart(
            (Series(label=words, values=tuple(amount.of(q.total) for q in quarters)),),
            quarters,
            title=f"{amount.topic} over time",
            description=f"A line rises from {quarters[0].name} to {words} in {quarters[-1].name}.",
            write=amount.write_tick,
        ),
        note=_FILES_NOTE,
        table=numbers_table(numbers),
    )
    return Figure(chart=chart, numbers=numbers)


def _publication(years: Sequence[Year]) -> Figure:
    published = sum(year.published for year in years)
    created = sum(year.created for year in years)
    numbers = Numbers(
        caption="Dandisets by the year in which they were created",
        label="Year",
        measures=(
            Measured(head="Created", name="dandisets created"),
            Measured(head="Published since", name="of them published since"),
        ),
        rows=tuple((str(year.year), (year.created, year.published)) for year in years),
    )
    chart = Chart(
        anchor="published-by-year",
        topic="Drafts and published",
        finding=f"{formats.share(published, created)} of all dandisets have a published version",
        bars=stacked_bars(
            [
                LabeledAmount(
                    label=str(year.year),
                    amount=year.published,
                    whole=year.created,
                    value=f"{formats.number(year.published)} of {formats.number(year.created)}",
                )
                for year in years
            ]
        ),
        legend=(
            BarKey(kind="main", label="published since"),
            BarKey(kind="rest", label="a draft to this day"),
        ),
        note="By the year in which a dandiset was created. A draft can be looked at and downloaded, but has no DOI.",
        table=numbers_table(numbers, is_repeated=True),
    )
    return Figure(chart=chart, numbers=numbers)


def _spoken(quarter: Quarter) -> str:
    months = ("January to March", "April to June", "July to September", "October to December")
    return f"{months[quarter.number - 1]} {quarter.year}"


_FILES = _Amount(
    anchor="files-over-time",
    topic="Files",
    measure="files",
    of=lambda amounts: amounts.files,
    write=formats.number,
    in_words=lambda count: formats.counted(count, "file"),
    write_tick=formats.number,
)
_DATA = _Amount(
    anchor="data-over-time",
    topic="Data",
    measure="bytes",
    of=lambda amounts: amounts.size_bytes,
    write=formats.filesize,
    in_words=formats.filesize,
    write_tick=formats.round_size,
)
