"""What changed in the files of a dandiset from one version to another."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.catalog.changes.pairing import pair_items
from builder.catalog.schema.asset import Asset

_DIGESTS = ("dandi:dandi-zarr-checksum", "dandi:dandi-etag", "dandi:sha2-256")
"""The checksums that an asset may have, the one that is there soonest first."""
_MOST_FOLDERS = 20


@dataclass(frozen=True, slots=True)
class FileState:
    """What tells one state of a file from another; all that is kept of an asset."""

    path: str
    size: int
    """Bytes."""
    content: str
    """Equal for equal bytes: a checksum. Where the archive has none yet, the id of what is stored, with its size."""
    asset_id: str
    """Another one over the same bytes has other metadata."""


def file_state(asset: Asset) -> FileState:
    digests = asset.metadata.digest
    known = next((digest for name in _DIGESTS if (digest := digests.get(name))), None)
    size = asset.size or 0
    # A zarr may change under its id while it is uploaded.
    content = known or f"{asset.blob or asset.zarr or asset.asset_id} {size}"
    return FileState(asset.path, size, content, asset.asset_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A file before and after; None where it wasn't, or isn't any more."""

    before: FileState | None = None
    after: FileState | None = None

    @property
    def path(self) -> str:
        """Where it is, or else was."""
        return self._either.path

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def _either(self) -> FileState:
        state = self.after or self.before
        assert state is not None
        return state


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderChanges:
    """How many files of a group lie in a folder and those below it."""

    folder: str
    """Without a slash at the end; empty for the top."""
    count: int
    size_before: int
    size_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileGroup:
    """Files that went the same way."""

    count: int = 0
    size_before: int = 0
    """Bytes of all of them; 0 for those that were not there."""
    size_after: int = 0
    files: tuple[FileChange, ...] = ()
    """In the order of the listing; only the first ones if so many were asked for."""
    folders: tuple[FolderChanges, ...] = ()
    """Where they lie, the fullest folders only; () unless that says more than the paths."""
    folder_count: int = 0
    """Of all folders that `folders` is chosen from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChanges:
    """Every path of both versions is in one of the groups, or unchanged; of `moved` both paths are."""

    added: FileGroup
    removed: FileGroup
    changed: FileGroup
    """Other bytes at the same path."""
    moved: FileGroup
    """The same bytes at another path."""
    described: FileGroup
    """The same bytes at the same path, with other metadata."""
    unchanged: int

    @property
    def is_empty(self) -> bool:
        groups = (self.added, self.removed, self.changed, self.moved, self.described)
        return not any(group.count for group in groups)


def compare_files(
    before: Iterable[FileState], after: Iterable[FileState], *, most_shown: int | None = None
) -> FileChanges:
    """Compare two listings, each in the order that readers see.

    With `most_shown` a group keeps so many of its files; numbers and sizes are always of all.
    """
    old = {state.path: state for state in before}
    new = {state.path: state for state in after}
    changed, described, unchanged = _in_both(old, new)
    moves = pair_items(
        (state for path, state in old.items() if path not in new),
        (state for path, state in new.items() if path not in old),
        lambda state: (state.content, state.path.rpartition("/")[2]),
        # Empty files are all alike, which says nothing of where they came from.
        lambda state: state.content if state.size else None,
    )
    return FileChanges(
        added=_group([FileChange(after=state) for state in moves.added], most_shown),
        removed=_group([FileChange(before=state) for state in moves.removed], most_shown),
        changed=_group(changed, most_shown),
        moved=_group([FileChange(before=was, after=now) for was, now in moves.pairs], most_shown),
        described=_group(described, most_shown),
        unchanged=unchanged,
    )


def _in_both(
    old: Mapping[str, FileState], new: Mapping[str, FileState]
) -> tuple[list[FileChange], list[FileChange], int]:
    """Of the paths that both have: with other bytes, with other metadata, and how many are as they were."""
    changed, described, unchanged = [], [], 0
    for path, now in new.items():
        was = old.get(path)
        if was is None:
            continue
        if (was.content, was.size) != (now.content, now.size):
            changed.append(FileChange(before=was, after=now))
        elif was.asset_id != now.asset_id:
            described.append(FileChange(before=was, after=now))
        else:
            unchanged += 1
    return changed, described, unchanged


def _group(changes: Sequence[FileChange], most_shown: int | None) -> FileGroup:
    if not changes:
        return FileGroup()
    folders = _by_folder(changes)
    # Below one file in two a folder, a list of folders is about as long as that of the files.
    tells = most_shown is not None and len(changes) > most_shown and 2 * len(folders) <= len(changes)
    fullest = sorted(folders, key=lambda folder: -folder.count)[:_MOST_FOLDERS]
    return FileGroup(
        count=len(changes),
        size_before=sum(change.before.size for change in changes if change.before),
        size_after=sum(change.after.size for change in changes if change.after),
        files=tuple(changes[:most_shown]),
        folders=tuple(folder for folder in folders if folder in fullest) if tells else (),
        folder_count=len(folders) if tells else 0,
    )


def _by_folder(changes: Sequence[FileChange]) -> list[FolderChanges]:
    """The folders at the highest level where there are several, in the order of the listing."""
    folders = [change.folder.split("/") for change in changes]
    depth = len(posixpath.commonprefix(folders)) + 1
    found: dict[str, list[FileChange]] = {}
    for change, names in zip(changes, folders, strict=True):
        found.setdefault("/".join(names[:depth]), []).append(change)
    return [
        FolderChanges(
            folder=folder,
            count=len(files),
            size_before=sum(file.before.size for file in files if file.before),
            size_after=sum(file.after.size for file in files if file.after),
        )
        for folder, files in found.items()
    ]
