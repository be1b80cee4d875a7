"""The term table: for every word the dandisets that hold it, each with a weight. Ranking adds these numbers."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from builder.search.analysis import index_words
from builder.search.records import Field, SearchRecord
from builder.search.whoosh_index import IndexReader, index_texts

SCHEMA = 1
"""Raise it with every change of analysis, weights or format."""

FIELD_WEIGHTS: Mapping[Field, float] = {
    Field.TITLE: 5.0,
    Field.DESCRIPTION: 1.0,
    Field.KEYWORD: 2.0,
    Field.ANATOMY: 2.0,
    Field.SPECIES: 2.0,
    Field.APPROACH: 1.0,
    Field.TECHNIQUE: 1.0,
    Field.VARIABLE: 0.5,
    Field.PUBLICATION: 1.5,
    Field.CONTRIBUTOR: 3.0,
    Field.INSTITUTION: 1.0,
    Field.FUNDER: 0.5,
    Field.AWARD: 1.0,
    Field.STANDARD: 1.0,
    Field.OTHER: 0.7,
    Field.IDENTIFIER: 3.0,
}
LENGTH_MATTERS: Mapping[Field, float] = {Field.TITLE: 0.3, Field.DESCRIPTION: 0.5, Field.OTHER: 0.5}
"""BM25's B: how much a word counts for less in a longer field than usual; 0 for fields that are lists."""
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
    """Index the records with Whoosh, and weigh each word over all fields together (BM25F) by what it counted.

    Adding up Whoosh's own scores field by field counts a word that stands in five fields five times over, and takes
    it for rare where it is rare in one field only.
    """
    fields = [field for field in Field if any(field in record.texts for record in records)]
    analyses = {field.value: str.splitlines if field is Field.IDENTIFIER else index_words for field in fields}
    texts = [{field.value: "\n".join(found) for field, found in record.texts.items()} for record in records]
    weighted: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    with index_texts(texts, analyses) as reader:
        norms = {field.value: _norms(reader, field, len(records)) for field in fields}
        for name, raw in reader.all_terms():
            word = raw.decode()
            found = weighted[word]
            matcher = reader.postings(name, raw)
            while matcher.is_active():
                place = matcher.id()
                found[place] += matcher.weight() * norms[name][place]
                matcher.next()
    words = tuple(sorted(weighted))
    return TermTable(words, tuple(_postings(weighted[word], len(records)) for word in words))


def _norms(reader: IndexReader, field: Field, total: int) -> list[float]:
    """By place: what one occurrence of a word in the field weighs."""
    weight, slope = FIELD_WEIGHTS[field], LENGTH_MATTERS.get(field, 0.0)
    lengths = [reader.doc_field_length(place, field.value, 0) or 0 for place in range(total)]
    having = [length for length in lengths if length]
    average = sum(having) / len(having)
    return [weight / (1 - slope + slope * length / average) for length in lengths]


def _postings(found: Mapping[int, float], total: int) -> Postings:
    idf = math.log(1 + (total - len(found) + 0.5) / (len(found) + 0.5))
    weighed = ((place, idf * w * (SATURATION + 1) / (SATURATION + w)) for place, w in sorted(found.items()))
    return tuple((place, min(max(1, round(weight * GRID)), HEAVIEST)) for place, weight in weighed)
