"""What a version is about and what it relates to. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from builder.catalog.links import doi_url, identifier_url, is_web_url
from builder.catalog.metadata import Activity, AssetsSummary, PropertyValue, Resource, Term
from builder.catalog.vocabulary import spoken
from builder.site import formats
from builder.site.contexts import Link, ProjectRow, ResourceRow, SummaryRow


def subject_links(terms: Iterable[Term]) -> tuple[Link, ...]:
    """Brain areas, disorders and other subject matter."""
    return tuple(
        Link(text=term.name or term.identifier or "", url=identifier_url(term.identifier))
        for term in terms
        if term.name or term.identifier
    )


def protocol_links(protocols: Iterable[str]) -> tuple[Link, ...]:
    return tuple(Link(text=text, url=identifier_url(text)) for text in protocols if text)


def resource_rows(resources: Iterable[Resource]) -> tuple[ResourceRow, ...]:
    """Related resources as they are noted: which way a relation points is often mixed up, so nothing is concluded."""
    rows = []
    for resource in resources:
        text = resource.name or resource.identifier or resource.url
        if not text:
            continue
        url = resource.url if is_web_url(resource.url) else doi_url(resource.identifier)
        rows.append(
            ResourceRow(
                relation=spoken(resource.relation) if resource.relation else "Related",
                link=Link(text=text, url=url or identifier_url(resource.identifier)),
                kind=spoken(resource.resource_type) if resource.resource_type else "",
                repository=resource.repository or "",
            )
        )
    return tuple(rows)


def project_rows(activities: Iterable[Activity]) -> tuple[ProjectRow, ...]:
    return tuple(
        ProjectRow(
            link=Link(text=activity.name or activity.identifier or "", url=identifier_url(activity.identifier)),
            description=activity.description or "",
            identifier=(activity.identifier or "") if not identifier_url(activity.identifier) else "",
        )
        for activity in activities
        if activity.name or activity.identifier
    )


def summary_rows(summary: AssetsSummary) -> tuple[SummaryRow, ...]:
    """The archive's summary over all valid assets; what it doesn't know is left out."""
    counts = (
        ("Subjects", summary.number_of_subjects),
        ("Samples", summary.number_of_samples),
        ("Cells", summary.number_of_cells),
    )
    terms = (
        ("Species", summary.species),
        ("Data standards", summary.data_standard),
        ("Approaches", summary.approach),
        ("Techniques", summary.measurement_technique),
    )
    rows = [SummaryRow(label=label, items=(Link(text=formats.number(count)),)) for label, count in counts if count]
    rows += [SummaryRow(label=label, items=_once(subject_links(found))) for label, found in terms if found]
    rows = [row for row in rows if row.items]
    variables = tuple(Link(text=text) for text in map(_variable, summary.variable_measured) if text)
    return tuple(rows + ([SummaryRow(label="Variables", items=variables)] if variables else []))


def _once(found: Iterable[Link]) -> tuple[Link, ...]:
    """Each term once: the same species comes under several names."""
    by_term = {item.url or item.text: item for item in reversed(tuple(found))}
    return tuple(reversed(by_term.values()))


def _variable(variable: str | PropertyValue) -> str:
    """A name: the summary has them bare, assets as property values."""
    return variable if isinstance(variable, str) else str(variable.value or "")
