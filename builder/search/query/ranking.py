"""Which dandisets a query finds, and in which order. Pure; the browser's engine does the same sums."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from builder.search.index.file_keys import find_holders
from builder.search.index.search_index import GRID, Listed, SearchIndex, TermTable
from builder.search.query.facet_matching import matching_entries
from builder.search.query.matching import known, meant, variants
from builder.search.query.messages import Message
from builder.search.query.parsing import whole
from builder.search.query.query import Alternative, Query, QueryTerm
from builder.search.words.analysis import plain_words

Scores = dict[int, int]
"""Place of a dandiset -> whole number; only those found."""

EMPTY = 900
"""What the score of a dandiset without files counts, in thousandths: it comes after its like."""
UNIT = GRID * 1_000_000
"""Scores are in steps of the table's grid, times two factors in thousandths."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A dandiset that was found."""

    place: int
    score: int
    is_partial: bool
    """It holds some of the words only."""
    holds: str = ""
    """A name among its files, subjects and sessions, where that is why it was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """The best first; partial ones after all others; equal ones by identifier."""

    hits: tuple[Hit, ...]
    complete: int
    """How many are not partial."""
    empty: int
    """How many of these have no files yet."""
    messages: tuple[str, ...]
    corrected: dict[str, str]
    """Word that isn't there -> the one that was taken for it."""


def rank(index: SearchIndex, query: Query, files: Mapping[str, bytes] | None = None) -> Hits:
    """Without words everything that passes the filters, last updated first.

    `files` are the keys of names that each dandiset holds, by identifier.
    """
    messages: list[str] = []
    allowed = _allowed(index, query, messages)
    named = [place for place in sorted(allowed) if _is_named(index.listed[place], query)]
    ranked = _ranked(index, query, allowed)
    holders = _holders(index, query, files or {}, allowed, ranked)
    hits = [Hit(place, 0, False) for place in named]
    hits += [Hit(place, 0, False, query.file_name) for place in holders]
    hits += [hit for hit in ranked if hit.place not in named and hit.place not in holders]
    if query.identifier and not hits:
        messages.append(Message.NO_DANDISET.filled(identifier=query.identifier))
    elif not hits and (unfiltered := _count_unfiltered(index, query)):
        told = Message.ONE_UNFILTERED if unfiltered == 1 else Message.MORE_UNFILTERED
        messages.append(told.filled(count=unfiltered))
    return Hits(
        hits=tuple(hits),
        complete=sum(not hit.is_partial for hit in hits),
        empty=sum(not hit.is_partial and not index.listed[hit.place].files for hit in hits),
        messages=(*query.messages, *messages),
        corrected=dict(_corrected(index.table, query)),
    )


def _is_named(listed: Listed, query: Query) -> bool:
    """Whether its identifier was typed, or its whole title."""
    return listed.identifier == query.identifier or bool(query.typed and whole(listed.title) == query.typed)


def _count_unfiltered(index: SearchIndex, query: Query) -> int:
    """How many the words alone find; 0 for a query that is of one kind only."""
    if not (query.terms or query.phrases) or not (query.filters or query.ranges or query.has):
        return 0
    words = replace(query, filters=(), ranges=(), has=())
    return len(_ranked(index, words, _allowed(index, words, [])))


def _holders(
    index: SearchIndex, query: Query, files: Mapping[str, bytes], allowed: set[int], ranked: Sequence[Hit]
) -> list[int]:
    """Dandisets with a file, subject, session or asset of the name that was typed."""
    if not query.file_name or (not query.is_file_name and any(not hit.is_partial for hit in ranked)):
        return []
    holders = set(find_holders(files, query.file_name))
    return [place for place in sorted(allowed) if index.listed[place].identifier in holders]


