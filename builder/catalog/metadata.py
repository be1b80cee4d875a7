"""The metadata document of a dandiset's version, as the schema's versions 0.4.4 to 0.8.0 write it.

Source: dandischema.models. Field names are the schema's, in snake case.
"""

from __future__ import annotations

from builder.catalog.reading import Record
from builder.catalog.vocabulary import FUNDING_ROLES


class PropertyValue(Record, frozen=True, kw_only=True):
    """A value with a unit: an age, a measured variable, or an identifier of 2020."""

    value: str | int | float | None = None
    value_reference: PropertyValue | None = None
    unit_text: str | None = None
    property_id: str | None = None


class Term(Record, frozen=True, kw_only=True):
    """A name from a vocabulary: species, anatomy, approach, technique, standard, sex, disorder."""

    schema_key: str = ""
    name: str | None = None
    identifier: str | None = None
    """An ontology's address or short form, as `http://purl.obolibrary.org/obo/NCBITaxon_10090`; often absent."""


class Affiliation(Record, frozen=True, kw_only=True):
    name: str = ""
    identifier: str | None = None
    """The ROR address."""


class ContactPoint(Record, frozen=True, kw_only=True):
    email: str | None = None
    url: str | None = None


class Contributor(Record, frozen=True, kw_only=True):
    """A person or an organization."""

    schema_key: str = ""
    """`Person` or `Organization`; absent before schema 0.6.0."""
    name: str = ""
    """Persons as "Last, First"."""
    identifier: str | None = None
    """ORCID, bare; of organizations the ROR address."""
    role_name: tuple[str, ...] = ()
    include_in_citation: bool | None = None
    """None means the schema's default: yes for persons, no for organizations."""
    affiliation: tuple[Affiliation, ...] = ()
    award_number: str | None = None
    email: str | None = None
    url: str | None = None
    contact_point: tuple[ContactPoint, ...] | ContactPoint | None = None

    @property
    def is_organization(self) -> bool:
        if self.schema_key:
            return self.schema_key == "Organization"
        return "ror.org" in (self.identifier or "") or "dcite:Funder" in self.role_name

    @property
    def is_cited(self) -> bool:
        return not self.is_organization if self.include_in_citation is None else self.include_in_citation

    @property
    def is_funder(self) -> bool:
        """By its role; an organization that has none, but an award, gave that."""
        if self.role_name:
            return not FUNDING_ROLES.isdisjoint(self.role_name)
        return self.is_organization and bool((self.award_number or "").strip())

    @property
    def funds_only(self) -> bool:
        """Whether the funding names all that there is to say of it."""
        return self.is_funder and FUNDING_ROLES.issuperset(self.role_name)


class Access(Record, frozen=True, kw_only=True):
    status: str = ""
    embargoed_until: str | None = None
    contact_point: ContactPoint | None = None


class Resource(Record, frozen=True, kw_only=True):
    """Something that the dandiset relates to: a paper, code, another dataset."""

    identifier: str | None = None
    name: str | None = None
    url: str | None = None
    repository: str | None = None
    relation: str | None = None
    resource_type: str | None = None


class EthicsApproval(Record, frozen=True, kw_only=True):
    identifier: str | None = None
    contact_point: ContactPoint | None = None


class Associate(Record, frozen=True, kw_only=True):
    """Who or what took part in an activity."""

    schema_key: str = ""
    name: str | None = None
    identifier: str | None = None
    version: str | None = None
    url: str | None = None


class Activity(Record, frozen=True, kw_only=True):
    """What brought the data about: a Project, a Session, or the extraction of metadata."""

    schema_key: str = ""
    name: str | None = None
    identifier: str | None = None
    description: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    url: str | None = None
    was_associated_with: tuple[Associate, ...] = ()
    used: tuple[Associate, ...] = ()


class AssetsSummary(Record, frozen=True, kw_only=True):
    """What the archive counted over the valid assets. Numbers that it doesn't know are absent."""

    number_of_bytes: int | None = None
    number_of_files: int | None = None
    number_of_subjects: int | None = None
    number_of_samples: int | None = None
    number_of_cells: int | None = None
    data_standard: tuple[Term, ...] = ()
    approach: tuple[Term, ...] = ()
    measurement_technique: tuple[Term, ...] = ()
    variable_measured: tuple[str | PropertyValue, ...] = ()
    species: tuple[Term, ...] = ()


class DandisetMetadata(Record, frozen=True, kw_only=True):
    """The whole document. Drafts may lack any of it, and keep marks of an earlier publication."""

    schema_version: str = ""
    id: str = ""
    name: str = ""
    description: str = ""
    contributor: tuple[Contributor, ...] = ()
    about: tuple[Term, ...] = ()
    study_target: tuple[str, ...] = ()
    license: tuple[str, ...] = ()
    protocol: tuple[str, ...] = ()
    ethics_approval: tuple[EthicsApproval, ...] = ()
    keywords: tuple[str, ...] = ()
    acknowledgement: str = ""
    access: tuple[Access, ...] = ()
    url: str | None = None
    repository: str | None = None
    related_resource: tuple[Resource, ...] = ()
    was_generated_by: tuple[Activity, ...] = ()
    citation: str = ""
    assets_summary: AssetsSummary = AssetsSummary()
    manifest_location: tuple[str, ...] = ()
    date_created: str | None = None
    date_modified: str | None = None
    same_as: tuple[str, ...] = ()
    doi: str | None = None
    """Drafts keep that of an earlier publication: use Version.doi."""
    date_published: str | None = None
    release_notes: str | None = None
