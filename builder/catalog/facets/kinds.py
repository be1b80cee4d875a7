"""Facets: what dandisets can be browsed and filtered by, one entry each, and the terms that a dandiset has. Pure.

All that is particular to a facet stands in its entry; docs/architecture.md says how to add one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import chain

from builder.catalog.facets import naming, readers
from builder.catalog.facets.naming import Naming
from builder.catalog.facets.readers import Reader, in_summary, of_contributors
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.metadata import AssetsSummary

_MOST_TERMS = 50
"""Of a facet, that one dandiset has: each has a page of its own. Of the 351 of the DANDI archive none has over 16."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetKind:
    """A facet: how it is called, read, browsed and searched."""

    name: str
    """In addresses and queries: the folder below `browse/`, and what stands before the colon."""
    title: str
    """Of its pages, as "Data standards"."""
    label: str
    """Beside a single value, in search's filters and before its snippets, as "Data standard"."""
    one: str
    """A value in a sentence, as "brain area"."""
    many: str
    lead: str
    """What its page says of it, as a sentence."""
    read: Reader
    """Its values of a dandiset; see `readers`."""
    related: tuple[str, ...]
    """Names of the facets whose values say most about one of its values, in the order of its page."""
    ties: tuple[tuple[str, str], ...] = ()
    """Names of facets that are tied more closely than by dandiset, as people to awards, each with a heading."""
    weight: float
    """How much its words count in search, where a description's count 1; 0 for what is no words to search for."""
    other_names: tuple[str, ...] = ()
    """Before the colon of a query; its name with an s is one anyway."""
    is_number: bool = False
    """Its values are numbers: the greatest stands first, and queries ask for a range."""
    is_long: bool = False
    """It has so many values that a browser loads them only when they are asked for."""
    is_identified: bool = False
    """Its values' identifiers are words to search for."""
    identified_by: str = "an identifier"
    """What tells two values of one name apart."""
    most: int = _MOST_TERMS
    """Of one dandiset; more are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetTerm(Naming):
    """A value of a facet as one dandiset has it."""

    facet: Facet


class Facet(StrEnum):
    """In the order in which a reader chooses. As text it is its name."""

    _value_: str
    kind: FacetKind

    def __new__(cls, kind: FacetKind) -> Facet:
        """The member of an entry."""
        member = str.__new__(cls, kind.name)
        member._value_ = kind.name
        member.kind = kind
        return member

    @property
    def related(self) -> tuple[Facet, ...]:
        """The facets whose values say most about one of its values."""
        return tuple(BY_NAME[name] for name in self.kind.related)

    @property
    def ties(self) -> tuple[tuple[Facet, str], ...]:
        """The facets that are tied to it more closely than by dandiset, with their headings."""
        return tuple((BY_NAME[name], title) for name, title in self.kind.ties)

    def term(self, found: Naming | None) -> FacetTerm | None:
        """A dandiset's name for a value as a term of this facet."""
        if found is None:
            return None
        return FacetTerm(facet=self, **{field.name: getattr(found, field.name) for field in fields(Naming)})

    SPECIES = FacetKind(
        name="species",
        title="Species",
        label="Species",
        one="species",
        many="species",
        lead="The animals, and people, that were recorded from.",
        read=in_summary(lambda summary: summary.species, naming.taxon),
        related=("anatomy", "technique", "approach", "keyword"),
        weight=2.0,
        other_names=("organism",),
        is_identified=True,
    )
    ANATOMY = FacetKind(
        name="anatomy",
        title="Anatomy",
        label="Anatomy",
        one="brain area",
        many="brain areas",
        lead="Brain areas and other parts of the body that dandisets are about, or that their texts mention.",
        read=readers.body_parts,
        related=("species", "technique", "keyword"),
        weight=2.0,
        other_names=("region", "area"),
        is_identified=True,
    )
    APPROACH = FacetKind(
        name="approach",
        title="Approaches",
        label="Approach",
        one="approach",
        many="approaches",
        lead="The broad kinds of experiment.",
        read=in_summary(lambda summary: summary.approach, naming.method),
        related=("technique", "species", "anatomy"),
        weight=1.0,
        other_names=("approaches",),
    )
    TECHNIQUE = FacetKind(
        name="technique",
        title="Techniques",
        label="Technique",
        one="technique",
        many="techniques",
        lead="How data were recorded and worked on.",
        read=in_summary(lambda summary: summary.measurement_technique, naming.method),
        related=("species", "anatomy", "variable"),
        weight=1.0,
        other_names=("method",),
    )
    VARIABLE = FacetKind(
        name="variable",
        title="Variables",
        label="Variable",
        one="variable",
        many="variables",
        lead="The kinds of data that the files hold, mostly by the names that NWB gives them.",
        read=readers.variables,
        related=("technique", "species"),
        weight=0.5,
    )
    STANDARD = FacetKind(
        name="standard",
        title="Data standards",
        label="Data standard",
        one="standard",
        many="standards",
        lead="The standards that the files follow.",
        read=in_summary(lambda summary: summary.data_standard),
        related=("species", "approach"),
        weight=1.0,
    )
    KEYWORD = FacetKind(
        name="keyword",
        title="Keywords",
        label="Keyword",
        one="keyword",
        many="keywords",
        lead="Authors’ own words for their dandisets.",
        read=readers.keywords,
        related=("species", "technique", "keyword", "contributor"),
        weight=2.0,
        is_long=True,
    )
    CONTRIBUTOR = FacetKind(
        name="contributor",
        title="Contributors",
        label="Contributor",
        one="contributor",
        many="contributors",
        lead="People with an ORCID have one page whatever their name is written like; others one for each name.",
        read=of_contributors(naming.person),
        related=("species", "technique", "keyword"),
        ties=(("institution", "Affiliations"), ("award", "Awards")),
        weight=3.0,
        other_names=("author", "person"),
        is_long=True,
        is_identified=True,
        identified_by="an ORCID",
        most=200,  # none of the 351 has over 76
    )
    INSTITUTION = FacetKind(
        name="institution",
        title="Institutions",
        label="Institution",
        one="institution",
        many="institutions",
        lead="Where contributors work, and organizations that contributed themselves.",
        read=readers.institutions,
        related=("species", "technique", "funder"),
        ties=(("contributor", "People"),),
        weight=1.0,
        other_names=("affiliation",),
        is_long=True,
        is_identified=True,
        identified_by="a ROR",
    )
    FUNDER = FacetKind(
        name="funder",
        title="Funders",
        label="Funder",
        one="funder",
        many="funders",
        lead="Organizations that funded or sponsored the work.",
        read=readers.funders,
        related=("species", "technique", "institution"),
        ties=(("award", "Awards"),),
        weight=0.5,
        is_long=True,
        is_identified=True,
        identified_by="a ROR",
    )
    AWARD = FacetKind(
        name="award",
        title="Awards",
        label="Award",
        one="award",
        many="awards",
        lead="Grants by their number; all years of a grant of the NIH are one.",
        read=readers.awards,
        related=("contributor", "species"),
        ties=(("funder", "Funder"), ("contributor", "Held by")),
        weight=1.0,
        other_names=("grant",),
        is_long=True,
    )
    LICENSE = FacetKind(
        name="license",
        title="Licenses",
        label="License",
        one="license",
        many="licenses",
        lead="What you may do with the data.",
        read=readers.licenses,
        related=("year", "standard"),
        weight=0,
        other_names=("licence",),
    )
    YEAR = FacetKind(
        name="year",
        title="Years",
        label="Year",
        one="year",
        many="years",
        lead="When their newest version was published; drafts have no year.",
        read=readers.newest_year,
        related=("species", "technique", "license"),
        weight=0,
        is_number=True,
    )


BY_NAME: Mapping[str, Facet] = {facet.value: facet for facet in Facet}


def facet_terms(
    dandiset: Dandiset, summary: AssetsSummary | None = None, mentioned: Iterable[str] = ()
) -> tuple[FacetTerm, ...]:
    """The terms of its default version, each once under the first of its names; the first of very many.

    `summary` is what its files hold, where more is known of that than the archive's own summary says; `mentioned` are
    the areas that its texts name.
    """
    known = summary or dandiset.default.metadata.assets_summary
    found: dict[Facet, Iterable[Naming | None]] = {facet: facet.kind.read(dandiset, known) for facet in Facet}
    found[Facet.ANATOMY] = chain(found[Facet.ANATOMY], map(naming.mentioned, mentioned))
    return tuple(term for facet in Facet for term in _terms_of(facet, found[facet]))


def _terms_of(facet: Facet, names: Iterable[Naming | None]) -> Iterator[FacetTerm]:
    seen: set[str] = set()
    for found in names:
        term = facet.term(found)
        if term is not None and term.key not in seen:
            if len(seen) == facet.kind.most:
                return
            seen.add(term.key)
            yield term
