"""All values of all facets, with the dandisets that have them. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from builder.catalog.contents.digest import Entry
from builder.catalog.facets.keys import folded, slug_of
from builder.catalog.facets.kinds import Facet, FacetTerm, facet_terms
from builder.catalog.facets.naming import identifier_address
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.taxa import name_parts

Key = tuple[Facet, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One value of a facet: a species, a person."""

    facet: Facet
    key: str
    label: str
    """The vocabulary's name, else the commonest one; of equally common ones the first by text."""
    other_names: tuple[tuple[str, int], ...]
    """What else it is called, by how many dandisets, the commonest first; not what differs by case or marks alone."""
    identifier: str
    dandisets: tuple[Dandiset, ...]
    """Newest first, by identifier: so that a change of one moves no other."""
    mentioned: frozenset[str] = frozenset()
    """Identifiers of those whose texts alone name it."""

    @property
    def count(self) -> int:
        """Of dandisets."""
        return len(self.dandisets)

    @property
    def slug(self) -> str:
        """The name of its folder."""
        return slug_of(self.key)

    @property
    def url(self) -> str | None:
        """Where its identifier leads; None without one, or where it leads nowhere."""
        return identifier_address(self.identifier)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetIndex:
    """What browse pages are made from."""

    values: Mapping[Facet, tuple[FacetValue, ...]]
    """Of every facet; the value with the most dandisets first, then by label."""
    terms: Mapping[str, tuple[FacetTerm, ...]]
    """Identifier of a dandiset -> its terms."""
    keys: Mapping[tuple[str, Facet], Sequence[Key]]
    """Those of one facet, to count them."""
    by_key: Mapping[Key, FacetValue]
    namesakes: Mapping[Key, tuple[Key, ...]]
    """Of values known by name alone and those with an identifier and that name: each to the other.

    Only where the name is that of a single identifier: two people may have the same.
    """

    def related(self, value: FacetValue, facet: Facet, most: int) -> tuple[tuple[FacetValue, int], ...]:
        """The values of a facet that most of its dandisets have too, and how many of them do."""
        shared = Counter(
            chain.from_iterable(self.keys.get((dandiset.identifier, facet), ()) for dandiset in value.dandisets)
        )
        shared.pop((value.facet, value.key), None)
        return self.ranked(shared, most)

    def ranked(self, counts: Mapping[Key, int], most: int) -> tuple[tuple[FacetValue, int], ...]:
        """Values by a count, the largest first, then by label."""
        found = ((self.by_key[key], count) for key, count in counts.items())
        return tuple(sorted(found, key=lambda item: (-item[1], item[0].label, item[0].key))[:most])


def index_facets(entries: Iterable[Entry]) -> FacetIndex:
    """The order of the entries makes no difference."""
    by_identifier = {entry.dandiset.identifier: entry for entry in entries}
    newest_first = [by_identifier[identifier] for identifier in sorted(by_identifier, reverse=True)]
    newest_first.sort(key=lambda entry: not entry.dandiset.default.asset_count)  # those without files last
    terms = {
        entry.dandiset.identifier: facet_terms(entry.dandiset, entry.summary, entry.digest.areas)
        for entry in newest_first
    }
    having: dict[Key, list[tuple[Dandiset, FacetTerm]]] = defaultdict(list)
    keys: dict[tuple[str, Facet], list[Key]] = defaultdict(list)
    for dandiset in (entry.dandiset for entry in newest_first):
        for term in terms[dandiset.identifier]:
            keys[dandiset.identifier, term.facet].append((term.facet, term.key))
            having[term.facet, term.key].append((dandiset, term))
    by_key = {key: _value(key, found) for key, found in having.items()}
    in_order = sorted(by_key.values(), key=lambda value: (-value.count, value.label, value.key))
    values: dict[Facet, list[FacetValue]] = {facet: [] for facet in Facet}
    for value in in_order:
        values[value.facet].append(value)
    return FacetIndex(
        values={facet: tuple(found) for facet, found in values.items()},
        terms=terms,
        keys=keys,
        by_key=by_key,
        namesakes=_namesakes(in_order),
    )


def _value(key: Key, found: Sequence[tuple[Dandiset, FacetTerm]]) -> FacetValue:
    names = sorted(Counter(term.label for _, term in found).items(), key=lambda item: (-item[1], item[0]))
    # A name that is but the identifier again stands for the value only where there is no other.
    identifiers = {term.identifier for _, term in found if term.identifier}
    title = min({term.title for _, term in found if term.title}, default="")
    label = title or next((name for name, _ in names if name not in identifiers), names[0][0])
    return FacetValue(
        facet=key[0],
        key=key[1],
        label=label,
        other_names=_other_names(label, (term for _, term in found), identifiers),
        identifier=min(identifiers, default=""),
        dandisets=tuple(dandiset for dandiset, _ in found),
        mentioned=frozenset(dandiset.identifier for dandiset, term in found if term.is_mentioned),
    )


def _other_names(label: str, terms: Iterable[FacetTerm], identifiers: Collection[str]) -> tuple[tuple[str, int], ...]:
    """What is not in its label already."""
    counted = Counter((term.label, term.parts or (term.label,)) for term in terms if term.label not in identifiers)
    known = set(map(folded, (label, *name_parts(label))))
    others: dict[str, tuple[str, int]] = {}
    for (name, parts), count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        for part in () if folded(name) in known else parts:
            if folded(part) not in known:
                first, so_far = others.get(folded(part), (part, 0))
                others[folded(part)] = first, so_far + count
    return tuple(sorted(others.values(), key=lambda item: (-item[1], item[0])))


def _namesakes(values: Iterable[FacetValue]) -> dict[Key, tuple[Key, ...]]:
    values = tuple(values)
    identified: dict[Key, list[Key]] = defaultdict(list)
    for value in values:
        if value.identifier:
            for name in {folded(name) for name in (value.label, *(name for name, _ in value.other_names))}:
                identified[value.facet, name].append((value.facet, value.key))
    found: dict[Key, list[Key]] = defaultdict(list)
    for value in values:
        key = (value.facet, value.key)
        if not value.identifier and len(identified.get(key, ())) == 1:
            other = identified[key][0]
            found[key].append(other)
            found[other].append(key)
    return {key: tuple(sorted(others)) for key, others in found.items()}
