"""Check one page. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from builder.check.site.links import Links, SiteFiles
from builder.check.site.markup import MarkupError, read_markup
from builder.check.site.nesting import Nesting
from builder.check.site.notes import Finding, PageNotes
from builder.check.site.outline import Outline
from builder.check.site.policy import Policy
from builder.check.site.reading_aids import ReadingAids
from builder.site.frame import fingerprints
from builder.site.frame.addresses import NOT_FOUND, STYLESHEET

_ROOT = re.compile(rf"""=\s*["'](/(?:[^"'\s]*/)?){fingerprints.pattern(STYLESHEET)}["']""")


class PageFindings(msgspec.Struct, frozen=True, kw_only=True):
    """What the check of one page brought."""

    address: str
    problems: tuple[Finding, ...]
    notes: tuple[str, ...]
    """What the archive's text says; see `SiteFindings`."""
    ids: str | None
    """All ids of the page with spaces between, since all pages' are kept; None if it can't be read to its end."""
    elsewhere: tuple[tuple[str, str], ...]
    """Other pages, and the ids that links of this one want of them."""


def check_page(address: str, source: str, files: SiteFiles) -> PageFindings:
    """All that is wrong with a page but places on other pages, which only the whole site can tell."""
    check = _PageCheck(address, source, files)
    is_whole = check.run()
    return PageFindings(
        address=address,
        problems=tuple(check.notes.problems()),
        notes=tuple(check.said),
        ids=" ".join(check.outline.ids) if is_whole else None,
        elsewhere=tuple(sorted(check.links.elsewhere)),
    )


def _root(address: str, source: str) -> str:
    """The site's path on its host, as the 404 page's link to the stylesheet tells it."""
    found = _ROOT.search(source) if address == NOT_FOUND else None
    return found[1] if found else "/"


class _PageCheck:
    """Hears what the page holds and passes it to those who judge it."""

    def __init__(self, address: str, source: str, files: SiteFiles) -> None:
        self.notes = PageNotes(address, source)
        self.said: dict[str, None] = {}
        self.links = Links(address, files, root=_root(address, source), note=self._note)
        self.outline = Outline(self._note)
        self._source = source
        self._position: int | None = 0
        self._nesting = Nesting(self._note)
        self._policy = Policy(self.links, self._note, self.said.setdefault)
        self._aids = ReadingAids(self._note)

    def run(self) -> bool:
        """Answers whether the page could be read to its end."""
        try:
            read_markup(self._source, self)
        except MarkupError as error:
            # What comes after it can't be told, so neither what is missing.
            self.notes.add(str(error), error.position)
            return False
        self._position = None
        self._nesting.finish()
        self.outline.finish(self.links.own)
        self._aids.finish()
        return True

    def start(self, name: str, attributes: Mapping[str, str], closed: bool, position: int) -> None:
        self._position = position
        stack = self._nesting.stack
        self.outline.start(name, attributes, stack)
        self._policy.start(name, attributes, stack)
        self._aids.start(name, attributes, stack)
        self._nesting.start(name, closed=closed)

    def end(self, name: str, position: int) -> None:
        self._position = position
        self._nesting.end(name)
        self.outline.end(name)
        self._aids.end(name)

    def text(self, text: str, position: int) -> None:
        self._position = position
        self._nesting.text(text)
        self.outline.text(text)
        self._policy.text(text, self._nesting.stack)

    def mistake(self, what: str, position: int) -> None:
        self.notes.add(what, position)

    def _note(self, what: str) -> None:
        self.notes.add(what, self._position)
