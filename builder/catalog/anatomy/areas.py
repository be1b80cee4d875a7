"""The table of areas: read once from the program's own file, and looked up by identifier or name. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pkgutil import get_data
from types import MappingProxyType

import msgspec

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_GENITIVE = re.compile(r"['’]s?$")
_LONGEST_WORD = 40
_MARKS = re.compile("[\u0300-\u036f]")

_FORMS = (
    "cortical=cortex cortices=cortex neocortical=neocortex isocortical=isocortex hippocampal=hippocampus"
    " subicular=subiculum amygdalar=amygdala amygdaloid=amygdala thalamic=thalamus hypothalamic=hypothalamus"
    " habenular=habenula geniculates=geniculate striatal=striatum accumbal=accumbens pallidal=pallidum"
    " claustral=claustrum septal=septum collicular=colliculus colliculi=colliculus tectal=tectum"
    " cerebellar=cerebellum retinal=retina retinas=retina retinae=retina mesencephalic=mesencephalon"
    " brainstems=brainstem nigral=nigra callosal=callosum nuclei=nucleus areas=area fields=field lobes=lobe"
    " gyri=gyrus grey=gray ganglia=ganglion bulbs=bulb bodies=body horns=horn olives=olive coeruleus=ceruleus"
    " slices=slice regions=region cells=cell neurons=neuron"
)
FORMS: Mapping[str, str] = MappingProxyType(dict(pair.split("=") for pair in _FORMS.split()))
"""Other forms of the words that names are made of: both names and texts are read with these."""


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the body."""

    name: str
    """The ontology's, where it has one."""
    identifiers: tuple[str, ...]
    """UBERON's, the first one its own; then others that mean the same."""
    ccf: str
    """The acronym in the Allen Mouse Brain Common Coordinate Framework; empty where it has none."""
    parent: str
    """The name of what it is a part of; empty at the top."""
    names: tuple[str, ...]
    acronyms: tuple[str, ...]
    unsure: tuple[str, ...]
    """Names that mean too many things to be looked for in texts."""

    @property
    def identifier(self) -> str:
        """Its own one; empty where the ontology has none."""
        return next((text for text in self.identifiers if text.startswith("UBERON:")), "")

    @property
    def all_names(self) -> tuple[str, ...]:
        """Each once, its own first."""
        short = (*self.acronyms, *filter(None, (self.ccf,)))
        return tuple(dict.fromkeys((self.name, *self.names, *self.unsure, *short)))

    @property
    def in_texts(self) -> Iterator[str]:
        """The names that texts are searched for, without acronyms."""
        return (name for name in (self.name, *self.names) if name not in self.unsure)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name in the forms in which names are compared."""
    return tuple(word_form(found[0]) for found in WORD.finditer(text))


def word_form(word: str) -> str:
    """Without case, accents and genitive: `Bötzinger` is `botzinger`, `cortical` is `cortex`.

    Empty for what is too long to be in a name.
    """
    return _form(word) if len(word) <= _LONGEST_WORD else ""


@lru_cache(maxsize=50_000)
def _form(word: str) -> str:
    plain = word.lower()
    if not plain.isascii():
        plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain))
    plain = _GENITIVE.sub("", plain)
    return FORMS.get(plain, plain)


@dataclass(frozen=True)
class AreaTable:
    """All areas, in the order of the file: parents and children stand in any."""

    areas: Mapping[str, Area]
    """By name."""

    @cached_property
    def by_identifier(self) -> Mapping[str, Area]:
        return {identifier: area for area in self.areas.values() for identifier in area.identifiers}

    @cached_property
    def by_words(self) -> Mapping[tuple[str, ...], Area]:
        """By each of its names but acronyms, as words."""
        found: dict[tuple[str, ...], Area] = {}
        for area in self.areas.values():
            for name in (area.name, *area.names, *area.unsure):
                found.setdefault(words_of(name), area)
        return found

    def above(self, name: str) -> tuple[Area, ...]:
        """What an area is a part of, the nearest first; nothing for a name that isn't one."""
        found: list[Area] = []
        area = self.areas.get(name)
        while area is not None and area.parent:
            area = self.areas[area.parent]
            found.append(area)
        return tuple(found)

    def find(self, identifier: str, name: str) -> Area | None:
        """The area that a term means: by its identifier, unless its name is that of an area elsewhere.

        Identifiers are mistyped and copied from the line above; a name is what was meant.
        """
        by_name = self.by_words.get(words_of(name))
        by_identifier = self.by_identifier.get(identifier)
        if by_name is None or by_identifier is None:
            return by_identifier or by_name
        return by_identifier if self._is_near(by_identifier, by_name) else by_name

    def _is_near(self, one: Area, other: Area) -> bool:
        return one is other or one in self.above(other.name) or other in self.above(one.name)


def read_areas(text: str) -> AreaTable:
    """The table of a file's text."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    areas = map(_read_area, lines[1:])  # after the titles of the columns
    return AreaTable(MappingProxyType({area.name: area for area in areas}))


def _read_area(line: str) -> Area:
    name, identifiers, ccf, parent, names, acronyms, unsure = line.split("\t")
    return Area(
        name=name,
        identifiers=tuple(identifiers.split()),
        ccf=ccf,
        parent=parent,
        names=_several(names),
        acronyms=tuple(acronyms.split()),
        unsure=_several(unsure),
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.split(";"))))


@lru_cache(maxsize=1)
def area_table() -> AreaTable:
    """The program's own table, which comes with the package and is loaded as its modules are."""
    data = get_data(__package__, "areas.tsv")
    assert data is not None  # only loaders that can't load data answer so
    return read_areas(data.decode())
