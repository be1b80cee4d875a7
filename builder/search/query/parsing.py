"""What a reader typed, understood. Pure; the browser's engine reads the same, and one table of cases tests both.

    hippocampus theta           words; a dandiset with all of them comes before one with some
    "grid cells"                words one after the other
    -mouse, -"head fixed"       without
    species:rat                 a facet's value, by words of its name or by its key; technique:"voltage clamp"
    anatomy:hippocampus         with its parts; anatomy_exact:hippocampus without
    subjects:10..20  size:<1GB  numbers, sizes and dates (published:2023.., created:2022-05)
    has:publication
    000003, DANDI:000003/draft, a pasted address, a DOI, an award

Nothing is an error: what can't be read is read as words, and a message says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from builder.search.index.search_index import Has
from builder.search.query.messages import Message
from builder.search.query.query import Filter, HasFilter, Query, RangeFilter
from builder.search.query.terms import read_terms
from builder.search.query.tokens import EXACT, FACET_NAMES, MEASURE_NAMES, Kind, Token, tokens
from builder.search.words.analysis import fold, plain_words
from builder.search.words.identifiers import LEAST_FILE_NAME, dandiset_of, looks_like_path, publication_key, uuid_in
from builder.search.words.ranges import read_range

LONGEST = 300
"""Characters of a query; what follows is not read, nor anything made of it: some letters take browsers seconds."""


@dataclass(slots=True)
class _Reading:
    """What grows as a query is read."""

    words: list[str] = field(default_factory=list)
    """Runs of words, as typed; what stands between them ends a run."""
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    excluded: list[tuple[str, ...]] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    ranges: list[RangeFilter] = field(default_factory=list)
    has: list[HasFilter] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def parse(text: str) -> Query:
    """Read a query."""
    typed = _BLANKS.sub(" ", unicodedata.normalize("NFC", text[:LONGEST])).translate(_PLAIN_SIGNS)
    identifier = dandiset_of(typed)
    if identifier and not typed.strip().isdecimal():  # `409` may be meant as a number, too
        return Query(identifier=identifier)
    reading = _Reading()
    if len(text) > LONGEST:
        reading.messages.append(Message.TOO_LONG.filled(most=LONGEST))
    found = tuple(tokens(typed, reading.messages))
    for token in found:
        _read(token, reading)
    file_name, is_file_name = _file_name(found) if not identifier else ("", False)
    is_open = bool(found) and found[-1].kind is Kind.WORDS and not found[-1].is_excluded and typed[-1:].isalnum()
    query = Query(
        terms=tuple(read_terms(reading.words, is_open=is_open)),
        phrases=tuple(reading.phrases),
        excluded=tuple(reading.excluded),
        filters=tuple(reading.filters),
        ranges=tuple(reading.ranges),
        has=tuple(reading.has),
        identifier=identifier,
        file_name=file_name,
        is_file_name=is_file_name,
        typed=whole(text[:LONGEST]),
        messages=tuple(reading.messages),
    )
    if query.is_empty and typed.strip() and not query.messages:
        return replace(query, messages=(Message.NO_WORD,))
    return query


def whole(text: str) -> str:
    """A text as titles are compared with it: whatever is large or small, quoted or not, and wherever lines end."""
    return _BLANKS.sub(" ", text).strip(' "').lower()


BLANKS = r"[\s\ufeff\x00-\x1f\x85]+"
QUOTES, DASHES = "“”„‟«»″", "−–—"
"""What keyboards and word processors make of " and -."""

_BLANKS = re.compile(BLANKS)
_PLAIN_SIGNS = str.maketrans(dict.fromkeys(QUOTES, '"') | dict.fromkeys(DASHES, "-"))


def _read(token: Token, reading: _Reading) -> None:
    """Add a token to what was read."""
    match token.kind:
        case Kind.OPERATOR:
            _read_operator(token, reading)
        case Kind.PHRASE:
            words = tuple(plain_words(token.text))
            if words:
                (reading.excluded if token.is_excluded else reading.phrases).append(words)
            reading.words.append("\n")
        case Kind.WORDS if token.is_excluded:
            words = tuple(plain_words(token.text))
            if words:
                reading.excluded.append(words)
        case Kind.WORDS:
            reading.words.append(token.text)


def _read_operator(token: Token, reading: _Reading) -> None:
    value, excluded = token.text, token.is_excluded
    reading.words.append("\n")
    if not value or (token.name in FACET_NAMES and not any(plain_words(value))):
        reading.messages.append(Message.NO_VALUE.filled(name=token.name))
    elif token.name in FACET_NAMES:
        facet, is_exact = FACET_NAMES[token.name], token.name == EXACT
        reading.filters.append(Filter(facet=facet, value=value, is_excluded=excluded, is_exact=is_exact))
    elif token.name == "has":
        if fold(value) in {member.value for member in Has}:
            reading.has.append(HasFilter(what=Has(fold(value)), is_excluded=excluded))
        else:
            reading.messages.append(Message.NOT_HAD.filled(value=value))
    else:
        measure = MEASURE_NAMES[token.name]
        found = read_range(measure, value)
        if found is None:
            reading.messages.append(Message.NO_RANGE.filled(name=token.name, value=value, example=measure.example))
        else:
            reading.ranges.append(RangeFilter(measure=measure, range=found, is_excluded=excluded))


def _file_name(found: Sequence[Token]) -> tuple[str, bool]:
    """What of a query may be a name in a dandiset, and whether it looks like one."""
    texts = [token.text for token in found if token.kind is not Kind.OPERATOR and not token.is_excluded]
    for text in texts:
        if uuid := uuid_in(text):
            return uuid, True
        if looks_like_path(text) and not publication_key(text):
            return text, True
    alone = len(found) == 1 and bool(texts) and len(texts[0]) >= LEAST_FILE_NAME
    return (texts[0], False) if alone else ("", False)
