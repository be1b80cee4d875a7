"""What a version is about and what it relates to. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from builder.catalog.facets.kinds import Facet
from builder.catalog.facets.naming import body_part, license_name, named, variable, vocabulary_term
from builder.catalog.links.archive_links import doi_url, identifier_url
from builder.catalog.schema.metadata import Activity, AssetsSummary, Resource, Term, variable_name
from builder.catalog.schema.vocabulary import license_of, spoken
from builder.catalog.text.web_addresses import link_words, web_url
from builder.site.contexts import Link, ProjectRow, ResourceRow, SummaryRow, TermLink
from builder.site.parts.term_links import TermLinks
from builder.words import formats


def subject_links(terms: Iterable[Term], links: TermLinks) -> tuple[TermLink, ...]:
    """Brain areas, which have browse pages, disorders and other subject matter."""
    return tuple(
        links.link(
            Facet.ANATOMY.term(body_part(term)),
            text=term.name or term.identifier or "",
            url=identifier_url(term.identifier),
        )
        for term in terms
        if term.name or term.identifier
    )


def keyword_links(keywords: Iterable[str], links: TermLinks) -> tuple[TermLink, ...]:
    """Each once, as the first way of writing it has it."""
    return _once(links.link(Facet.KEYWORD.term(named(word)), text=word) for word in keywords)


def license_links(identifiers: Iterable[str], links: TermLinks) -> tuple[TermLink, ...]:
    """`identifiers` are as the schema has them, `spdx:CC-BY-4.0`."""
    found = ((identifier, *license_of(identifier)) for identifier in identifiers)
    return tuple(links.link(Facet.LICENSE.term(license_name(spdx)), text=name, url=url) for spdx, name, url in found)


def protocol_links(protocols: Iterable[str]) -> tuple[Link, ...]:
    """What leads nowhere is text alone: depositors write DOIs, addresses and words."""
    return tuple(_link(text, identifier_url(text)) for text in protocols if text)


def resource_rows(resources: Iterable[Resource]) -> tuple[ResourceRow, ...]:
    """Related resources as they are noted: which way a relation points is often mixed up, so nothing is concluded."""
    rows = []
    for resource in resources:
        text = resource.name or resource.identifier or resource.url
        if not text:
            continue
        url = web_url(resource.url) or doi_url(resource.identifier) or identifier_url(resource.identifier)
        rows.append(
            ResourceRow(
                relation=spoken(resource.relation) if resource.relation else "Related",
                link=_link(text, url),
                kind=spoken(resource.resource_type) if resource.resource_type else "",
                repository=resource.repository or "",
            )
        )
    return tuple(rows)


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


def summary_rows(summary: AssetsSummary, links: TermLinks, *, subjects: int = 0) -> tuple[SummaryRow, ...]:
    """The archive's summary over all valid assets; what it doesn't know is left out.

    `subjects` are those that the files name: these count, and another number of the archive's is a remark.
    """
    counts = (
        ("Subjects", _subjects(subjects, summary.number_of_subjects or 0)),
        ("Samples", _number(summary.number_of_samples)),
        ("Cells", _number(summary.number_of_cells)),
    )
    terms = (
        ("Species", Facet.SPECIES, summary.species),
        ("Data standards", Facet.STANDARD, summary.data_standard),
        ("Approaches", Facet.APPROACH, summary.approach),
        ("Techniques", Facet.TECHNIQUE, summary.measurement_technique),
    )
    rows: list[tuple[str, tuple[TermLink, ...]]]
    rows = [(label, (links.link(None, text=text),)) for label, text in counts if text]
    rows += [(label, _term_links(facet, found, links)) for label, facet, found in terms]
    variables = ((Facet.VARIABLE.term(variable(found)), variable_name(found)) for found in summary.variable_measured)
    rows.append(("Variables", _once(links.link(term, text=text) for term, text in variables if text)))
    return tuple(SummaryRow(label=label, items=items) for label, items in rows if items)


def _number(count: int | None) -> str:
    return formats.number(count) if count else ""


def _subjects(named: int, summed: int) -> str:
    if not named or not summed or named == summed:
        return _number(named or summed)
    return f"{formats.number(named)} (the archive’s summary says {formats.number(summed)})"


def _link(text: str, url: str | None) -> Link:
    return Link(text=link_words(text, url), url=url)


def _term_links(facet: Facet, terms: Iterable[Term], links: TermLinks) -> tuple[TermLink, ...]:
    return _once(
        links.link(
            facet.term(vocabulary_term(term)),
            text=term.name or term.identifier or "",
            url=identifier_url(term.identifier),
        )
        for term in terms
        if term.name or term.identifier
    )


def _once(found: Iterable[TermLink]) -> tuple[TermLink, ...]:
    """Each term once: the same species comes under several names."""
    by_term = {item.url or item.address or item.text: item for item in reversed(tuple(found))}
    return tuple(reversed(by_term.values()))
