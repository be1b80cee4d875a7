"""The subjects of a version, gathered from its files: see subject_keys for which these are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from builder.catalog.contents.ages import Age, read_age, span_of
from builder.catalog.contents.modality import Mask, Modality, modalities_of
from builder.catalog.schema.asset import Genotype, Participant
from builder.catalog.schema.metadata import PropertyValue, Term
from builder.catalog.schema.taxa import scientific_name, taxon_label

_MOST_VALUES = 3
"""Of values that differ from file to file so many are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    identifier: str
    species: str
    """The scientific name where the metadata give one; like the following, empty if nothing is said."""
    sex: str
    age: Age | None
    """The range over all its files."""
    genotype: str
    strain: str
    sessions: int
    files: int
    size_bytes: int
    modalities: tuple[Modality, ...]


@dataclass(slots=True)
class SubjectTally:
    """Grows with each file of a subject. Dicts stand for sets, since those have no order."""

    files: int = 0
    size_bytes: int = 0
    mask: Mask = 0
    participants: dict[Participant, None] = field(default_factory=dict)
    """What files say of it, each once."""

    def add(self, size_bytes: int, mask: Mask) -> None:
        self.files += 1
        self.size_bytes += size_bytes
        self.mask |= mask

    def merge(self, other: SubjectTally) -> None:
        self.files += other.files
        self.size_bytes += other.size_bytes
        self.mask |= other.mask
        self.participants |= other.participants

    def subject(self, identifier: str, sessions: int) -> Subject:
        said = list(self.participants)
        ages = [age for age in (read_age(person.age) for person in said) if age]
        return Subject(
            identifier=identifier,
            species=_joined(species_label(p.species) for p in said if p.species),
            sex=_joined(p.sex.name for p in said if p.sex and p.sex.name),
            age=span_of(ages),
            genotype=_joined(_genotype(p.genotype) for p in said if p.genotype),
            strain=_joined(p.strain.name for p in said if p.strain and p.strain.name),
            sessions=sessions,
            files=self.files,
            size_bytes=self.size_bytes,
            modalities=modalities_of(self.mask),
        )


def species_label(species: Term) -> str:
    """The scientific name, whatever files call it; of unknown animals the first of their names."""
    return scientific_name(taxon_label(species.name or "", species.identifier))


def _joined(texts: Iterable[str | None]) -> str:
    """What files say of one subject, each once; they should agree."""
    found = list(dict.fromkeys(text.strip() for text in texts if text and text.strip()))
    return " / ".join(found[:_MOST_VALUES]) + (" …" if len(found) > _MOST_VALUES else "")


def _genotype(genotype: str | tuple[Genotype, ...] | None) -> str:
    if genotype is None or isinstance(genotype, str):
        return genotype or ""
    return "; ".join(filter(None, map(_locus, genotype)))


def _locus(genotype: Genotype) -> str:
    alleles = "/".join(filter(None, map(_value, genotype.alleles)))
    return " ".join(filter(None, (_value(genotype.locus), alleles)))


def _value(value: PropertyValue | str | None) -> str:
    if isinstance(value, PropertyValue):
        return str(value.value or value.property_id or "")
    return value or ""
