"""What a version is about and what it relates to. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from builder.catalog.facets.kinds import Facet
from builder.catalog.facets.naming import (
    Naming,
    body_part,
    license_name,
    mentioned,
    method,
    named,
    taxon,
    variable,
    vocabulary_term,
)
from builder.catalog.links.archive_links import doi_url, identifier_url
from builder.catalog.schema.metadata import (
    Activity,
    AssetsSummary,
    EthicsApproval,
    Resource,
    Standard,
    Term,
    variable_name,
)
from builder.catalog.schema.vocabulary import is_derived, license_of, spoken
from builder.catalog.text.web_addresses import link_words, web_url
from builder.site.contexts import Link, ProjectRow, ResourceRow, SummaryRow, TermLink
from builder.site.parts.term_links import TermLinks
from builder.words import formats


def subject_links(terms: Iterable[Term], links: TermLinks) -> tuple[TermLink, ...]:
    """Brain areas, which have browse pages, disorders and other subject matter.

    An area of our table has its own name and leads to its own identifier: authors' are mistyped at times.
    """
    named_terms = ((term, body_part(term)) for term in terms if term.name or term.identifier)
    return _once(
        links.link(
            Facet.ANATOMY.term(area),
            text=(area and area.title) or term.name or term.identifier or "",
            url=area.url if area and area.title else identifier_url(term.identifier),
        )
        for term, area in named_terms
    )


def area_links(names: Iterable[str], about: Iterable[Term], links: TermLinks) -> tuple[TermLink, ...]:
    """Areas that texts mention, but for those that the dandiset is said to be about."""
    known = {found.key for found in map(body_part, about) if found}
    areas = (found for found in map(mentioned, names) if found and found.key not in known)
    return tuple(links.link(Facet.ANATOMY.term(area), text=area.label) for area in areas)


def keyword_links(keywords: Iterable[str], links: TermLinks) -> tuple[TermLink, ...]:
    """Each once, as the first way of writing it has it."""
    return _once(links.link(Facet.KEYWORD.term(named(word)), text=word) for word in keywords)


def license_links(identifiers: Iterable[str], links: TermLinks) -> tuple[TermLink, ...]:
    """`identifiers` are as the schema has them, `spdx:CC-BY-4.0`."""
    found = ((identifier, *license_of(identifier)) for identifier in identifiers)
    return tuple(links.link(Facet.LICENSE.term(license_name(spdx)), text=name, url=url) for spdx, name, url in found)


def protocol_links(protocols: Iterable[str], resources: Iterable[Resource] = ()) -> tuple[Link, ...]:
    """What leads nowhere is text alone: depositors write DOIs, addresses and words.

    What is among the related resources too is told there.
    """
    told = {_place(text) for resource in resources for text in (resource.url, resource.identifier)} - {""}
    return tuple(_link(text, identifier_url(text)) for text in protocols if text and _place(text) not in told)


def _place(text: str | None) -> str:
    """What two ways of writing an address have in common; empty for other text."""
    return (doi_url(text) or identifier_url(text) or "").casefold().rstrip("/")


def ethics_links(approvals: Iterable[EthicsApproval]) -> tuple[Link, ...]:
    """Each leads to who approved, where an address is given."""
    found = ((one.identifier, web_url(one.contact_point.url) if one.contact_point else None) for one in approvals)
    return tuple(_link(text, url or identifier_url(text)) for name, url in found if (text := name or url))


def resource_rows(resources: Iterable[Resource]) -> tuple[ResourceRow, ...]:
    """Related resources as they are noted: which way a relation points is often mixed up, so nothing is concluded.

    Those of one DOI are one, under the first name.
    """
    rows: dict[str, ResourceRow] = {}
    for number, resource in enumerate(resources):
        text = resource.name or resource.identifier or resource.url
        if not text:
            continue
        url = _resource_url(resource)
        row = ResourceRow(
            relation=spoken(resource.relation) if resource.relation else "Related",
            link=_link(text, url),
            kind=spoken(resource.resource_type) if resource.resource_type else "",
            repository=resource.repository or "",
        )
        key = (doi_url(resource.identifier) or doi_url(resource.url) or f"{number}").lower()
        rows[key] = _joined(rows[key], row) if key in rows else row
    return tuple(rows.values())


def _joined(first: ResourceRow, other: ResourceRow) -> ResourceRow:
    """One row with the relations and the links of both."""
    relations = first.relation.lower().split(", ")
    is_new = other.relation != "Related" and other.relation.lower() not in relations
    known = {first.link.url, *(link.url for link in first.others)}
    host = urlsplit(other.link.url or "").hostname
    return replace(
        first,
        relation=f"{first.relation}, {other.relation.lower()}" if is_new else first.relation,
        others=first.others if not host or other.link.url in known else (*first.others, _link(host, other.link.url)),
    )


_PROXIED = re.compile(
    r"https?://(?:[^/?#]*proxy[^/?#]*|[^/?#]*\.oclc\.org|[a-z0-9-]+-(?:org|com|net)\.[^/?#]+)(?:[/?#]|$)",
    re.IGNORECASE,
)
"""An address as the library of a university has it, where none but its members come in."""


def _resource_url(resource: Resource) -> str | None:
    given, meant = identifier_url(resource.url), identifier_url(resource.identifier)
    return meant if meant and given and _PROXIED.match(given) else given or meant


def same_rows(addresses: Iterable[str]) -> tuple[ResourceRow, ...]:
    """The same dandiset elsewhere, as in another archive."""
    return tuple(
        ResourceRow(relation="Same as", link=_link(text, identifier_url(text)), kind="", repository="")
        for text in dict.fromkeys(map(str.strip, addresses))
        if text
    )


def project_rows(activities: Iterable[Activity]) -> tuple[ProjectRow, ...]:
    """What a version came of (`wasGeneratedBy`)."""
    return tuple(
        ProjectRow(
            link=_link(activity.name or activity.identifier or "", identifier_url(activity.identifier)),
            description=activity.description or "",
            identifier=(activity.identifier or "") if not identifier_url(activity.identifier) else "",
        )
        for activity in activities
        if activity.name or activity.identifier
    )


def summary_rows(summary: AssetsSummary, links: TermLinks, *, found: AssetsSummary) -> tuple[SummaryRow, ...]:
    """The archive's summary over all valid assets; what it doesn't know is left out.

    Approaches and techniques are last: most are but another word for a variable. Of subjects, samples and cells those
    that the files name (`found`) count, and another number of the archive's is a remark.
    """
    counts = (
        ("Subjects", _counted(found.number_of_subjects, summary.number_of_subjects)),
        ("Samples", _counted(found.number_of_samples, summary.number_of_samples)),
        ("Cells", _counted(found.number_of_cells, summary.number_of_cells)),
    )
    variables = ((Facet.VARIABLE.term(variable(one)), variable_name(one)) for one in summary.variable_measured)
    techniques = _derived_last(summary.measurement_technique)
    rows: list[tuple[str, tuple[TermLink, ...]]]
    rows = [(label, (links.link(None, text=text),)) for label, text in counts if text]
    rows += [
        ("Species", _term_links(Facet.SPECIES, taxon, summary.species, links)),
        ("Data standards", _term_links(Facet.STANDARD, vocabulary_term, summary.data_standard, links)),
        ("Variables", _once(links.link(term, text=text) for term, text in variables if text)),
        ("Approaches", _term_links(Facet.APPROACH, method, _derived_last(summary.approach), links)),
        ("Techniques", _term_links(Facet.TECHNIQUE, method, techniques, links)),
    ]
    return tuple(SummaryRow(label=label, items=items) for label, items in rows if items)


def _counted(named: int | None, summed: int | None) -> str:
    if not named or not summed or named == summed:
        return formats.number(named or summed or 0) if named or summed else ""
    return f"{formats.number(named)} (the archive’s summary says {formats.number(summed)})"


def _link(text: str, url: str | None) -> Link:
    return Link(text=link_words(text, url), url=url)


def _derived_last(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=lambda term: is_derived(term.name or ""))


def _term_links(
    facet: Facet, name: Callable[[Term], Naming | None], terms: Iterable[Term], links: TermLinks
) -> tuple[TermLink, ...]:
    found = ((term, name(term)) for term in terms if term.name or term.identifier)
    return _once(
        links.link(facet.term(naming), text=_text(term, naming), url=identifier_url(term.identifier))
        for term, naming in found
    )


def _text(term: Term, naming: Naming | None) -> str:
    """What it is called everywhere, else what the dandiset calls it; a standard with its version."""
    if isinstance(term, Standard):
        return term.full_name
    return (naming and naming.title) or term.name or term.identifier or ""


def _once(found: Iterable[TermLink]) -> tuple[TermLink, ...]:
    """Each term once: the same species comes under several names."""
    by_term = {item.url or item.address or item.text: item for item in reversed(tuple(found))}
    return tuple(reversed(by_term.values()))
