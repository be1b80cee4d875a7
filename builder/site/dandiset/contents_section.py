"""What is in a version's files, as sections of its page and as lines of facts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from builder.catalog.contents.beyond_summary import fill_summary
from builder.catalog.contents.modality import Modality
from builder.catalog.contents.raster import PAGE, make_raster
from builder.catalog.contents.read import Contents
from builder.catalog.contents.sessions import Session
from builder.catalog.contents.subjects import Subject, species_label
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.version import Version
from builder.site.contexts import (
    FileKindRow,
    NavLink,
    RasterFigure,
    SessionRow,
    SessionsTable,
    SortableCell,
    SubjectRow,
    SubjectsSection,
    SubjectsTable,
)
from builder.site.frame import addresses
from builder.site.parts.raster import raster_figure
from builder.words import formats

FIRST_SUBJECTS = 10


def has_full_page(contents: Contents) -> bool:
    """Whether there is more to see of subjects and sessions than a version's page shows."""
    return len(contents.subjects) > FIRST_SUBJECTS or bool(contents.sessions)


def has_tables(dandiset: Dandiset, version: Version, contents: Contents) -> bool:
    """Whether subjects and sessions are there as CSV: for the newest state and for what stands for the dandiset."""
    return has_full_page(contents) and (version is dandiset.default or version.is_draft)


def subjects_section(dandiset: Dandiset, version: Version, contents: Contents) -> SubjectsSection | None:
    """None where the files name neither subjects nor sessions."""
    identifier, name = dandiset.identifier, version.version
    if not contents.subjects and not contents.sessions:
        return None
    shown = contents.subjects[:FIRST_SUBJECTS]
    full = NavLink(text="All subjects and sessions", address=addresses.subjects(identifier, name))
    if len(shown) == len(contents.subjects):
        full = NavLink(text="Subjects and sessions", address=full.address)
    return SubjectsSection(
        table=subjects_table(shown, contents),
        total=totals(contents),
        shown=f"The first {len(shown)}" if len(shown) < len(contents.subjects) else "",
        full=full if has_full_page(contents) else None,
        tables=table_links(dandiset, version, contents),
    )


def table_links(dandiset: Dandiset, version: Version, contents: Contents) -> tuple[NavLink, ...]:
    """The CSV files that there are."""
    if not has_tables(dandiset, version, contents):
        return ()
    of_version = (dandiset.identifier, version.version)
    subjects = NavLink(text="subjects.csv", address=addresses.version_file(*of_version, "subjects.csv"))
    sessions = NavLink(text="sessions.csv", address=addresses.version_file(*of_version, "sessions.csv"))
    return (*((subjects,) if contents.subjects else ()), *((sessions,) if contents.sessions else ()))


def totals(contents: Contents) -> str:
    """`16 subjects, 101 sessions`."""
    subjects = formats.counted(len(contents.subjects), "subject") if contents.subjects else ""
    return ", ".join(filter(None, (subjects, session_words(contents))))


def session_words(contents: Contents) -> str:
    told = contents.told_sessions
    return formats.sessions(told, len(contents.sessions) - told)


def subject_count(version: Version, contents: Contents) -> int:
    """What the files name, else the archive's own number."""
    return len(contents.subjects) or version.metadata.assets_summary.number_of_subjects or 0


def subjects_table(rows: Sequence[Subject], contents: Contents) -> SubjectsTable:
    """Some of the subjects; all of them decide on the columns."""
    of = contents.subjects
    return SubjectsTable(
        rows=tuple(map(_subject_row, rows)),
        has_species=any(subject.species for subject in of),
        has_sex=any(subject.sex for subject in of),
        has_age=any(subject.age and subject.age.text for subject in of),
        has_genotype=any(subject.genotype for subject in of),
        sessions=_sessions_head(contents) if any(subject.sessions > 1 for subject in of) else "",
    )


def _sessions_head(contents: Contents) -> str:
    return "Sessions" if contents.tells_sessions else "Recordings"


def sessions_table(rows: Sequence[Session], contents: Contents) -> SessionsTable:
    """Some of the sessions; all of them decide on the columns."""
    of = contents.sessions
    return SessionsTable(
        title="Sessions" if contents.tells_sessions else "Recordings by file name",
        rows=tuple(map(_session_row, rows)),
        has_identifiers=any(session.identifier for session in of),
        has_subjects=any(session.subjects for session in of),
        has_dates=any(session.day for session in of),
    )


def raster_of(contents: Contents) -> RasterFigure | None:
    """The strip of sessions on a version's page; None where there is too little to show."""
    raster = make_raster(contents.sessions, PAGE)
    if raster is None:
        return None
    return raster_figure(
        raster,
        subjects=len(contents.subjects),
        sessions=contents.sessions,
        is_told=contents.tells_sessions,
        modalities=contents.modalities,
    )


def file_kind_rows(contents: Contents) -> tuple[FileKindRow, ...]:
    """Kinds of files with their part of the bytes; where there are no bytes at all, bars are empty."""
    return tuple(
        FileKindRow(
            label=kind.label,
            files=_count(kind.files),
            size=_size(kind.size_bytes),
            share=f"{100 * kind.size_bytes / (contents.size_bytes or 1):.1f}%",
        )
        for kind in contents.file_kinds
    )


def species_names(version: Version, contents: Contents) -> tuple[str, ...]:
    """Species, each once; of many the first few, and how many more there are."""
    summary = fill_summary(version.metadata.assets_summary, contents.found)
    return _few(dict.fromkeys(filter(None, map(species_label, summary.species))))


_MOST_SPECIES = 3


def _few(names: Iterable[str]) -> tuple[str, ...]:
    found = tuple(names)
    if len(found) <= _MOST_SPECIES:
        return found
    return (*found[: _MOST_SPECIES - 1], f"{len(found) - _MOST_SPECIES + 1} more species")


def _subject_row(subject: Subject) -> SubjectRow:
    days = subject.age.days if subject.age else None
    return SubjectRow(
        identifier=subject.identifier,
        species=subject.species,
        sex=subject.sex,
        age=SortableCell(text=subject.age.text if subject.age else "", value="" if days is None else f"{days:.2f}"),
        genotype=_cut(subject.genotype or subject.strain),
        sessions=_count(subject.sessions),
        files=_count(subject.files),
        size=_size(subject.size_bytes),
    )


_GENOTYPE = 60
"""So many characters of a genotype stand in the table; subjects.csv has all of it."""


def _cut(text: str) -> str:
    """At the end of a word, if one ends there."""
    if len(text) <= _GENOTYPE:
        return text
    return (text[: _GENOTYPE + 1].rpartition(" ")[0] or text[:_GENOTYPE]) + " …"


def _session_row(session: Session) -> SessionRow:
    day = session.day.isoformat() if session.day else ""
    return SessionRow(
        identifier=session.identifier,
        subject=", ".join(session.subjects),
        date=SortableCell(text=formats.date(day), value=session.start or day),
        modalities=", ".join(modality.words for modality in session.modalities if modality is not Modality.OTHER),
        files=_count(session.files),
        size=_size(session.size_bytes),
    )


def _count(count: int) -> SortableCell:
    """Small numbers sort by their text."""
    return SortableCell(text=formats.number(count), value=str(count) if count >= 1000 else "")


def _size(size_bytes: int) -> SortableCell:
    """Of files there are; empty where none of their bytes were counted."""
    return SortableCell(text=formats.filesize(size_bytes) if size_bytes else "", value=str(size_bytes))
