"""The whole catalog in numbers, over the default version of each dandiset. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.catalog.contents.digest import Entry
from builder.catalog.facets.index import FacetIndex
from builder.catalog.facets.kinds import Facet
from builder.catalog.numbers.distribution import COUNT_EDGES, PEOPLE_EDGES, SIZE_EDGES, Distribution, distribute
from builder.catalog.numbers.growth import Quarter, Year, quarters_of, years_of
from builder.catalog.numbers.tally import Tallies, facet_tallies, tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    dandisets: int
    published: int
    files: int
    size_bytes: int
    subjects: int
    sessions: int
    """Those that the metadata of files tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKindTotals:
    label: str
    files: int
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    totals: Totals
    quarters: tuple[Quarter, ...]
    years: tuple[Year, ...]
    sizes: Distribution
    files: Distribution
    subjects: Distribution
    people: Distribution
    facets: Mapping[Facet, Tallies]
    modalities: Tallies
    file_kinds: tuple[FileKindTotals, ...]
    """Those with most bytes first."""


def count_statistics(entries: Sequence[Entry], facets: FacetIndex, *, read_utc: str) -> Statistics:
    """`facets` are those of the entries; `read_utc` is when the archive was read."""
    defaults = [entry.dandiset.default for entry in entries]
    subjects = [entry.subjects for entry in entries]
    return Statistics(
        totals=Totals(
            dandisets=len(entries),
            published=sum(bool(entry.dandiset.published) for entry in entries),
            files=sum(version.asset_count for version in defaults),
            size_bytes=sum(version.size for version in defaults),
            subjects=sum(subjects),
            sessions=sum(entry.digest.sessions for entry in entries),
        ),
        quarters=quarters_of(entries, until=read_utc),
        years=years_of(entries),
        sizes=distribute([version.size for version in defaults], SIZE_EDGES),
        files=distribute([version.asset_count for version in defaults], COUNT_EDGES),
        subjects=distribute(subjects, COUNT_EDGES),
        people=distribute([_people(entry, facets) for entry in entries], PEOPLE_EDGES),
        facets={facet: facet_tallies(facets.values[facet], len(entries)) for facet in Facet},
        modalities=tally({kind: kind.words for kind in entry.digest.modalities} for entry in entries),
        file_kinds=_file_kinds(entries),
    )


def _people(entry: Entry, facets: FacetIndex) -> int:
    """How many persons a dandiset names as contributors."""
    return sum(term.facet is Facet.CONTRIBUTOR for term in facets.terms[entry.dandiset.identifier])


def _file_kinds(entries: Iterable[Entry]) -> tuple[FileKindTotals, ...]:
    files: dict[str, int] = {}
    sizes: dict[str, int] = {}
    for entry in entries:
        for label, count, size in entry.digest.file_kinds:
            files[label] = files.get(label, 0) + count
            sizes[label] = sizes.get(label, 0) + size
    ranked = sorted(files, key=lambda label: (-sizes[label], -files[label], label))
    return tuple(FileKindTotals(label=label, files=files[label], size_bytes=sizes[label]) for label in ranked)
