"""A version of a dandiset as its page shows it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from builder.catalog.contents.beyond_summary import fill_summary
from builder.catalog.contents.digest import areas_of
from builder.catalog.contents.read import Contents
from builder.catalog.files.table import list_file
from builder.catalog.links import archive_links as links
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.version import Version
from builder.search.index.similar import Likeness
from builder.settings import Canonical
from builder.site.contexts import DandisetPage, Head
from builder.site.dandiset.citations import cite_box
from builder.site.dandiset.contents_section import file_kind_rows, raster_of, subjects_section
from builder.site.dandiset.relations import (
    area_links,
    ethics_links,
    keyword_links,
    license_links,
    project_rows,
    protocol_links,
    resource_rows,
    same_rows,
    subject_links,
    summary_rows,
)
from builder.site.dandiset.similar import similar_rows
from builder.site.dandiset.version_facts import (
    access_words,
    asset_errors,
    doi_link,
    facts_of,
    license_notes,
    metadata_errors,
)
from builder.site.dandiset.version_list import notices_of, status_words, version_rows
from builder.site.frame import addresses
from builder.site.frame.scope import Scope
from builder.site.parts.downloads import download_box
from builder.site.parts.file_rows import file_row
from builder.site.parts.people import contacts_of, contributor_rows, funding_rows
from builder.site.parts.term_links import TermLinks
from builder.site.prose.render import archive_prose, plain_text
from builder.words import formats

_AUTHORS = 6
"""So many stand under the title."""
_CONTRIBUTORS = 24
"""So many are listed at once; the others unfold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSurroundings:
    """What a version's page tells beside the version itself."""

    similar: Sequence[Likeness] = ()
    changes: Mapping[str, str] = field(default_factory=dict)
    """For each version that is shown but the oldest, in a line, what changed since the one before it."""
    dates: Mapping[str, str] = field(default_factory=dict)
    """Of each version: see `ReadVersion`."""


def dandiset_page(
    scope: Scope,
    dandiset: Dandiset,
    version: Version,
    *,
    address: str,
    contents: Contents,
    surroundings: VersionSurroundings,
    terms: TermLinks,
    left_out: int = 0,
) -> DandisetPage:
    """The page of one version, at its own address or, of the default version, at the dandiset's.

    `left_out` files could not be read.
    """
    metadata = version.metadata
    instance = scope.instance
    identifier = dandiset.identifier
    cited = contributor_rows(
        (c for c in metadata.contributor if c.is_cited), terms, show_emails=scope.settings.show_emails
    )
    others = contributor_rows(
        (c for c in metadata.contributor if not c.is_cited and not c.funds_only),
        terms,
        show_emails=scope.settings.show_emails,
    )
    page = DandisetPage(
        site=scope.site,
        head=_head(scope, dandiset, version),
        address=address,
        full_identifier=f"{instance.identifier_prefix}:{identifier}/{version.version}",
        title=version.title,
        authors=tuple(row.name.text for row in cited[:_AUTHORS]),
        more_authors=f"{len(cited) - _AUTHORS} more" if len(cited) > _AUTHORS else "",
        sections={},
        is_draft=version.is_draft,
        status=_status(version, surroundings.changes),
        notices=notices_of(dandiset, version, surroundings.changes, left_out=left_out),
        neurosift_url=links.neurosift_dandiset(
            instance, identifier, None if version is dandiset.default else version.version
        )
        if version.asset_count
        else None,
        archive_url=links.archive_dandiset(
            instance, identifier, None if version is dandiset.default else version.version
        ),
        is_in_neurosift=contents.sample is not None,
        files_address=addresses.files(identifier, version.version),
        facts=facts_of(dandiset, version, contents, terms),
        versions=version_rows(scope, dandiset, version, surroundings.changes, surroundings.dates),
        compare_address=addresses.compare(identifier) if surroundings.changes else None,
        doi=doi_link(version),
        licenses=license_links(metadata.licenses, terms),
        license_words=license_notes(metadata.licenses),
        access=tuple(access_words(version)),
        contacts=contacts_of(version),
        created=formats.date(dandiset.created),
        modified=formats.date(version.modified) if version.is_draft else "",
        description=_prose(scope, metadata.description) if metadata.description.strip() else None,
        keywords=keyword_links(metadata.single_keywords, terms),
        subject_matter=subject_links(metadata.about, terms),
        mentioned_areas=area_links(areas_of(version, contents), metadata.about, terms),
        study_targets=metadata.study_target,
        contributors=cited[:_CONTRIBUTORS],
        more_contributors=cited[_CONTRIBUTORS:],
        other_contributors=others,
        funding=funding_rows(metadata.contributor, terms),
        protocols=protocol_links(metadata.protocol, metadata.related_resource),
        resources=(*resource_rows(metadata.related_resource), *same_rows(metadata.same_as)),
        projects=project_rows(metadata.was_generated_by),
        ethics=ethics_links(metadata.ethics_approval),
        acknowledgement=metadata.acknowledgement,
        raster=raster_of(contents),
        subjects=subjects_section(dandiset, version, contents),
        summary=summary_rows(fill_summary(metadata.assets_summary, contents.found), terms, found=contents.found),
        file_kinds=file_kind_rows(contents),
        cite=cite_box(scope, dandiset, version),
        download=download_box(instance, identifier, version, contents),
        release_notes=_prose(scope, version.release_notes) if version.release_notes else None,
        metadata_errors=tuple(metadata_errors(version)),
        asset_errors=asset_errors(version),
        first_files=tuple(
            file_row(scope, list_file(asset, keep_urls=True), identifier, version.version) for asset in contents.first
        ),
        all_files=formats.all_of(version.asset_count, "file"),
        similar=similar_rows(surroundings.similar),
    )
    return replace(page, sections=_sections(page))


