"""A query in the terminal: parse, rank, and what is shown of each hit. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.search.index.fields import DESCRIPTION, OTHER
from builder.search.index.search_index import KeptIndex, Listed
from builder.search.query.marks import Pieces, mark, marks_of, snippet
from builder.search.query.parsing import LONGEST, parse
from builder.search.query.ranking import UNIT, Hit, rank
from builder.search.words.analysis import CHUNK, fold, normal, parts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHit:
    """A hit as readers see it."""

    listed: Listed
    score: float
    is_partial: bool
    title: Pieces
    why: str
    """The field that the snippet is of; empty for the description."""
    snippet: Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """The answer to a query."""

    total: int
    complete: int
    """How many are not partial."""
    empty: int
    """How many of these have no files yet."""
    hits: tuple[ShownHit, ...]
    messages: tuple[str, ...]
    suggestion: str
    """The query with its typos mended; empty where there are none."""


def search(stored: KeptIndex, text: str, limit: int) -> SearchAnswer:
    """Whatever is typed is answered; `limit` is how many hits are shown at most."""
    query = parse(text)
    found = rank(stored.index, query, stored.files)
    marks = marks_of(stored.index.table, query)

    def shown(hit: Hit) -> ShownHit:
        why, pieces = snippet(stored.index.texts[hit.place], marks) or (DESCRIPTION.name, ())
        if hit.holds:
            why, pieces = OTHER.name, ((f"holds {hit.holds}", True),)
        return ShownHit(
            listed=stored.index.listed[hit.place],
            score=round(hit.score / UNIT, 6),
            is_partial=hit.is_partial,
            title=mark(stored.index.listed[hit.place].title, marks),
            why="" if why in (DESCRIPTION.name, OTHER.name) else why,
            snippet=pieces,
        )

    return SearchAnswer(
        total=len(found.hits),
        complete=found.complete,
        empty=found.empty,
        hits=tuple(map(shown, found.hits[:limit])),
        messages=found.messages,
        suggestion=_mended(text[:LONGEST], found.corrected),
    )


def _mended(text: str, corrected: dict[str, str]) -> str:
    def mend(match: re.Match[str]) -> str:
        parts = parts_of(fold(match[0]))
        return corrected.get(normal(parts[0]), match[0]) if len(parts) == 1 else match[0]

    return CHUNK.sub(mend, text) if corrected else ""
