"""Who came, who went, and what is said of those who stayed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from builder.catalog.changes.fields import FieldChange, Item, compare_items
from builder.catalog.changes.pairing import Pairing, pair_items
from builder.catalog.schema.metadata import Contributor
from builder.catalog.schema.vocabulary import spoken

_ALIKE = 0.8
"""Names that share so much are one name, mistyped or corrected."""
_MOST_TO_COMPARE = 10_000
"""Pairs of names: where more people changed at once, nobody looks for slips of the pen."""


class ContributorField(StrEnum):
    """What is said of a contributor, in a reader's words. E-mail addresses are nobody's business here."""

    NAME = "Name"
    ROLES = "Roles"
    IDENTIFIER = "ORCID or ROR"
    AFFILIATIONS = "Affiliations"
    AWARD = "Award"
    CITATION = "Citation"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributorChange:
    """Somebody who is in both versions."""

    contributor: Contributor
    """As the later version has them."""
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributorChanges:
    added: tuple[Contributor, ...] = ()
    removed: tuple[Contributor, ...] = ()
    changed: tuple[ContributorChange, ...] = ()
    order_before: tuple[Contributor, ...] = ()
    """Of those whom both versions cite, the stretch that stands in another order now; () if none does."""
    order_after: tuple[Contributor, ...] = ()

    @property
    def count(self) -> int:
        """How many are touched."""
        return len(self.added) + len(self.removed) + len(self.changed)

    @property
    def is_empty(self) -> bool:
        return not (self.count or self.order_after)


class _Entry(NamedTuple):
    """A contributor and where it stands in the list."""

    place: int
    one: Contributor


def compare_contributors(before: Sequence[Contributor], after: Sequence[Contributor]) -> ContributorChanges:
    """Persons and organizations; those without a name are left out."""
    found = _pair_entries(_named(before), _named(after))
    pairs = sorted(found.pairs, key=lambda pair: pair[1].place)
    changed = [(now.one, _field_changes(was.one, now.one)) for was, now in pairs]
    cited = [(was, now) for was, now in pairs if was.one.is_cited and now.one.is_cited]
    order_before, order_after = _reordered(
        [was.one for was, _ in sorted(cited, key=lambda pair: pair[0].place)], [was.one for was, _ in cited]
    )
    return ContributorChanges(
        added=tuple(entry.one for entry in found.added),
        removed=tuple(entry.one for entry in found.removed),
        changed=tuple(ContributorChange(contributor=one, fields=fields) for one, fields in changed if fields),
        order_before=order_before,
        order_after=order_after,
    )


def _named(contributors: Iterable[Contributor]) -> list[_Entry]:
    return [_Entry(place, one) for place, one in enumerate(contributors) if one.name]


def _pair_entries(before: Sequence[_Entry], after: Sequence[_Entry]) -> Pairing[_Entry]:
    """By identifier, else by name; a funder may stand there once for each award."""
    known = pair_items(
        before,
        after,
        lambda entry: (bare, entry.one.award_number) if (bare := _bare(entry.one.identifier)) else None,
        lambda entry: _bare(entry.one.identifier) or None,
        lambda entry: (entry.one.name.casefold(), entry.one.award_number),
        lambda entry: entry.one.name.casefold(),
    )
    guessed = _pair_corrected(known.removed, known.added)
    return Pairing(pairs=known.pairs + guessed.pairs, removed=guessed.removed, added=guessed.added)


def _pair_corrected(removed: Sequence[_Entry], added: Sequence[_Entry]) -> Pairing[_Entry]:
    """Those whose names were corrected."""
    left, pairs, new = list(removed), [], []
    is_short = len(removed) * len(added) <= _MOST_TO_COMPARE
    for now in added:
        was = next((other for other in left if _is_corrected(other.one, now.one)), None) if is_short else None
        if was:
            left.remove(was)
            pairs.append((was, now))
        else:
            new.append(now)
    return Pairing(pairs=tuple(pairs), removed=tuple(left), added=tuple(new))


def _is_corrected(was: Contributor, now: Contributor) -> bool:
    if was.identifier and now.identifier:  # two people, then
        return False
    matcher = SequenceMatcher(None, was.name.casefold(), now.name.casefold())
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _reordered(
    before: Sequence[Contributor], after: Sequence[Contributor]
) -> tuple[tuple[Contributor, ...], tuple[Contributor, ...]]:
    """The stretch from the first to the last place where two orders of the same people differ."""
    differing = [place for place, (was, now) in enumerate(zip(before, after, strict=True)) if was is not now]
    if not differing:
        return (), ()
    stretch = slice(differing[0], differing[-1] + 1)
    return tuple(before[stretch]), tuple(after[stretch])


def _field_changes(was: Contributor, now: Contributor) -> tuple[FieldChange, ...]:
    found = (compare_items(field, items(was), items(now)) for field, items in _FIELDS)
    return tuple(change for change in found if change)


def _single(text: str | None) -> list[Item]:
    return [Item(text=text, key="")] if text else []


_FIELDS: tuple[tuple[ContributorField, Callable[[Contributor], Iterable[Item]]], ...] = (
    (ContributorField.NAME, lambda one: _single(one.name)),
    (ContributorField.ROLES, lambda one: [Item(text=spoken(role)) for role in one.role_name]),
    (ContributorField.IDENTIFIER, lambda one: _single(_bare(one.identifier))),
    (
        ContributorField.AFFILIATIONS,
        lambda one: [Item(text=place.name, key=place.identifier) for place in one.affiliation],
    ),
    (ContributorField.AWARD, lambda one: _single(one.award_number)),
    (ContributorField.CITATION, lambda one: _single("in the citation" if one.is_cited else "not in the citation")),
)


def _bare(identifier: str | None) -> str:
    """An ORCID or ROR without the address that may stand around it."""
    return (identifier or "").strip().rstrip("/").rsplit("/", 1)[-1]
