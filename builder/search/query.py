"""What a reader typed, understood. Pure; the browser's engine reads the same, and one table of cases tests both.

    hippocampus theta           words; a dandiset with all of them comes before one with some
    "grid cells"                words one after the other
    -mouse, -"head fixed"       without
    species:rat                 a facet's value, by words of its name or by its key; technique:"voltage clamp"
    subjects:10..20  size:<1GB  numbers, sizes and dates (published:2023.., created:2022-05)
    has:publication
    000003, DANDI:000003/draft, a pasted address, a DOI, an award

Nothing is an error: what can't be read is read as words, and a message says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from builder.catalog.facets import Facet
from builder.search import identifiers
from builder.search.analysis import (
    LONGEST_NAME,
    MOST_JOINED,
    SHORT_WORDS,
    STOP_WORDS,
    chunks,
    fold,
    normal,
    plain_words,
)
from builder.search.ranges import Measure, Range, read_range
from builder.search.listing import Has

LONGEST = 300
"""Characters of a query; what follows is not read."""
SAME_FACTOR = 800
"""How much of its weight a synonym has, in thousandths."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words that together stand for what was typed."""

    words: tuple[str, ...]
    factor: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeFilter:
    measure: Measure
    range: Range
    is_excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HasFilter:
    what: Has
    is_excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """All that was asked for; everything holds at once."""

    terms: tuple[Term, ...] = ()
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
    messages: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self == Query(messages=self.messages)


class _Kind(StrEnum):
    WORDS = "words"
    PHRASE = "phrase"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    kind: _Kind
    text: str
    """The words, the phrase, or an operator's value."""
    name: str = ""
    """Of an operator; folded."""
    is_excluded: bool = False


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
    typed = _BLANKS.sub(" ", unicodedata.normalize("NFC", text))[:LONGEST].translate(_QUOTES)
    identifier = _dandiset(typed)
    if identifier and not typed.strip().isdecimal():  # `409` may be meant as a number, too
        return Query(identifier=identifier)
    reading = _Reading()
    if len(unicodedata.normalize("NFC", text)) > LONGEST:
        reading.messages.append(f"Only the first {LONGEST} characters of the query were read.")
    tokens = tuple(_tokens(typed, reading.messages))
    for token in tokens:
        _read(token, reading)
    file_name, is_file_name = _file_name(tokens) if not identifier else ("", False)
    is_open = bool(tokens) and tokens[-1].kind is _Kind.WORDS and not tokens[-1].is_excluded and typed[-1:].isalnum()
    return Query(
        terms=tuple(_terms(reading.words, is_open=is_open)),
        phrases=tuple(reading.phrases),
        excluded=tuple(reading.excluded),
        filters=tuple(reading.filters),
        ranges=tuple(reading.ranges),
        has=tuple(reading.has),
        identifier=identifier,
        file_name=file_name,
        is_file_name=is_file_name,
        messages=tuple(reading.messages),
    )


_BLANKS = re.compile(r"[\s\ufeff\x00-\x1f\x85]+")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("−–—", "-"))
DANDISETS = (
    r"^[0-9]{1,6}$",
    r"^(?:dandi(?:-[a-z]+)?:|dandisets?[ :#/]|dandi[ /])\s*([0-9]{1,6})(?:[/@ ]+(?:draft|[0-9.]+))?/?$",
    r"^([0-9]{6})[/@](?:draft|[0-9.]+)/?$",
    r"dandisets?/([0-9]{6})(?![0-9])",
    r"dandisetid=([0-9]{6})(?![0-9])",
    r"10\.(?:48324|80507)/dandi[a-z.-]*\.([0-9]{6})(?![0-9])",
    r"dandi://[a-z-]+/([0-9]{6})(?![0-9])",
)
"""Forms of a dandiset's identifier: a number, with a prefix or a version; addresses of portals, APIs, Neurosift; DOI."""
_DANDISETS = tuple(map(re.compile, DANDISETS))


def _dandiset(typed: str) -> str:
    folded = fold(typed).strip()
    for pattern in _DANDISETS:
        if found := pattern.search(folded):
            return found[found.lastindex or 0].zfill(6)
    return ""


_OPERATOR = re.compile(r"(-?)([A-Za-z]+)(:(?!//)|(?=[<>=]))\s?")
_PHRASE = re.compile(r'(-?)"([^"]*)("?)')
_BARE = re.compile(r'[^\s"]+')
_BLANK = re.compile(r" +")


