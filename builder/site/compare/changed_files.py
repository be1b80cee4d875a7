"""The files that changed between two versions as a page shows them. Pure."""

from __future__ import annotations

from builder.catalog.changes.files import FileChange, FileChanges, FileGroup, FolderChanges
from builder.site.contexts import ChangedFile, ChangedFiles, ChangedFolder
from builder.words import formats
from builder.words.change_words import size_change

_FEW = 10
"""So many files stand open on the page."""


def changed_files(changes: FileChanges) -> tuple[ChangedFiles, ...]:
    """A group for each way that files went."""
    groups = (
        (changes.added, "added", "+", "added"),
        (changes.removed, "removed", "−", "removed"),
        (changes.changed, "changed", "~", "with new content"),
        (changes.moved, "moved", "→", "moved or renamed"),
        (changes.described, "described", "~", "with the same content and new metadata"),
    )
    return tuple(_group(group, kind, mark, words) for group, kind, mark, words in groups if group.count)


def _group(group: FileGroup, kind: str, mark: str, words: str) -> ChangedFiles:
    return ChangedFiles(
        kind=kind,
        mark=mark,
        title=f"{formats.counted(group.count, 'file')} {words}",
        size=size_change(group.size_before, group.size_after),
        is_short=group.count <= _FEW,
        folders=tuple(_folder(folder) for folder in group.folders),
        more_folders=formats.and_more(group.folder_count - len(group.folders), "folder"),
        files=tuple(_file(change) for change in group.files),
        more=formats.and_more(group.count - len(group.files), "file"),
    )


def _folder(folder: FolderChanges) -> ChangedFolder:
    return ChangedFolder(
        folder=f"{folder.folder}/" if folder.folder else "",
        files=formats.counted(folder.count, "file"),
        size=size_change(folder.size_before, folder.size_after),
    )


def _file(change: FileChange) -> ChangedFile:
    before, after = change.before, change.after
    return ChangedFile(
        path=change.path,
        old_path=before.path if before and before.path != change.path else "",
        size=size_change(before.size if before else 0, after.size if after else 0),
    )
