"""What is in a version's files: the strip of sessions, tables of subjects, sessions and kinds of files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from builder.site.contexts.frame import NavLink, Page, PageLink


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterPath:
    """The ticks of one colour."""

    kind: str
    """Name of the modality, for the class."""
    data: str
    """The path, relative from its first point on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterStrip:
    """A strip of sessions, drawn to be stretched to the width it finds."""

    view_box: str
    height: int
    """Pixels."""
    label: str
    """What it shows, in words."""
    paths: tuple[RasterPath, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterMark:
    """A place on the axis of time."""

    place: str
    """From the left, in percent."""
    text: str
    anchor: str
    """Which part of the text stands there: `start`, `middle` or `end`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterKey:
    """A line of the legend."""

    kind: str
    words: str
    sessions: str
    """How many sessions have this colour, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterFigure:
    """A strip with its axis and legend."""

    strip: RasterStrip
    grid: str
    """A path with a line for each mark inside the strip; empty if none."""
    axis: tuple[RasterMark, ...]
    legend: tuple[RasterKey, ...]
    caption: str
    help: str
    """Address of the page that explains strips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SortableCell:
    """A value of a table that can be sorted."""

    text: str
    value: str = ""
    """What it sorts by, where that isn't the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRow:
    identifier: str
    species: str
    sex: str
    age: SortableCell
    genotype: str
    sessions: SortableCell
    files: SortableCell
    size: SortableCell


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectsTable:
    """Subjects; columns in which no subject of the version says anything are left out."""

    renamed: ClassVar[Mapping[str, str]] = {"has_sessions": "sessions"}

    rows: tuple[SubjectRow, ...]
    has_species: bool
    has_sex: bool
    has_age: bool
    has_genotype: bool
    sessions: str
    """Head of the column; empty where none is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    identifier: str
    subject: str
    date: SortableCell
    modalities: str
    files: SortableCell
    size: SortableCell


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsTable:
    title: str
    """What its rows are."""
    rows: tuple[SessionRow, ...]
    has_identifiers: bool
    has_subjects: bool
    has_dates: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectsSection:
    """Subjects on the page of a version: the first of them, and where the others are."""

    table: SubjectsTable
    total: str
    """How many subjects and sessions there are, in words."""
    shown: str
    """Which of the subjects the table holds, in words; empty where it holds all."""
    full: NavLink | None
    """The page of all subjects and sessions; None where there is nothing more to see."""
    tables: tuple[NavLink, ...]
    """All of it as CSV."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKindRow:
    label: str
    files: SortableCell
    size: SortableCell
    share: str
    """Of the bytes, in percent with a sign: the width of the bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectsPage(Page):
    """All subjects and sessions of a version, or a page of them."""

    template: ClassVar[str] = "pages/subjects.html"
    crumbs: tuple[NavLink, ...]
    title: str
    total: str
    shown: str
    """Which rows this page holds, in words; empty where there is but one page."""
    raster: RasterFigure | None
    """On the first page."""
    subjects: SubjectsTable | None
    sessions: SessionsTable | None
    tables: tuple[NavLink, ...]
    pages: tuple[PageLink, ...]
