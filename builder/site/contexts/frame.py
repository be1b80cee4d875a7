"""What pages of every kind are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Text that may lead out of the site."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NavLink:
    """Text that leads to a page of the site."""

    text: str
    address: str
    anchor: str = ""
    """The place on that page; empty for its top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLink:
    """A term that may have a browse page here, and an identifier elsewhere."""

    text: str
    address: str | None
    """Its browse page."""
    url: str | None
    source: str
    """Whose address that is, as `ORCID`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLink:
    """A word with how many dandisets it stands for; it leads to a browse page where it has one."""

    text: str
    count: str
    address: str | None = None
    identifier: str = ""
    """Whose identifier tells it from a namesake, as `ORCID`; empty without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What every page shows around its own content; the same for the whole site."""

    title: str
    logo: str | None
    """Address of the image; None shows the title alone."""
    archive_name: str
    archive_home_url: str
    archive_portal_url: str
    nav: tuple[NavLink, ...]
    about: str
    """Address of the page that says whose catalog this is."""
    footer: Markup | None
    noindex: bool
    opensearch: str | None = None
    """Address of the description of the search for other programs; None without a base_url."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the page says of itself to browsers and search engines."""

    title: str
    description: str
    canonical: str | None = None
    noindex: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Base of all pages' contexts."""

    template: ClassVar[str]
    """Path of the template that shows it, below templates/."""
    renamed: ClassVar[Mapping[str, str]] = {}
    """Fields that themes may still name -> what has taken their place; any part of a context may have this."""
    site: Site
    head: Head
    address: str
    """Where the page lies; its place in the navigation follows from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A number or a word with its label."""

    label: str
    value: str
    address: str | None = None
    """The browse page of what has the same value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A page of a list that goes over several."""

    number: int
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that a reader must know first."""

    kind: str
    """`draft`, `old`, `stale`, `cut`, `first`."""
    text: str
    link: NavLink | None = None
    more: NavLink | None = None
    """Where more is told about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something to type or to run."""

    label: str
    text: str
    note: str = ""
