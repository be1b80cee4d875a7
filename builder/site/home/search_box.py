"""The search box of the home page, with examples that find something in this catalog. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_plus

from builder.catalog.facets.index import FacetIndex
from builder.catalog.facets.kinds import Facet
from builder.search.query.parsing import LONGEST
from builder.site.contexts import SearchBox, SearchExample
from builder.site.frame import addresses
from builder.words import formats
from builder.words.facet_words import short_label

_LARGE = 10**12
_LONGEST = 28
"""Characters of an example; what is longer looks like no query."""


def search_box(index: FacetIndex, dandisets: int) -> SearchBox:
    """`dandisets` is how many are searched; the examples are queries that find something of them."""
    examples = tuple(dict.fromkeys(_examples(index)))
    return SearchBox(
        address=addresses.HOME,
        engine=addresses.ENGINE,
        total=formats.counted(dandisets, "dandiset"),
        placeholder=f"For example: {examples[0]}" if examples else "Words of titles, descriptions, people",
        longest=LONGEST + 1,  # one more than is read, so that a message tells of the rest
        examples=tuple(SearchExample(text=text, fragment=f"q={quote_plus(text)}") for text in examples),
        browse=addresses.browse(),
        all_dandisets=addresses.dandisets(),
    )


def _examples(index: FacetIndex) -> Iterator[str]:
    """Words, somebody's name, a filter, a filter with a range: the commonest of each kind."""
    yield from _commonest(index, Facet.KEYWORD, 2)
    for name in _commonest(index, Facet.CONTRIBUTOR, 1):
        yield name.rpartition(" ")[2]
    for value in index.values[Facet.SPECIES][:1]:
        large = any(dandiset.default.size > _LARGE for dandiset in value.dandisets)
        yield f'species:"{short_label(value)}"' + (" size:>1TB" if large else "")
    if index.values[Facet.AWARD]:
        yield "has:award"


def _commonest(index: FacetIndex, facet: Facet, most: int) -> list[str]:
    labels = [short_label(value) for value in index.values[facet]]
    return [label for label in labels if len(label) <= _LONGEST][:most]
