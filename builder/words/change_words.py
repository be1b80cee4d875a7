"""What changed between two versions, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from builder.catalog.changes.contributors import ContributorChanges
from builder.catalog.changes.fields import FieldChange
from builder.catalog.changes.files import FileChanges
from builder.catalog.changes.metadata import MetadataField
from builder.catalog.changes.versions import VersionChanges
from builder.catalog.schema.metadata import Contributor
from builder.catalog.schema.vocabulary import spoken
from builder.words import formats

NO_CHANGE = "no change"
_MOST_NAMED = 4
"""Fields that a summary names before it counts the rest."""

_COUNTED = {
    MetadataField.RESOURCES: "related resource",
    MetadataField.PROTOCOLS: "protocol",
    MetadataField.KEYWORDS: "keyword",
    MetadataField.STUDY_TARGETS: "study target",
    MetadataField.ETHICS: "ethics approval",
    MetadataField.PROJECTS: "associated project",
    MetadataField.APPROACHES: "approach",
    MetadataField.TECHNIQUES: "technique",
    MetadataField.VARIABLES: "variable",
}
"""Fields that hold several things, and what one of them is called."""
_PLURALS = {"approach": "approaches"}
_NUMBERS = frozenset({MetadataField.SUBJECTS, MetadataField.SAMPLES, MetadataField.CELLS})


def summary_line(changes: VersionChanges) -> str:
    """As `+12 files (3.4 GB), 2 removed, description and 3 keywords changed`."""
    parts = [*file_counts(changes.files), *_contributor_counts(changes.metadata.contributors)]
    fields = changes.metadata.fields
    parts += (words for change in fields if (words := _number_change(change)))
    named = _joined([_field_name(change) for change in fields if not _number_change(change)])
    return ", ".join([*parts, *([f"{named} changed"] if named else [])]) or NO_CHANGE


def file_counts(files: FileChanges) -> Iterator[str]:
    """How many files went which way; the first says that it is files."""
    added = formats.counted_size(files.added.size_after, files.added.count)
    told = (
        (files.added, "+{}" + (f" ({added})" if added else "")),
        (files.removed, "{} removed"),
        (files.changed, "{} changed"),
        (files.moved, "{} moved"),
        (files.described, "{} with new metadata"),
    )
    for place, (group, words) in enumerate((group, words) for group, words in told if group.count):
        yield words.format(formats.number(group.count) if place else formats.counted(group.count, "file"))


def size_change(before: int, after: int) -> str:
    """The size of what came or went; of what changed, before and after; arguments in bytes."""
    if not before or not after or before == after:
        return formats.counted_size(after or before, 1)
    old, new = formats.filesize(before), formats.filesize(after)
    if old != new:
        return f"{old} → {new}"
    return f"{new} ({'+' if after > before else '−'}{formats.filesize(abs(after - before))})"


def contributor_note(contributor: Contributor) -> str:
    """Roles, award and affiliations."""
    roles = ", ".join(spoken(role) for role in contributor.role_name)
    award = f"award {contributor.award_number}" if contributor.award_number else ""
    places = "; ".join(place.name for place in contributor.affiliation if place.name)
    return " · ".join(part for part in (roles, award, places) if part)


def _contributor_counts(changes: ContributorChanges) -> Iterator[str]:
    if changes.added:
        yield f"{formats.counted(len(changes.added), 'contributor')} added"
    if changes.removed:
        yield f"{formats.counted(len(changes.removed), 'contributor')} removed"
    if changes.changed:
        yield f"{formats.counted(len(changes.changed), 'contributor')} edited"
    if changes.order_after:
        yield "authors in another order"


def field_label(field: StrEnum) -> str:
    """A field by name. Pages count subjects themselves, so that the archive's number is said to be its own."""
    return "Subjects by the archive’s summary" if field is MetadataField.SUBJECTS else field.value


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _number_change(change: FieldChange) -> str:
    """As `36 → 14 subjects`; empty for what is no number, or has none in one of the versions."""
    if change.field not in _NUMBERS or not change.changed:
        return ""
    before, after = (part.text for part in change.changed[0])
    return f"{formats.number(int(before))} → {formats.number(int(after))} {_lower(field_label(change.field))}"


def _field_name(change: FieldChange) -> str:
    field = MetadataField(change.field)
    if field in _COUNTED:
        one = _COUNTED[field]
        return formats.counted(change.count, one, _PLURALS.get(one))
    return f"number of {_lower(field_label(field))}" if field in _NUMBERS else field.value.lower()


def _joined(names: list[str]) -> str:
    """As one says it: the first ones by name."""
    if len(names) > _MOST_NAMED + 1:
        names = [*names[:_MOST_NAMED], f"{len(names) - _MOST_NAMED} more fields"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
