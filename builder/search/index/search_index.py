"""What an index holds. Pure types: a search that finds one in the cache needs nothing that makes them."""

from __future__ import annotations

from bisect import bisect_left
from enum import StrEnum

import msgspec

from builder.catalog.facets.kinds import Facet
from builder.search.words.ranges import Measure

SCHEMA = 4
"""Raise it with every change of analysis, weights or format; and FORMAT in static/search/engine/pieces.js."""

GRID = 20
"""A weight of 1 is so many steps; weights are whole steps."""

FILTER_FACETS = tuple(facet for facet in Facet if not facet.kind.is_number)
"""Those whose values a query names; numbers are ranges."""


class Has(StrEnum):
    """What `has:` asks for."""

    PUBLICATION = "publication"
    DOI = "doi"
    NWB = "nwb"
    BIDS = "bids"
    FILES = "files"
    AWARD = "award"
    DESCRIPTION = "description"
    RELEASE = "release"
    """A published version."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A dandiset in the list of all; of its default version."""

    identifier: str
    title: str
    subjects: int = 0
    """0 where nothing is known."""
    files: int = 0
    size: int = 0
    """Bytes."""
    published: int = 0
    """Day of the newest publication as 20230629; 0 for drafts."""
    year: int = 0
    """Of the newest publication; 0 for drafts."""
    created: int = 0
    updated: int = 0
    has: tuple[Has, ...] = ()

    def measure(self, measure: Measure) -> int:
        """A number, bytes, or a day as 20230629; 0 where nothing is known."""
        value: int = getattr(self, measure.value)
        return value


class FacetEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a facet."""

    slug: str
    label: str
    also: tuple[str, ...]
    """Other names; of an award all numbers that it is found by."""
    places: tuple[int, ...]
    """Of the dandisets that have it; none of an area that only its parts are there of."""
    within: int | None = None
    """Of an area of our table the number of the one that it is a part of; -1 where there is none."""


Postings = tuple[tuple[int, int], ...]
"""(place of the dandiset in order of identifier, weight), by place."""


class TermTable(msgspec.Struct, frozen=True):
    """Words in alphabetical order, by code point."""

    words: tuple[str, ...]
    postings: tuple[Postings, ...]

    def number(self, word: str) -> int | None:
        """The place of a word."""
        place = bisect_left(self.words, word)
        return place if place < len(self.words) and self.words[place] == word else None

    def starting(self, beginning: str) -> range:
        """The places of the words that begin so."""
        first = bisect_left(self.words, beginning)
        last = first
        while last < len(self.words) and self.words[last].startswith(beginning):
            last += 1
        return range(first, last)


class SearchIndex(msgspec.Struct, frozen=True, kw_only=True):
    """Dandisets are numbered by their places in order of identifier."""

    schema: int
    listed: tuple[Listed, ...]
    texts: tuple[dict[str, tuple[str, ...]], ...]
    """Of each dandiset by the name of a field, for phrases and snippets; without what readers never see."""
    facets: dict[Facet, tuple[FacetEntry, ...]]
    """The value with the most dandisets first; last the areas that only parts are there of."""
    table: TermTable


class KeptIndex(msgspec.Struct, frozen=True, kw_only=True):
    """What a search in the terminal needs."""

    index: SearchIndex
    files: dict[str, bytes]
    """Identifier -> keys of its files."""
