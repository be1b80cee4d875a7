"""What changed in one field of a document: items that came, went, or say something else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from builder.catalog.changes.pairing import pair_items
from builder.catalog.changes.texts import TextPart, compare_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A value of a field, as a reader sees it."""

    text: str
    key: str | None = None
    """What it is known by, whatever its text: a DOI, an ontology's id; None where nothing but the text tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """What became of a field; one with a single value has one item at most."""

    field: StrEnum
    """Its value is the field's name in a reader's words."""
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[tuple[TextPart, ...], ...] = ()
    """Of each item that says something else now, how it changed."""

    @property
    def count(self) -> int:
        """How many items are touched."""
        return max(len(self.removed), len(self.added)) + len(self.changed)


def compare_items(
    field: StrEnum, before: Iterable[Item], after: Iterable[Item], *, names_count: bool = True
) -> FieldChange | None:
    """None if nothing changed.

    The order of items is no change, nor is one that stands there twice; without `names_count`, neither is another
    text of what has the same key.
    """
    old, new = (_once(items, by_text=names_count) for items in (before, after))
    found = pair_items(old, new, lambda item: item.text, lambda item: item.key)
    changed = [compare_words(was.text, now.text) for was, now in found.pairs] if names_count else []
    change = FieldChange(
        field=field,
        removed=tuple(item.text for item in found.removed),
        added=tuple(item.text for item in found.added),
        changed=tuple(parts for parts in changed if parts),
    )
    return change if change.count else None


def _once(items: Iterable[Item], *, by_text: bool) -> tuple[Item, ...]:
    """Each thing once: the archive's summary has the same species under several names."""
    stated = (item for item in items if item.text)
    return tuple({item.text if by_text else item.key or item.text: item for item in stated}.values())
