"""What changed in a dandiset's metadata from one version to another, field by field.

Left out is what the server writes anew each time: identifiers, citation, addresses, dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from builder.catalog.changes.contributors import ContributorChanges, compare_contributors
from builder.catalog.changes.fields import FieldChange, Item, compare_items
from builder.catalog.changes.texts import compare_prose
from builder.catalog.links.archive_links import identifier_url
from builder.catalog.schema.metadata import Activity, DandisetMetadata, PropertyValue, Resource, Term, variable_name
from builder.catalog.schema.taxa import taxon_label
from builder.catalog.schema.vocabulary import access_of, license_of, spoken, without_kind


class MetadataField(StrEnum):
    """In a reader's words, the weightiest first."""

    TITLE = "Title"
    DESCRIPTION = "Description"
    LICENSE = "License"
    ACCESS = "Access"
    RESOURCES = "Related resources"
    PROTOCOLS = "Protocols"
    SUBJECT_MATTER = "Subject matter"
    KEYWORDS = "Keywords"
    STUDY_TARGETS = "Study targets"
    ETHICS = "Ethics approvals"
    PROJECTS = "Associated projects"
    ACKNOWLEDGEMENT = "Acknowledgement"
    SAME_AS = "Same as"
    SUBJECTS = "Subjects"
    SAMPLES = "Samples"
    CELLS = "Cells"
    SPECIES = "Species"
    APPROACHES = "Approaches"
    TECHNIQUES = "Techniques"
    VARIABLES = "Variables"
    STANDARDS = "Data standards"


PROSE = frozenset({MetadataField.DESCRIPTION, MetadataField.ACKNOWLEDGEMENT})
"""Fields of running text: how it changed is in the one item of `changed`."""

_TERMS = frozenset(
    {
        *(MetadataField.SPECIES, MetadataField.APPROACHES, MetadataField.TECHNIQUES, MetadataField.VARIABLES),
        MetadataField.STANDARDS,
    }
)
SUMMARIZED = _TERMS | {MetadataField.SUBJECTS, MetadataField.SAMPLES, MetadataField.CELLS}
"""Fields that the archive gathers from the files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataChanges:
    fields: tuple[FieldChange, ...]
    """In the order of MetadataField."""
    contributors: ContributorChanges
    schema_before: str
    schema_after: str

    @property
    def is_empty(self) -> bool:
        """Whether people said nothing new; the schema is the archive's."""
        return not self.fields and self.contributors.is_empty


def compare_metadata(before: DandisetMetadata, after: DandisetMetadata, *, same_files: bool) -> MetadataChanges:
    """Over the `same_files` another summary is another count of those that the archive finds valid: no change."""
    known = before.assets_summary.number_of_files and after.assets_summary.number_of_files
    left_out = frozenset() if known and not same_files else SUMMARIZED
    found = (_compare_field(field, before, after) for field in MetadataField if field not in left_out)
    return MetadataChanges(
        fields=tuple(change for change in found if change),
        contributors=compare_contributors(before.contributor, after.contributor),
        schema_before=before.schema_version,
        schema_after=after.schema_version,
    )


def _compare_field(field: MetadataField, before: DandisetMetadata, after: DandisetMetadata) -> FieldChange | None:
    if field in PROSE:
        parts = compare_prose(_PROSE_OF[field](before), _PROSE_OF[field](after))
        return FieldChange(field=field, changed=(parts,)) if parts else None
    items = _ITEMS_OF[field]
    # The summary names things as their files do: that the archive's label of a species changed is nobody's edit.
    return compare_items(field, items(before), items(after), names_count=field not in _TERMS)


_PROSE_OF: dict[MetadataField, Callable[[DandisetMetadata], str]] = {
    MetadataField.DESCRIPTION: lambda metadata: metadata.description,
    MetadataField.ACKNOWLEDGEMENT: lambda metadata: metadata.acknowledgement,
}

