"""How a dandiset names the values of facets: read from its metadata, by identifier where there is one. Pure.

Each of these answers None for what names nothing; `Facet.term` makes the term of a facet of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from builder.catalog.anatomy.areas import Area, area_table
from builder.catalog.facets.awards import award_key, split_awards
from builder.catalog.facets.funders import funder_and_award, giver_of, known_funder
from builder.catalog.facets.keys import folded, orcid, ror, slug_of, term_identifier
from builder.catalog.links.archive_links import identifier_url, orcid_url
from builder.catalog.schema.dates import parse_utc
from builder.catalog.schema.metadata import Affiliation, Contributor, PropertyValue, Term, variable_name
from builder.catalog.schema.person_names import read_person_name
from builder.catalog.schema.taxa import name_parts, taxon_label
from builder.catalog.schema.version import Version
from builder.catalog.schema.vocabulary import license_of, without_kind
from builder.catalog.text.web_addresses import web_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A value as one dandiset has it."""

    key: str
    """What makes two of a facet the same: the identifier, else the folded name."""
    label: str
    """The name as the dandiset has it."""
    identifier: str = ""
    """As `NCBITaxon:10090`, a bare ORCID, `ror:…`, `spdx:…`; empty where only the name is known."""
    title: str = ""
    """What it is called everywhere, where a vocabulary says so; else the commonest label is."""
    parts: tuple[str, ...] = ()
    """The names that stand in the label, where these are several, or shorter."""
    is_mentioned: bool = False
    """An area that texts name, and authors don't say the dandiset is about."""

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
    """A standard, and what else has no words of its own here."""
    return named(term.name or "", term_identifier(term.identifier))


def taxon(term: Term) -> Naming | None:
    """A species under its one label."""
    found = vocabulary_term(term)
    return found and replace(found, title=taxon_label("", found.identifier), parts=name_parts(found.label))


def method(term: Term) -> Naming | None:
    """An approach or a technique without that word."""
    found = vocabulary_term(term)
    short = without_kind(found.label) if found else ""
    return found and replace(found, title=short, parts=(short,))


_BODY_PARTS = re.compile(r"(?:UBERON|MBA|HBA):[0-9]+")


def body_part(term: Term) -> Naming | None:
    """A part of the body among what a dandiset is about; None for disorders and other subjects.

    People pick the wrong kind at times, so an identifier of an anatomy counts more, and a name that our table has;
    some put the identifier into the name.
    """
    identifier = term_identifier(term.identifier) or term_identifier(term.name)
    if known := area_table().find(identifier, term.name or ""):
        return area(known, label=" ".join((term.name or "").split()))
    is_body_part = _BODY_PARTS.fullmatch(identifier)
    if not is_body_part and term.schema_key != "Anatomy":
        return None
    return named(term.name or "", identifier)


def area(known: Area, *, label: str = "", is_mentioned: bool = False) -> Naming:
    """An area of our table, under its own identifier and name; `label` is what a dandiset calls it."""
    return Naming(
        key=area_key(known),
        label=label or known.name,
        identifier=known.identifier,
        title=known.name,
        is_mentioned=is_mentioned,
    )


def area_key(known: Area) -> str:
    """The key of an area of our table."""
    return known.identifier.casefold() or folded(known.name)


def mentioned(name: str) -> Naming | None:
    """An area that texts name; None for one that only another program's table had."""
    known = area_table().areas.get(name)
    return area(known, is_mentioned=True) if known else None


def variable(measured: str | PropertyValue) -> Naming | None:
    """What was measured."""
    return named(variable_name(measured))


def license_name(identifier: str) -> Naming | None:
    """A license by its SPDX id, as `spdx:CC-BY-4.0`; by name where it has none."""
    spdx = identifier.strip()
    return named(license_of(spdx)[0], spdx if spdx.startswith("spdx:") else "")


def person(contributor: Contributor) -> Naming | None:
    """None for organizations, and for a name that says nothing: drafts have `, `."""
    if contributor.is_organization or not folded(contributor.name):
        return None
    if contributor.funds_only and not contributor.is_cited:
        return None
    return named(read_person_name(contributor.name).written, orcid(contributor.identifier))


def workplace(affiliation: Affiliation) -> Naming | None:
    """The institution where somebody works."""
    return named(affiliation.name, ror(affiliation.identifier)) if affiliation.name else None


def organization(contributor: Contributor) -> Naming | None:
    """An organization that did more than pay."""
    if not contributor.is_organization or contributor.funds_only or not contributor.name:
        return None
    return named(contributor.name, ror(contributor.identifier))


def funder(contributor: Contributor) -> Naming | None:
    """Whoever paid; one that is known by its name, whatever identifier was picked beside it."""
    name, _ = funder_and_award(contributor.name)
    if not contributor.is_funder or not folded(name):
        return None
    own_name, known = known_funder(name) or ("", "")
    identifier = known or ("" if own_name else ror(contributor.identifier))
    return Naming(
        key=identifier or folded(own_name or name),
        label=" ".join(name.split()),
        identifier=identifier,
        title=own_name,
    )


def givers(contributor: Contributor) -> tuple[Naming, ...]:
    """Who gave the awards that somebody holds, where their form tells and no funder beside them has such."""
    if contributor.is_funder or contributor.holds_award:
        return ()
    found = dict.fromkeys(filter(None, (giver_of(award.label) for award in awards(contributor))))
    return tuple(Naming(key=known, label=name, identifier=known, title=name) for name, known in found)


def awards(contributor: Contributor) -> tuple[Naming, ...]:
    """What a funder gave, or a person holds; one may stand in the funder's name."""
    name, in_name = funder_and_award(contributor.name) if contributor.is_funder else (contributor.name, "")
    numbers = () if award_address(contributor) else split_awards(contributor.award_number or "", name)
    labels = (*numbers, *filter(None, (in_name,)))
    found = {key: Naming(key=key, label=label) for label in labels if (key := award_key(label))}
    return tuple(found.values())


def award_address(contributor: Contributor) -> str | None:
    """The web address that stands in the place of an award, which it is none."""
    return web_url(contributor.award_number)


def published_year(version: Version) -> Naming | None:
    """The year of its publication, in UTC; None for a draft."""
    when = parse_utc(version.published_on)
    return Naming(key=f"{when.year:04}", label=f"{when.year}") if when else None
