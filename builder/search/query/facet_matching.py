"""Which values of a facet a filter means. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from builder.search.index.search_index import FacetEntry
from builder.search.words.analysis import index_words, plain_words
from builder.search.words.identifiers import identifier_of

ADDRESS = "^https?://.*[/=#](.)"
"""What stands before the last part of an address, and that part's first letter."""
_ADDRESS = re.compile(ADDRESS)


def matching_entries(entries: Sequence[FacetEntry], value: str, *, with_parts: bool = True) -> list[int]:
    """The numbers of the values that a filter's text names, of areas with all their parts.

    First by identifier or key, then areas of which it is a name, then values one of whose names has all of its words,
    then those with words that only begin so, as while it is typed.
    """
    named = _named(entries, value if identifier_of(value) else _ADDRESS.sub(r"\1", value))
    return _with_parts(entries, named) if with_parts else named


def _named(entries: Sequence[FacetEntry], value: str) -> list[int]:
    slug = (identifier_of(value) or value.lower().strip()).replace(":", "_").replace(" ", "-")
    exact = [
        n for n, entry in enumerate(entries) if entry.slug == slug or (entry.within is None and slug in entry.also)
    ]
    if exact:
        return exact
    wanted = list(plain_words(value))
    whole = [n for n, entry in enumerate(entries) if any(_has_all(wanted, set(name)) for name in _names(entry))]
    # What has a place among the areas is judged by its names as they are: "thalamus" is no hypothalamic nucleus.
    known = [n for n in whole if entries[n].within is not None and _is_called(entries[n], wanted)]
    if known:
        return [n for n in whole if n in known or entries[n].within is None]
    if whole or not wanted:
        return whole
    *rest, last = wanted
    return [
        number
        for number, entry in enumerate(entries)
        if any(_has_all(rest, set(name)) and any(w.startswith(last) for w in name) for name in _names(entry))
    ]


def _with_parts(entries: Sequence[FacetEntry], numbers: Iterable[int]) -> list[int]:
    found = set(numbers)
    size = 0
    while size != len(found):
        size = len(found)
        found |= {number for number, entry in enumerate(entries) if entry.within in found}
    return sorted(found)


def _names(entry: FacetEntry) -> Iterator[list[str]]:
    for name in (entry.label, *entry.also):
        yield list(index_words(name))


def _is_called(entry: FacetEntry, wanted: Sequence[str]) -> bool:
    return any(list(plain_words(name)) == wanted for name in (entry.label, *entry.also))


def _has_all(wanted: Sequence[str], words: set[str]) -> bool:
    return all(word in words for word in wanted)
