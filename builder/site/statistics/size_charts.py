"""Charts of how much a dandiset holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from builder.catalog.distribution import Distribution
from builder.catalog.statistics import Statistics
from builder.site import formats
from builder.site.charts import bin_label, column_chart
from builder.site.contexts import Chart
from builder.site.statistics.numbers import Figure, Measured, Numbers, numbers_table

_NAMED_SIZES = {10**3: "1 kB", 10**6: "1 MB", 10**9: "1 GB", 10**12: "1 TB", 10**15: "1 PB", 10**18: "1 EB"}
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
    without: str
    """How the table and the note name those that have nothing of it."""
    axis: str
    write: Callable[[int], str] = formats.number
    edges: Callable[[int], str] | None = None

    def words(self, amount: int) -> str:
        return formats.counted(amount, self.one, self.many) if self.one else self.write(amount)


def _short(count: int) -> str:
    """`300`, `3k`, `1M`: for the edges of narrow columns."""
    for unit, factor in (("G", 10**9), ("M", 10**6), ("k", 1000)):
        if count >= factor:
            return f"{count // factor}{unit}"
    return str(count)


_SIZES = _Subject(
    anchor="sizes",
    topic="Size",
    one="",
    many="",
    verb="hold",
    without="no data",
    axis="Size of a dandiset, on a logarithmic scale: each column spans ten times the one before.",
    write=formats.filesize,
    edges=lambda low: _NAMED_SIZES.get(low, ""),
)
_FILES = _Subject(
    anchor="files",
    topic="Files",
    one="file",
    many="files",
    verb="hold",
    without="no files",
    axis=f"Files in a dandiset. {_THIRDS}",
    edges=_short,
)
_SUBJECTS = _Subject(
    anchor="subjects",
    topic="Subjects",
    one="subject",
    many="subjects",
    verb="tell of",
    without="no subjects named",
    axis=f"Subjects in a dandiset. {_THIRDS}",
    edges=_short,
)
_PEOPLE = _Subject(
    anchor="contributors",
    topic="Contributors",
    one="contributor",
    many="contributors",
    verb="name",
    without="no people named",
    axis="People named as contributors of a dandiset.",
)


def size_figures(statistics: Statistics) -> Iterator[Figure]:
    for subject, distribution in (
        (_SIZES, statistics.sizes),
        (_FILES, statistics.files),
        (_SUBJECTS, statistics.subjects),
        (_PEOPLE, statistics.people),
    ):
        if distribution.bins:
            yield _distribution(subject, distribution)


def _distribution(subject: _Subject, found: Distribution) -> Figure:
    numbers = _numbers(subject, found)
    fullest = max(found.bins, key=lambda one: one.count)
    chart = Chart(
        anchor=subject.anchor,
        topic=subject.topic,
        finding=f"Half of the dandisets {subject.verb} up to {subject.words(found.median)}; "
        f"the largest, {subject.words(found.largest)}",
        column_chart=column_chart(
            found,
            title=f"{subject.topic} of dandisets" if not subject.one else f"{subject.topic} per dandiset",
            description=f"Most columns are low; the highest stands at {_range(subject, fullest.low, fullest.high)} "
            f"with {formats.counted(fullest.count, 'dandiset')}.",
            axis=subject.axis,
            edges=subject.edges,
        ),
        note=_note(subject, found),
        table=numbers_table(numbers),
    )
    return Figure(chart=chart, numbers=numbers)


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
    if not found.none:
        return ""
    return f"Of those that have any: {formats.counted(found.none, 'dandiset')} with {subject.without} stand apart."


def _range(subject: _Subject, low: int, high: int | None) -> str:
    """`3–9`; of sizes, whose bins have round edges, `1 GB to 10 GB`."""
    if subject.one:
        return bin_label(low, high)
    if high is None:
        return f"{formats.round_size(low)} or more"
    end = formats.round_size(high + 1)
    return f"{formats.round_size(low)} to {end}" if low > 1 else f"less than {end}"