_ITEMS_OF: dict[MetadataField, Callable[[DandisetMetadata], Iterable[Item]]] = {
    MetadataField.TITLE: lambda metadata: _single(metadata.name),
    MetadataField.LICENSE: lambda metadata: [Item(text=license_of(name)[0]) for name in metadata.license],
    MetadataField.ACCESS: lambda metadata: _single(_access(metadata)),
    MetadataField.RESOURCES: lambda metadata: map(_resource, metadata.related_resource),
    MetadataField.PROTOCOLS: lambda metadata: [Item(text=text, key=_locator(text)) for text in metadata.protocol],
    MetadataField.SUBJECT_MATTER: lambda metadata: map(_term, metadata.about),
    MetadataField.KEYWORDS: lambda metadata: [Item(text=word, key=word.casefold()) for word in metadata.keywords],
    MetadataField.STUDY_TARGETS: lambda metadata: [Item(text=text) for text in metadata.study_target],
    MetadataField.ETHICS: lambda metadata: [Item(text=one.identifier or "") for one in metadata.ethics_approval],
    MetadataField.PROJECTS: lambda metadata: map(_project, metadata.was_generated_by),
    MetadataField.SAME_AS: lambda metadata: [Item(text=text) for text in metadata.same_as],
    MetadataField.SUBJECTS: lambda metadata: _number(metadata.assets_summary.number_of_subjects),
    MetadataField.SAMPLES: lambda metadata: _number(metadata.assets_summary.number_of_samples),
    MetadataField.CELLS: lambda metadata: _number(metadata.assets_summary.number_of_cells),
    MetadataField.SPECIES: lambda metadata: map(_taxon, metadata.assets_summary.species),
    MetadataField.APPROACHES: lambda metadata: map(_method, metadata.assets_summary.approach),
    MetadataField.TECHNIQUES: lambda metadata: map(_method, metadata.assets_summary.measurement_technique),
    MetadataField.VARIABLES: lambda metadata: map(_variable, metadata.assets_summary.variable_measured),
    MetadataField.STANDARDS: lambda metadata: map(_term, metadata.assets_summary.data_standard),
}


def _single(text: str) -> list[Item]:
    """The value of a field that has one: whatever it says, it is the same thing."""
    return [Item(text=text, key="")] if text.strip() else []


def _number(count: int | None) -> list[Item]:
    return _single(str(count) if count else "")


def _access(metadata: DandisetMetadata) -> str:
    """What old versions don't say was open, too."""
    statuses = (access_of(access.status) for access in metadata.access if access.status)
    return ", ".join(statuses) or access_of("dandi:OpenAccess")


def _term(term: Term) -> Item:
    return Item(text=term.name or term.identifier or "", key=_locator(term.identifier))


def _taxon(term: Term) -> Item:
    return replace(_term(term), text=taxon_label(term.name or term.identifier or "", term.identifier))


def _method(term: Term) -> Item:
    return replace(_term(term), text=without_kind(term.name or term.identifier or ""))


def _variable(variable: str | PropertyValue) -> Item:
    return Item(text=variable_name(variable))


def _resource(resource: Resource) -> Item:
    """All that is said of it, so that no change of it goes unseen."""
    name = resource.name or resource.identifier or resource.url or ""
    details = (
        spoken(resource.resource_type) if resource.resource_type else "",
        resource.repository or "",
        resource.identifier or "",
        resource.url or "",
    )
    told = "; ".join(detail for detail in dict.fromkeys(details) if detail and detail != name)
    relation = f"{spoken(resource.relation)}: " if resource.relation else ""
    return Item(
        text=f"{relation}{name}{f' ({told})' if told else ''}" if name else "",
        key=_locator(resource.url) or _locator(resource.identifier) or name.casefold(),
    )


def _project(activity: Activity) -> Item:
    name = activity.name or activity.identifier or ""
    told = "; ".join(detail for detail in (activity.identifier, activity.description) if detail and detail != name)
    return Item(text=f"{name}{f' ({told})' if told else ''}" if name else "", key=name.casefold())


def _locator(text: str | None) -> str | None:
    """One form of an identifier, which people write in several."""
    return identifier_url(text) or text or None
