"""What changed between the versions of a dandiset as its page shows it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from builder.catalog.changes.contributors import ContributorChanges
from builder.catalog.changes.fields import FieldChange
from builder.catalog.changes.metadata import PROSE, MetadataChanges
from builder.catalog.changes.texts import Edit, TextPart
from builder.catalog.changes.versions import VersionChanges
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.metadata import Contributor
from builder.catalog.schema.version import Version
from builder.catalog.text.web_addresses import link_words
from builder.site.compare.changed_files import changed_files
from builder.site.contexts import (
    ChangedContributor,
    ChangedField,
    ChangedProse,
    ComparePage,
    Head,
    TextSpan,
    VersionPair,
)
from builder.site.frame import addresses
from builder.site.frame.scope import Scope
from builder.site.parts.people import identity_url, spoken_name
from builder.site.prose.render import plain_text
from builder.words import formats
from builder.words.change_words import contributor_note, field_label, summary_line

_MOST_ITEMS = 30
_MOST_CONTRIBUTORS = 50
_MOST_FILES_A_GROUP = 50
_MOST_FILES_A_PAGE = 400

Spans = tuple[TextSpan, ...]


def most_files(versions: int) -> int:
    """How many files of a group the page of so many versions names."""
    return max(5, min(_MOST_FILES_A_GROUP, _MOST_FILES_A_PAGE // max(1, versions)))


def compare_page(
    scope: Scope, dandiset: Dandiset, changes: Sequence[tuple[Version, VersionChanges]], dates: Mapping[str, str]
) -> ComparePage:
    """`changes` are of each version since the one before it, oldest first; `dates` those of `VersionSurroundings`."""
    address = addresses.compare(dandiset.identifier)
    title = dandiset.default.title
    return ComparePage(
        site=scope.site,
        head=Head(
            title=f"What changed in {dandiset.identifier}",
            description=f"What changed between the versions of {title}",
            canonical=scope.canonical(address),
        ),
        address=address,
        identifier=dandiset.identifier,
        title=title,
        dandiset_address=addresses.dandiset(dandiset.identifier),
        pairs=tuple(
            _pair(scope, dandiset.identifier, version, found, dates.get(version.version))
            for version, found in reversed(changes)
        ),
    )


def _pair(scope: Scope, identifier: str, version: Version, changes: VersionChanges, date: str | None) -> VersionPair:
    metadata = changes.metadata
    people = _contributors(metadata.contributors)
    summary = summary_line(changes)
    return VersionPair(
        name=version.version,
        address=addresses.version(identifier, version.version),
        before=changes.before,
        before_address=addresses.version(identifier, changes.before),
        dated_by=formats.NEWEST_FILE if version.is_draft else "",
        date=formats.day(date),
        date_text=formats.date(date),
        summary=summary[:1].upper() + summary[1:],
        is_changed=not changes.is_empty,
        release_notes=plain_text(version.release_notes, 600, show_emails=scope.settings.show_emails),
        files=changed_files(changes.files),
        unchanged=formats.counted(changes.files.unchanged, "file") if changes.files.unchanged else "",
        fields=tuple(_fields(metadata)),
        prose=tuple(
            ChangedProse(name=change.field.value, spans=tuple(map(_span, change.changed[0])))
            for change in metadata.fields
            if change.field in PROSE
        ),
        contributors=people[:_MOST_CONTRIBUTORS],
        more_contributors=formats.and_more(len(people) - _MOST_CONTRIBUTORS, "contributor"),
        schema=_schema(metadata),
    )


def _fields(metadata: MetadataChanges) -> Iterable[ChangedField]:
    yield from (_field(change) for change in metadata.fields if change.field not in PROSE)
    people = metadata.contributors
    if people.order_after:
        yield ChangedField(
            name="Order of authors",
            before=_names(people.order_before, Edit.REMOVED),
            after=_names(people.order_after, Edit.ADDED),
            more=formats.and_more(len(people.order_after) - _MOST_ITEMS, "author"),
        )


def _names(contributors: Iterable[Contributor], edit: Edit) -> tuple[Spans, ...]:
    names = (TextPart(edit, spoken_name(one)) for one in contributors)
    return tuple((_span(part),) for part in names)[:_MOST_ITEMS]


def _field(change: FieldChange) -> ChangedField:
    """Each column without what only the other one has; what changed comes first."""
    before = [_without(parts, Edit.ADDED) for parts in change.changed]
    after = [_without(parts, Edit.REMOVED) for parts in change.changed]
    before += [(TextSpan(kind=Edit.REMOVED, text=text),) for text in change.removed]
    after += [(TextSpan(kind=Edit.ADDED, text=text),) for text in change.added]
    return ChangedField(
        name=field_label(change.field),
        before=tuple(before[:_MOST_ITEMS]),
        after=tuple(after[:_MOST_ITEMS]),
        more=formats.and_more(max(len(before), len(after)) - _MOST_ITEMS, "item"),
    )


def _without(parts: Iterable[TextPart], edit: Edit) -> Spans:
    return tuple(_span(part) for part in parts if part.edit is not edit)


def _span(part: TextPart) -> TextSpan:
    return TextSpan(kind=part.edit, text=part.text)


def _contributors(changes: ContributorChanges) -> tuple[ChangedContributor, ...]:
    edited = (
        ChangedContributor(
            kind="edited",
            mark="~",
            name=_name(change.contributor),
            url=identity_url(change.contributor),
            note="",
            fields=tuple(map(_field, change.fields)),
        )
        for change in changes.changed
    )
    return (
        *(_came_or_went(one, "added", "+") for one in changes.added),
        *(_came_or_went(one, "removed", "−") for one in changes.removed),
        *edited,
    )


def _came_or_went(contributor: Contributor, kind: str, mark: str) -> ChangedContributor:
    return ChangedContributor(
        kind=kind,
        mark=mark,
        name=_name(contributor),
        url=identity_url(contributor),
        note=contributor_note(contributor),
        fields=(),
    )


def _name(contributor: Contributor) -> str:
    return link_words(spoken_name(contributor), identity_url(contributor))


def _schema(metadata: MetadataChanges) -> str:
    before, after = metadata.schema_before or "none", metadata.schema_after or "none"
    return f"Schema of the metadata: {before} → {after}" if before != after else ""
