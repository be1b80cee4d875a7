"""Facts of a version in words: the line under its title, its access, what validation found. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.catalog.contents.modality import Modality
from builder.catalog.contents.read import Contents
from builder.catalog.facets.kinds import Facet
from builder.catalog.facets.naming import published_year
from builder.catalog.links import archive_links as links
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.licenses import NO_LICENSE, license_words
from builder.catalog.schema.version import LISTED_ERRORS, OPEN, Version
from builder.catalog.schema.vocabulary import access_of, license_of
from builder.site.contexts import Fact, Link
from builder.site.dandiset.contents_section import species_names, subject_count
from builder.site.parts.term_links import TermLinks
from builder.words import formats

_PUBLISHED = "Published"


def facts_of(dandiset: Dandiset, version: Version, contents: Contents, terms: TermLinks) -> tuple[Fact, ...]:
    """What a reader decides by, in that order; what isn't known is left out."""
    year = terms.address(Facet.YEAR.term(published_year(version)))
    return tuple(
        Fact(label=label, value=value, address=year if label == _PUBLISHED else None)
        for label, value in _facts(dandiset, version, contents)
        if value
    )


def _facts(dandiset: Dandiset, version: Version, contents: Contents) -> Iterator[tuple[str, str]]:
    known = [modality.label for modality in contents.modalities if modality is not Modality.OTHER]
    yield "Species", ", ".join(species_names(version, contents))
    yield "Recorded", ", ".join(known)
    yield "Subjects", _count(subject_count(version, contents))
    yield "Sessions", _count(contents.told_sessions)
    yield "Recordings by file name", _count(len(contents.sessions) - contents.told_sessions)
    yield "Files", formats.number(version.asset_count) if version.asset_count else "none yet"
    yield "Size", _size(version, contents)
    yield "License", ", ".join(license_of(found)[0] for found in version.metadata.licenses) or NO_LICENSE
    newest_file = formats.date(contents.newest_file)
    if version.is_draft:
        yield "Updated" if version is dandiset.default else "Newest file", newest_file
    yield _PUBLISHED, formats.date(version.published_on)
    yield "Stars", _count(dandiset.star_count)


def _count(count: int) -> str:
    return formats.number(count) if count else ""


def _size(version: Version, contents: Contents) -> str:
    size = formats.counted_size(version.size, version.asset_count)
    if not contents.uncounted:
        return size
    zarrs = f"{formats.counted(contents.uncounted, 'zarr')} {formats.NOT_COUNTED}"
    return f"{size} without {zarrs}" if size else zarrs


def doi_link(version: Version) -> Link | None:
    """None for a version without a DOI, as every draft, or with one that is none."""
    url = links.doi_url(version.doi)
    return Link(text=url.removeprefix(links.DOI_RESOLVER), url=url) if url else None


def access_words(version: Version) -> list[str]:
    """Who may read it: what the archive itself does counts more than what the metadata still say."""
    if version.dandiset.embargo_status == OPEN:
        return [access_of("dandi:OpenAccess")]
    found = []
    for access in version.metadata.access:
        if access.status:
            until = f" until {formats.date(access.embargoed_until)}" if _is_embargoed(access.status) else ""
            found.append(access_of(access.status) + (until if access.embargoed_until else ""))
    return found


def _is_embargoed(status: str) -> bool:
    return status == "dandi:EmbargoedAccess"


def license_notes(licenses: Iterable[str]) -> tuple[str, ...]:
    """What each license allows, as far as that is known; what to do where there is none."""
    licenses = tuple(licenses)
    if len(licenses) < 2:
        return tuple(filter(None, map(license_words, licenses))) if licenses else (NO_LICENSE,)
    return tuple(f"{license_of(found)[0]}: {words}" for found in licenses if (words := license_words(found)))


def metadata_errors(version: Version) -> list[str]:
    """What the archive's validation says of the version's own metadata, each as `field: message`."""
    return [
        f"{error.field}: {error.message}" if error.field else error.message
        for error in version.version_validation_errors
        if error.message
    ]


def asset_errors(version: Version) -> str:
    """How many files are invalid; the server's list is cut, so a full one says only "or more"."""
    count = len({error.path or error.message for error in version.asset_validation_errors})
    if not count:
        return ""
    shown = formats.counted(count, "file")
    return f"{shown} or more" if count >= LISTED_ERRORS else shown
