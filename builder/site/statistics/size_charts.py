"""Charts of how much a dandiset holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from builder.catalog.contents.digest import Entry
from builder.catalog.numbers.distribution import Distribution
from builder.catalog.numbers.statistics import Statistics
from builder.catalog.schema.dandiset import Dandiset
from builder.site.contexts import Chart, NavLink
from builder.site.frame import addresses
from builder.site.statistics.charts import Edges, bin_label, column_chart
from builder.site.statistics.numbers import Figure, Measured, Numbers, numbers_table
from builder.words import formats

_UNITS = frozenset(10**power for power in range(3, 19, 3))
"""1 kB, 1 MB, and so on."""
_THIRDS = "On a logarithmic scale: each column spans about three times the one before."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """Something that dandisets have more or less of."""

    anchor: str
    topic: str
    one: str
    """What is counted; empty for sizes, whose unit says it."""
    many: str
    verb: str
    """Of a dandiset."""
    without: str
    """How the table and the note name those that have nothing of it."""
    axis: str
    write: Callable[[int], str] = formats.number
    edges: Edges | None = None

    def words(self, amount: int) -> str:
        return formats.counted(amount, self.one, self.many) if self.one else self.write(amount)


def _short(count: int) -> str:
    """`300`, `3k`, `1M`."""
    for unit, factor in (("G", 10**9), ("M", 10**6), ("k", 1000)):
        if count >= factor:
            return f"{count // factor}{unit}"
    return str(count)


_SIZE_EDGES = Edges(write=formats.round_size, is_named=lambda low: low in _UNITS)
_COUNT_EDGES = Edges(write=_short, is_named=lambda low: str(low).strip("0") == "1")

_SIZES = _Subject(
    anchor="sizes",
    topic="Size",
    one="",
    many="",
    verb="holds",
    without="no data",
    axis="Size of a dandiset, on a logarithmic scale: each column spans ten times the one before.",
    write=formats.filesize,
    edges=_SIZE_EDGES,
)
_FILES = _Subject(
    anchor="files",
    topic="Files",
    one="file",
    many="files",
    verb="holds",
    without="no files",
    axis=f"Files in a dandiset. {_THIRDS}",
    edges=_COUNT_EDGES,
)
_SUBJECTS = _Subject(
    anchor="subjects",
    topic="Subjects",
    one="subject",
    many="subjects",
    verb="has",
    without="no subjects named",
    axis=f"Subjects in a dandiset. {_THIRDS}",
    edges=_COUNT_EDGES,
)
_PEOPLE = _Subject(
    anchor="contributors",
    topic="Contributors",
    one="contributor",
    many="contributors",
    verb="names",
    without="no people named",
    axis="People named as contributors of a dandiset. Of columns with a + the next one tells where they end.",
)


def size_figures(statistics: Statistics, entries: Sequence[Entry]) -> Iterator[Figure]:
    """`entries` are those that were counted."""
    for subject, distribution in (
        (_SIZES, statistics.sizes),
        (_FILES, statistics.files),
        (_SUBJECTS, statistics.subjects),
        (_PEOPLE, statistics.people),
    ):
        if distribution.bins:
            yield _distribution(subject, distribution, entries[distribution.largest_at].dandiset)


def _distribution(subject: _Subject, found: Distribution, largest: Dandiset) -> Figure:
    numbers = _numbers(subject, found)
    fullest = max(found.bins, key=lambda one: one.count)
    chart = Chart(
        anchor=subject.anchor,
        topic=subject.topic,
        finding=_finding(subject, found),
        column_chart=column_chart(
            found,
            title=numbers.caption,
            description=f"The highest of {formats.counted(len(found.bins), 'column')} stands at "
            f"{_range(subject, fullest.low, fullest.high)}, with {formats.counted(fullest.count, 'dandiset')}.",
            axis=subject.axis,
            edges=subject.edges,
        ),
        note=_note(subject, found),
        example=NavLink(
            text=f"{largest.default.title} ({largest.identifier})", address=addresses.dandiset(largest.identifier)
        ),
        table=numbers_table(numbers),
    )
    return Figure(chart=chart, numbers=numbers)


def _finding(subject: _Subject, found: Distribution) -> str:
    typical = f"The typical dandiset {subject.verb} {subject.words(found.median)}"
    if found.largest == found.median:
        return typical
    return f"{typical}; one {subject.verb} {subject.write(found.largest)}"


def _numbers(subject: _Subject, found: Distribution) -> Numbers:
    whole = found.none + found.some
    none = [(subject.without.capitalize(), found.none)] if found.none else []
    rows = [*none, *((_range(subject, one.low, one.high), one.count) for one in found.bins)]
    return Numbers(
        caption=f"{subject.topic} of dandisets" if not subject.one else f"{subject.topic} per dandiset",
        label=subject.topic,
        measures=(
            Measured(head="Dandisets", name="dandisets"),
            Measured(head="Share of all", write=lambda count: formats.share(count, whole)),
        ),
        rows=tuple((label, (count, count)) for label, count in rows),
    )


def _note(subject: _Subject, found: Distribution) -> str:
    typical = "Typical is the median of those that have any"
    if not found.none:
        return f"{typical}."
    return f"{typical}: {formats.counted(found.none, 'dandiset')} with {subject.without} stand apart."


def _range(subject: _Subject, low: int, high: int | None) -> str:
    """`3–9`; of sizes, whose bins have round edges, `1 GB to 10 GB`."""
    if subject.one:
        return bin_label(low, high)
    if high is None:
        return f"{formats.round_size(low)} or more"
    end = formats.round_size(high + 1)
    return f"{formats.round_size(low)} to {end}" if low > 1 else f"less than {end}"
