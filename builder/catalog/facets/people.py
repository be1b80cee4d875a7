"""Two people under one ORCID, of which one was mistyped: whose it is, and who is known by name alone. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace as dataclass_replace
from difflib import SequenceMatcher
from itertools import combinations

from msgspec.structs import replace

from builder.catalog.facets.keys import folded, orcid
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.metadata import Contributor
from builder.catalog.schema.person_names import read_person_name
from builder.catalog.schema.version import Version

Mistyped = Mapping[str, frozenset[str]]
"""ORCID -> the folded names of people who have it, though it is somebody else's."""


def find_mistyped(dandisets: Iterable[Dandiset]) -> Mistyped:
    """An ORCID of several people is of who has it in most dandisets; where that is nobody, of none of them."""
    bearers: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    typed: dict[str, str] = {}
    together: set[frozenset[str]] = set()
    for dandiset in dandisets:
        for version in dandiset.versions:
            here: dict[str, set[str]] = defaultdict(set)
            for number, name, key in _people(version):
                typed.setdefault(key, name)
                bearers[number][key].add(dandiset.identifier)
                here[number].add(key)
            for keys in here.values():
                together |= {frozenset(pair) for pair in combinations(sorted(keys), 2)}
    found = {}
    for number, names in bearers.items():
        if len(names) > 1 and (others := _not_its_own(names, typed, together)):
            found[number] = others
    return found


def without_mistyped(dandiset: Dandiset, mistyped: Mistyped) -> Dandiset:
    """The dandiset with the ORCIDs that are their bearers' own."""
    if not mistyped:
        return dandiset
    versions = tuple(_corrected(version, mistyped) for version in dandiset.versions)
    same = all(new is old for new, old in zip(versions, dandiset.versions, strict=True))
    return dandiset if same else dataclass_replace(dandiset, versions=versions)


def is_same_person(one: str, other: str, *, are_together: bool = False) -> bool:
    """Whether two names may be spellings of one, as Josh and Joshua, or were so before one married.

    Of two who stand in the same list the given names must be more alike than by their first letter.
    """
    (family, given), (other_family, other_given) = _parts(one), _parts(other)
    if sorted(family + given) == sorted(other_family + other_given):
        return True
    if not _alike("".join(family), "".join(other_family)) and not set(family) & set(other_family):
        return bool(given) and given == other_given and len(given[0]) >= _LEAST_NAME
    if not given or not other_given or set(given) & set(other_given):
        return True
    first, second = given[0], other_given[0]
    if first[0] != second[0]:
        return bool({word[0] for word in given if len(word) > 1} & set(other_given)) or _alike(first, second)
    return not are_together or first.startswith(second) or second.startswith(first) or _alike(first, second)


_LEAST_NAME = 3
"""Letters of a given name that says something: not of initials."""
_ALIKE = 0.75


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _parts(name: str) -> tuple[list[str], list[str]]:
    """The words of the family name and of the given one; of an undivided name the last word is the family's."""
    divided = read_person_name(name)
    if divided.family:
        return folded(divided.family).replace("'", "").split(), folded(divided.given).split()
    words = folded(divided.whole).split()
    return words[-1:], words[:-1]


def _people(version: Version) -> Iterator[tuple[str, str, str]]:
    for contributor in version.metadata.contributor:
        if contributor.identifier and not contributor.is_organization:
            number, key = orcid(contributor.identifier), folded(contributor.name)
            if number and key:
                yield number, contributor.name, key


def _not_its_own(
    names: Mapping[str, set[str]], typed: Mapping[str, str], together: set[frozenset[str]]
) -> frozenset[str]:
    groups: list[set[str]] = []
    for key in sorted(names):
        same = [group for group in groups if any(_is_same(key, other, typed, together) for other in group)]
        groups = [group for group in groups if group not in same] + [{key}.union(*same)]
    if len(groups) < 2:
        return frozenset()
    counts = [len(set().union(*(names[key] for key in group))) for group in groups]
    owners = [group for group, count in zip(groups, counts, strict=True) if count == max(counts)]
    own = owners[0] if len(owners) == 1 else set()
    return frozenset(names) - own


def _is_same(one: str, other: str, typed: Mapping[str, str], together: set[frozenset[str]]) -> bool:
    return is_same_person(typed[one], typed[other], are_together=frozenset((one, other)) in together)


def _corrected(version: Version, mistyped: Mistyped) -> Version:
    people = version.metadata.contributor
    corrected = tuple(replace(one, identifier=None) if _is_mistyped(one, mistyped) else one for one in people)
    if corrected == people:
        return version
    return replace(version, metadata=replace(version.metadata, contributor=corrected))


def _is_mistyped(one: Contributor, mistyped: Mistyped) -> bool:
    return not one.is_organization and folded(one.name) in mistyped.get(orcid(one.identifier), ())
