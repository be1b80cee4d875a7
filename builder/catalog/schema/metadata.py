"""The metadata document of a dandiset's version, as the schema's versions 0.4.4 to 0.8.0 write it.

Source: dandischema.models. Field names are the schema's, in snake case.
"""

from __future__ import annotations

from builder.catalog.schema.keywords import split_keywords
from builder.catalog.schema.licenses import read_licenses
from builder.catalog.schema.reading import Count, Exact, Few, Line, Many, Prose, Record, Whole
from builder.catalog.schema.vocabulary import FUNDING_ROLES


class PropertyValue(Record, frozen=True, kw_only=True):
    """A value with a unit: an age, a measured variable, or an identifier of 2020."""

    value: Line | Whole | float | None = None
    value_reference: PropertyValue | None = None
    unit_text: Line | None = None
    property_id: Exact | None = None


def variable_name(variable: PropertyValue | str) -> str:
    """What was measured, by name: assets have property values, older ones and summaries bare names."""
    return variable if isinstance(variable, str) else str(variable.value or "")


class Term(Record, frozen=True, kw_only=True):
    """A name from a vocabulary: species, anatomy, approach, technique, standard, sex, disorder."""

    schema_key: Exact = ""
    name: Line | None = None
    identifier: Exact | None = None
    """An ontology's address or short form, as `http://purl.obolibrary.org/obo/NCBITaxon_10090`; often absent."""


class StandardExtension(Record, frozen=True, kw_only=True):
    name: Line | None = None
    version: Exact | None = None


class Standard(Term, frozen=True, kw_only=True):
    """A standard that files follow."""

    version: Exact | None = None
    extensions: Few[StandardExtension] = ()

    @property
    def full_name(self) -> str:
        """With its version and its extensions, where they are known: "… (HED) 8.3.0 with sc 2.1.0"."""
        named = " ".join(filter(None, (self.name or self.identifier, self.version)))
        more = (" ".join(filter(None, (one.name, one.version))) for one in self.extensions)
        extensions = ", ".join(filter(None, more))
        return f"{named} with {extensions}" if named and extensions else named


class Affiliation(Record, frozen=True, kw_only=True):
    name: Line = ""
    identifier: Exact | None = None
    """The ROR address."""


class ContactPoint(Record, frozen=True, kw_only=True):
    email: Exact | None = None
    url: Exact | None = None


class Contributor(Record, frozen=True, kw_only=True):
    """A person or an organization."""

    schema_key: Exact = ""
    """`Person` or `Organization`; absent before schema 0.6.0."""
    name: Line = ""
    """Persons as "Last, First"."""
    identifier: Exact | None = None
    """ORCID, bare; of organizations the ROR address."""
    role_name: Few[Exact] = ()
    include_in_citation: bool | None = None
    """What the schema says of None, that persons are cited, the archive doesn't do."""
    affiliation: Few[Affiliation] = ()
    award_number: Line | None = None
    email: Exact | None = None
    url: Exact | None = None
    contact_point: Few[ContactPoint] | ContactPoint | None = None
    holds_award: bool = False
    """Set when all contributors are known: of an organization without a role, whose award a funder gave."""

    @property
    def is_organization(self) -> bool:
        if self.schema_key:
            return self.schema_key == "Organization"
        return "ror.org" in (self.identifier or "") or "dcite:Funder" in self.role_name

    @property
    def is_cited(self) -> bool:
        """As the archive cites: only who is marked so, person or organization."""
        return self.include_in_citation is True

    @property
    def is_funder(self) -> bool:
        """By its role; an organization that has none, but an award that no funder beside it has, gave that."""
        if self.role_name:
            return not FUNDING_ROLES.isdisjoint(self.role_name)
        return self.is_organization and bool((self.award_number or "").strip()) and not self.holds_award

    @property
    def funds_only(self) -> bool:
        """Whether the funding names all that there is to say of it."""
        return self.is_funder and FUNDING_ROLES.issuperset(self.role_name)


class Access(Record, frozen=True, kw_only=True):
    status: Exact = ""
    embargoed_until: Exact | None = None
    contact_point: ContactPoint | None = None


class Resource(Record, frozen=True, kw_only=True):
    """Something that the dandiset relates to: a paper, code, another dataset."""

    identifier: Exact | None = None
    name: Line | None = None
    url: Exact | None = None
    repository: Exact | None = None
    relation: Exact | None = None
    resource_type: Exact | None = None


class EthicsApproval(Record, frozen=True, kw_only=True):
    identifier: Exact | None = None
    contact_point: ContactPoint | None = None


class Associate(Record, frozen=True, kw_only=True):
    """Who or what took part in an activity."""

    schema_key: Exact = ""
    name: Line | None = None
    identifier: Exact | None = None
    version: Exact | None = None
    url: Exact | None = None


class Activity(Record, frozen=True, kw_only=True):
    """What brought the data about: a Project, a Session, or the extraction of metadata."""

    schema_key: Exact = ""
    name: Line | None = None
    identifier: Exact | None = None
    description: Prose | None = None
    start_date: Exact | None = None
    end_date: Exact | None = None
    url: Exact | None = None
    was_associated_with: Few[Associate] = ()
    used: Few[Associate] = ()


class AssetsSummary(Record, frozen=True, kw_only=True):
    """What the archive counted over the valid assets. Numbers that it doesn't know are absent."""

    number_of_bytes: Count | None = None
    number_of_files: Count | None = None
    number_of_subjects: Count | None = None
    number_of_samples: Count | None = None
    number_of_cells: Count | None = None
    data_standard: Few[Standard] = ()
    approach: Few[Term] = ()
    measurement_technique: Few[Term] = ()
    variable_measured: Few[Line | PropertyValue] = ()
    species: Few[Term] = ()


class DandisetMetadata(Record, frozen=True, kw_only=True):
    """The whole document. Drafts may lack any of it, and keep marks of an earlier publication."""

    schema_version: Exact = ""
    id: Exact = ""
    name: Line = ""
    description: Prose = ""
    contributor: Many[Contributor] = ()
    about: Few[Term] = ()
    study_target: Few[Prose] = ()
    license: Few[Exact] = ()
    protocol: Few[Exact] = ()
    ethics_approval: Few[EthicsApproval] = ()
    keywords: Few[Line] = ()
    acknowledgement: Prose = ""
    access: Few[Access] = ()
    url: Exact | None = None
    repository: Exact | None = None
    related_resource: Many[Resource] = ()
    was_generated_by: Few[Activity] = ()
    citation: Prose = ""
    assets_summary: AssetsSummary = AssetsSummary()
    manifest_location: Few[Exact] = ()
    date_created: Exact | None = None
    date_modified: Exact | None = None
    same_as: Few[Exact] = ()
    doi: Exact | None = None
    """Drafts keep that of an earlier publication: use Version.doi."""
    date_published: Exact | None = None
    release_notes: Prose | None = None

    @property
    def licenses(self) -> tuple[str, ...]:
        """Each once, as `spdx:CC-BY-4.0` where it is known under any name."""
        return read_licenses(self.license)

    @property
    def single_keywords(self) -> tuple[str, ...]:
        """Each once, those that were typed as one list, too."""
        return split_keywords(self.keywords)
