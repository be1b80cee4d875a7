"""What is wrong with a site, or worth a note, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

Note = Callable[[str], None]
"""Hears what is wrong at the place that is being read."""

_MOST_PER_PAGE = 20


class Finding(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One thing that is wrong, or that an operator may want to know; the fields are those of `check --json`."""

    where: str
    """Of a site: the address of the file, or `site` for what concerns all of them. Of a snapshot: itself, or a path
    into it as `000003/draft: metadata.name`."""
    what: str


class SiteFindings(msgspec.Struct, frozen=True, kw_only=True):
    """What the check of a site brought, both in order of address."""

    problems: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    """What the archive's text says, or how much it says. Nothing of the site's own is wrong: depositors write it."""


class PageNotes:
    """Collects what is to be said of one page; the same thing in many places is one problem with a number."""

    def __init__(self, address: str, source: str) -> None:
        self._address = address
        self._source = source
        self._places: dict[str, list[int | None]] = {}

    def add(self, what: str, position: int | None) -> None:
        """`position` is the place in the source; None for what concerns the page as a whole."""
        self._places.setdefault(what, []).append(position)

    def problems(self) -> Iterator[Finding]:
        """In order of the page, each with the line that it is first in."""
        found = list(self._places.items())
        for what, places in found[:_MOST_PER_PAGE]:
            more = f" ({len(places)} times)" if len(places) > 1 else ""
            yield Finding(where=self._address, what=f"{self._line(places[0])}{what}{more}")
        if len(found) > _MOST_PER_PAGE:
            yield Finding(where=self._address, what=f"{len(found) - _MOST_PER_PAGE} more on this page")

    def _line(self, position: int | None) -> str:
        return "" if position is None else f"line {self._source.count(chr(10), 0, position) + 1}: "
