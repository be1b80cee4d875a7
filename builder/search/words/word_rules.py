"""The tables by which words are folded and brought to one form; exported to the browser's engine. Pure."""

from __future__ import annotations

from collections.abc import Mapping


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


LETTERS: Mapping[str, str] = _pairs("ß=ss æ=ae œ=oe ø=o đ=d ð=d þ=th ł=l ħ=h ı=i ŋ=n ŧ=t ς=σ")
"""Letters that no decomposition turns into plain ones."""

STOP_WORDS = frozenset(
    _words(
        "a an and are as at be by for from has have in into is it its of on or that the their this these those to "
        "was we were which with et al dandiset dataset data"
    )
)
"""What no dandiset need hold to match: they weigh, but nothing is missing without them."""

IRREGULAR: Mapping[str, str] = _pairs(
    "mice=mouse feet=foot teeth=tooth men=man women=woman children=child cortices=cortex indices=index "
    "matrices=matrix vertices=vertex nuclei=nucleus larvae=larva vertebrae=vertebra hippocampi=hippocampus "
    "stimuli=stimulus hypotheses=hypothesis analyses=analysis synapses=synapse axes=axis bases=basis movies=movie "
    "calories=calorie species=species series=series lens=lens gas=gas bias=bias always=always towards=towards "
    "previous=previous"
)
"""Plurals that no rule makes, and words that only look like one."""

SPELLINGS: tuple[tuple[str, str], ...] = tuple(
    _pairs(
        "behaviour=behavior colour=color odour=odor tumour=tumor labour=labor neighbour=neighbor fibre=fiber "
        "centre=center grey=gray anaesth=anesth haemo=hemo haema=hema oestr=estr foet=fet sulph=sulf"
    ).items()
)
"""Beginnings of words that are written in two ways."""

SUFFIXES = _words(
    "isational izational isation ization ational ically ations atory ation ative ology ologies ological ologic "
    "ised ized ises izes ising izing iser izer ing ings ally ical ments ment ance ence ants ant ents ent ions ion "
    "ives ive ory ity ies ied ists ist isms ism ers er ed es al ar ae as us um ic ex ly s y e a"
)
"""Endings of one word's forms; the longest that fits goes."""
LEAST_STEM = 4
"""Letters that must stay."""

LONGEST_WORD = 40
"""Longer ones are no words but checksums."""
MOST_JOINED = 3
"""Hyphenated words of more parts are sentences or numbers."""
