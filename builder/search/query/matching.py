"""Which indexed words a query's word stands for, and how much of their weight it gets. Pure."""

from __future__ import annotations

from builder.search.index.search_index import TermTable
from builder.search.words.analysis import stem

EXACT = 1000
STEM = 600
PREFIX = 400
TYPO = 500
"""In thousandths: the word itself; another form of it; a longer one, while it is typed; one a letter away."""
LEAST_PREFIX = 3
"""Letters. Of two letters the beginning counts only where there is no such word."""
LEAST_TYPO = 5
LEAST_STEMMED = 4

Variants = dict[int, int]
"""Place of a word in the table -> factor."""


def variants(table: TermTable, word: str, *, is_open: bool) -> Variants:
    """`is_open`: the reader may still be typing it. Typos are looked for where nothing else is found."""
    return known(table, word, is_open=is_open) or typos(table, word, is_open=is_open)


def known(table: TermTable, word: str, *, is_open: bool) -> Variants:
    """The word, its other forms, and longer words that it begins."""
    found = _forms(table, word, EXACT, STEM)
    if is_open and len(word) >= (LEAST_PREFIX if table.number(word) is not None else LEAST_PREFIX - 1):
        for number in table.starting(word):
            found[number] = max(found.get(number, 0), PREFIX)
    return found


def _forms(table: TermTable, word: str, exact: int, other: int) -> Variants:
    found: Variants = {}
    if word.isalpha() and len(word) >= LEAST_STEMMED:
        root = stem(word)
        found = {number: other for number in table.starting(root) if stem(table.words[number]) == root}
    own = table.number(word)
    if own is not None:
        found[own] = exact
    return found


def typos(table: TermTable, word: str, *, is_open: bool) -> Variants:
    """Words a letter away with their forms; the first letter must be right, unless it is too much or swapped."""
    found: Variants = {}
    for number in meant(table, word, is_open=is_open):
        for near, factor in _forms(table, table.words[number], TYPO, TYPO * STEM // EXACT).items():
            found[near] = max(found.get(near, 0), factor)
    return found


def meant(table: TermTable, word: str, *, is_open: bool) -> list[int]:
    """The words themselves that a mistyped one may stand for."""
    if len(word) < LEAST_TYPO or not word.isalpha():
        return []
    near = [n for n in table.starting(word[0]) if is_one_typo(word, table.words[n], is_open=is_open)]
    others = (table.number(other) for other in (word[1] + word[0] + word[2:], word[1:]))
    return [*near, *(number for number in others if number is not None and number not in near)]


def is_one_typo(typed: str, word: str, *, is_open: bool) -> bool:
    """Whether a letter is wrong, missing or too much, or two are swapped; in the beginning of `word` if `is_open`."""
    if len(word) < len(typed) - 1 or (not is_open and len(word) > len(typed) + 1):
        return False
    same = 0
    while same < min(len(typed), len(word)) and typed[same] == word[same]:
        same += 1
    rest, other = typed[same:], word[same:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    pairs = ((rest[1:], other[1:]), (rest[1:], other), (rest, other[1:]), (swapped, other))
    return any(there.startswith(here) if is_open else there == here for here, there in pairs)
