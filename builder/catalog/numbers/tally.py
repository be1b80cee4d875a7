"""How many dandisets have each of the values of something: species, licenses, kinds of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.catalog.facets.index import FacetValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A value and the dandisets that have it."""

    key: str
    label: str
    dandisets: int
    slug: str = ""
    """The folder of its browse page; empty for what is no facet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """All values of one thing; a dandiset counts once for each that it has."""

    values: tuple[Tally, ...]
    """The most common first; equal ones by label."""
    some: int
    """How many dandisets name any."""
    none: int


def tally(values_of: Iterable[Mapping[str, str]]) -> Tallies:
    """`values_of` holds the values of each dandiset, key -> label; the commonest label of a key is shown."""
    counts: Counter[str] = Counter()
    labels: dict[str, Counter[str]] = {}
    some = none = 0
    for values in values_of:
        some += bool(values)
        none += not values
        for key, label in values.items():
            counts[key] += 1
            labels.setdefault(key, Counter())[label] += 1
    tallies = [Tally(key=key, label=_commonest(labels[key]), dandisets=count) for key, count in counts.items()]
    return Tallies(values=tuple(sorted(tallies, key=_rank)), some=some, none=none)


def facet_tallies(found: Sequence[FacetValue], dandisets: int) -> Tallies:
    """The values of a facet, of a catalog of so many dandisets; those of the same name with their identifier."""
    some = len({dandiset.identifier for value in found for dandiset in value.dandisets})
    labels = Counter(value.label.casefold() for value in found)
    values = (
        Tally(
            key=value.key,
            label=_with_identifier(value) if labels[value.label.casefold()] > 1 else value.label,
            dandisets=value.count,
            slug=value.slug,
        )
        for value in found
    )
    return Tallies(values=tuple(sorted(values, key=_rank)), some=some, none=dandisets - some)


def _with_identifier(value: FacetValue) -> str:
    return f"{value.label} ({value.identifier})" if value.identifier else value.label


def _commonest(labels: Counter[str]) -> str:
    return min(labels, key=lambda label: (-labels[label], label))


def _rank(found: Tally) -> tuple[int, str, str]:
    return -found.dandisets, found.label.casefold(), found.key
