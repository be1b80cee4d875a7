"""The term table: for every word the dandisets that hold it, each with a weight. Ranking adds these numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from builder.search.index import fields
from builder.search.index.records import SearchRecord
from builder.search.index.search_index import GRID, Postings, TermTable
from builder.search.index.whoosh_index import score_words
from builder.search.words.analysis import index_words

SATURATION = 1.2
"""BM25's K1: how soon further occurrences stop to count."""
HEAVIEST = 36 * 36 - 1
"""A browser gets a weight as two digits."""


def make_table(records: Sequence[SearchRecord]) -> TermTable:
    """Weigh each word over all fields together (BM25F), and have Whoosh score it.

    Adding up scores field by field, as Whoosh does by itself, counts a word that stands in five fields five times
    over, and takes it for rare where it is rare in one field only.
    """
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
