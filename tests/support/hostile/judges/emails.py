"""Finds e-mail addresses however they are written: as entities, percent-encoded, with signs that nobody sees."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

# From the start of a run on, or else a long one would take the square of its length.
_ADDRESS = re.compile(
    r"(?<![\w.%+'\"-])[\w.%+'\"-]+[ ]?@[ ]?(?:\[[.:]*[0-9A-Fa-f][0-9A-Fa-f.:]*\]|[\w-]+(?:\.[\w-]+)+)"
)
_UNSEEN = ("Cf", "Cc", "Cn", "Co")
_SIGNS = re.compile(r"[@＠﹫]|%40|&#|&commat|\\u0040", re.IGNORECASE)


def addresses_in(text: str) -> Iterator[str]:
    """The addresses that a reader, or a program that gathers such, makes out in a text."""
    if not _SIGNS.search(text):
        return
    seen = set()
    for reading in _readings(text):
        for match in _ADDRESS.finditer(reading):
            if match[0] not in seen:
                seen.add(match[0])
                yield match[0]


def _readings(text: str) -> Iterator[str]:
    """As it stands, then with entities, percent signs and compatible letters resolved."""
    yield _seen(text)
    yield _seen(unquote(html.unescape(text), errors="replace"))


def _seen(text: str) -> str:
    """Without what nobody sees; breaks of lines stay."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in folded if letter in "\n\t" or unicodedata.category(letter) not in _UNSEEN)
