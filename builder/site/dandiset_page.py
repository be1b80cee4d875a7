"""A version of a dandiset as its page shows it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from builder.catalog import links
from builder.catalog.contents import Contents
from builder.catalog.dandiset import Dandiset
from builder.catalog.facets import year_term
from builder.catalog.found import fill_summary
from builder.catalog.similarity import Likeness
from builder.catalog.version import LISTED_ERRORS, Version
from builder.catalog.vocabulary import access_of, status_of
from builder.settings import Canonical
from builder.site import addresses, formats
from builder.site.citations import cite_box
from builder.site.contents_section import file_kind_rows, raster_of, subjects_section
from builder.site.contexts import DandisetPage, Fact, Head, Link, NavLink, Notice, VersionRow
from builder.site.downloads import download_box
from builder.site.files_page import file_row
from builder.site.people import contact_of, contributor_rows, funding_rows
from builder.site.prose import archive_prose, plain_text
from builder.site.relations import (
    keyword_links,
    license_links,
    project_rows,
    protocol_links,
    resource_rows,
    subject_links,
    summary_rows,
)
from builder.site.scope import Scope
from builder.site.similar import similar_rows
from builder.site.term_links import TermLinks


def dandiset_page(
    scope: Scope,
    dandiset: Dandiset,
    version: Version,
    *,
    address: str,
    contents: Contents,
    terms: TermLinks,
    similar: Sequence[Likeness] = (),
) -> DandisetPage:
    """The page of one version, at its own address or, of the default version, at the dandiset's."""
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
    return DandisetPage(
        site=scope.site,
        head=_head(scope, dandiset, version),
        address=address,
        full_identifier=f"{instance.identifier_prefix}:{identifier}/{version.version}",
        title=version.title,
        is_draft=version.is_draft,
        status=status_of(version.status) if version.is_draft else "published",
        notices=_notices(dandiset, version),
        neurosift_url=links.neurosift_dandiset(
            instance, identifier, None if version is dandiset.default else version.version
        ),
        archive_url=links.archive_dandiset(
            instance, identifier, None if version is dandiset.default else version.version
        ),
        files_address=addresses.files(identifier, version.version),
        facts=_facts(dandiset, version, terms),
        versions=_version_rows(scope, dandiset, version),
        doi=_doi(version),
        licenses=license_links(metadata.license, terms),
        access=tuple(_access(version)),
        contact=contact_of(version),
        description=archive_prose(metadata.description, heading_level=3) if metadata.description.strip() else None,
        keywords=keyword_links(metadata.keywords, terms),
        subject_matter=subject_links(metadata.about, terms),
        study_targets=metadata.study_target,
        contributors=cited,
        other_contributors=others,
        funding=funding_rows(metadata.contributor, terms),
        protocols=protocol_links(metadata.protocol),
        resources=resource_rows(metadata.related_resource),
        projects=project_rows(metadata.was_generated_by),
        ethics=tuple(approval.identifier for approval in metadata.ethics_approval if approval.identifier),
        acknowledgement=metadata.acknowledgement,
        raster=raster_of(contents),
        subjects=subjects_section(dandiset, version, contents),
        summary=summary_rows(fill_summary(metadata.assets_summary, contents.found), terms),
        file_kinds=file_kind_rows(contents),
        cite=cite_box(scope, dandiset, version),
        download=download_box(instance, identifier, version, contents),
        release_notes=archive_prose(version.release_notes, heading_level=3) if version.release_notes else None,
        metadata_errors=tuple(_metadata_errors(version)),
        asset_errors=_asset_errors(version),
        first_files=tuple(file_row(scope, asset, identifier, version.version) for asset in contents.first),
        more_files=formats.counted(version.asset_count, "file"),
        similar=similar_rows(similar),
    )


def _head(scope: Scope, dandiset: Dandiset, version: Version) -> Head:
    summary = plain_text(version.metadata.description, 200)
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