def _tokens(typed: str, messages: list[str]) -> Iterator[_Token]:
    place = 0
    while place < len(typed):
        if found := _BLANK.match(typed, place):
            place = found.end()
            continue
        if found := _PHRASE.match(typed, place):
            place = found.end()
            if not found[3]:
                messages.append("A quotation mark has no partner: the phrase was read to the end.")
            yield _Token(kind=_Kind.PHRASE, text=found[2], is_excluded=bool(found[1]))
            continue
        operator = _OPERATOR.match(typed, place)
        if operator and _is_operator(operator[2]):
            value = _PHRASE.match(typed, operator.end()) or _BARE.match(typed, operator.end())
            place = value.end() if value else operator.end()
            text = "" if value is None else value[2] if value.re is _PHRASE else value[0]
            yield _Token(kind=_Kind.OPERATOR, text=text, name=fold(operator[2]), is_excluded=bool(operator[1]))
            continue
        bare = _BARE.match(typed, place)
        assert bare is not None  # neither a blank nor a quotation mark stands here
        place = bare.end()
        if operator and not operator[0].startswith("-") and not _looks_like_identifier(bare[0]):
            messages.append(f"“{operator[2]}:” is no filter: its words were searched for. {FILTERS_HINT}")
        is_excluded = bare[0].startswith("-") and len(bare[0]) > 1
        yield _Token(kind=_Kind.WORDS, text=bare[0][is_excluded:], is_excluded=is_excluded)


UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
PATH = r"^(?:sub|ses)-.|^[^:]*[^:/]/[^:]*$|[^.]\.[a-z][a-z0-9]{1,7}(?:\.gz)?$"
"""A label of BIDS, folders, or an ending; an address has a colon."""
LEAST_FILE_NAME = 3
_UUID, _PATH = re.compile(UUID), re.compile(PATH)


def _file_name(tokens: Sequence[_Token]) -> tuple[str, bool]:
    """What of a query may be a name in a dandiset, and whether it looks like one."""
    texts = [token.text for token in tokens if token.kind is not _Kind.OPERATOR and not token.is_excluded]
    for text in texts:
        lower = text.lower()
        if found := _UUID.search(lower):
            return found[0], True
        if _PATH.search(lower) and not identifiers.publication_key(text):
            return text, True
    alone = len(tokens) == 1 and bool(texts) and len(texts[0]) >= LEAST_FILE_NAME
    return (texts[0], False) if alone else ("", False)


FACET_NAMES = {
    **{facet.value: facet for facet in Facet},
    **{f"{facet.value}s": facet for facet in Facet},
    **{"approaches": Facet.APPROACH, "technology": Facet.TECHNIQUE, "method": Facet.TECHNIQUE},
    **{"region": Facet.ANATOMY, "area": Facet.ANATOMY, "author": Facet.CONTRIBUTOR, "person": Facet.CONTRIBUTOR},
    **{"affiliation": Facet.INSTITUTION, "licence": Facet.LICENSE, "grant": Facet.AWARD, "organism": Facet.SPECIES},
}
MEASURE_NAMES = {
    **{measure.value: measure for measure in Measure},
    **{"subject": Measure.SUBJECTS, "file": Measure.FILES, "assets": Measure.FILES, "bytes": Measure.SIZE},
    **{"modified": Measure.UPDATED},
}
FILTERS_HINT = (
    "Filters are "
    + ", ".join(f"{facet.value}:" for facet in Facet if facet is not Facet.YEAR)
    + ", "
    + ", ".join(f"{measure.value}:" for measure in Measure)
    + " and has:."
)


def _is_operator(name: str) -> bool:
    folded = fold(name)
    return folded in FACET_NAMES or folded in MEASURE_NAMES or folded == "has"


def _looks_like_identifier(text: str) -> bool:
    """Whether the colon belongs to an identifier or an address."""
    folded = fold(text)
    return bool(re.match(r"(?:https?|doi|dandi[a-z-]*|orcid|ror|pmid|rrid|spdx):", folded)) or bool(
        re.match(identifiers.TAXON, folded)
    )


def _read(token: _Token, reading: _Reading) -> None:
    """Add a token to what was read."""
    match token.kind:
        case _Kind.OPERATOR:
            _read_operator(token, reading)
        case _Kind.PHRASE:
            words = tuple(plain_words(token.text))
            if words:
                (reading.excluded if token.is_excluded else reading.phrases).append(words)
            reading.words.append("\n")
        case _Kind.WORDS if token.is_excluded:
            words = tuple(plain_words(token.text))
            if words:
                reading.excluded.append(words)
        case _Kind.WORDS:
            reading.words.append(token.text)


def _read_operator(token: _Token, reading: _Reading) -> None:
    value, excluded = token.text, token.is_excluded
    reading.words.append("\n")
    if not value:
        reading.messages.append(f"“{token.name}:” has no value yet: it was left out.")
    elif token.name in FACET_NAMES and not any(plain_words(value)):
        reading.messages.append(f"“{token.name}:” has no value yet: it was left out.")
    elif token.name in FACET_NAMES:
        reading.filters.append(Filter(facet=FACET_NAMES[token.name], value=value, is_excluded=excluded))
    elif token.name == "has":
        if fold(value) in {member.value for member in Has}:
            reading.has.append(HasFilter(what=Has(fold(value)), is_excluded=excluded))
        else:
            known = ", ".join(member.value for member in Has)
            reading.messages.append(f"“has:{value}” was left out: has: knows {known}.")
    else:
        measure = MEASURE_NAMES[token.name]
        found = read_range(measure, value)
        if found is None:
            reading.messages.append(f"“{token.name}:{value}” was left out: write {measure.example}.")
        else:
            reading.ranges.append(RangeFilter(measure=measure, range=found, is_excluded=excluded))


