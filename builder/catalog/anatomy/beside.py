"""What stands beside a word tells whether it means an area, and whether that is meant. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol


def word_set(*lines: str) -> frozenset[str]:
    """The words of some lines."""
    return frozenset(word for line in lines for word in line.split())


class Word(NamedTuple):
    """A word of a text."""

    text: str
    form: str
    """As names are compared."""
    start: int
    end: int


class Placed(Protocol):
    @property
    def first(self) -> int: ...
    @property
    def end(self) -> int: ...


_BREAK = re.compile(r"[.;:!?]\s|\n\s*\n|[;:!?]$")
"""What ends a clause; a full stop inside a number or an abbreviation does not."""

_ANATOMY = word_set(
    "cortex area region nucleus layer layers subregion subregions neuron neuronal cell interneuron interneurons",
    "pyramidal subfield subfields field lobe gyrus hemisphere hemispheres units lfp lfps axons dendrites boutons",
    "slice projection projections microcircuit microcircuits circuit circuits circuitry brain",
)
"""Words of anatomy, in the forms of `word_form`."""
_AFTER = _ANATOMY | word_set("recording recordings spiking activity calcium")
_BETWEEN_AFTER = word_set(
    "excitatory inhibitory principal place single projection putative parvalbumin somatostatin pv sst vip",
    "l2 l3 l4 l5 l6 superficial deep population relay deconvolved",
)
_SMALL = word_set(
    "the a an mouse mice rat monkey macaque primate human left right both bilateral dorsal ventral medial lateral",
    "anterior posterior deep superficial area",
)
_IN = word_set("in from of within into across")
_RECORDED = word_set(
    "recording recordings recorded imaged imaging electrodes electrode probe probes tetrodes tetrode array arrays",
    "implanted implant neuron cell activity inactivation inactivated silencing injection injected spikes spiking",
    "responses",
)
_REACH = 5


def is_beside_anatomy(text: str, words: Sequence[Word], place: int, named: Collection[int]) -> bool:
    """Whether a word of anatomy, or a name, stands beside the word at a place; `named` are the places of names."""
    return _is_before(text, words, place, named) or _is_after(text, words, place, named)


def _is_after(text: str, words: Sequence[Word], place: int, named: Collection[int]) -> bool:
    after = place + 1
    if after < len(words) and words[after].form in _BETWEEN_AFTER:
        after += 1
    if after >= len(words) or _BREAK.search(text, words[place].end, words[after].start):
        return False
    gap = text[words[after - 1].end : words[after].start]
    return (words[after].form in _AFTER and "," not in gap) or after in named


def _is_before(text: str, words: Sequence[Word], place: int, named: Collection[int]) -> bool:
    before = place - 1
    while before >= 0 and place - before < _REACH and words[before].form in _SMALL - _ANATOMY:
        before -= 1
    if before < 0 or _BREAK.search(text, words[before].end, words[place].start):
        return False
    if before in named or (
        words[before].form in _ANATOMY and "," not in text[words[before].end : words[place].start]
    ):
        return True
    if words[before].form not in _IN:
        return False
    near = words[max(0, before - _REACH) : before]
    return bool(near) and any(
        word.form in _RECORDED or word.form in _ANATOMY
        for word in near
        if not _BREAK.search(text, word.end, words[place].start)
    )


def defined_otherwise(text: str, words: Sequence[Word], named: Collection[int]) -> frozenset[str]:
    """Acronyms that the text gives a meaning of its own: `Pearson correlation coefficient (PCC)`."""
    found = set()
    for number, word in enumerate(words):
        if (
            number
            and text[word.start - 1] == "("
            and text[word.end : word.end + 1] == ")"
            and number - 1 not in named
        ):
            spelled = "".join(before.text[0] for before in words[max(0, number - len(word.text)) : number])
            if word.text.casefold() in (spelled.casefold(), words[number - 1].form[: len(word.text)]):
                found.add(word.text)
    return frozenset(found)


_NOT = word_set(
    "no not non unlike without except excluding excludes excluded omitting outside neither nor lacking absence",
    "versus than contrast compared contrary opposed instead besides beyond independent independently sparing similar",
    "away removed",
)
_STILL = word_set("only just merely limited restricted")
"""After "not": what follows is meant all the same."""
_LINKING = word_set(
    "in from of the to with as for by on rather that those and or either any a an our non recorded recordings"
)
_DENYING_AFTER = word_set("independent like sparing inspired free projecting excluded targets")
_PASSED = _LINKING | _SMALL | _ANATOMY
_VOLUME = re.compile(r"[.,]?\s+(?:\(?(?:19|20)[0-9]{2}\b|[0-9]+\s*[(:,])")
"""What follows the name of a journal: a year, a volume."""
_LOOKED_BACK = 6


def is_meant(
    text: str, words: Sequence[Word], mention: Placed, ends: Mapping[int, int], named: Collection[int]
) -> bool:
    """Whether an area is named as one that was studied: not denied, compared with, or a journal's name.

    `ends` are those of all names by their beginnings, `named` the places of all their words.
    """
    return not (
        _is_denied_after(text, words, mention.end, ends)
        or _is_denied_before(text, words, mention.first, named)
        or (words[mention.first].text[0].isupper() and _VOLUME.match(text, words[mention.end - 1].end))
    )


def _is_denied_after(text: str, words: Sequence[Word], end: int, ends: Mapping[int, int]) -> bool:
    if end < len(words) - 1 and words[end].form in ("and", "or"):
        end = ends.get(end + 1, end)
    gap = text[words[end - 1].end : words[end].start] if end < len(words) else ""
    return end < len(words) and words[end].form in _DENYING_AFTER and gap in (" ", "-", "‐", "–")


def _is_denied_before(text: str, words: Sequence[Word], first: int, named: Collection[int]) -> bool:
    for place in range(first - 1, max(-1, first - 1 - _LOOKED_BACK), -1):
        gap = text[words[place].end : words[place + 1].start]
        if "," in gap or _BREAK.search(gap):
            return False
        form = words[place].form
        if form in _NOT:
            return words[place + 1].form not in _STILL
        if form not in _PASSED and place not in named:
            return False
    return False
