"""Contributors, the contact and the funders of a version. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from builder.catalog.links import identifier_url, is_web_url, orcid_url
from builder.catalog.metadata import Contributor
from builder.catalog.version import Version
from builder.catalog.vocabulary import CONTACT_ROLE, FUNDING_ROLES, spoken
from builder.site.contexts import ContributorRow, FundingRow, Link


def contributor_rows(contributors: Iterable[Contributor], *, show_emails: bool) -> tuple[ContributorRow, ...]:
    """In the order of the metadata, which is the order of the citation."""
    return tuple(
        ContributorRow(
            name=spoken_name(contributor),
            orcid_url=identity_url(contributor),
            roles=", ".join(spoken(role) for role in contributor.role_name),
            affiliations=tuple(
                Link(text=place.name, url=identifier_url(place.identifier))
                for place in contributor.affiliation
                if place.name
            ),
            is_contact=CONTACT_ROLE in contributor.role_name,
            email=contributor.email if show_emails else None,
        )
        for contributor in contributors
        if contributor.name
    )


def spoken_name(contributor: Contributor) -> str:
    """A person's name as it is spoken: the archive keeps "Last, First"."""
    last, comma, first = contributor.name.partition(", ")
    return contributor.name if contributor.is_organization or not comma or "," in first else f"{first} {last}"


def contact_of(version: Version) -> str:
    """The contact person's name; empty if the version names none."""
    for contributor in version.metadata.contributor:
        if CONTACT_ROLE in contributor.role_name and contributor.name:
            return spoken_name(contributor)
    return version.contact_person


def funding_rows(contributors: Iterable[Contributor]) -> tuple[FundingRow, ...]:
    """Organizations that paid, each with its award."""
    return tuple(
        FundingRow(funder=Link(text=funder.name, url=identity_url(funder)), award=funder.award_number)
        for funder in contributors
        if funder.name and FUNDING_ROLES.intersection(funder.role_name)
    )


def funds_only(contributor: Contributor) -> bool:
    """Whether the funding names all that there is to say of a contributor."""
    return bool(contributor.role_name) and FUNDING_ROLES.issuperset(contributor.role_name)


def identity_url(contributor: Contributor) -> str | None:
    """The page of a person's ORCID, of an organization's ROR, or else its own."""
    if contributor.is_organization:
        own = identifier_url(contributor.identifier)
        return own or (contributor.url if is_web_url(contributor.url) else None)
    return orcid_url(contributor.identifier)
