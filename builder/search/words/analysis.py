"""Text as the words that search compares. The browser's engine does the same with the tables exported from here.

Pure. A change of anything here is a change of the index: raise `search_index.SCHEMA`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from builder.search.words.names import SAME
from builder.search.words.word_rules import (
    IRREGULAR,
    LEAST_STEM,
    LETTERS,
    LONGEST_WORD,
    MOST_JOINED,
    SPELLINGS,
    STOP_WORDS,
    SUFFIXES,
)

_BY_LENGTH = tuple(sorted(set(SUFFIXES), key=lambda suffix: (-len(suffix), suffix)))
JOINTS = "-'’‐‑"
"""Signs inside a word: hyphens and apostrophes."""
CHUNK = re.compile(rf"[^\W_]+(?:[{JOINTS}][^\W_]+)*")
_JOINT = re.compile(f"[{JOINTS}]")


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case, without accents: `Buzsáki` is `buzsaki`, `Straße` is `strasse`.

    Letters beyond the basic plane go: Python and JavaScript put them in different order.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in decomposed if not unicodedata.category(letter).startswith("M")).lower()
    return "".join(LETTERS.get(letter, letter if letter < "\U00010000" else " ") for letter in plain)


@lru_cache(maxsize=200_000)
def normal(word: str) -> str:
    """A folded word in the one form that stands for its number and spelling: `behaviours` is `behavior`."""
    for british, american in SPELLINGS:
        if word.startswith(british):
            word = american + word[len(british) :]
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")) or not word.isalpha():
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y" if len(word) > 4 else word
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes", "zes")) else word[:-1]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """What the forms of a word share: `hippocampal` and `hippocampus` are `hippocamp`. For words in normal form."""
    for suffix in _BY_LENGTH:
        if word.endswith(suffix) and len(word) - len(suffix) >= LEAST_STEM:
            bare = word[: -len(suffix)]
            return bare[:-1] if len(bare) > LEAST_STEM and bare[-1] == bare[-2] else bare
    return word


def chunks(text: str) -> Iterator[tuple[str, ...]]:
    """The folded words of a text, those with hyphens and apostrophes taken together: `patch-seq` is one of two."""
    return map(parts_of, CHUNK.findall(fold(text)))


def parts_of(chunk: str) -> tuple[str, ...]:
    """The words of a folded chunk, without the s of a genitive."""
    parts = tuple(_JOINT.split(chunk))
    return parts[:-1] if len(parts) > 1 and parts[-1] == "s" else parts


def plain_words(text: str) -> Iterator[str]:
    """The words of a text one after the other, in normal form; what phrases are looked for in."""
    for parts in chunks(text):
        yield from map(normal, parts)


def _short_words() -> dict[tuple[str, ...], str]:
    return {names_words(name): normal(short) for short, names in SAME.items() for name in (short, *names)}


def names_words(name: str) -> tuple[str, ...]:
    """A name as its words in a row, without those that may lack."""
    return tuple(word for word in plain_words(name) if word not in STOP_WORDS)


SHORT_WORDS: Mapping[tuple[str, ...], str] = _short_words()
"""The words of a name -> the short word that stands for it in the index."""
LONGEST_NAME = max(map(len, SHORT_WORDS))


@lru_cache(maxsize=1 << 16)  # a build asks twice for the same texts: for similar dandisets, then for the index
def index_words(text: str) -> tuple[str, ...]:
    """The words to index: each; those with hyphens also as one; and short words for the names in it."""
    return tuple(_index_words(text))


def _index_words(text: str) -> Iterator[str]:
    row: list[str] = []
    joined: set[str] = set()
    for parts in chunks(text):
        words = [normal(part) for part in parts if len(part) <= LONGEST_WORD]
        yield from words
        row += words
        if 1 < len(parts) <= MOST_JOINED and sum(map(len, parts)) <= LONGEST_WORD:
            joined.add(normal("".join(parts)))
            yield normal("".join(parts))
    shorts = _shorts(tuple(word for word in row if word not in STOP_WORDS))
    yield from (short for short in shorts if short not in joined)


def _shorts(row: tuple[str, ...]) -> Iterator[str]:
    for place in range(len(row)):
        for end in range(place + 1, min(place + LONGEST_NAME, len(row)) + 1):
            short = SHORT_WORDS.get(row[place:end])
            if short and row[place:end] != (short,):
                yield short
