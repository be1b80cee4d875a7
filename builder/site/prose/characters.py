"""Characters that HTML forbids: controls but for blanks, and what Unicode says is no character."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_BEYOND = tuple(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
# Beside the others in the pattern they would make it ten times as slow, while looking for one is next to nothing.


def forbidden_place(text: str) -> int | None:
    """Where the first of them stands; None if there is none."""
    found = _FORBIDDEN.search(text)
    places = [text.find(letter) for letter in _BEYOND if letter in text] + ([found.start()] if found else [])
    return min(places, default=None)


def without_forbidden(text: str) -> str:
    """The same text without them."""
    for letter in _BEYOND:
        if letter in text:
            text = text.replace(letter, "")
    return _FORBIDDEN.sub("", text)
