"""Keywords: some authors type all of them into one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_CERTAIN = re.compile(r"\s*[;\n|•]\s*")
_COMMA = re.compile(r",\s+|(?<=[^\W\d]),(?=[^\W\d])")
"""Not that of 10,000 or 1,4-dioxane."""
_LONGEST_KEYWORD = 60
_MOST_WORDS = 6


def split_keywords(keywords: Iterable[str]) -> tuple[str, ...]:
    """Each by itself, once, as it was first written. What reads like a sentence stays whole."""
    found: dict[str, str] = {}
    for typed in keywords:
        for word in _split(typed.strip()):
            found.setdefault(word.casefold(), word)
    return tuple(found.values())


def _split(typed: str) -> Iterator[str]:
    for pattern in (_CERTAIN, _COMMA):
        parts = [part.strip(" ,;.") for part in pattern.split(typed)]
        parts = [part.removeprefix("and ") for part in parts if part]
        if len(parts) > 1 and all(map(_is_keyword, parts)):
            yield from parts
            return
    if bare := typed.strip(" ;,|"):
        yield bare


def _is_keyword(part: str) -> bool:
    return len(part) <= _LONGEST_KEYWORD and len(part.split()) <= _MOST_WORDS
