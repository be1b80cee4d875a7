"""Words and their postings as compact text for scripts. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from builder.search.index.search_index import Postings

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number: int) -> str:
    """Digits and small letters, without zeros before them, as JavaScript's parseInt reads it."""
    digits = ""
    while number >= 36:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return _DIGITS[number] + digits


def pack_words(words: Sequence[str], postings: Sequence[Postings]) -> str:
    """A line a word: how many letters it shares with the one before (a digit), the others, a tab, its postings.

    Those are steps from place to place, then the weights, two digits each. No word holds a tab or a new line.
    """
    lines, before = [], ""
    for word, found in zip(words, postings, strict=True):
        same = 0
        while same < min(len(word), len(before), 35) and word[same] == before[same]:
            same += 1
        lines.append(f"{_DIGITS[same]}{word[same:]}\t{pack_postings(found)}")
        before = word
    return "\n".join(lines)


def pack_postings(postings: Postings) -> str:
    """`3,,1.0f2a11`: places 3, 4, 6 with weights 15, 82, 37."""
    places, weights, next_place = [], [], 0
    for place, weight in postings:
        places.append(base36(place - next_place) if place > next_place else "")
        weights.append(base36(weight).rjust(2, "0"))
        next_place = place + 1
    return f"{','.join(places)}.{''.join(weights)}"
