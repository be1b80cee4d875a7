"""Facets: what dandisets can be browsed by, and the terms that a dandiset has. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from builder.catalog.facets.keys import award_key, folded, orcid, ror, slug_of, term_identifier
from builder.catalog.links.archive_links import identifier_url, orcid_url
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.dates import parse_utc
from builder.catalog.schema.metadata import (
    Affiliation,
    AssetsSummary,
    Contributor,
    DandisetMetadata,
    PropertyValue,
    Term,
)
from builder.catalog.schema.vocabulary import license_of


class Facet(StrEnum):
    """In the order in which a reader chooses; the value is the folder's name below `browse/`."""

    SPECIES = "species"
    ANATOMY = "anatomy"
    APPROACH = "approach"
    TECHNIQUE = "technique"
    VARIABLE = "variable"
    STANDARD = "standard"
    KEYWORD = "keyword"
    CONTRIBUTOR = "contributor"
    INSTITUTION = "institution"
    FUNDER = "funder"
    AWARD = "award"
    LICENSE = "license"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetTerm:
    """A term as one dandiset has it."""

    facet: Facet
    key: str
    """What makes two terms of a facet the same: the identifier, else the folded name."""
    label: str
    """The name as the dandiset has it."""
    identifier: str = ""
    """As `NCBITaxon:10090`, a bare ORCID, `ror:…`, `spdx:…`; empty where only the name is known."""

    @property
    def slug(self) -> str:
        """The name of its folder."""
        return slug_of(self.key)

    @property
    def url(self) -> str | None:
        """Where the identifier leads; None without one, or where it leads nowhere."""
        return identifier_address(self.identifier)


def identifier_address(identifier: str) -> str | None:
    """The address of a term's identifier."""
    prefix, _, local = identifier.partition(":")
    match prefix:
        case "ror":
            return f"https://ror.org/{local}"
        case "spdx":
            return license_of(identifier)[1]
    return orcid_url(identifier) or identifier_url(identifier)


def facet_terms(dandiset: Dandiset, summary: AssetsSummary | None = None) -> tuple[FacetTerm, ...]:
    """The terms of its default version, each once under the first of its names; the first of very many.

    `summary` is what its files hold, where more is known of that than the archive's own summary says.
    """
    metadata = dandiset.default.metadata
    terms: dict[tuple[Facet, str], FacetTerm] = {}
    left = dict.fromkeys(Facet, _MOST_TERMS) | {Facet.CONTRIBUTOR: _MOST_CONTRIBUTORS}
    for term in (
        *_summary_terms(summary or metadata.assets_summary),
        *_metadata_terms(metadata),
        year_term(dandiset),
    ):
        if term is not None and (term.facet, term.key) not in terms and left[term.facet]:
            terms[term.facet, term.key] = term
            left[term.facet] -= 1
    return tuple(terms.values())


_MOST_TERMS = 50
"""Of a facet, that one dandiset has: each has a page of its own. Of the 351 of the DANDI archive none has over 16."""
_MOST_CONTRIBUTORS = 200
"""None has over 76."""


def _summary_terms(summary: AssetsSummary) -> Iterator[FacetTerm | None]:
    yield from (vocabulary_term(Facet.SPECIES, term) for term in summary.species)
    yield from (vocabulary_term(Facet.APPROACH, term) for term in summary.approach)
    yield from (vocabulary_term(Facet.TECHNIQUE, term) for term in summary.measurement_technique)
    yield from map(variable_term, summary.variable_measured)
    yield from (vocabulary_term(Facet.STANDARD, term) for term in summary.data_standard)


def _metadata_terms(metadata: DandisetMetadata) -> Iterator[FacetTerm | None]:
    yield from map(anatomy_term, metadata.about)
    yield from (named_term(Facet.KEYWORD, word) for word in metadata.keywords)
    yield from _contributor_terms(metadata.contributor)
    yield from map(license_term, metadata.license)


def _contributor_terms(contributors: Iterable[Contributor]) -> Iterator[FacetTerm | None]:
    for contributor in contributors:
        yield person_term(contributor)
        yield funder_term(contributor)
        yield organization_term(contributor)
        yield award_term(contributor)
        for affiliation in contributor.affiliation:
            yield affiliation_term(affiliation)


def named_term(facet: Facet, label: str, identifier: str = "") -> FacetTerm | None:
    """A term by its identifier, else by its name; None for a name without letters."""
    shown = " ".join(label.split())
    key = identifier.casefold() or folded(shown)
    return FacetTerm(facet=facet, key=key, label=shown or identifier, identifier=identifier) if key else None


def vocabulary_term(facet: Facet, term: Term) -> FacetTerm | None:
    """Species, approach, technique, standard."""
    return named_term(facet, term.name or "", term_identifier(term.identifier))


_BODY_PARTS = re.compile(r"(?:UBERON|MBA|HBA):[0-9]+")


def anatomy_term(term: Term) -> FacetTerm | None:
    """A part of the body among what a dandiset is about; None for disorders and other subjects.

    People pick the wrong kind at times, so an identifier of an anatomy counts more; some put it into the name.
    """
    identifier = term_identifier(term.identifier) or term_identifier(term.name)
    is_body_part = _BODY_PARTS.fullmatch(identifier)
    if not is_body_part and term.schema_key != "Anatomy":
        return None
    return named_term(Facet.ANATOMY, term.name or "", identifier)


def variable_term(variable: str | PropertyValue) -> FacetTerm | None:
    """The summary has names, assets have property values."""
    return named_term(Facet.VARIABLE, variable if isinstance(variable, str) else str(variable.value or ""))


def license_term(identifier: str) -> FacetTerm | None:
    spdx = identifier.strip()
    return named_term(Facet.LICENSE, license_of(spdx)[0], spdx if spdx.startswith("spdx:") else "")


def person_term(contributor: Contributor) -> FacetTerm | None:
    """None for organizations, and for a name that says nothing: drafts have `, `."""
    if contributor.is_organization or not folded(contributor.name):
        return None
    if contributor.funds_only and not contributor.is_cited:
        return None
    return named_term(Facet.CONTRIBUTOR, contributor.name, orcid(contributor.identifier))


def affiliation_term(affiliation: Affiliation) -> FacetTerm | None:
    return named_term(Facet.INSTITUTION, affiliation.name, ror(affiliation.identifier)) if affiliation.name else None


def organization_term(contributor: Contributor) -> FacetTerm | None:
    """An organization that did more than pay."""
    if not contributor.is_organization or contributor.funds_only or not contributor.name:
        return None
    return named_term(Facet.INSTITUTION, contributor.name, ror(contributor.identifier))


def funder_term(contributor: Contributor) -> FacetTerm | None:
    if not contributor.is_funder or not contributor.name:
        return None
    return named_term(Facet.FUNDER, contributor.name, ror(contributor.identifier))


def award_term(contributor: Contributor) -> FacetTerm | None:
    """The award that a funder gave, or that a person holds."""
    label = " ".join((contributor.award_number or "").split())
    key = award_key(label)
    return FacetTerm(facet=Facet.AWARD, key=key, label=label) if key else None


def year_term(dandiset: Dandiset) -> FacetTerm | None:
    """The year of first publication; None for what has never been published."""
    first = parse_utc(dandiset.published[0].created) if dandiset.published else None
    return FacetTerm(facet=Facet.YEAR, key=f"{first.year:04}", label=f"{first.year}") if first else None