def _status(version: Version, changes: Mapping[str, str]) -> str:
    """What is known of its state; that there are no files says more."""
    if not version.asset_count:
        return formats.NO_FILES
    return status_words(version, changes) if version.is_draft else "published"


def _prose(scope: Scope, text: str) -> Markup:
    return archive_prose(text, heading_level=3, show_emails=scope.settings.show_emails)


def _sections(page: DandisetPage) -> Mapping[str, str]:
    """The parts that the page has, but for the smallest: what links to them and what shows them go by these.

    Without files there is nothing to look into: the part that says so needs no link.
    """
    known = (
        ("description", "Description", page.description),
        ("files", "Look inside", page.first_files),
        ("download", "Download", page.download),
        ("cite", "Cite", True),
        ("contributors", "People", page.contributors or page.other_contributors),
        ("contents", "What is in it", page.summary or page.subjects or page.file_kinds),
        ("related", "Related", page.resources or page.protocols or page.projects or page.similar),
        ("versions", "Versions", True),
    )
    return {id: text for id, text, is_there in known if is_there}


def _head(scope: Scope, dandiset: Dandiset, version: Version) -> Head:
    summary = plain_text(version.metadata.description, 200, show_emails=scope.settings.show_emails)
    return Head(
        title=f"{version.title} · {dandiset.identifier}"
        + ("" if version is dandiset.default else f" · {version.version}"),
        description=summary or f"Dandiset {dandiset.identifier} of the {scope.instance.name}",
        canonical=_canonical(scope, dandiset, version),
    )


def _canonical(scope: Scope, dandiset: Dandiset, version: Version) -> str | None:
    """The original of a version's page: the dandiset's own page stands for its default version."""
    if scope.settings.original is Canonical.ARCHIVE:
        return links.doi_url(version.doi) or links.archive_dandiset(
            scope.instance, dandiset.identifier, version.version
        )
    here = version is dandiset.default
    return scope.canonical(
        addresses.dandiset(dandiset.identifier) if here else addresses.version(dandiset.identifier, version.version)
    )
