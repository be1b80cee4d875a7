"""What a reader asked for, understood. Pure; see `parsing` for how it is written."""

from __future__ import annotations

from dataclasses import dataclass

from builder.catalog.facets.kinds import Facet
from builder.search.index.search_index import Has
from builder.search.words.ranges import Measure, Range


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words that together stand for what was typed."""

    words: tuple[str, ...]
    factor: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTerm:
    """One thing to find; any of the alternatives does."""

    alternatives: tuple[Alternative, ...]
    is_optional: bool = False
    """A word like "of": it adds weight, but a dandiset without it lacks nothing."""
    is_open: bool = False
    """The reader may still be typing it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A facet's value."""

    facet: Facet
    value: str
    """As it was typed."""
    is_excluded: bool = False
    is_exact: bool = False
    """An area without its parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeFilter:
    """Numbers, sizes or dates of a dandiset."""

    measure: Measure
    range: Range
    is_excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HasFilter:
    """Something that a dandiset has, or that it lacks."""

    what: Has
    is_excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """All that was asked for; everything holds at once."""

    terms: tuple[QueryTerm, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    """Each at least one word."""
    excluded: tuple[tuple[str, ...], ...] = ()
    """Phrases, most of one word, that no hit may hold."""
    filters: tuple[Filter, ...] = ()
    ranges: tuple[RangeFilter, ...] = ()
    has: tuple[HasFilter, ...] = ()
    identifier: str = ""
    """The dandiset that the whole query names; six digits."""
    file_name: str = ""
    """A word that may be a path, a file, a subject, a session or the id of an asset."""
    is_file_name: bool = False
    """It looks like one; else it is only looked up where the words find nothing."""
    typed: str = ""
    """All of it as it was typed, in small letters, for titles that are typed or pasted whole."""
    messages: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing; it may say something all the same."""
        return self == Query(messages=self.messages, typed=self.typed)
