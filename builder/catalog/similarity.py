"""Which dandisets are like which: by rare things that they have in common."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from builder.catalog.dandiset import Dandiset
from builder.catalog.metadata import DandisetMetadata
from builder.catalog.version import Version

MOST = 4
"""So many are named for each dandiset."""
_LEAST_SCORE = 0.12
"""Cosine below which two have nothing to do with each other; read off pairs of the real archive."""
_COMMON = 120
"""What so many dandisets have in common tells of none of them; it also bounds the work."""


class Trait(StrEnum):
    """What two dandisets may have in common."""

    PERSON = "person"
    PAPER = "paper"
    AWARD = "award"
    ANATOMY = "anatomy"
    KEYWORD = "keyword"
    SPECIES = "species"
    TECHNIQUE = "technique"
    TITLE = "title"
    TEXT = "text"


_WEIGHTS: Mapping[Trait, float] = {
    Trait.PERSON: 1.5,
    Trait.PAPER: 2.0,
    Trait.AWARD: 1.0,
    Trait.ANATOMY: 1.5,
    Trait.KEYWORD: 1.5,
    Trait.SPECIES: 1.0,
    Trait.TECHNIQUE: 1.0,
    Trait.TITLE: 1.5,
    Trait.TEXT: 0.7,
}

_Key = tuple[Trait, str]


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

    Each is a vector of traits, weighted by kind and rarity; likeness is the cosine of two. Equal ones are ordered by
    identifier. What all or very many have is left out.
    """
    traits = {dandiset.identifier: dict(_traits(dandiset.default)) for dandiset in dandisets}
    holders: dict[_Key, list[str]] = defaultdict(list)
    for identifier, found in sorted(traits.items()):
        for key in found:
            holders[key].append(identifier)
    weights = {
        key: _WEIGHTS[key[0]] * math.log(len(dandisets) / len(having))
        for key, having in holders.items()
        if 1 < len(having) <= _COMMON
    }
    lengths = {
        identifier: math.sqrt(sum(weights.get(key, 0.0) ** 2 for key in found))
        for identifier, found in traits.items()
    }
    titles = {dandiset.identifier: dandiset.default.title for dandiset in dandisets}
    return {
        identifier: tuple(
            _likeness(other, titles[other], found, traits[other])
            for other in _nearest(identifier, found, holders, weights, lengths)
        )
        for identifier, found in traits.items()
    }


def _nearest(
    identifier: str,
    traits: Mapping[_Key, str],
    holders: Mapping[_Key, Sequence[str]],
    weights: Mapping[_Key, float],
    lengths: Mapping[str, float],
) -> list[str]:
    products: dict[str, float] = defaultdict(float)
    for key in traits:
        weight = weights.get(key, 0.0) ** 2
        if weight:
            for other in holders[key]:
                products[other] += weight
    products.pop(identifier, None)
    # What has a trait in common with something is no vector of length 0.
    least = _LEAST_SCORE * lengths[identifier] * 0.999
    scores = {
        other: round(product / (lengths[identifier] * lengths[other]), 6)
        for other, product in products.items()
        if product >= least * lengths[other]
    }
    near = [other for other, score in scores.items() if score >= _LEAST_SCORE]
    return sorted(near, key=lambda other: (-scores[other], other))[:MOST]


def _likeness(identifier: str, title: str, here: Mapping[_Key, str], there: Mapping[_Key, str]) -> Likeness:
    shared = [key for key in here if key in there]
    topics = (here[key] for key in shared if key[0] in (Trait.ANATOMY, Trait.KEYWORD))
    return Likeness(
        identifier=identifier,
        title=title,
        people=sum(key[0] is Trait.PERSON for key in shared),
        topics=tuple(dict.fromkeys(topics))[:3],
    )


def _traits(version: Version) -> Iterator[tuple[_Key, str]]:
    """Traits with the words that a reader would call them."""
    metadata = version.metadata
    summary = metadata.assets_summary
    for person in metadata.contributor:
        if not person.is_organization and (name := _folded(person.name).strip(" ,")):
            # By name, not by ORCID: half of the archive's contributors have none.
            yield (Trait.PERSON, name), person.name
        if person.award_number and (award := re.sub(r"\W", "", person.award_number).casefold()):
            yield (Trait.AWARD, award), person.award_number
    for resource in metadata.related_resource:
        address = resource.identifier or resource.url or ""
        if address:
            yield (Trait.PAPER, re.sub(r"^.*?(?=10\.)", "", address.casefold())), address
    for term in metadata.about:
        if name := _folded(term.name or ""):
            yield (Trait.ANATOMY, name), name
    for word in metadata.keywords:
        if name := _folded(word).strip():
            yield (Trait.KEYWORD, name), name
    for species in summary.species:
        yield (Trait.SPECIES, species.identifier or species.name or ""), species.name or ""
    for technique in (*summary.measurement_technique, *summary.approach):
        yield (Trait.TECHNIQUE, technique.name or ""), technique.name or ""
    yield from (((Trait.TITLE, word), word) for word in _words((version.title,)))
    yield from (((Trait.TEXT, word), word) for word in _words(_texts(metadata)))


def _texts(metadata: DandisetMetadata) -> Iterable[str]:
    return (metadata.description, *metadata.study_target)


def _words(texts: Iterable[str]) -> Iterable[str]:
    """Each word once, in order of how often it stands there; the common ones fall to their rarity."""
    return Counter(word for text in texts for word in re.findall(r"[a-z][a-z0-9]{2,}", _folded(text)))


def _folded(text: str) -> str:
    """Lower case, without accents."""
    lower = text.casefold()
    if lower.isascii():  # most are, and letter by letter takes long
        return lower
    decomposed = unicodedata.normalize("NFKD", lower)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
