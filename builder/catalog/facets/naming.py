"""How a dandiset names the values of facets: read from its metadata, by identifier where there is one. Pure.

Each of these answers None for what names nothing; `Facet.term` makes the term of a facet of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.catalog.facets.keys import award_key, folded, orcid, ror, slug_of, term_identifier
from builder.catalog.links.archive_links import identifier_url, orcid_url
from builder.catalog.schema.dates import parse_utc
from builder.catalog.schema.metadata import Affiliation, Contributor, PropertyValue, Term, variable_name
from builder.catalog.schema.version import Version
from builder.catalog.schema.vocabulary import license_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A value as one dandiset has it."""

    key: str
    """What makes two of a facet the same: the identifier, else the folded name."""
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
    """The address of a value's identifier."""
    prefix, _, local = identifier.partition(":")
    match prefix:
        case "ror":
            return f"https://ror.org/{local}"
        case "spdx":
            return license_of(identifier)[1]
    return orcid_url(identifier) or identifier_url(identifier)


def named(label: str, identifier: str = "") -> Naming | None:
    """By its identifier, else by its name; None for a name without letters."""
    shown = " ".join(label.split())
    key = identifier.casefold() or folded(shown)
    return Naming(key=key, label=shown or identifier, identifier=identifier) if key else None


def vocabulary_term(term: Term) -> Naming | None:
    """A species, approach, technique or standard."""
    return named(term.name or "", term_identifier(term.identifier))


_BODY_PARTS = re.compile(r"(?:UBERON|MBA|HBA):[0-9]+")


def body_part(term: Term) -> Naming | None:
    """A part of the body among what a dandiset is about; None for disorders and other subjects.

    People pick the wrong kind at times, so an identifier of an anatomy counts more; some put it into the name.
    """
    identifier = term_identifier(term.identifier) or term_identifier(term.name)
    is_body_part = _BODY_PARTS.fullmatch(identifier)
    if not is_body_part and term.schema_key != "Anatomy":
        return None
    return named(term.name or "", identifier)


def variable(measured: str | PropertyValue) -> Naming | None:
    """What was measured."""
    return named(variable_name(measured))


def license_name(identifier: str) -> Naming | None:
    """A licence by its SPDX id, as `spdx:CC-BY-4.0`; by name where it has none."""
    spdx = identifier.strip()
    return named(license_of(spdx)[0], spdx if spdx.startswith("spdx:") else "")


def person(contributor: Contributor) -> Naming | None:
    """None for organizations, and for a name that says nothing: drafts have `, `."""
    if contributor.is_organization or not folded(contributor.name):
        return None
    if contributor.funds_only and not contributor.is_cited:
        return None
    return named(contributor.name, orcid(contributor.identifier))


def workplace(affiliation: Affiliation) -> Naming | None:
    """The institution where somebody works."""
    return named(affiliation.name, ror(affiliation.identifier)) if affiliation.name else None


def organization(contributor: Contributor) -> Naming | None:
    """An organization that did more than pay."""
    if not contributor.is_organization or contributor.funds_only or not contributor.name:
        return None
    return named(contributor.name, ror(contributor.identifier))


def funder(contributor: Contributor) -> Naming | None:
    """Whoever paid, an organization or a person."""
    if not contributor.is_funder or not contributor.name:
        return None
    return named(contributor.name, ror(contributor.identifier))


def award(contributor: Contributor) -> Naming | None:
    """The award that a funder gave, or that a person holds."""
    label = " ".join((contributor.award_number or "").split())
    key = award_key(label)
    return Naming(key=key, label=label) if key else None


def published_year(version: Version) -> Naming | None:
    """The year of its publication, in UTC; None for a draft."""
    when = parse_utc(version.published_on)
    return Naming(key=f"{when.year:04}", label=f"{when.year}") if when else None
