"""The frame of a page: its language, title and headings, one `main`, ids that are unique and found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from builder.check.site.notes import Note

_LEVELS = {f"h{level}": level for level in range(1, 7)}
_NEED_TEXT = frozenset((*_LEVELS, "caption", "title"))
_ONE_EACH = ("title", "main", "h1")
_NAMES_IDS = frozenset(
    (
        *("aria-activedescendant", "aria-controls", "aria-describedby", "aria-details", "aria-errormessage"),
        *("aria-flowto", "aria-labelledby", "aria-owns", "for", "form", "headers", "list"),
    )
)
"""Attributes that name elements of the same page."""


class Outline:
    """Judges the frame of one page."""

    def __init__(self, note: Note) -> None:
        self.ids: dict[str, None] = {}
        """Every id, in order of the page."""
        self._note = note
        self._seen = dict.fromkeys(_ONE_EACH, 0)
        self._level = 0
        self._without_text: str | None = None
        self._has_charset = False
        self._wanted: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str], stack: Sequence[str]) -> None:
        if name == "html" and not attributes.get("lang"):
            self._note("<html> has no lang")
        elif name == "meta":
            self._has_charset = self._has_charset or attributes.get("charset", "").lower() == "utf-8"
        elif name == "img" and attributes.get("alt", "").strip():
            self._without_text = None
        # A template's parts are filled in by scripts, which judge them where they stand then.
        is_apart = "svg" in stack or "template" in stack
        if name in self._seen and not is_apart:
            self._seen[name] += 1
        if name in _NEED_TEXT and not is_apart:
            self._without_text = name
        if name in _LEVELS:
            self._heading(name)
        self._names(attributes)

    def text(self, text: str) -> None:
        if self._without_text and not text.isspace():
            self._without_text = None

    def end(self, name: str) -> None:
        if name == self._without_text:
            self._note(f"<{name}> without text")
            self._without_text = None

    def finish(self, fragments: Iterable[str]) -> None:
        """Judge the page as a whole; `fragments` are the ids that its own links want."""
        for name, count in self._seen.items():
            if count != 1:
                self._note(f"{count} <{name}> where there has to be one")
        if not self._has_charset:
            self._note('no <meta charset="utf-8">: from a disk the text would be taken for another encoding')
        for wanted, key in self._wanted.items():
            if wanted not in self.ids:
                self._note(f"{key} names {wanted}, but nothing on the page has this id")
        for wanted in sorted(set(fragments) - self.ids.keys()):
            self._note(f"a link leads to #{wanted}, but nothing on the page has this id")

    def _heading(self, name: str) -> None:
        level = _LEVELS[name]
        if level > self._level + 1:
            self._note(
                f"<{name}> follows {f'<h{self._level}>' if self._level else 'no heading'}: a level is left out"
            )
        self._level = level

    def _names(self, attributes: Mapping[str, str]) -> None:
        for key, value in attributes.items():
            if key == "id":
                self._id(value)
            elif key in _NAMES_IDS:
                self._wanted |= dict.fromkeys(value.split(), key)

    def _id(self, value: str) -> None:
        if not value or value.split() != [value]:
            self._note(f"an id that is empty or holds spaces: {value!r}")
        if value in self.ids:
            self._note(f"the id {value} stands twice on the page")
        self.ids[value] = None
