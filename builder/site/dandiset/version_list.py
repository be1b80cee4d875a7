"""The versions of a dandiset beside each other, and what a page must say of its own first. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.version import Version, VersionStatus
from builder.catalog.schema.vocabulary import status_of
from builder.site.contexts import NavLink, Notice, VersionListRow
from builder.site.frame import addresses
from builder.site.frame.scope import Scope
from builder.site.prose.render import plain_text
from builder.words import formats
from builder.words.change_words import NO_CHANGE


def notices_of(
    dandiset: Dandiset, version: Version, changes: Mapping[str, str], *, left_out: int = 0
) -> tuple[Notice, ...]:
    """`left_out` files of the archive's list could not be taken into ours."""
    newest = dandiset.default
    found = []
    if version is not newest:
        link = NavLink(text=f"Go to {newest.version}", address=addresses.dandiset(dandiset.identifier))
        if version.is_draft:
            text = "This is the draft: it may change at any time. A published version can be cited."
            found.append(Notice(kind="draft", text=text, link=link, more=_changes_link(dandiset, version, changes)))
        else:
            more = _changes_link(dandiset, _next_published(dandiset, version), changes)
            found.append(Notice(kind="old", text="A newer version has been published.", link=link, more=more))
    elif version.is_draft:
        text = "This dandiset has not been published yet: its draft may change at any time and has no DOI."
        found.append(Notice(kind="draft", text=text))
    if dandiset.stale_since_utc:
        since = formats.moment(dandiset.stale_since_utc)
        text = f"The archive could not be read for this dandiset since {since}: what you see may be out of date."
        found.append(Notice(kind="stale", text=text))
    if shortened := dandiset.shortened(version):
        text = f"Too long to be shown whole: {', '.join(map(_field_words, shortened))}. The archive has all of it."
        found.append(Notice(kind="cut", text=text))
    if left_out > 0:
        text = f"Not shown: {formats.counted(left_out, 'file')} whose path can't be read, or is too long."
        found.append(Notice(kind="cut", text=text))
    return tuple(found)


def _field_words(field: str) -> str:
    """`related resource` of `relatedResource`."""
    return re.sub("[A-Z]", lambda letter: f" {letter[0].lower()}", field).replace("_", " ")


def version_rows(
    scope: Scope,
    dandiset: Dandiset,
    current: Version,
    changes: Mapping[str, str],
    dates: Mapping[str, str],
) -> tuple[VersionListRow, ...]:
    """The draft first, then published versions from the newest on, as the archive lists them.

    `changes` and `dates` are those of `VersionSurroundings`.
    """
    return tuple(
        VersionListRow(
            name=version.version,
            address=addresses.version(dandiset.identifier, version.version),
            is_current=version is current,
            is_newest=version is dandiset.default and not version.is_draft,
            dated_by=formats.NEWEST_FILE if version.is_draft else "",
            date=formats.day(dates.get(version.version)),
            date_text=formats.date(dates.get(version.version)),
            files=formats.counted_files(version.asset_count),
            size=formats.counted_size(version.size, version.asset_count),
            status=status_words(version, changes) if version.is_draft and version.asset_count else "",
            release_notes=plain_text(version.release_notes, 160, show_emails=scope.settings.show_emails),
            changes="" if _says_unchanged(version, changes) else changes.get(version.version, ""),
        )
        for version in reversed(scope.shown_versions(dandiset))
    )


def status_words(version: Version, changes: Mapping[str, str]) -> str:
    """What the archive's validation says of a draft; where our comparison finds a change, that counts more."""
    if version.known_status is VersionStatus.PUBLISHED and not _says_unchanged(version, changes):
        return "changed since it was published"
    return status_of(version.status)


def _says_unchanged(version: Version, changes: Mapping[str, str]) -> bool:
    is_published = version.is_draft and version.known_status is VersionStatus.PUBLISHED
    return is_published and changes.get(version.version, NO_CHANGE) == NO_CHANGE


def _changes_link(dandiset: Dandiset, version: Version, changes: Mapping[str, str]) -> NavLink | None:
    """Where it is told what is new in a version; None if nothing is."""
    if changes.get(version.version, NO_CHANGE) == NO_CHANGE:
        return None
    text = f"What is new in {'the draft' if version.is_draft else version.version}"
    return NavLink(text=text, address=addresses.compare(dandiset.identifier), anchor=version.version)


def _next_published(dandiset: Dandiset, version: Version) -> Version:
    published = dandiset.published
    return published[published.index(version) + 1]