_IDENTIFIERS = (
    re.compile(rf"(?<![0-9a-z]){identifiers.NIH}(?![a-z0-9])"),
    re.compile(rf"(?:https?://)?(?:www\.)?orcid(?:\.org/|:) ?({identifiers.ORCID})|(?<![0-9])({identifiers.ORCID})"),
    re.compile(rf"(?:https?://)?{identifiers.ROR}"),
    re.compile(rf"(?<![a-z])({identifiers.TAXON})(?![0-9])"),
)


def _terms(typed: Sequence[str], *, is_open: bool) -> Iterator[Term]:
    """Terms of the words that are left; required ones unless all are optional."""
    text = fold(" ".join(typed))
    found: list[Term] = []
    for part in re.split(r"(\n)", text):
        found += _terms_of_run(part)
    if found and is_open and len(found[-1].alternatives[0].words) >= 1 and not _is_identifier(found[-1]):
        found[-1] = replace(found[-1], is_open=True)
    if all(term.is_optional for term in found):
        found = [replace(term, is_optional=False) for term in found]
    yield from found


def _is_identifier(term: Term) -> bool:
    return not term.alternatives[0].words[0].isalnum()


def _terms_of_run(text: str) -> Iterator[Term]:
    """A run of folded words: identifiers are cut out, the rest becomes words and synonyms."""
    place = 0
    for start, end, word in _identifiers(text):
        yield from _word_terms(text[place:start])
        yield Term(alternatives=(Alternative((word,)),))
        place = end
    yield from _word_terms(text[place:])


def _identifiers(text: str) -> Iterator[tuple[int, int, str]]:
    """Where identifiers stand in a folded text, and the word that each is indexed as."""
    place = 0
    while place < len(text):
        found = _first_identifier(text, place)
        if found is None:
            return
        yield found
        place = found[1]


def _first_identifier(text: str, place: int) -> tuple[int, int, str] | None:
    candidates: list[tuple[int, int, str]] = []
    for chunk in re.finditer(r"\S+", text[place:]):
        if key := identifiers.publication_key(chunk[0]):
            start = place + chunk.start()
            # "doi: 10.…" as some write it
            before = re.search(r"doi:? $", text[place:start])
            candidates.append((start - len(before[0]) if before else start, place + chunk.end(), key))
            break
    award, orcid, ror, taxon = (pattern.search(text, place) for pattern in _IDENTIFIERS)
    if award:
        candidates.append((*award.span(), "".join(award.group(1, 2, 3))))
    if orcid:
        candidates.append((*orcid.span(), orcid[1] or orcid[2]))
    if ror:
        candidates.append((*ror.span(), f"ror:{ror[1]}"))
    if taxon:
        candidates.append((*taxon.span(), taxon[1].replace("_", ":")))
    return min(candidates, default=None)


def identifier_of(text: str) -> str:
    """The word under which an identifier is indexed; empty for what is none."""
    folded = fold(text).strip()
    found = _first_identifier(folded, 0)
    return found[2] if found and found[:2] == (0, len(folded)) else ""


def _word_terms(text: str) -> Iterator[Term]:
    found = list(chunks(text))
    place = 0
    while place < len(found):
        used, term = _synonyms_at(found, place) or (1, _chunk_term(found[place]))
        yield term
        place += used


def _chunk_term(parts: Sequence[str]) -> Term:
    """One word, or a word with hyphens: that as one, or its parts."""
    words = tuple(map(normal, parts))
    if len(words) == 1:
        return Term(alternatives=(Alternative(words),), is_optional=words[0] in STOP_WORDS)
    joined = (Alternative((normal("".join(parts)),)),) if len(words) <= MOST_JOINED else ()
    return Term(alternatives=(*joined, Alternative(words)))


def _synonyms_at(found: Sequence[Sequence[str]], place: int) -> tuple[int, Term] | None:
    """The longest name of the table that begins at a place: how many chunks it takes, and what stands for it."""
    for used in range(min(LONGEST_NAME + 2, len(found) - place), 0, -1):
        parts = [part for chunk in found[place : place + used] for part in chunk]
        words = tuple(word for word in map(normal, parts) if word not in STOP_WORDS)
        joined = (normal("".join(parts)),) if len(parts) > 1 and used == 1 else words
        short = SHORT_WORDS.get(words) or SHORT_WORDS.get(joined)
        if short:
            own = dict.fromkeys(name for name in (joined, words) if name)
            same = () if (short,) in own else (Alternative((short,), SAME_FACTOR),)
            return used, Term(alternatives=(*map(Alternative, own), *same))
    return None
