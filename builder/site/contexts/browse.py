"""Browse pages: all facets, a facet's values, a value's dandisets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from builder.site.contexts.frame import CountedLink, Fact, Link, NavLink, Page, PageLink
from builder.site.contexts.lists import DandisetCard


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """A value in a table of the commonest."""

    text: str
    address: str
    other_names: str
    identifier: Link | None
    count: str
    bar: int
    """Length of its bar, in hundredths of the longest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedGroup:
    """Counted words under a heading."""

    title: str
    anchor: str
    items: tuple[CountedLink, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCard:
    """A facet on the page of all facets."""

    renamed: ClassVar[Mapping[str, str]] = {"total": "all_values"}

    title: str
    anchor: str
    address: str
    lead: str
    """What it is about, in a sentence."""
    values: tuple[CountedLink, ...]
    """Its commonest."""
    all_values: str
    """What leads to all of them, with their number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLink:
    """Where the names that begin with a letter are listed."""

    text: str
    address: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowsePage(Page):
    """All facets."""

    template: ClassVar[str] = "pages/browse.html"
    facets: tuple[FacetCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetPage(Page):
    """The values of a facet, or a page of them."""

    template: ClassVar[str] = "pages/facet.html"
    crumbs: tuple[NavLink, ...]
    title: str
    lead: str
    total: str
    rows: tuple[ValueRow, ...]
    """The commonest, or all where there are few; only on the first page."""
    rows_title: str
    identifier_title: str
    """Whose identifiers they are; empty where no row has one."""
    has_other_names: bool
    letters: tuple[LetterLink, ...]
    groups: tuple[CountedGroup, ...]
    """All values by name, a group a letter; empty where the rows are all there is."""
    pages: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """A dandiset of a part of an area."""

    identifier: str
    title: str
    address: str
    parts: tuple[NavLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValuePage(Page):
    """The dandisets that have a value, or a page of them."""

    template: ClassVar[str] = "pages/facet_value.html"
    crumbs: tuple[NavLink, ...]
    kind: str
    """What it is one of, as `Species`."""
    title: str
    identifier: Link | None
    other_names: tuple[str, ...]
    namesakes: tuple[CountedLink, ...]
    """Values that are probably the same, listed without the identifier, or with it."""
    namesakes_note: str
    note: str
    """What a license allows; empty for others."""
    facts: tuple[Fact, ...]
    """Only on the first page, as are the groups: a change of one dandiset shall change one page."""
    groups: tuple[CountedGroup, ...]
    cards: tuple[DandisetCard, ...]
    mentioned: tuple[str, ...]
    """Identifiers of those among them whose texts alone name the value."""
    in_parts: tuple[PartRow, ...]
    """Dandisets of parts of an area, told apart from its own; only on the first page."""
    shown: str
    """Which dandisets are here, in words."""
    pages: tuple[PageLink, ...]
