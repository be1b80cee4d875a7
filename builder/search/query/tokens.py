"""A query cut into words, phrases and operators. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from builder.catalog.facets.kinds import Facet
from builder.search.index.search_index import FILTER_FACETS
from builder.search.query.messages import Message
from builder.search.words.analysis import fold
from builder.search.words.identifiers import explains_colon
from builder.search.words.ranges import Measure


class Kind(StrEnum):
    """Of a token."""

    WORDS = "words"
    PHRASE = "phrase"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A part of a query that is read as one thing."""

    kind: Kind
    text: str
    """The words, the phrase, or an operator's value."""
    name: str = ""
    """Of an operator; folded."""
    is_excluded: bool = False


EXACT = "anatomy_exact"
"""An area without its parts."""
FACET_NAMES: dict[str, Facet] = {
    name: facet for facet in FILTER_FACETS for name in (facet.value, f"{facet.value}s", *facet.kind.other_names)
} | {EXACT: Facet.ANATOMY}
"""What stands before the colon -> facet."""
MEASURE_NAMES: dict[str, Measure] = {
    **{measure.value: measure for measure in Measure},
    "subject": Measure.SUBJECTS,
    "file": Measure.FILES,
    "assets": Measure.FILES,
    "bytes": Measure.SIZE,
    "modified": Measure.UPDATED,
}
OPERATOR = r"(-?)([A-Za-z]+(?:_exact)?)(:(?!//)|(?=[<>=])) ?"
PHRASE = '(-?)"([^"]*)("?)'
BARE = '[^ "]+'
SIZE = '[^ "]+(?: [kmgtp]?i?b(?= |$))?'
"""In capitals, too; people write a blank before the unit."""

_OPERATOR, _PHRASE, _BARE = map(re.compile, (OPERATOR, PHRASE, BARE))
_SIZE = re.compile(SIZE, re.IGNORECASE)
_BLANK = re.compile(" +")


def tokens(typed: str, messages: list[str]) -> Iterator[Token]:
    """The tokens of a query without other blanks than spaces; what has to be said of it is added to the messages."""
    place = 0
    while place < len(typed):
        if found := _BLANK.match(typed, place):
            place = found.end()
            continue
        if found := _PHRASE.match(typed, place):
            place = found.end()
            if not found[3]:
                messages.append(Message.NO_PARTNER)
            yield Token(kind=Kind.PHRASE, text=found[2], is_excluded=bool(found[1]))
            continue
        operator = _OPERATOR.match(typed, place)
        if operator and _is_operator(operator[2]):
            value = _PHRASE.match(typed, operator.end()) or _bare(operator).match(typed, operator.end())
            place = value.end() if value else operator.end()
            text = "" if value is None else value[2] if value.re is _PHRASE else value[0]
            yield Token(kind=Kind.OPERATOR, text=text, name=fold(operator[2]), is_excluded=bool(operator[1]))
            continue
        bare = _BARE.match(typed, place)
        assert bare is not None  # neither a blank nor a quotation mark stands here
        place = bare.end()
        if operator and not operator[0].startswith("-") and not explains_colon(bare[0]):
            messages.append(Message.NO_FILTER.filled(name=operator[2]))
        is_excluded = bare[0].startswith("-") and len(bare[0]) > 1
        yield Token(kind=Kind.WORDS, text=bare[0][is_excluded:], is_excluded=is_excluded)


def _bare(operator: re.Match[str]) -> re.Pattern[str]:
    return _SIZE if MEASURE_NAMES.get(fold(operator[2])) is Measure.SIZE else _BARE


def _is_operator(name: str) -> bool:
    folded = fold(name)
    return folded in FACET_NAMES or folded in MEASURE_NAMES or folded == "has"
