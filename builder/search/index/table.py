"""The term table: for every word the dandisets that hold it, each with a weight. Ranking adds these numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from builder.search.index import fields
from builder.search.index.records import SearchRecord
from builder.search.words.analysis import index_words

SCHEMA = 4
"""Raise it with every change of analysis, weights or format; and FORMAT in static/search/engine/pieces.js."""

SATURATION = 1.2
"""BM25's K1: how soon further occurrences stop to count."""
GRID = 20
"""A weight of 1 is so many steps; weights are whole steps."""

HEAVIEST = 36 * 36 - 1
"""A browser gets a weight as two digits."""

Postings = tuple[tuple[int, int], ...]
"""(place of the dandiset in order of identifier, weight), by place."""


class TermTable(msgspec.Struct, frozen=True):
    """Words in alphabetical order, by code point."""

    words: tuple[str, ...]
    postings: tuple[Postings, ...]

    def number(self, word: str) -> int | None:
        """The place of a word."""
        place = bisect_left(self.words, word)
        return place if place < len(self.words) and self.words[place] == word else None

    def starting(self, beginning: str) -> range:
        """The places of the words that begin so."""
        first = bisect_left(self.words, beginning)
        last = first
        while last < len(self.words) and self.words[last].startswith(beginning):
            last += 1
        return range(first, last)


def make_table(records: Sequence[SearchRecord]) -> TermTable:
    """Weigh each word over all fields together (BM25F), and have Whoosh score it.

    Adding up scores field by field, as Whoosh does by itself, counts a word that stands in five fields five times
    over, and takes it for rare where it is rare in one field only.
    """
    from builder.search.index.whoosh_index import score_words  # slow to load, and a search needs none of it

    scored = dict(score_words(weigh_words(records), saturation=SATURATION))
    words = tuple(sorted(scored))
    return TermTable(words, tuple(_postings(scored[word]) for word in words))


def weigh_words(records: Sequence[SearchRecord]) -> list[dict[str, float]]:
    """By place: how often each word stands there, each time by the weight of its field and the field's length."""
    counted = [_count(record) for record in records]
    lengths: dict[str, list[int]] = defaultdict(list)
    for counts in counted:
        for name, words in counts.items():
            lengths[name].append(words.total())
    # A field may be without words everywhere, as titles of nothing but signs.
    usual = {name: max(sum(found), 1) / len(found) for name, found in lengths.items()}
    bags = []
    for counts in counted:
        bag: dict[str, float] = defaultdict(float)
        for name, words in counts.items():
            field = fields.FIELDS[name]
            slope = field.length_matters
            weight = field.weight / (1 - slope + slope * words.total() / usual[name])
            for word, times in words.items():
                bag[word] += times * weight
        bags.append(bag)
    return bags


def _count(record: SearchRecord) -> dict[str, Counter[str]]:
    return {
        name: Counter(texts if name == fields.IDENTIFIER.name else (w for text in texts for w in index_words(text)))
        for name, texts in record.texts.items()
    }


def _postings(scored: Iterable[tuple[int, float]]) -> Postings:
    return tuple((place, min(max(1, round(score * GRID)), HEAVIEST)) for place, score in scored)
