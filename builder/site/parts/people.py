"""Contributors, the contact and the funders of a version. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from builder.catalog.facets.keys import folded
from builder.catalog.facets.kinds import Facet
from builder.catalog.facets.naming import award_address, awards, funder, givers, organization, person, workplace
from builder.catalog.links.archive_links import identifier_url, orcid_url
from builder.catalog.schema.metadata import Contributor
from builder.catalog.schema.version import Version
from builder.catalog.schema.vocabulary import CONTACT_ROLE, spoken
from builder.catalog.text.web_addresses import web_url
from builder.site.contexts import ContributorRow, FundingRow, TermLink
from builder.site.parts.term_links import TermLinks
from builder.words.names import spoken_person


def contributor_rows(
    contributors: Iterable[Contributor], links: TermLinks, *, show_emails: bool
) -> tuple[ContributorRow, ...]:
    """In the order of the metadata, which is the order of the citation. A name without letters is none."""
    return tuple(
        ContributorRow(
            name=_who(contributor, links),
            roles=", ".join(spoken(role) for role in contributor.role_name),
            affiliations=tuple(
                links.link(
                    Facet.INSTITUTION.term(workplace(place)), text=place.name, url=identifier_url(place.identifier)
                )
                for place in contributor.affiliation
                if place.name
            ),
            is_contact=CONTACT_ROLE in contributor.role_name,
            email=contributor.email if show_emails else None,
        )
        for contributor in contributors
        if folded(contributor.name)
    )


def spoken_name(contributor: Contributor) -> str:
    """A person's name as it is spoken."""
    return contributor.name if contributor.is_organization else spoken_person(contributor.name)


def contacts_of(version: Version) -> tuple[str, ...]:
    """The names of all contact persons, as they are spoken; else of whom the archive itself names, if anybody."""
    found = (one for one in version.metadata.contributor if CONTACT_ROLE in one.role_name and folded(one.name))
    names = tuple(dict.fromkeys(map(spoken_name, found)))
    return names or tuple(filter(None, (spoken_person(version.contact_person.strip()),)))


def funding_rows(contributors: Iterable[Contributor], links: TermLinks) -> tuple[FundingRow, ...]:
    """Who paid, each with its awards; then awards of which only the holder is known."""
    funding = [
        FundingRow(
            funder=_funder(given, links) if given.is_funder else _who(given, links),
            awards=_awards(given, links),
            is_holder=not given.is_funder,
            givers=tuple(
                links.link(Facet.FUNDER.term(giver), text=giver.label, url=giver.url) for giver in givers(given)
            ),
        )
        for given in contributors
        if (given.name and given.is_funder) or awards(given) or award_address(given)
    ]
    return tuple(sorted(funding, key=lambda row: row.is_holder))


def _awards(contributor: Contributor, links: TermLinks) -> tuple[TermLink, ...]:
    found = tuple(links.link(Facet.AWARD.term(award), text=award.label) for award in awards(contributor))
    url = award_address(contributor)
    return (*found, links.link(None, text=url, url=url)) if url else found


def _funder(contributor: Contributor, links: TermLinks) -> TermLink:
    """With the name and the ROR of who is meant, which may be another than was picked."""
    found = funder(contributor)
    if found and found.title:
        return links.link(Facet.FUNDER.term(found), text=found.title, url=found.url or web_url(contributor.url))
    return links.link(Facet.FUNDER.term(found), text=contributor.name or "Funder", url=identity_url(contributor))


def _who(contributor: Contributor, links: TermLinks) -> TermLink:
    named = ((Facet.CONTRIBUTOR, person), (Facet.INSTITUTION, organization), (Facet.FUNDER, funder))
    terms = (facet.term(name(contributor)) for facet, name in named)
    term = next(filter(None, terms), None)
    return links.link(term, text=spoken_name(contributor) or "Someone", url=identity_url(contributor))


def identity_url(contributor: Contributor) -> str | None:
    """The page of a person's ORCID, of an organization's ROR, or else its own."""
    if contributor.is_organization:
        return identifier_url(contributor.identifier) or web_url(contributor.url)
    return orcid_url(contributor.identifier)
