"""The page of statistics, group by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.catalog.contents.digest import Entry
from builder.catalog.facets.index import FacetIndex
from builder.catalog.facets.kinds import Facet
from builder.catalog.numbers.statistics import Statistics, count_statistics
from builder.site.contexts import ChartGroup, Fact, Head, StatisticsPage
from builder.site.frame import addresses
from builder.site.frame.outputs import Output, TextFile
from builder.site.frame.scope import Scope
from builder.site.statistics.growth_charts import growth_figures
from builder.site.statistics.numbers import Figure, numbers_csv
from builder.site.statistics.size_charts import size_figures
from builder.site.statistics.tally_charts import form_figures, studied_figures
from builder.words import formats

_Groups = Sequence[tuple[str, str, Sequence[Figure]]]


def statistics_outputs(
    scope: Scope, entries: Sequence[Entry], facets: FacetIndex, *, read_utc: str
) -> Iterator[Output]:
    """The page, and all numbers of its charts as a table in one file. `read_utc` is when the archive was read."""
    statistics = count_statistics(entries, facets, read_utc=read_utc)
    groups: _Groups = (
        ("growth", "How the archive grew", tuple(growth_figures(statistics))),
        ("studied", "What was studied, and how", tuple(studied_figures(statistics))),
        ("form", "In which form the data come", tuple(form_figures(statistics))),
        ("amounts", "How much a dandiset holds", tuple(size_figures(statistics, entries))),
    )
    yield StatisticsPage(
        site=scope.site,
        head=Head(
            title="Statistics",
            description=_description(statistics),
            canonical=scope.canonical(addresses.STATISTICS),
        ),
        address=addresses.STATISTICS,
        read_text=formats.moment(read_utc),
        read_utc=read_utc,
        facts=tuple(_facts(statistics)),
        groups=tuple(
            ChartGroup(anchor=anchor, title=title, charts=tuple(figure.chart for figure in figures))
            for anchor, title, figures in groups
            if figures
        ),
        csv_address=addresses.STATISTICS_CSV,
    )
    every = [figure for _, _, figures in groups for figure in figures]
    yield TextFile(address=addresses.STATISTICS_CSV, text=numbers_csv(every))


def _description(statistics: Statistics) -> str:
    totals = statistics.totals
    return (
        f"{formats.counted(totals.dandisets, 'dandiset')}, {formats.counted(totals.files, 'file')} and "
        f"{formats.filesize(totals.size_bytes)} in charts and tables: growth, species, techniques, sizes"
    )


def _facts(statistics: Statistics) -> Iterator[Fact]:
    """What there is none of is left out, but for dandisets."""
    totals = statistics.totals
    yield Fact(label="Dandisets", value=formats.number(totals.dandisets))
    for label, count in (
        ("Published", totals.published),
        ("Files", totals.files),
    ):
        if count:
            yield Fact(label=label, value=formats.number(count))
    if totals.size_bytes:
        yield Fact(label="Data", value=formats.filesize(totals.size_bytes))
    for label, count in (("Subjects", totals.subjects), ("Sessions", totals.sessions)):
        if count:
            yield Fact(label=label, value=formats.number(count))
    for facet in (Facet.SPECIES, Facet.CONTRIBUTOR, Facet.INSTITUTION):
        count = len(statistics.facets[facet].values)
        if count:
            yield Fact(label=facet.kind.title, value=formats.number(count), address=addresses.facet(facet))
