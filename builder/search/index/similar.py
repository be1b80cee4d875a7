"""Which dandisets are like which: by the words of the search, weighed as the search weighs them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from builder.catalog.contents.digest import Digest, Entry
from builder.catalog.facets.index import index_facets
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
    traits = [dict(_traits(dandiset)) for dandiset in ordered]
    found = {}
    for place, dandiset in enumerate(ordered):
        near = _nearest(place, vectors, holders, lengths)
        found[dandiset.identifier] = tuple(_likeness(ordered[other], traits[place], traits[other]) for other in near)
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


class _Trait(StrEnum):
    PERSON = "person"
    TOPIC = "topic"


_Key = tuple[_Trait, str]


def _likeness(other: Dandiset, here: Mapping[_Key, str], there: Mapping[_Key, str]) -> Likeness:
    shared = [key for key in here if key in there]
    topics = (here[key] for key in shared if key[0] is _Trait.TOPIC)
    return Likeness(
        identifier=other.identifier,
        title=other.default.title,
        people=sum(key[0] is _Trait.PERSON for key in shared),
        topics=tuple(dict.fromkeys(topics))[:3],
    )


def _traits(dandiset: Dandiset) -> Iterator[tuple[_Key, str]]:
    """What a reader is told that two have in common, with the words for it."""
    metadata = dandiset.default.metadata
    for person in metadata.contributor:
        # By name, not by ORCID: half of the archive's contributors have none.
        if not person.is_organization and (name := fold(person.name).strip(" ,")):
            yield (_Trait.PERSON, name), person.name
    for term in metadata.about:
        if name := fold(term.name or ""):
            yield (_Trait.TOPIC, name), name
    for word in metadata.single_keywords:
        if name := fold(word).strip():
            yield (_Trait.TOPIC, name), name