def _ranked(index: SearchIndex, query: Query, allowed: set[int]) -> list[Hit]:
    if query.terms or query.phrases:
        scores, complete = _score(index.table, query)
        hits = [
            Hit(place, score * (1000 if index.listed[place].files else EMPTY) // 1000, place not in complete)
            for place, score in scores.items()
            if place in allowed
        ]
        return sorted(
            hits, key=lambda hit: (hit.is_partial, -hit.score, not index.listed[hit.place].files, hit.place)
        )
    newest = sorted(allowed, key=lambda at: (not index.listed[at].files, -index.listed[at].updated, -at))
    return [] if query.identifier else [Hit(place, 0, False) for place in newest]


def _score(table: TermTable, query: Query) -> tuple[Scores, set[int]]:
    """Sums over all terms, and which dandisets lack none of them."""
    sums: Scores = {}
    wholes: list[set[int]] = []
    for term in (*query.terms, *(_phrase_term(words) for words in query.phrases)):
        scores, whole = _score_term(table, term)
        _add(sums, scores)
        if not term.is_optional:
            wholes.append(whole)
    return sums, set.intersection(*wholes) if wholes else set()


def _phrase_term(words: tuple[str, ...]) -> QueryTerm:
    return QueryTerm(alternatives=(Alternative(words),))


def _score_term(table: TermTable, term: QueryTerm) -> tuple[Scores, set[int]]:
    """The best of its alternatives; a synonym counts where all of its words are."""
    best: Scores = {}
    whole: set[int] = set()
    for alternative in term.alternatives:
        sums, places = _score_words(table, alternative, is_open=term.is_open)
        whole |= places
        for place, score in sums.items():
            best[place] = max(best.get(place, 0), score)
    return best, whole


def _score_words(table: TermTable, alternative: Alternative, *, is_open: bool) -> tuple[Scores, set[int]]:
    sums: Scores = {}
    having: list[set[int]] = []
    for number, word in enumerate(alternative.words, 1):
        scores = _score_word(table, word, is_open=is_open and number == len(alternative.words))
        _add(sums, {place: score * alternative.factor for place, score in scores.items()})
        having.append(set(scores))
    return sums, set.intersection(*having)


def _score_word(table: TermTable, word: str, *, is_open: bool) -> Scores:
    best: Scores = {}
    for number, factor in variants(table, word, is_open=is_open).items():
        for place, weight in table.postings[number]:
            best[place] = max(best.get(place, 0), weight * factor)
    return best


def _add(sums: Scores, more: Scores) -> None:
    for place, score in more.items():
        sums[place] = sums.get(place, 0) + score


def _allowed(index: SearchIndex, query: Query, messages: list[str]) -> set[int]:
    """What passes everything that isn't a matter of degree."""
    places = set(range(len(index.listed)))
    for facet_filter in query.filters:
        entries = index.facets.get(facet_filter.facet, ())
        numbers = matching_entries(entries, facet_filter.value, with_parts=not facet_filter.is_exact)
        if not numbers:
            messages.append(Message.NOT_CALLED.filled(facet=facet_filter.facet, value=facet_filter.value))
        having = {place for number in numbers for place in entries[number].places}
        places = places - having if facet_filter.is_excluded else places & having
    for limit in query.ranges:
        inside = {p for p in places if limit.range.holds(index.listed[p].measure(limit.measure))}
        places = places - inside if limit.is_excluded else inside
    for has in query.has:
        having = {place for place in places if has.what in index.listed[place].has}
        places = places - having if has.is_excluded else having
    for phrase in query.phrases:
        places &= _holding(index, phrase)
    for phrase in query.excluded:
        places -= _holding(index, phrase)
    return places


def _holding(index: SearchIndex, phrase: tuple[str, ...]) -> set[int]:
    """Dandisets with these words one after the other; a single word is looked up, and not read for again."""
    having = set.intersection(*(_with_word(index.table, word) for word in phrase))
    if len(phrase) == 1:
        return having
    return {place for place in having if _reads(_texts_of(index, place), phrase)}


def _with_word(table: TermTable, word: str) -> set[int]:
    number = table.number(word)
    return set() if number is None else {place for place, _ in table.postings[number]}


def _texts_of(index: SearchIndex, place: int) -> Iterator[str]:
    yield index.listed[place].title
    for texts in index.texts[place].values():
        yield from texts


def _reads(texts: Iterable[str], phrase: Sequence[str]) -> bool:
    wanted = f" {' '.join(phrase)} "
    return any(wanted in _read_through(text) for text in texts)


@functools.lru_cache(maxsize=1 << 14)  # a query may hold many phrases
def _read_through(text: str) -> str:
    return f" {' '.join(plain_words(text))} "


def _corrected(table: TermTable, query: Query) -> Iterator[tuple[str, str]]:
    """For each word that isn't there, but others a letter away, the commonest of those."""
    for term in query.terms:
        words = term.alternatives[0].words
        if len(words) == 1 and not known(table, words[0], is_open=term.is_open):
            near = meant(table, words[0], is_open=term.is_open)
            if near:
                best = min(near, key=lambda number: (-len(table.postings[number]), number))
                yield words[0], table.words[best]
