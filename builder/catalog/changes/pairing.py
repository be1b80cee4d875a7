"""Find the same thing in two lists: a contributor, a resource, a file."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
Key = Callable[[T], Hashable | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing(Generic[T]):
    """Every item of both lists, once."""

    pairs: tuple[tuple[T, T], ...]
    """What is in both, as (before, after), in the order of the second list."""
    removed: tuple[T, ...]
    added: tuple[T, ...]


def pair_items(before: Iterable[T], after: Iterable[T], *keys: Key[T]) -> Pairing[T]:
    """Pair what has the same first key, then, of the rest, what has the same second one, and so on.

    Items of one key pair in their order. A key that is None pairs with nothing.
    """
    old, new = tuple(before), tuple(after)
    partners: dict[int, int] = {}
    """Place in `new` -> place in `old`."""
    for key in keys:
        if len(partners) < min(len(old), len(new)):
            _pair_by(key, old, new, partners)
    taken = set(partners.values())
    return Pairing(
        pairs=tuple((old[partners[place]], item) for place, item in enumerate(new) if place in partners),
        removed=tuple(item for place, item in enumerate(old) if place not in taken),
        added=tuple(item for place, item in enumerate(new) if place not in partners),
    )


def _pair_by(key: Key[T], old: Sequence[T], new: Sequence[T], partners: dict[int, int]) -> None:
    """Add to `partners`, which is pair_items' own."""
    taken = set(partners.values())
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for place, item in enumerate(old):
        if place not in taken and (value := key(item)) is not None:
            waiting[value].append(place)
    for place, item in enumerate(new):
        if place not in partners and (value := key(item)) is not None and waiting.get(value):
            partners[place] = waiting[value].popleft()
