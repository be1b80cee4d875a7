"""What search filters and sorts by, beside facets. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from builder.catalog.contents.digest import Entry
from builder.catalog.facets.kinds import Facet
from builder.catalog.facets.naming import awards
from builder.catalog.schema.dates import parse_utc
from builder.catalog.schema.metadata import Resource
from builder.search.words.identifiers import publication_key
from builder.search.words.ranges import Measure

FILTER_FACETS = tuple(facet for facet in Facet if not facet.kind.is_number)
"""Those whose values a query names; numbers are ranges."""


class Has(StrEnum):
    """What `has:` asks for."""

    PUBLICATION = "publication"
    DOI = "doi"
    NWB = "nwb"
    BIDS = "bids"
    FILES = "files"
    AWARD = "award"
    DESCRIPTION = "description"
    RELEASE = "release"
    """A published version."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A dandiset in the list of all; of its default version."""

    identifier: str
    title: str
    subjects: int = 0
    """0 where nothing is known."""
    files: int = 0
    size: int = 0
    """Bytes."""
    published: int = 0
    """Day of the newest publication as 20230629; 0 for drafts."""
    year: int = 0
    """Of the newest publication; 0 for drafts."""
    created: int = 0
    updated: int = 0
    has: tuple[Has, ...] = ()

    def measure(self, measure: Measure) -> int:
        """A number, bytes, or a day as 20230629; 0 where nothing is known."""
        value: int = getattr(self, measure.value)
        return value


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