def _notices(dandiset: Dandiset, version: Version) -> tuple[Notice, ...]:
    newest = dandiset.default
    found = []
    if version is not newest:
        link = NavLink(text=f"Go to {newest.version}", address=addresses.dandiset(dandiset.identifier))
        if version.is_draft:
            text = "This is the draft: it may change at any time. A published version can be cited."
            found.append(Notice(kind="draft", text=text, link=link))
        else:
            found.append(Notice(kind="old", text="A newer version has been published.", link=link))
    elif version.is_draft:
        text = "This dandiset has not been published yet: its draft may change at any time and has no DOI."
        found.append(Notice(kind="draft", text=text))
    if dandiset.stale_since_utc:
        since = formats.moment(dandiset.stale_since_utc)
        text = f"The archive could not be read for this dandiset since {since}: what you see may be out of date."
        found.append(Notice(kind="stale", text=text))
    return tuple(found)


def _facts(dandiset: Dandiset, version: Version, terms: TermLinks) -> tuple[Fact, ...]:
    summary = version.metadata.assets_summary
    facts = [
        Fact(label="Files", value=formats.number(version.asset_count)),
        Fact(label="Size", value=formats.filesize(version.size)),
    ]
    if summary.number_of_subjects:
        facts.append(Fact(label="Subjects", value=formats.number(summary.number_of_subjects)))
    first = dandiset.published[0] if dandiset.published else None
    if not version.is_draft and version is not first:
        facts.append(Fact(label="Published", value=formats.date(version.created)))
    if first:
        label = "Published" if version is first else "First published"
        year = terms.address(year_term(dandiset))
        facts.append(Fact(label=label, value=formats.date(first.created), address=year))
    facts.append(Fact(label="Created", value=formats.date(dandiset.created)))
    if version.is_draft:
        facts.append(Fact(label="Updated", value=formats.date(version.modified)))
    if dandiset.star_count:
        facts.append(Fact(label="Stars", value=formats.number(dandiset.star_count)))
    return tuple(facts)


def _version_rows(scope: Scope, dandiset: Dandiset, current: Version) -> tuple[VersionRow, ...]:
    """The draft first, then published versions from the newest on, as the archive lists them."""
    return tuple(
        VersionRow(
            name=version.version,
            address=addresses.version(dandiset.identifier, version.version),
            is_current=version is current,
            is_newest=version is dandiset.default and not version.is_draft,
            date=formats.day(_version_date(version)),
            date_text=formats.date(_version_date(version)),
            files=formats.counted(version.asset_count, "file"),
            size=formats.filesize(version.size),
            status=status_of(version.status) if version.is_draft else "",
            release_notes=plain_text(version.release_notes, 160),
        )
        for version in reversed(scope.shown_versions(dandiset))
    )


def _version_date(version: Version) -> str:
    return version.modified if version.is_draft else version.created


def _doi(version: Version) -> Link | None:
    url = links.doi_url(version.doi)
    return Link(text=url.removeprefix("https://doi.org/"), url=url) if url else None


def _access(version: Version) -> list[str]:
    found = []
    for access in version.metadata.access:
        if access.status:
            until = f" until {formats.date(access.embargoed_until)}" if _is_embargoed(access.status) else ""
            found.append(access_of(access.status) + (until if access.embargoed_until else ""))
    return found


def _is_embargoed(status: str) -> bool:
    return status == "dandi:EmbargoedAccess"


def _metadata_errors(version: Version) -> list[str]:
    return [
        f"{error.field}: {error.message}" if error.field else error.message
        for error in version.version_validation_errors
        if error.message
    ]


def _asset_errors(version: Version) -> str:
    """How many files are invalid; the server's list is cut, so a full one says only "or more"."""
    count = len({error.path or error.message for error in version.asset_validation_errors})
    if not count:
        return ""
    shown = formats.counted(count, "file")
    return f"{shown} or more" if count >= LISTED_ERRORS else shown
