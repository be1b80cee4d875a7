"""Home and lists of dandisets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from builder.site.contexts.contents import RasterStrip
from builder.site.contexts.frame import CountedLink, Fact, Notice, Page, PageLink
from builder.site.contexts.overview import OverviewPicture


@dataclass(frozen=True, slots=True, kw_only=True)
class DandisetCard:
    """A dandiset in a list."""

    identifier: str
    title: str
    address: str
    summary: str
    """The beginning of the description."""
    species: tuple[str, ...]
    techniques: tuple[str, ...]
    """Approaches that authors name, and the archive doesn't conclude from a type of data."""
    version: str
    """Name of the default version."""
    is_draft: bool
    contact: str
    files: str
    size: str
    updated_word: str
    """`published`, or `updated` by its newest file, or `created` where there are no files."""
    updated: str
    """ISO date."""
    updated_text: str
    raster: RasterStrip | None
    """Its sessions; None where there is too little to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindGroup:
    """A facet's commonest values."""

    label: str
    address: str
    values: tuple[CountedLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLink:
    """A page of the help, and what it tells."""

    title: str
    address: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchExample:
    """A query to try."""

    text: str
    fragment: str
    """The state of the home page that asks it, as `q=mouse`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchBox:
    """The search of the home page."""

    address: str
    """Where the form leads; the page reads the query."""
    engine: str
    """Address of the script that searches."""
    total: str
    """How many dandisets are searched."""
    placeholder: str
    longest: int
    """Characters that the box takes."""
    examples: tuple[SearchExample, ...]
    browse: str
    all_dandisets: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    template: ClassVar[str] = "pages/home.html"
    tagline: str
    search: SearchBox
    facts: tuple[Fact, ...]
    """How much there is."""
    under_way: Notice | None
    """How far the first harvest has come; None once one has come to its end."""
    picture: OverviewPicture | None
    finds: tuple[FindGroup, ...]
    newest: tuple[DandisetCard, ...]
    largest: tuple[DandisetCard, ...]
    ways: tuple[HelpLink, ...]
    all_dandisets: str
    """Address of the whole list."""
    read_text: str
    """When the archive was last read."""
    read_utc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Page):
    """The list of all dandisets, or a page of it."""

    template: ClassVar[str] = "pages/dandisets.html"
    cards: tuple[DandisetCard, ...]
    total: str
    shown: str
    """Which of them this page holds, as `1 to 100`."""
    pages: tuple[PageLink, ...]
