"""The page that shows every component."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from builder.site.contexts.changes import ChangedField, ChangedFiles, ChangedProse
from builder.site.contexts.charts import Bar, ColumnChart, LineChart, NumbersTable
from builder.site.contexts.cite import CiteBox
from builder.site.contexts.contents import FileKindRow, RasterFigure, SessionsTable, SubjectsSection, SubjectsTable
from builder.site.contexts.dandiset import ContributorRow, FileRow, VersionListRow
from builder.site.contexts.download import DownloadBox
from builder.site.contexts.files import ColumnHead, TreeCell
from builder.site.contexts.frame import Command, CountedLink, Fact, Link, NavLink, Notice, Page, PageLink, TermLink
from builder.site.contexts.lists import DandisetCard
from builder.site.contexts.overview import LegendItem, OverviewPicture


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A name for a colour, a size, a gap or a typeface that all styles use."""

    name: str
    """As its custom property has it, without the dashes."""
    use: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentNote:
    """What is told of a component beside its example."""

    name: str
    """Of its file, without the suffix."""
    call: str
    """The macro with its parameters."""
    shows: str
    use: str
    """When to use it, in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryPage(Page):
    """Every component once, on made-up data; the examples are those that pages of that data would hold."""

    template: ClassVar[str] = "pages/components.html"
    rules: tuple[str, ...]
    """Of the visual language, a sentence or two each."""
    notes: Mapping[str, ComponentNote]
    """By name."""
    colors: tuple[Role, ...]
    typefaces: tuple[Role, ...]
    sizes: tuple[Role, ...]
    gaps: tuple[Role, ...]
    """Gaps, and the other measures."""
    modalities: tuple[LegendItem, ...]
    """All of them, by rank."""
    notices: tuple[Notice, ...]
    facts: tuple[Fact, ...]
    card: DandisetCard
    raster: RasterFigure
    picture: OverviewPicture
    subjects: SubjectsTable
    subjects_section: SubjectsSection
    sessions: SessionsTable
    file_kinds: tuple[FileKindRow, ...]
    files: tuple[FileRow, ...]
    tree_heads: tuple[ColumnHead, ...]
    tree_cells: tuple[TreeCell, ...]
    """Of a row of the tree."""
    contributors: tuple[ContributorRow, ...]
    terms: tuple[TermLink, ...]
    links: tuple[Link, ...]
    counted: tuple[CountedLink, ...]
    crumbs: tuple[NavLink, ...]
    pages: tuple[PageLink, ...]
    command: Command
    download: DownloadBox
    cite: CiteBox
    versions: tuple[VersionListRow, ...]
    changed_version: str
    """Name of the version of which the examples of changes are; the list of versions leads to them by it."""
    changed_files: tuple[ChangedFiles, ...]
    changed_field: ChangedField
    changed_prose: ChangedProse
    bars: tuple[Bar, ...]
    stacked_bars: tuple[Bar, ...]
    line_chart: LineChart
    column_chart: ColumnChart
    numbers: NumbersTable
