"""A text as a reader or a browser comes to see it, with the place in the original of each sign. Pure.

What is written in entities, percent codes or escapes is read, what nobody sees is dropped: an address can be written
in many ways, but is one where it is read.
"""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

_INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
)
"""Controls, what is no character, and what has no width; for a set in an expression."""
_TWINS = {"＠": "@", "﹫": "@", "．": ".", "。": ".", "｡": ".", "․": ".", "﹒": "."}
"""Signs that mail programs or readers take for those of an address."""
_WRITTEN = re.compile(
    rf"(?P<unseen>[{_INVISIBLE}]+)"
    rf"|(?P<twin>[{''.join(_TWINS)}])"
    r"|(?P<percent>%[0-7][0-9a-f]|(?:%[89a-f][0-9a-f])+)"
    r"|(?P<entity>&(?:\#0*[0-9]{1,8}|\#x0*[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});?)"
    r"|\\(?:u(?P<code>[0-9a-f]{4})|x(?P<byte>[0-9a-f]{2})|(?P<escaped>[!-/:-@\[-`{-~]))",
    re.IGNORECASE,
)
_MOST_ROUNDS = 5
"""What was written in percent codes may hold entities, and so on: deeper than this no reader goes."""


@dataclass(frozen=True, slots=True)
class ResolvedText:
    text: str
    _starts: array[int]
    """Place in the original of each sign of the text, and of what follows it."""
    _ends: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a piece that isn't empty."""
        return self._starts[start], self._ends[end - 1]

    def without(self, pattern: re.Pattern[str], end: int | None = None) -> ResolvedText:
        """The same without what a pattern finds before `end`."""
        return self._replaced(pattern, lambda _: "", len(self.text) if end is None else end)

    def _replaced(self, pattern: re.Pattern[str], said: Callable[[re.Match[str]], str], end: int) -> ResolvedText:
        parts: list[str] = []
        starts, ends, place = array("q"), array("q"), 0
        for found in pattern.finditer(self.text, 0, end):
            sign = said(found)
            parts += (self.text[place : found.start()], sign)
            starts += self._starts[place : found.start()]
            ends += self._ends[place : found.start()]
            first, last = self.span(*found.span())
            starts.extend([first] * len(sign))
            ends.extend([last] * len(sign))
            place = found.end()
        if not place:
            return self
        parts.append(self.text[place:])
        return ResolvedText("".join(parts), starts + self._starts[place:], ends + self._ends[place:])


def resolve(text: str) -> ResolvedText:
    """The text as it is read; markup stays."""
    size = len(text)
    resolved = ResolvedText(text, array("q", range(size)), array("q", range(1, size + 1)))
    for _ in range(_MOST_ROUNDS):
        read = resolved._replaced(_WRITTEN, _said, len(resolved.text))
        if read.text == resolved.text:
            break
        resolved = read
    return resolved


def _said(written: re.Match[str]) -> str:
    """What stands there for a reader; what says nothing stays as it is."""
    kind = written.lastgroup
    if kind == "unseen":
        return ""
    if kind == "twin":
        return _TWINS[written[0]]
    if kind == "percent":
        said = unquote(written[0])
        return written[0] if "\ufffd" in said else said
    if kind == "entity":
        return html.unescape(written[0])
    return written[kind] if kind == "escaped" else chr(int(written[kind or 0], 16))
