"""All subjects and sessions of a version: pages and CSV files. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from builder.catalog.contents.modality import Modality
from builder.catalog.contents.read import Contents
from builder.catalog.contents.sessions import KnownBy
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.version import Version
from builder.records.cells import csv_text, several
from builder.site.contexts import Head, NavLink, PageLink, SubjectsPage
from builder.site.dandiset.contents_section import (
    has_full_page,
    has_tables,
    raster_of,
    sessions_table,
    subjects_table,
    table_links,
    totals,
)
from builder.site.frame import addresses
from builder.site.frame.outputs import Output, TextFile
from builder.site.frame.scope import Scope
from builder.words import formats

ROWS_PER_PAGE = 500
MOST_PAGES = 10
"""Of what goes beyond, the CSV file holds all."""


def subjects_outputs(scope: Scope, dandiset: Dandiset, version: Version, contents: Contents) -> Iterator[Output]:
    """Nothing where the version's own page shows it all."""
    if not has_full_page(contents):
        return
    count = page_count(contents, is_cut=has_tables(dandiset, version, contents))
    for number in range(1, count + 1):
        yield _page(scope, dandiset, version, contents, number, count)
    if has_tables(dandiset, version, contents):
        for link in table_links(dandiset, version, contents):
            text = subjects_csv(contents) if link.text == "subjects.csv" else sessions_csv(contents)
            yield TextFile(address=link.address, text=text)


def page_count(contents: Contents, *, is_cut: bool) -> int:
    """`is_cut` after so many pages: only where CSV files hold the rest."""
    needed = max(1, -(-(len(contents.subjects) + len(contents.sessions)) // ROWS_PER_PAGE))
    return min(MOST_PAGES, needed) if is_cut else needed


def _page(
    scope: Scope, dandiset: Dandiset, version: Version, contents: Contents, number: int, count: int
) -> SubjectsPage:
    """Subjects come first, then sessions, over as many pages as both take together."""
    identifier, name = dandiset.identifier, version.version
    start = (number - 1) * ROWS_PER_PAGE
    subjects = contents.subjects[start : start + ROWS_PER_PAGE]
    begin = max(0, start - len(contents.subjects))
    end = max(0, start + ROWS_PER_PAGE - len(contents.subjects))
    sessions = contents.sessions[begin:end]
    address = addresses.subjects(identifier, name, number)
    return SubjectsPage(
        site=scope.site,
        head=Head(
            title=f"Subjects and sessions of {identifier}/{name}" + (f", page {number}" if number > 1 else ""),
            description=f"{totals(contents)} of {version.title}",
            canonical=scope.canonical(address),
        ),
        address=address,
        crumbs=(NavLink(text=f"{identifier}/{name}", address=addresses.version(identifier, name)),),
        title=version.title,
        total=totals(contents),
        shown=_shown(start, len(subjects), begin, len(sessions)) + _cut(contents, count) if count > 1 else "",
        raster=raster_of(contents) if number == 1 else None,
        subjects=subjects_table(subjects, contents) if subjects else None,
        sessions=sessions_table(sessions, contents) if sessions else None,
        tables=table_links(dandiset, version, contents),
        pages=tuple(
            PageLink(number=n, address=addresses.subjects(identifier, name, n), is_current=n == number)
            for n in (range(1, count + 1) if count > 1 else ())
        ),
    )


def _cut(contents: Contents, pages: int) -> str:
    """That the pages don't hold all, where they don't."""
    is_whole = len(contents.subjects) + len(contents.sessions) <= pages * ROWS_PER_PAGE
    return "" if is_whole else "; rows after the last page are in the CSV files alone"


def _shown(first_subject: int, subjects: int, first_session: int, sessions: int) -> str:
    parts = (("subjects", first_subject, subjects), ("sessions", first_session, sessions))
    return " and ".join(
        f"{what} {formats.number(first + 1)} to {formats.number(first + count)}"
        for what, first, count in parts
        if count
    )


def subjects_csv(contents: Contents) -> str:
    """With all that tables on pages cut."""
    header = ("subject", "species", "sex", "age", "genotype", "strain", "sessions", "files", "bytes", "modalities")
    return csv_text(
        header,
        (
            (
                subject.identifier,
                subject.species,
                subject.sex,
                subject.age.text if subject.age else "",
                subject.genotype,
                subject.strain,
                subject.sessions,
                subject.files,
                subject.size_bytes,
                _words(subject.modalities),
            )
            for subject in contents.subjects
        ),
    )


def sessions_csv(contents: Contents) -> str:
    """`start` is a moment: of what the metadata have as a day, `date` tells it."""
    header = ("session", "subject", "start", "date", "modalities", "files", "bytes", "known_by")
    return csv_text(
        header,
        (
            (
                session.identifier,
                several(session.subjects),
                session.start if session.known_by is KnownBy.START else "",
                session.day.isoformat() if session.day else "",
                _words(session.modalities),
                session.files,
                session.size_bytes,
                session.known_by,
            )
            for session in contents.sessions
        ),
    )


def _words(modalities: tuple[Modality, ...]) -> str:
    return "; ".join(modality.words for modality in modalities if modality is not Modality.OTHER)
