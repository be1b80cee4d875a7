"""What the words of a query mean: each a term with alternatives, synonyms among them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from builder.search.query.query import Alternative, QueryTerm
from builder.search.words.analysis import LONGEST_NAME, SHORT_WORDS, chunks, fold, normal
from builder.search.words.identifiers import find_identifiers
from builder.search.words.word_rules import MOST_JOINED, STOP_WORDS

SAME_FACTOR = 800
"""How much of its weight a synonym has, in thousandths."""


def read_terms(typed: Sequence[str], *, is_open: bool) -> Iterator[QueryTerm]:
    """Terms of the words that are left; required ones unless all are optional."""
    text = fold(" ".join(typed))
    found: list[QueryTerm] = []
    for part in re.split(r"(\n)", text):
        found += _terms_of_run(part)
    if found and is_open and len(found[-1].alternatives[0].words) >= 1 and not _is_identifier(found[-1]):
        found[-1] = replace(found[-1], is_open=True)
    if all(term.is_optional for term in found):
        found = [replace(term, is_optional=False) for term in found]
    yield from found


def _is_identifier(term: QueryTerm) -> bool:
    return not term.alternatives[0].words[0].isalnum()


def _terms_of_run(text: str) -> Iterator[QueryTerm]:
    """A run of folded words: identifiers are cut out, the rest becomes words and synonyms."""
    place = 0
    for start, end, word in find_identifiers(text):
        yield from _word_terms(text[place:start])
        yield QueryTerm(alternatives=(Alternative((word,)),))
        place = end
    yield from _word_terms(text[place:])


def _word_terms(text: str) -> Iterator[QueryTerm]:
    found = list(chunks(text))
    place = 0
    while place < len(found):
        used, term = _synonyms_at(found, place) or (1, _chunk_term(found[place]))
        yield term
        place += used


def _chunk_term(parts: Sequence[str]) -> QueryTerm:
    """One word, or a word with hyphens: that as one, or its parts."""
    words = tuple(map(normal, parts))
    if len(words) == 1:
        return QueryTerm(alternatives=(Alternative(words),), is_optional=words[0] in STOP_WORDS)
    joined = (Alternative((normal("".join(parts)),)),) if len(words) <= MOST_JOINED else ()
    return QueryTerm(alternatives=(*joined, Alternative(words)))


def _synonyms_at(found: Sequence[Sequence[str]], place: int) -> tuple[int, QueryTerm] | None:
    """The longest name of the table that begins at a place: how many chunks it takes, and what stands for it."""
    for used in range(min(LONGEST_NAME + 2, len(found) - place), 0, -1):
        parts = [part for chunk in found[place : place + used] for part in chunk]
        words = tuple(word for word in map(normal, parts) if word not in STOP_WORDS)
        joined = (normal("".join(parts)),) if len(parts) > 1 and used == 1 else words
        short = SHORT_WORDS.get(words) or SHORT_WORDS.get(joined)
        if short:
            own = dict.fromkeys(name for name in (joined, words) if name)
            same = () if (short,) in own else (Alternative((short,), SAME_FACTOR),)
            return used, QueryTerm(alternatives=(*map(Alternative, own), *same))
    return None
