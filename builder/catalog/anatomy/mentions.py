"""Which areas a text names: read in one pass, word by word. Pure.

Precision comes first: who browses an area must find it there. What is named only to say that it is not meant, as in
"unlike hippocampus" or "non-hippocampal", is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from builder.catalog.anatomy.areas import WORD, Area, area_table, word_form, words_of
from builder.catalog.anatomy.beside import Word, defined_otherwise, is_beside_anatomy, is_meant

SURE_ACRONYM = 4
"""Letters. Shorter ones mean other things as well, and need a word of anatomy beside them."""

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]*|[^\s@]+@[^\s@]+")
_IN_NAME = re.compile(r"[\s‐‑–-]*")
_PRODUCT = re.compile(r"[a-z][A-Z]{2}")
"""In a word that is somebody's name for a thing, as BrainSTEM."""
_LIST = re.compile(r"\s*[,/&]\s*")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an area stands in a text: the places of its first word, and after its last."""

    first: int
    end: int
    area: Area


@lru_cache(maxsize=512)  # session descriptions repeat from file to file
def mentioned_areas(text: str) -> tuple[str, ...]:
    """The names of the areas that a text names, each once, in the order of their first mention."""
    if "//" in text or "@" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    words = [Word(found[0], word_form(found[0]), *found.span()) for found in WORD.finditer(text)]
    named = list(_named(text, words))
    short = list(_abbreviated(text, words, named))
    named = _without_heads(text, words, named, short)
    found = sorted((*named, *short), key=lambda mention: mention.first)
    ends = {mention.first: mention.end for mention in found}
    places = places_of(found)
    meant = (mention for mention in found if is_meant(text, words, mention, ends, places))
    return tuple(dict.fromkeys(mention.area.name for mention in meant))


def places_of(found: Iterable[Mention]) -> frozenset[int]:
    """The places of all words of some mentions."""
    return frozenset(place for mention in found for place in range(mention.first, mention.end))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, Sequence[tuple[tuple[str, ...], Area]]]:
    """First word of a name -> names that begin so, the longest first."""
    found: dict[str, dict[tuple[str, ...], Area]] = defaultdict(dict)
    for area in area_table().areas.values():
        for name in area.in_texts:
            words = words_of(name)
            found[words[0]].setdefault(words, area)
    return {first: sorted(names.items(), key=lambda item: -len(item[0])) for first, names in found.items()}


@lru_cache(maxsize=1)
def _acronyms() -> Mapping[str, Area]:
    return {acronym: area for area in area_table().areas.values() for acronym in area.acronyms}


@lru_cache(maxsize=1)
def _visual() -> Mapping[str, Area]:
    """Acronyms that mean too much else, but beside a visual area mean another."""
    names = {
        "LM": "lateral",
        "AL": "anterolateral",
        "RL": "rostrolateral",
        "AM": "anteromedial",
        "PM": "posteromedial",
    }
    return {acronym: area_table().areas[f"{name} visual area"] for acronym, name in names.items()}


def _named(text: str, words: Sequence[Word]) -> Iterator[Mention]:
    names = _names()
    place = 0
    while place < len(words):
        candidates = names.get(words[place].form)
        if candidates and _PRODUCT.search(words[place].text):
            candidates = None
        mention = candidates and _longest(text, words, place, candidates)
        if mention:
            yield from _sharing_head(text, words, mention)
            yield mention
        place = mention.end if mention else place + 1


def _longest(
    text: str, words: Sequence[Word], place: int, candidates: Sequence[tuple[tuple[str, ...], Area]]
) -> Mention | None:
    for name, area in candidates:
        here = words[place : place + len(name)]
        if tuple(word.form for word in here) == name and _are_joined(text, here):
            return Mention(place, place + len(name), area)
    return None


def _are_joined(text: str, words: Sequence[Word]) -> bool:
    return all(_IN_NAME.fullmatch(text, one.end, other.start) for one, other in pairwise(words))


def _sharing_head(text: str, words: Sequence[Word], mention: Mention) -> Iterator[Mention]:
    """The areas before it that leave their last words to it: `visual, motor and auditory cortex`."""
    last = mention
    while start := _list_start(text, words, last.first, is_first=last is mention):
        found = _with_head(text, words, start, mention)
        if found is None:
            return
        yield found
        last = found


def _list_start(text: str, words: Sequence[Word], first: int, *, is_first: bool) -> int:
    """Where what stands before a word in a list ends; 0 where it is in none. "And", "or" or a slash begin one."""
    if not first:
        return 0
    if words[first - 1].form in ("and", "or"):
        return first - 1
    gap = text[words[first - 1].end : words[first].start]
    return first if _LIST.fullmatch(gap) and not (is_first and "," in gap) else 0


def _with_head(text: str, words: Sequence[Word], end: int, mention: Mention) -> Mention | None:
    for shared in range(1, mention.end - mention.first):
        head = tuple(word.form for word in words[mention.end - shared : mention.end])
        for length in (3, 2, 1):
            part = words[max(0, end - length) : end]
            area = area_table().by_words.get((*(word.form for word in part), *head))
            if area and len(part) == length and _are_joined(text, part):
                return Mention(end - length, end, area)
    return None


def _abbreviated(text: str, words: Sequence[Word], named: Sequence[Mention]) -> Iterator[Mention]:
    """Acronyms; those of `_visual` only in a list with a visual area, or behind its name."""
    known, visual = _acronyms(), _visual()
    taken = places_of(named)
    areas = {
        n: area
        for n, word in enumerate(words)
        if (area := known.get(word.text) or visual.get(word.text)) and n not in taken
    }
    if not areas:
        return
    sure = {n for n in areas if len(words[n].text) >= SURE_ACRONYM or is_beside_anatomy(text, words, n, taken)}
    sure = _spread(text, words, sure, areas)
    seen = {n for n, area in areas.items() if n in sure and words[n].text in known and _is_visual(area)}
    seen |= {
        mention.end
        for mention in named
        if mention.end in areas and _is_visual(mention.area) and _are_joined(text, words[mention.end - 1 :][:2])
    }
    seen = _spread(text, words, seen, areas)
    others = defined_otherwise(text, words, taken)
    for n, area in areas.items():
        if n in (sure if words[n].text in known else seen) and words[n].text not in others:
            yield Mention(n, n + 1, area)


def _spread(text: str, words: Sequence[Word], sure: Iterable[int], places: Iterable[int]) -> set[int]:
    """What is in a list with one that counts does so, too."""
    found, in_order = set(sure), list(places)
    for order in (in_order, in_order[::-1]):
        for one, other in pairwise(order):
            if one in found and _are_listed(text, words, min(one, other), max(one, other)):
                found.add(other)
    return found


def _without_heads(
    text: str, words: Sequence[Word], named: Sequence[Mention], short: Sequence[Mention]
) -> list[Mention]:
    """The names but for the "cortex" that an acronym of a part of it has taken: `S1 cortex`."""
    ends = {mention.end for mention in short if _is_part(mention.area, "cerebral cortex")}

    def is_head(mention: Mention) -> bool:
        place = mention.first
        is_bare = mention.end == place + 1 and words[place].form == "cortex"
        return is_bare and place in ends and _are_joined(text, words[place - 1 : place + 1])

    return [mention for mention in named if not is_head(mention)]


def _is_part(area: Area, whole: str) -> bool:
    return any(above.name == whole for above in area_table().above(area.name))


def _is_visual(area: Area) -> bool:
    return area.name == "visual cortex" or _is_part(area, "visual cortex")


def _are_listed(text: str, words: Sequence[Word], one: int, other: int) -> bool:
    """Whether nothing but a comma, a slash or "and" stands between two words."""
    between = [word.form for word in words[one + 1 : other]]
    signs = text[words[one].end : words[other].start]
    return between in (["and"], ["or"]) or (not between and bool(_LIST.fullmatch(signs) or _IN_NAME.fullmatch(signs)))
