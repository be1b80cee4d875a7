"""How the catalog grew, quarter by quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from builder.catalog.contents.digest import Entry
from builder.catalog.schema.dates import parse_utc

_EARLIEST_YEAR = 2000
"""No archive of this kind is older: a date before it is a mistake, and would stretch every chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    dandisets: int = 0
    published: int = 0
    """Dandisets, by their first publication."""
    files: int = 0
    size_bytes: int = 0

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            dandisets=self.dandisets + other.dandisets,
            published=self.published + other.published,
            files=self.files + other.files,
            size_bytes=self.size_bytes + other.size_bytes,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    year: int
    number: int
    """1 to 4."""
    added: Amounts
    total: Amounts
    """At its end."""

    @property
    def name(self) -> str:
        return f"{self.year} Q{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The dandisets that were created in it."""

    year: int
    created: int
    published: int
    """How many of them have been published by now."""


def quarters_of(entries: Sequence[Entry], *, until: str) -> tuple[Quarter, ...]:
    """Every quarter from the first to the last in which anything was added, those between without a gap.

    `until` is when the archive was read: what claims to be later is left out, as is what has no date.
    """
    added: dict[int, Amounts] = {}
    for index, amounts in _additions(entries):
        added[index] = added.get(index, Amounts()) + amounts
    last_readable = _index(until)
    known = [i for i in added if i >= _EARLIEST_YEAR * 4 and (last_readable is None or i <= last_readable)]
    if not known:
        return ()
    found: list[Quarter] = []
    total = Amounts()
    for index in range(min(known), max(known) + 1):
        new = added.get(index, Amounts())
        total += new
        found.append(Quarter(year=index // 4, number=index % 4 + 1, added=new, total=total))
    return tuple(found)


def years_of(entries: Iterable[Entry]) -> tuple[Year, ...]:
    """The years in which dandisets were created, the first one first; a year without any is left out."""
    created: Counter[int] = Counter()
    published: Counter[int] = Counter()
    for entry in entries:
        when = parse_utc(entry.dandiset.created)
        if when and when.year >= _EARLIEST_YEAR:
            created[when.year] += 1
            published[when.year] += bool(entry.dandiset.published)
    return tuple(Year(year=year, created=created[year], published=published[year]) for year in sorted(created))


def _additions(entries: Iterable[Entry]) -> Iterator[tuple[int, Amounts]]:
    for entry in entries:
        dandiset = entry.dandiset
        dated = [(dandiset.created, Amounts(dandisets=1))]
        if dandiset.published:
            dated.append((dandiset.published[0].published_on, Amounts(published=1)))
        dated += [
            (f"{month}-01", Amounts(files=files, size_bytes=size)) for month, files, size in entry.digest.growth
        ]
        for date, amounts in dated:
            index = _index(date)
            if index is not None:
                yield index, amounts


def _index(date: str) -> int | None:
    """Quarters since the year 0."""
    when = parse_utc(date)
    return when.year * 4 + (when.month - 1) // 3 if when else None
