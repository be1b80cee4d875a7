"""Which values of a facet a filter means. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.search.index.make import FacetEntry
from builder.search.words.analysis import index_words, plain_words
from builder.search.words.identifiers import identifier_of


def matching_entries(entries: Sequence[FacetEntry], value: str) -> list[int]:
    """The numbers of the values that a filter's text names.

    First by identifier or key, then those one of whose names has all of its words, then those with words that only
    begin so, as while it is typed.
    """
    slug = (identifier_of(value) or value.lower().strip()).replace(":", "_").replace(" ", "-")
    exact = [number for number, entry in enumerate(entries) if entry.slug == slug or slug in entry.also]
    if exact:
        return exact
    wanted = list(plain_words(value))
    whole = [n for n, entry in enumerate(entries) if any(_has_all(wanted, set(name)) for name in _names(entry))]
    if whole or not wanted:
        return whole
    *rest, last = wanted
    return [
        number
        for number, entry in enumerate(entries)
        if any(_has_all(rest, set(name)) and any(w.startswith(last) for w in name) for name in _names(entry))
    ]


def _names(entry: FacetEntry) -> Iterator[list[str]]:
    for name in (entry.label, *entry.also):
        yield list(index_words(name))


def _has_all(wanted: Sequence[str], words: set[str]) -> bool:
    return all(word in words for word in wanted)
