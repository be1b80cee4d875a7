"""What contributors say of each other's facets: whose people, whose awards, and in which roles. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.catalog.facets.index import Key
from builder.catalog.facets.kinds import Facet, FacetTerm
from builder.catalog.facets.naming import awards, funder, givers, organization, person, workplace
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
    who = _person(contributor)
    if who:
        places = (Facet.INSTITUTION.term(workplace(place)) for place in contributor.affiliation)
        yield from ((_key(who), _key(place)) for place in places if place)
    giver = Facet.FUNDER.term(funder(contributor)) or who
    known = (giver, *map(Facet.FUNDER.term, givers(contributor)))
    yield from ((_key(one), (Facet.AWARD, given.key)) for one in filter(None, known) for given in awards(contributor))


def _roles(contributor: Contributor) -> Iterable[tuple[Key, str]]:
    who = _person(contributor) or Facet.INSTITUTION.term(organization(contributor))
    return ((_key(who), role) for role in contributor.role_name) if who else ()


def _person(contributor: Contributor) -> FacetTerm | None:
    return Facet.CONTRIBUTOR.term(person(contributor))


def _key(term: FacetTerm) -> Key:
    return term.facet, term.key
