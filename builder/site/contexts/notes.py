"""Pages that are text alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from builder.site.contexts.frame import NavLink, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentPage(Page):
    """A page of content/."""

    template: ClassVar[str] = "pages/content.html"
    title: str
    body: Markup
    siblings: tuple[NavLink, ...]
    """The other pages of its folder."""
    read_text: str | None
    """When the archive was last read; only on the page that says whose catalog this is."""
    read_utc: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GonePage(Page):
    """What stands at the address of a dandiset that the archive no longer shows."""

    template: ClassVar[str] = "pages/gone.html"
    identifier: str
    is_embargoed: bool
    since: str
    archive_url: str
    all_dandisets: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundPage(Page):
    template: ClassVar[str] = "pages/404.html"
    all_dandisets: str
    archive_portal_url: str
