"""Cleaned HTML in the order that HTML asks for. Pure.

What cleaning takes away leaves its content behind, in places where no parser would have put it: a paragraph in a
paragraph, text right in a list. What people write leaves headings without text and skips levels.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from builder.catalog.text.visible import is_visible

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>')
_HEADING = re.compile(r"h[1-6]")

_PHRASING = frozenset(
    ("strong", "b", "em", "i", "u", "s", "del", "ins", "sub", "sup", "small", "code", "kbd", "a", "br")
)
_VOID = frozenset(("br", "hr"))
_HOLDS_PHRASING = frozenset(("p", "pre", "h1", "h2", "h3", "h4", "h5", "h6"))
_NEEDS_WORDS = frozenset(("a", "caption", "h1", "h2", "h3", "h4", "h5", "h6"))

_HOLDS = {
    "ul": ("li",),
    "ol": ("li",),
    "dl": ("dd", "dt"),
    "table": ("tr", "tbody", "thead", "caption"),
    "thead": ("tr",),
    "tbody": ("tr",),
    "tr": ("td", "th"),
}
"""Elements that hold only these, and no text: the first of them is put around anything else."""
_STANDS_IN = {part: {whole for whole, parts in _HOLDS.items() if part in parts} for part in sum(_HOLDS.values(), ())}

_DEEPEST = 40
"""Elements within each other; what lies deeper is shown without its own."""


@dataclass(slots=True)
class _Open:
    """An element that is written and open."""

    name: str
    tag: str
    """What it is written as: a heading has another level."""
    start: int
    """Where it begins among the parts."""
    words: int
    """How many parts with words came before it."""
    outline: list[int]
    """The headings that it lies under, without itself."""
    is_added: bool = False
    """Whether it was put around what would have no place otherwise."""
    phrasing_only: bool = False
    in_link: bool = False


def in_order(cleaned: str, *, heading_level: int) -> str:
    """The same words; headings begin at `heading_level` and never skip a level. Empty where there are no words.

    `cleaned` has each of its tags closed, in order, as a serializer writes them.
    """
    return _Order(heading_level).run(cleaned)


class _Order:
    def __init__(self, heading_level: int) -> None:
        self._heading_level = heading_level
        self._outline: list[int] = []
        """Levels of the headings that the current place lies under, as the text has them."""
        self._parts: list[str] = []
        self._words = 0
        self._written = [_Open("", "", 0, 0, [])]
        self._open: list[_Open | None] = []
        """What the text has open; None for what isn't written."""

    def run(self, cleaned: str) -> str:
        end = 0
        for tag in _TAG.finditer(cleaned):
            self._text(cleaned[end : tag.start()])
            end = tag.end()
            closing, name = tag[1], tag[2]
            if closing:
                self._end(name)
            else:
                self._start(name, tag[3])
        self._text(cleaned[end:])
        return "".join(self._parts) if self._words else ""

    def _text(self, text: str) -> None:
        if not text:
            return
        if not text.isspace():
            self._make_room("")
            self._words += is_visible(html.unescape(text) if "&" in text else text)
        self._parts.append(text)

    def _start(self, name: str, attributes: str) -> None:
        self._make_room(name)
        fits = self._fits(name)
        if not fits and name not in _PHRASING:
            self._parts.append(" ")  # its words must not run into those before it
        element = self._write(name, attributes) if fits else None
        if name in _VOID:
            if element:
                self._written.pop()
        else:
            self._open.append(element)

    def _write(self, name: str, attributes: str = "", *, is_added: bool = False) -> _Open:
        parent = self._written[-1]
        element = _Open(name, name, len(self._parts), self._words, self._outline, is_added)
        element.phrasing_only = parent.phrasing_only or name in _HOLDS_PHRASING
        element.in_link = parent.in_link or name == "a"
        if _HEADING.fullmatch(name):
            level = int(name[1])
            self._outline = [above for above in self._outline if above < level] + [level]
            element.tag = f"h{min(6, self._heading_level + len(self._outline) - 1)}"
        self._parts.append(f"<{element.tag}{attributes}>")
        self._written.append(element)
        return element

    def _end(self, name: str) -> None:
        element = self._open.pop()
        if element is None:
            if name not in _PHRASING:
                self._parts.append(" ")
            return
        while self._written[-1] is not element:
            self._close()
        self._close()

    def _close(self) -> None:
        element = self._written.pop()
        if element.name in _NEEDS_WORDS and element.words == self._words:
            del self._parts[element.start :]
            self._outline = element.outline
        else:
            self._parts.append(f"</{element.tag}>")

    def _make_room(self, name: str) -> None:
        """End or begin what was put around others; `name` is empty for text."""
        if self._written[-1].is_added and name in _HOLDS[self._written[-2].name]:
            self._close()
        while (holds := _HOLDS.get(self._written[-1].name)) and name not in holds:
            self._write(holds[0], is_added=True)

    def _fits(self, name: str) -> bool:
        parent = self._written[-1]
        if name in _STANDS_IN and parent.name not in _STANDS_IN[name]:
            return False
        if len(self._written) > _DEEPEST or (name == "a" and parent.in_link):
            return False
        return name in _PHRASING or not parent.phrasing_only
