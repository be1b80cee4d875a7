"""Pages of a dandiset that would be too heavy with all that the archive has of it: less of each. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from builder.site.contexts import CiteBox, ComparePage, DandisetPage, FileRow, Notice, Page
from builder.site.frame.budgets import fits


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """How much is shown of what the archive has."""

    rows: int
    """Of a list."""
    parts: int
    """Of a list within a row."""
    line: int
    """Characters of a name, an address, a citation."""
    prose: int
    """Characters of a description or another running text."""


_ROOMS = (
    _Room(rows=200, parts=10, line=200, prose=5_000),
    _Room(rows=50, parts=4, line=150, prose=3_000),
    _Room(rows=5, parts=2, line=60, prose=700),
)
"""One smaller than the other. In the last one fits whatever the archive holds."""

_FROM_THE_ARCHIVE = (
    *("title", "authors", "facts", "versions", "doi", "licenses", "license_words", "access", "contacts", "keywords"),
    *("subject_matter", "mentioned_areas", "study_targets", "contributors", "more_contributors"),
    *("other_contributors", "funding", "protocols", "resources", "projects", "ethics", "subjects", "summary"),
    *("file_kinds", "metadata_errors", "first_files", "similar"),
)
_PROSE = ("description", "acknowledgement", "release_notes")
_NOTICE = "This page shows only the beginning of long texts and lists: the archive has them whole."
_MOST_CHANGES_BYTES = 2 << 20
"""Of the page that tells what changed between versions, of which there may be hundreds."""


def render_fitting(page: Page, render: Callable[[Page], str]) -> bytes:
    """The page; with less and less on it, and a notice that says so, while it would be too heavy."""
    data = render(page).encode()
    for room in _ROOMS:
        if isinstance(page, DandisetPage) and not fits(data):
            data = render(_shortened(page, room)).encode()
        elif isinstance(page, ComparePage) and len(data) > _MOST_CHANGES_BYTES:
            data = render(_shortened_changes(page, room)).encode()
        else:
            break
    return data


def _shortened_changes(page: ComparePage, room: _Room) -> ComparePage:
    """Every version stays, as others lead to it."""
    cut: dict[str, Any] = {"pairs": tuple(_cut(pair, room) for pair in page.pairs)}
    return dataclasses.replace(page, title=_cut_text(page.title, room.line), notice=_NOTICE, **cut)


def _shortened(page: DandisetPage, room: _Room) -> DandisetPage:
    cut: dict[str, Any] = {name: _cut(getattr(page, name), room) for name in _FROM_THE_ARCHIVE}
    prose: dict[str, Any] = {name: _cut_prose(getattr(page, name), room) for name in _PROSE}
    return dataclasses.replace(
        page,
        head=dataclasses.replace(page.head, title=_cut_text(page.head.title, room.line)),
        notices=(*page.notices, Notice(kind="cut", text=_NOTICE)),
        cite=_cut_citation(page.cite, room),
        **cut,
        **prose,
    )


def _cut_citation(cite: CiteBox, room: _Room) -> CiteBox:
    return dataclasses.replace(
        cite,
        before=_cut_text(cite.before, room.prose),
        title=_cut_text(cite.title, room.line),
        after=_cut_text(cite.after, room.prose),
        bibtex=cite.bibtex if len(cite.bibtex) <= room.prose else "",  # a part of an entry is none
    )


def _cut(value: object, room: _Room) -> object:
    """A part of a page's context, with what it consists of."""
    if isinstance(value, str):
        return _cut_text(value, room.line)
    if isinstance(value, tuple):
        inner = dataclasses.replace(room, rows=room.parts)
        return tuple(_cut(item, inner) for item in value[: room.rows])
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    cut: dict[str, Any] = {
        field.name: _cut_field(field.name, getattr(value, field.name), room) for field in dataclasses.fields(value)
    }
    if isinstance(value, FileRow):
        cut["openers"] = tuple(opener for opener in cut["openers"] if opener.url)
    return dataclasses.replace(value, **cut)


def _cut_field(name: str, value: object, room: _Room) -> object:
    if name == "anchor" or name.endswith("address"):  # of the site
        return value
    if name == "url" or name.endswith("_url"):  # a part of an address leads elsewhere
        return None if isinstance(value, str) and len(value) > room.line else value
    return _cut(value, room)


def _cut_text(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _cut_prose(text: str | None, room: _Room) -> str | None:
    """HTML that is too long loses its tags: cut, they would not be closed."""
    if text is None or len(text) <= room.prose:
        return text
    if isinstance(text, Markup):
        return Markup("<p>{}</p>").format(_cut_text(text.striptags(), room.prose))
    return _cut_text(text, room.prose)
