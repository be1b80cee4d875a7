"""What search filters and sorts by, beside facets, read of a dandiset. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from builder.catalog.contents.digest import Entry
from builder.catalog.facets.naming import awards
from builder.catalog.schema.dates import parse_utc
from builder.catalog.schema.metadata import Resource
from builder.search.index.search_index import Has, Listed
from builder.search.words.identifiers import publication_key


def list_entry(entry: Entry) -> Listed:
    """What the list tells of a dandiset."""
    dandiset = entry.dandiset
    version = dandiset.default
    return Listed(
        identifier=dandiset.identifier,
        title=version.title,
        subjects=entry.subjects,
        files=version.asset_count,
        size=version.size,
        published=_day(version.published_on),
        year=_day(version.published_on) // 10_000,
        created=_day(dandiset.created),
        updated=_day(entry.updated),
        has=tuple(_has(entry)),
    )


def _day(text: str) -> int:
    when = parse_utc(text)
    return when.year * 10_000 + when.month * 100 + when.day if when else 0


def _has(entry: Entry) -> Iterator[Has]:
    version = entry.dandiset.default
    metadata = version.metadata
    standards = " ".join(term.name or "" for term in entry.summary.data_standard)
    for what, is_there in (
        (Has.PUBLICATION, any(map(_is_publication, metadata.related_resource))),
        (Has.DOI, bool(version.doi)),
        (Has.NWB, "NWB" in standards),
        (Has.BIDS, "BIDS" in standards),
        (Has.FILES, version.asset_count > 0),
        (Has.AWARD, any(map(awards, metadata.contributor))),
        (Has.DESCRIPTION, bool(metadata.description.strip())),
        (Has.RELEASE, bool(entry.dandiset.published)),
    ):
        if is_there:
            yield what


def _is_publication(resource: Resource) -> bool:
    return any(map(publication_key, (resource.identifier or "", resource.url or "")))
