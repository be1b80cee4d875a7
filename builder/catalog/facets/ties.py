"""What contributors say of each other's facets: whose people, whose awards, and in which roles. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.catalog.facets.index import Key
from builder.catalog.facets.kinds import (
    FacetTerm,
    affiliation_term,
    award_term,
    funder_term,
    organization_term,
    person_term,
)
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.metadata import Contributor


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetTies:
    """Every number counts dandisets."""

    between: Mapping[Key, Mapping[Key, int]]
    """Persons and their institutions, funders and their awards, persons and awards that they hold; both ways."""
    roles: Mapping[Key, Mapping[str, int]]
    """Persons and organizations -> the schema's roles that they have."""


def read_ties(dandisets: Iterable[Dandiset]) -> FacetTies:
    """From the contributors of default versions."""
    between: dict[Key, Counter[Key]] = defaultdict(Counter)
    roles: dict[Key, Counter[str]] = defaultdict(Counter)
    for dandiset in dandisets:
        contributors = dandiset.default.metadata.contributor
        for one, other in {pair for contributor in contributors for pair in _pairs(contributor)}:
            between[one][other] += 1
            between[other][one] += 1
        for key, role in {held for contributor in contributors for held in _roles(contributor)}:
            roles[key][role] += 1
    return FacetTies(between=between, roles=roles)


def _pairs(contributor: Contributor) -> Iterable[tuple[Key, Key]]:
    person, award = person_term(contributor), award_term(contributor)
    if person:
        places = filter(None, map(affiliation_term, contributor.affiliation))
        yield from ((_key(person), _key(place)) for place in places)
    if award:
        giver = funder_term(contributor) or person
        if giver:
            yield _key(giver), _key(award)


def _roles(contributor: Contributor) -> Iterable[tuple[Key, str]]:
    who = person_term(contributor) or organization_term(contributor)
    return ((_key(who), role) for role in contributor.role_name) if who else ()


def _key(term: FacetTerm) -> Key:
    return term.facet, term.key
