"""What every form of a citation is made from: a version of a dandiset as a reference."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from builder.catalog.links.archive_links import DOI_RESOLVER, archive_dandiset, doi_url, orcid_url
from builder.catalog.links.instances import Instance
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.dates import parse_utc
from builder.catalog.schema.metadata import Contributor
from builder.catalog.schema.person_names import is_institution, read_person_name
from builder.catalog.schema.version import Version
from builder.catalog.text.web_addresses import web_url
from builder.records.one_line import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Somebody whom the citation names; all texts are on one line."""

    name: str
    """The whole name, of persons as "Last, First"."""
    family: str = ""
    """With particles, as `van den Boom`. Empty for organizations, and for names that nothing tells how to divide."""
    given: str = ""
    suffix: str = ""
    """`Jr.`, `III`."""
    orcid_url: str | None = None
    affiliation: str = ""
    url: str | None = None
    """An organization's ROR or website."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A version as bibliographies know it; all texts are on one line, and what is unknown is empty or None."""

    key: str
    """For bibliographies: `dandi_000003_0_230629_1955`."""
    authors: tuple[Author, ...]
    """In the order of the metadata, each once."""
    title: str
    year: int | None
    """The archive's own, as its citation has it; without one that of publication or of the last change."""
    issued: date | None
    """The day of publication, in UTC. None for drafts, and where the archive names another year."""
    version: str
    is_draft: bool
    doi: str | None
    """Bare. None for drafts, though they may hold that of an earlier publication."""
    url: str
    """The version's page in the archive."""
    publisher: str
    """The archive."""
    licenses: tuple[str, ...]
    """SPDX identifiers."""
    keywords: tuple[str, ...]
    abstract: str
    """The description, as it was typed but for HTML tags."""

    @property
    def address(self) -> str:
        """Where a reader is sent: by the DOI if there is one."""
        return f"{DOI_RESOLVER}{self.doi}" if self.doi else self.url


def read_reference(dandiset: Dandiset, version: Version, instance: Instance) -> Reference:
    """When somebody looked at it is for the reader to add: nobody knows it here."""
    metadata = version.metadata
    changed = parse_utc(version.modified if version.is_draft else version.created)
    year = version.citation_year or (changed.year if changed else None)
    is_known = changed is not None and changed.year == year and not version.is_draft
    prefix = instance.identifier_prefix.casefold()
    return Reference(
        key=re.sub(r"[^a-z0-9]+", "_", f"{prefix} {dandiset.identifier} {version.version}").strip("_"),
        authors=read_authors(metadata.contributor),
        title=one_line(version.typed_title) or f"Dandiset {dandiset.identifier}",
        year=year,
        issued=changed.date() if changed and is_known else None,
        version=version.version,
        is_draft=version.is_draft,
        doi=_doi(version),
        url=archive_dandiset(instance, dandiset.identifier, version.version),
        publisher=one_line(instance.publisher),
        licenses=tuple(dict.fromkeys(filter(None, map(_spdx, metadata.licenses)))),
        keywords=tuple(dict.fromkeys(filter(None, map(one_line, metadata.single_keywords)))),
        abstract=one_line(metadata.description),
    )


def read_authors(contributors: Iterable[Contributor]) -> tuple[Author, ...]:
    """Those whom the citation names, without entries that hold no name."""
    found = (_author(contributor) for contributor in contributors if contributor.is_cited)
    return tuple(dict.fromkeys(author for author in found if author))


def _author(contributor: Contributor) -> Author | None:
    name = read_person_name(one_line(contributor.name))
    if not any(sign.isalnum() for sign in name.whole):
        return None
    if contributor.is_organization or "ror.org/" in (contributor.identifier or "") or is_institution(name.whole):
        return Author(name=name.whole, url=_organization_url(contributor))
    return Author(
        name=name.written,
        family=name.family,
        given=name.given,
        suffix=name.suffix,
        orcid_url=orcid_url(contributor.identifier),
        affiliation="; ".join(filter(None, (one_line(place.name) for place in contributor.affiliation))),
    )


def _organization_url(contributor: Contributor) -> str | None:
    return web_url(contributor.identifier) or web_url(contributor.url)


def _doi(version: Version) -> str | None:
    doi = (doi_url(version.doi) or "").removeprefix(DOI_RESOLVER)
    return doi or None


def _spdx(license_name: str) -> str | None:
    """The SPDX identifier of `spdx:CC-BY-4.0`; None for other texts."""
    bare = license_name.strip().removeprefix("spdx:")
    return bare if bare != license_name.strip() and re.fullmatch(r"[A-Za-z0-9.+-]+", bare) else None
