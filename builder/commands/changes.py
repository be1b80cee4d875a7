"""What `diff` found, as lines of text. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.catalog.changes.fields import FieldChange
from builder.catalog.changes.files import FileChange, FileGroup
from builder.catalog.changes.metadata import PROSE
from builder.catalog.changes.texts import Edit, TextPart
from builder.catalog.changes.versions import VersionChanges
from builder.catalog.schema.metadata import Contributor
from builder.diff.snapshots import SnapshotDiff
from builder.printable import in_one_line
from builder.site.parts.people import spoken_name
from builder.words import formats
from builder.words.change_words import contributor_note, size_change, summary_line

_FILES_SHOWN = 50
_NAME_WIDTH = 72
"""Characters: longer paths push their size to the right."""


def diff_lines(found: SnapshotDiff) -> Iterator[str]:
    """A line for each dandiset and version, then a summary."""
    for mark, names in (("+", found.added), ("~", found.changed), ("-", found.removed)):
        for name in names:
            yield f"{mark} {name}"
    yield f"{len(found.added)} added, {len(found.changed)} changed, {len(found.removed)} removed"


def version_diff_lines(identifier: str, changes: VersionChanges) -> Iterator[str]:
    """A summary, the metadata before and after, and the files with their sizes."""
    yield f"{identifier}: {changes.before} → {changes.after}"
    yield summary_line(changes)
    metadata, files = changes.metadata, changes.files
    for change in metadata.fields:
        yield from _field_lines(change, "  ")
    for mark, people in (("+", metadata.contributors.added), ("-", metadata.contributors.removed)):
        yield from (f"  {mark} contributor: {in_one_line(_contributor(one))}" for one in people)
    for person in metadata.contributors.changed:
        yield f"  ~ contributor: {in_one_line(spoken_name(person.contributor))}"
        for change in person.fields:
            yield from _field_lines(change, "      ")
    for mark, group in (("+", files.added), ("-", files.removed), ("~", files.changed), (">", files.moved)):
        yield from _file_lines(mark, group)
    if files.described.count:
        yield f"  {formats.counted(files.described.count, 'file')} with the same content and new metadata"
    yield f"  {formats.counted(files.unchanged, 'file')} unchanged"


def _field_lines(change: FieldChange, indent: str) -> Iterator[str]:
    yield f"{indent}{change.field.value}"
    if change.field in PROSE:
        yield from (f"{indent}  {in_one_line(''.join(map(_marked, parts)))}" for parts in change.changed)
        return
    for parts in change.changed:
        yield f"{indent}  - {_side(parts, Edit.ADDED)}"
        yield f"{indent}  + {_side(parts, Edit.REMOVED)}"
    for mark, texts in (("-", change.removed), ("+", change.added)):
        yield from (f"{indent}  {mark} {in_one_line(text)}" for text in texts)


def _side(parts: Iterable[TextPart], other: Edit) -> str:
    """A text before or after, without what only the other one has."""
    return in_one_line("".join(part.text for part in parts if part.edit is not other)) or "(nothing)"


def _marked(part: TextPart) -> str:
    """A part of running text, marked as git's word-diff does."""
    return {
        Edit.KEPT: part.text,
        Edit.ADDED: f"{{+{part.text}+}}",
        Edit.REMOVED: f"[-{part.text}-]",
        Edit.SKIPPED: " … ",
    }[part.edit]


def _contributor(contributor: Contributor) -> str:
    note = contributor_note(contributor)
    return spoken_name(contributor) + (f" ({note})" if note else "")


def _file_lines(mark: str, group: FileGroup) -> Iterator[str]:
    shown = group.files[:_FILES_SHOWN]
    names = [in_one_line(_file_name(change)) for change in shown]
    width = min(_NAME_WIDTH, max(map(len, names), default=0))
    for name, change in zip(names, shown, strict=True):
        before, after = (state.size if state else 0 for state in (change.before, change.after))
        yield f"  {mark} {name:{width}} | {size_change(before, after)}"
    if group.count > len(shown):
        yield f"  {mark} … and {formats.counted(group.count - len(shown), 'more file')}: see --json"


def _file_name(change: FileChange) -> str:
    before = change.before.path if change.before else change.path
    return change.path if before == change.path else f"{before} → {change.path}"
