"""Why something was found: marks in texts, and the piece of a text that has most of them. Pure.

The browser's engine marks alike, but nothing depends on that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.search.index.fields import DESCRIPTION
from builder.search.index.search_index import TermTable
from builder.search.query.matching import variants
from builder.search.query.query import Query
from builder.search.words.analysis import CHUNK, SHORT_WORDS, fold, normal, parts_of

SNIPPET = 240
"""Characters, about."""
LEAD = 60
"""So many of them at most stand before the first mark."""

Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces, each marked or not."""


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """What is marked: words in normal form, and names of several words."""

    words: frozenset[str]
    names: tuple[tuple[str, ...], ...]


def marks_of(table: TermTable, query: Query) -> MarkedWords:
    """All that its terms and phrases may stand for; what it excludes or filters by is not marked."""
    words = {word for phrase in query.phrases for word in phrase}
    names: list[tuple[str, ...]] = []
    for term in query.terms:
        if term.is_optional:
            continue
        for alternative in term.alternatives:
            for number, word in enumerate(alternative.words, 1):
                is_open = term.is_open and number == len(alternative.words)
                words |= {word, *(table.words[found] for found in variants(table, word, is_open=is_open))}
            names += [name for name, short in SHORT_WORDS.items() if alternative.words == (short,)]
    return MarkedWords(frozenset(words), tuple(names))


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    forms: tuple[str, ...]
    is_marked: bool


def mark(text: str, marks: MarkedWords) -> Pieces:
    """Neighbouring marks are one."""
    text = unicodedata.normalize("NFC", text)
    pieces: list[tuple[str, bool]] = []
    end = 0
    for word in (word for word in _words(text, marks) if word.is_marked):
        between = text[end : word.start]
        if pieces and re.fullmatch(r"[\s-]", between):
            pieces[-1] = (pieces[-1][0] + text[end : word.end], True)
        else:
            pieces += [(between, False)] if between else []
            pieces.append((text[word.start : word.end], True))
        end = word.end
    return (*pieces, (text[end:], False)) if text[end:] or not pieces else tuple(pieces)


def snippet(texts: Mapping[str, Sequence[str]], marks: MarkedWords) -> tuple[str, Pieces] | None:
    """The piece of the description with most different marks, else that of another field; None without texts.

    `texts` are by the name of their field, which the answer tells too.
    """
    best: tuple[int, str, str, int] | None = None
    for field, found in texts.items():
        if best and best[0] and best[1] == DESCRIPTION.name:
            break
        for given in found:
            text = unicodedata.normalize("NFC", given)
            count, start = _best_stretch(list(_words(text, marks)))
            if best is None or count > best[0]:
                best = count, field, text, start
    return None if best is None else (best[1], mark(_cut(best[2], best[3]), marks))


def _words(text: str, marks: MarkedWords) -> Iterator[_Word]:
    found = [(match.start(), match.end(), _forms(match[0])) for match in CHUNK.finditer(text)]
    flags = [not marks.words.isdisjoint(forms) for _, _, forms in found]
    for name in marks.names:
        for at in range(len(found) - len(name) + 1):
            if all(word in found[at + step][2] for step, word in enumerate(name)):
                flags[at : at + len(name)] = [True] * len(name)
    for (start, end, forms), flag in zip(found, flags, strict=True):
        yield _Word(start, end, forms, flag)


def _forms(chunk: str) -> tuple[str, ...]:
    parts = parts_of(fold(chunk))
    words = tuple(map(normal, parts))
    return (*words, normal("".join(parts))) if len(parts) > 1 else words


def _best_stretch(words: Sequence[_Word]) -> tuple[int, int]:
    """How many different marks stand closely together, and where that begins."""
    best = (0, 0)
    for at, first in enumerate(words):
        if first.is_marked:
            near = (word for word in words[at:] if word.end - first.start <= SNIPPET - LEAD)
            count = len({word.forms[0] for word in near if word.is_marked})
            best = (count, first.start) if count > best[0] else best
    return best


def _cut(text: str, start: int) -> str:
    if len(text) <= SNIPPET:
        return text
    first = max(0, min(start - LEAD, len(text) - SNIPPET))
    first = text.find(" ", first) + 1 if first else 0
    last = min(len(text), first + SNIPPET)
    if last < len(text):
        last = max(text.rfind(" ", first, last), first + 1)
    return f"{'… ' if first else ''}{text[first:last]}{' …' if last < len(text) else ''}"
