"""How facets are called on pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from builder.catalog.facets.index import FacetValue
from builder.catalog.facets.kinds import Facet
from builder.words.names import spoken_person


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetWords:
    """A facet in a reader's words."""

    title: str
    one: str
    many: str
    lead: str


FACET_WORDS: Mapping[Facet, FacetWords] = MappingProxyType(
    {
        Facet.SPECIES: FacetWords(
            title="Species", one="species", many="species", lead="The animals, and people, that were recorded from."
        ),
        Facet.ANATOMY: FacetWords(
            title="Anatomy",
            one="brain area",
            many="brain areas",
            lead="Brain areas and other parts of the body that authors say a dandiset is about.",
        ),
        Facet.APPROACH: FacetWords(
            title="Approaches", one="approach", many="approaches", lead="The broad kinds of experiment."
        ),
        Facet.TECHNIQUE: FacetWords(
            title="Techniques", one="technique", many="techniques", lead="How data were recorded and worked on."
        ),
        Facet.VARIABLE: FacetWords(
            title="Variables",
            one="variable",
            many="variables",
            lead="The kinds of data that the files hold, mostly by the names that NWB gives them.",
        ),
        Facet.STANDARD: FacetWords(
            title="Data standards", one="standard", many="standards", lead="The standards that the files follow."
        ),
        Facet.KEYWORD: FacetWords(
            title="Keywords", one="keyword", many="keywords", lead="Authors’ own words for their dandisets."
        ),
        Facet.CONTRIBUTOR: FacetWords(
            title="Contributors",
            one="contributor",
            many="contributors",
            lead="People with an ORCID have one page whatever their name is written like; others one for each name.",
        ),
        Facet.INSTITUTION: FacetWords(
            title="Institutions",
            one="institution",
            many="institutions",
            lead="Where contributors work, and organizations that contributed themselves.",
        ),
        Facet.FUNDER: FacetWords(
            title="Funders", one="funder", many="funders", lead="Organizations that funded or sponsored the work."
        ),
        Facet.AWARD: FacetWords(
            title="Awards",
            one="award",
            many="awards",
            lead="Grants by their number; all years of a grant of the NIH are one.",
        ),
        Facet.LICENSE: FacetWords(
            title="Licences", one="licence", many="licences", lead="What you may do with the data."
        ),
        Facet.YEAR: FacetWords(
            title="Years", one="year", many="years", lead="When dandisets were first published; drafts have no year."
        ),
    }
)


def shown_label(value: FacetValue) -> str:
    """A value as a page's title has it: persons as their names are spoken, species with a dash between two names."""
    if value.facet is Facet.CONTRIBUTOR:
        return spoken_person(value.label)
    return value.label.replace(" - ", " – ") if value.facet is Facet.SPECIES else value.label


def short_label(value: FacetValue) -> str:
    """A species by the first of its names, which is the scientific one."""
    return shown_label(value).partition(" – ")[0]


def identifier_kind(identifier: str) -> str:
    """Whose identifier it is, as a reader knows it; empty for none."""
    prefix, colon, _ = identifier.partition(":")
    if not identifier:
        return ""
    return {"ror": "ROR", "spdx": "SPDX", "doi": "DOI"}.get(prefix, prefix) if colon else "ORCID"


def shown_identifier(identifier: str) -> str:
    """The identifier as it is written in texts."""
    kind, _, local = identifier.partition(":")
    return local if kind in ("ror", "spdx") else identifier
