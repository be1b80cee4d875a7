"""What search says of a query. Written once: the terminal fills in the gaps, and so does static/search. Pure."""

from __future__ import annotations

from enum import StrEnum

from builder.search.index.search_index import FILTER_FACETS, Has
from builder.search.words.ranges import Measure

_FILTERS = ", ".join(f"{name}:" for name in (*FILTER_FACETS, *Measure))


class Message(StrEnum):
    """A sentence; names in braces are its gaps."""

    TOO_LONG = "Only the first {most} characters of the query were read."
    NO_WORD = "There is no word in this query, so all dandisets are listed."
    NO_PARTNER = "A quotation mark has no partner: the phrase was read to the end."
    NO_FILTER = "“{name}:” is no filter: its words were searched for. Filters are " + _FILTERS + " and has:."
    NO_VALUE = "“{name}:” has no value yet: it was left out."
    NO_RANGE = "“{name}:{value}” was left out: write {example}."
    NOT_HAD = "“has:{value}” was left out: has: knows " + ", ".join(Has) + "."
    NOT_CALLED = "No {facet} is called “{value}”."
    NO_DANDISET = "There is no dandiset {identifier} in this catalog."
    ONE_UNFILTERED = "Without the filters that stand among the words, 1 dandiset would be found."
    MORE_UNFILTERED = "Without the filters that stand among the words, {count} dandisets would be found."

    def filled(self, **gaps: str | int) -> str:
        """The sentence with what stands in its gaps."""
        return self.format(**gaps)
