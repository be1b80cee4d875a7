"""Charts of what dandisets have: species, techniques, licenses, kinds of files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.catalog.facets.kinds import Facet
from builder.catalog.numbers.statistics import FileKindTotals, Statistics
from builder.catalog.numbers.tally import Tallies, Tally
from builder.site.contexts import Chart, NavLink
from builder.site.frame import addresses
from builder.site.statistics.charts import LabeledAmount, bar_list
from builder.site.statistics.numbers import Figure, Measured, Numbers, numbers_table
from builder.words import formats

_MOST_BARS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """Something that dandisets have values of."""

    anchor: str
    topic: str
    one: str
    """A value, in a sentence."""
    many: str
    without: str = "{} name none."
    """How those that have no value are told of."""
    note: str = ""
    facet: Facet | None = None
    """What its values are browsed by; those of none have a colour each on this site."""


_MODALITIES = _Subject(
    anchor="modalities",
    topic="Modalities",
    one="modality",
    many="modalities",
    without="{} hold no files that tell.",
    note="How data were recorded, by what the files hold.",
)


def studied_figures(statistics: Statistics) -> Iterator[Figure]:
    """What was studied, and how."""
    yield from _facet_figures(statistics, "species", Facet.SPECIES)
    if statistics.modalities.values:
        yield _tallies(_MODALITIES, statistics.modalities, statistics.totals.dandisets)
    yield from _facet_figures(statistics, "approaches", Facet.APPROACH)
    yield from _facet_figures(statistics, "techniques", Facet.TECHNIQUE)


def form_figures(statistics: Statistics) -> Iterator[Figure]:
    """In which form the data come."""
    if statistics.file_kinds:
        yield _file_kinds(statistics.file_kinds)
    yield from _facet_figures(statistics, "standards", Facet.STANDARD)
    yield from _facet_figures(statistics, "licenses", Facet.LICENSE)


def _facet_figures(statistics: Statistics, anchor: str, facet: Facet) -> Iterator[Figure]:
    """The chart of a facet that has values."""
    tallies = statistics.facets[facet]
    if tallies.values:
        words = facet.kind
        subject = _Subject(anchor=anchor, topic=words.title, one=words.one, many=words.many, facet=facet)
        yield _tallies(subject, tallies, statistics.totals.dandisets)


def _tallies(subject: _Subject, tallies: Tallies, dandisets: int) -> Figure:
    numbers = Numbers(
        caption=f"{subject.topic} by the number of dandisets",
        label=subject.one.capitalize(),
        measures=(
            Measured(head="Dandisets", name="dandisets"),
            Measured(head="Share of all", write=lambda count: formats.share(count, dandisets)),
        ),
        rows=tuple((_name(found), (found.dandisets, found.dandisets)) for found in tallies.values),
    )
    chart = Chart(
        anchor=subject.anchor,
        topic=subject.topic,
        finding=_finding(subject, tallies.values, dandisets),
        bars=bar_list([_measure(subject, found) for found in tallies.values[:_MOST_BARS]]),
        note=" ".join(_notes(subject, tallies)),
        browse=_browse_link(subject, tallies),
        table=numbers_table(numbers, is_repeated=len(tallies.values) <= _MOST_BARS),
    )
    return Figure(chart=chart, numbers=numbers)


def _measure(subject: _Subject, found: Tally) -> LabeledAmount:
    return LabeledAmount(
        label=_name(found),
        amount=found.dandisets,
        value=formats.number(found.dandisets),
        address=addresses.facet_value(subject.facet, found.slug) if subject.facet else None,
        kind="main" if subject.facet else found.key,
    )


def _browse_link(subject: _Subject, tallies: Tallies) -> NavLink | None:
    """Only where there are more values than bars, each of which leads to its own."""
    if not subject.facet or len(tallies.values) <= _MOST_BARS:
        return None
    return NavLink(
        text=formats.all_of(len(tallies.values), subject.one, subject.many),
        address=addresses.facet(subject.facet),
    )


def _name(found: Tally) -> str:
    """With a capital to begin with; the rest stays, since it means something in "NWB"."""
    return found.label[:1].upper() + found.label[1:]


def _finding(subject: _Subject, values: Sequence[Tally], dandisets: int) -> str:
    """The commonest value, or how many are equally common."""
    first = values[0]
    equal = [_name(found) for found in values if found.dandisets == first.dandisets]
    if len(equal) == 1:
        return (
            f"{_name(first)} is the most common: {formats.number(first.dandisets)} of "
            f"{formats.counted(dandisets, 'dandiset')}"
        )
    names = " and ".join(equal) if len(equal) == 2 else f"{formats.number(len(equal))} {subject.many}"
    return f"{names} are the most common: {formats.counted(first.dandisets, 'dandiset')} each"


def _notes(subject: _Subject, tallies: Tallies) -> Iterator[str]:
    if subject.note:
        yield subject.note
    if len(tallies.values) > _MOST_BARS:
        more = len(tallies.values) - _MOST_BARS
        yield f"{formats.counted(more, f'more {subject.one}', f'more {subject.many}')} in the table."
    if tallies.none:
        yield subject.without.format(formats.counted(tallies.none, "dandiset"))
    if sum(found.dandisets for found in tallies.values) > tallies.some:
        yield f"A dandiset with several {subject.many} counts for each."


def _file_kinds(kinds: Sequence[FileKindTotals]) -> Figure:
    whole = sum(kind.size_bytes for kind in kinds)
    numbers = Numbers(
        caption="Kinds of files by size",
        label="Kind",
        measures=(
            Measured(head="Size", name="bytes", write=formats.filesize),
            Measured(head="Share of all", write=lambda size: formats.share(size, whole)),
            Measured(head="Files", name="files"),
        ),
        rows=tuple((kind.label, (kind.size_bytes, kind.size_bytes, kind.files)) for kind in kinds),
    )
    first = kinds[0]
    chart = Chart(
        anchor="file-kinds",
        topic="Kinds of files",
        finding=f"{first.label}: {formats.share(first.size_bytes, whole)} of all data",
        bars=bar_list(
            [
                LabeledAmount(
                    label=kind.label, amount=kind.size_bytes, value=formats.counted_size(kind.size_bytes, kind.files)
                )
                for kind in kinds[:_MOST_BARS]
            ]
        ),
        note="By the size of all files of a kind together.",
        table=numbers_table(numbers),
    )
    return Figure(chart=chart, numbers=numbers)
