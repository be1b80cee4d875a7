"""Which dandisets are like which: by the words of the search, weighed as the search weighs them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.catalog.contents.digest import Digest, Entry
from builder.catalog.facets.index import index_facets
from builder.catalog.facets.keys import folded
from builder.catalog.facets.naming import Naming, person
from builder.catalog.schema.dandiset import Dandiset
from builder.search.index.records import read_record
from builder.search.index.table import SATURATION, weigh_words
from builder.search.words.analysis import fold
from builder.search.words.word_rules import STOP_WORDS

MOST = 4
"""So many are named for each dandiset."""
_LEAST_SCORE = 0.12
"""Cosine below which two have little to do with each other. On the real archive, of pairs above it 71 % answer one
judged query together; with 0.2 more than 80 %, but every eighth dandiset would be left without any."""
_COMMON = 60
"""A word that so many dandisets hold tells of none of them; it also bounds the work."""
_MOST_TOPICS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """One dandiset that is like another."""

    identifier: str
    title: str
    people: int
    """Contributors in common."""
    topics: tuple[str, ...]
    """Keywords and parts of the body in common, at most three; folded to lower case."""


def find_similar(dandisets: Sequence[Dandiset]) -> dict[str, tuple[Likeness, ...]]:
    """For each dandiset those most like it, the most alike first; by their default versions.

    Likeness is the cosine of the scores that BM25 gives their words. What only files tell is left out: pages need
    this before all files are read. Equal ones are ordered by identifier.
    """
    ordered = sorted(dandisets, key=lambda dandiset: dandiset.identifier)
    facets = index_facets([Entry(dandiset=dandiset, digest=Digest()) for dandiset in ordered])
    vectors, holders = score_words(weigh_words([read_record(dandiset, facets) for dandiset in ordered]))
    lengths = [math.sqrt(sum(score * score for score in vector.values())) for vector in vectors]
    people = [_people(dandiset) for dandiset in ordered]
    topics = [_topics(dandiset) for dandiset in ordered]
    found = {}
    for place, dandiset in enumerate(ordered):
        near = _nearest(place, vectors, holders, lengths)
        found[dandiset.identifier] = tuple(
            Likeness(
                identifier=ordered[other].identifier,
                title=ordered[other].default.title,
                people=_in_common(people[place], people[other]),
                topics=tuple(topic for topic in topics[place] if topic in topics[other])[:_MOST_TOPICS],
            )
            for other in near
        )
    return found


def score_words(
    bags: Sequence[Mapping[str, float]],
) -> tuple[list[dict[str, float]], dict[str, list[tuple[int, float]]]]:
    """By place, the score of each word that some dandisets hold and not too many; and by word, who holds it.

    The scores are those that Whoosh gives the words of the term table, which needs them for a query and slowly.
    """
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, bag in enumerate(bags):
        for word, weight in bag.items():
            holders[word].append((place, weight))
    most = min(_COMMON, len(bags) / 2)
    vectors: list[dict[str, float]] = [{} for _ in bags]
    shared = {}
    for word, held in holders.items():
        if 1 < len(held) <= most and word not in STOP_WORDS:
            rarity = math.log(len(bags) / (len(held) + 1)) + 1
            scored = [(place, rarity * weight * (SATURATION + 1) / (weight + SATURATION)) for place, weight in held]
            shared[word] = scored
            for place, score in scored:
                vectors[place][word] = score
    return vectors, shared


def _nearest(
    place: int,
    vectors: Sequence[Mapping[str, float]],
    holders: Mapping[str, Sequence[tuple[int, float]]],
    lengths: Sequence[float],
) -> list[int]:
    products: dict[int, float] = defaultdict(float)
    for word, score in vectors[place].items():
        for other, theirs in holders[word]:
            products[other] += score * theirs
    products.pop(place, None)
    scores = {other: round(product / (lengths[place] * lengths[other]), 6) for other, product in products.items()}
    near = [other for other, score in scores.items() if score >= _LEAST_SCORE]
    return sorted(near, key=lambda other: (-scores[other], other))[:MOST]


def _people(dandiset: Dandiset) -> tuple[Naming, ...]:
    """Each once: by ORCID, else by name."""
    found = filter(None, map(person, dandiset.default.metadata.contributor))
    return tuple({one.key: one for one in found}.values())


def _in_common(here: Sequence[Naming], there: Sequence[Naming]) -> int:
    """One who stands twice on one side, with an ORCID and without, is still one."""
    return min(_known(here, there), _known(there, here))


def _known(people: Sequence[Naming], others: Sequence[Naming]) -> int:
    """How many are among others: by ORCID; by name where one of the two has none, as half of the contributors."""
    keys = {other.key for other in others}
    names = {folded(other.label) for other in others}
    unnumbered = {folded(other.label) for other in others if not other.identifier}
    return sum(one.key in keys or folded(one.label) in (unnumbered if one.identifier else names) for one in people)


def _topics(dandiset: Dandiset) -> tuple[str, ...]:
    """What a reader is told that two have in common, as search compares it."""
    metadata = dandiset.default.metadata
    words = (
        *(fold(term.name or "") for term in metadata.about),
        *(fold(w).strip() for w in metadata.single_keywords),
    )
    return tuple(dict.fromkeys(filter(None, words)))
