"""The whole catalog in numbers, over the default version of each dandiset. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.catalog.digest import Entry
from builder.catalog.distribution import COUNT_EDGES, PEOPLE_EDGES, SIZE_EDGES, Distribution, distribute
from builder.catalog.growth import Quarter, Year, quarters_of, years_of
from builder.catalog.metadata import Contributor, Term
from builder.catalog.tally import Tallies, tally
from builder.catalog.vocabulary import license_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    dandisets: int
    published: int
    files: int
    size_bytes: int
    subjects: int
    sessions: int
    people: int
    """Contributors who are persons, each once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
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
    species: Tallies
    modalities: Tallies
    approaches: Tallies
    techniques: Tallies
    standards: Tallies
    licenses: Tallies
    file_kinds: tuple[FileKind, ...]
    """Those with most bytes first."""


def count_statistics(entries: Sequence[Entry], *, read_utc: str) -> Statistics:
    """`read_utc` is when the archive was read."""
    defaults = [entry.dandiset.default for entry in entries]
    people = [people_of(version.metadata.contributor) for version in defaults]
    summaries = [version.metadata.assets_summary for version in defaults]
    subjects = [subjects_of(entry) for entry in entries]
    return Statistics(
        totals=Totals(
            dandisets=len(entries),
            published=sum(bool(entry.dandiset.published) for entry in entries),
            files=sum(version.asset_count for version in defaults),
            size_bytes=sum(version.size for version in defaults),
            subjects=sum(subjects),
            sessions=sum(entry.digest.sessions for entry in entries),
            people=len({key for found in people for key in found}),
        ),
        quarters=quarters_of(entries, until=read_utc),
        years=years_of(entries),
        sizes=distribute([version.size for version in defaults], SIZE_EDGES),
        files=distribute([version.asset_count for version in defaults], COUNT_EDGES),
        subjects=distribute(subjects, COUNT_EDGES),
        people=distribute([len(found) for found in people], PEOPLE_EDGES),
        species=tally(_terms(summary.species) for summary in summaries),
        modalities=tally({kind: capitalised(kind.words) for kind in entry.digest.modalities} for entry in entries),
        approaches=tally(_terms(summary.approach) for summary in summaries),
        techniques=tally(_terms(summary.measurement_technique) for summary in summaries),
        standards=tally(_terms(summary.data_standard) for summary in summaries),
        licenses=tally({name: license_of(name)[0] for name in version.metadata.license} for version in defaults),
        file_kinds=_file_kinds(entries),
    )


def subjects_of(entry: Entry) -> int:
    """As the files tell, else as the archive counted them."""
    return entry.digest.subjects or entry.dandiset.default.metadata.assets_summary.number_of_subjects or 0


def people_of(contributors: Iterable[Contributor]) -> frozenset[str]:
    """What tells the persons among them apart: the ORCID, else the name."""
    return frozenset(
        person.identifier or person.name.casefold()
        for person in contributors
        if not person.is_organization and (person.identifier or person.name)
    )


def _terms(terms: Iterable[Term]) -> Mapping[str, str]:
    return {term.identifier or term.name: capitalised(term.name) for term in terms if term.name}


def capitalised(words: str) -> str:
    """The first letter alone: others mean something, as in NWB."""
    return words[:1].upper() + words[1:]


def _file_kinds(entries: Iterable[Entry]) -> tuple[FileKind, ...]:
    files: dict[str, int] = {}
    sizes: dict[str, int] = {}
    for entry in entries:
        for label, count, size in entry.digest.file_kinds:
            files[label] = files.get(label, 0) + count
            sizes[label] = sizes.get(label, 0) + size
    ranked = sorted(files, key=lambda label: (-sizes[label], -files[label], label))
    return tuple(FileKind(label=label, files=files[label], size_bytes=sizes[label]) for label in ranked)
