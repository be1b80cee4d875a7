"""What changed between any two versions of a dandiset in a snapshot, for the command line."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import msgspec

from builder.catalog.changes.fields import FieldChange
from builder.catalog.changes.files import FileChange, FileGroup, compare_files, file_state
from builder.catalog.changes.texts import TextPart
from builder.catalog.changes.versions import VersionChanges, compare_versions
from builder.catalog.contents.file_order import sort_files
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.metadata import Contributor
from builder.catalog.schema.version import Version
from builder.errors import UsageError
from builder.settings import Settings
from builder.snapshot import DandisetState, Snapshot
from builder.snapshot.loading import load_assets, load_dandiset
from builder.words.change_words import summary_line


class FileDiff(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file; sizes in bytes, absent on the side where there is none."""

    path: str
    old_path: str | None = None
    """Of a file that was moved."""
    size_before: int | None = None
    size_after: int | None = None


class FieldDiff(msgspec.Struct, frozen=True, kw_only=True):
    field: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[tuple[TextPart, ...], ...]


class ContributorDiff(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    fields: tuple[FieldDiff, ...]


class VersionDiff(msgspec.Struct, frozen=True, kw_only=True):
    """The fields are those of `diff ID VERSION_A VERSION_B --json`."""

    identifier: str
    before: str
    after: str
    summary: str
    added: tuple[FileDiff, ...]
    changed: tuple[FileDiff, ...]
    """Files with other bytes at the same path."""
    removed: tuple[FileDiff, ...]
    moved: tuple[FileDiff, ...]
    described: tuple[FileDiff, ...]
    """Files with the same bytes and other metadata."""
    unchanged: int
    metadata: tuple[FieldDiff, ...]
    contributors_added: tuple[str, ...]
    contributors_removed: tuple[str, ...]
    contributors_changed: tuple[ContributorDiff, ...]


def diff_versions(snapshot: Snapshot, identifier: str, before: str, after: str) -> VersionChanges:
    """UsageError that says what there is, if the snapshot has no such dandiset or version."""
    dandiset = _find_dandiset(snapshot, identifier)
    was, now = (_find_version(dandiset, name) for name in (before, after))
    listings = (
        [file_state(asset) for asset in sort_files(load_assets(snapshot, identifier, version.version, Settings()))]
        for version in (was, now)
    )
    return compare_versions(was, now, compare_files(*listings))


def version_diff(identifier: str, changes: VersionChanges) -> VersionDiff:
    """All of the changes, for machines."""
    files, people = changes.files, changes.metadata.contributors
    return VersionDiff(
        identifier=identifier,
        before=changes.before,
        after=changes.after,
        summary=summary_line(changes),
        added=_files(files.added),
        changed=_files(files.changed),
        removed=_files(files.removed),
        moved=_files(files.moved),
        described=_files(files.described),
        unchanged=files.unchanged,
        metadata=_fields(changes.metadata.fields),
        contributors_added=_names(people.added),
        contributors_removed=_names(people.removed),
        contributors_changed=tuple(
            ContributorDiff(name=one.contributor.name, fields=_fields(one.fields)) for one in people.changed
        ),
    )


def _find_dandiset(snapshot: Snapshot, identifier: str) -> Dandiset:
    rows = {row.identifier: row for row in snapshot.dandisets()}
    row = rows.get(identifier)
    if row is None:
        near = get_close_matches(identifier.zfill(6), rows, n=3, cutoff=0.8)
        like = f"; near it are {', '.join(sorted(near))}" if near else ""
        raise UsageError(f"{identifier}: {snapshot.path} holds no such dandiset, but {len(rows)} others{like}")
    versions = snapshot.versions(identifier)
    dandiset = load_dandiset(row, versions, Settings()) if row.state is DandisetState.OPEN else None
    if dandiset is None:
        raise UsageError(f"{identifier}: {snapshot.path} holds no version of it (it is {row.state.value})")
    return dandiset


def _find_version(dandiset: Dandiset, name: str) -> Version:
    for version in dandiset.versions:
        if version.version == name:
            return version
    names = ", ".join(version.version for version in dandiset.versions)
    raise UsageError(f"{dandiset.identifier} has no version {name}; it has {names}")


def _files(group: FileGroup) -> tuple[FileDiff, ...]:
    return tuple(map(_file, group.files))


def _file(change: FileChange) -> FileDiff:
    before, after = change.before, change.after
    return FileDiff(
        path=change.path,
        old_path=before.path if before and before.path != change.path else None,
        size_before=before.size if before else None,
        size_after=after.size if after else None,
    )


def _fields(changes: Iterable[FieldChange]) -> tuple[FieldDiff, ...]:
    return tuple(
        FieldDiff(field=one.field.value, added=one.added, removed=one.removed, changed=one.changed) for one in changes
    )


def _names(contributors: Iterable[Contributor]) -> tuple[str, ...]:
    return tuple(one.name for one in contributors)
