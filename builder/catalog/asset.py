"""A file of a dandiset, as the archive lists it with its metadata."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from builder.catalog.lines import shown_path
from builder.catalog.metadata import Access, Activity, PropertyValue, Resource, Term
from builder.catalog.reading import Problem, Record, read_record


class Genotype(Record, frozen=True, kw_only=True):
    locus: PropertyValue | str | None = None
    alleles: tuple[PropertyValue | str, ...] = ()


class Participant(Record, frozen=True, kw_only=True):
    """The subject that a file was recorded from."""

    schema_key: str = ""
    identifier: str | None = None
    alt_name: tuple[str, ...] = ()
    species: Term | None = None
    sex: Term | None = None
    age: PropertyValue | None = None
    strain: Term | None = None
    genotype: str | tuple[Genotype, ...] | None = None
    cell_line: Term | None = None
    vendor: Term | None = None
    disorder: tuple[Term, ...] = ()


class BioSample(Record, frozen=True, kw_only=True):
    """What a file was recorded from, where that is not the subject as a whole: a slice, a cell."""

    identifier: str | None = None
    sample_type: Term | None = None
    assay_type: tuple[Term, ...] = ()
    anatomy: tuple[Term, ...] = ()
    was_derived_from: tuple[BioSample, ...] = ()
    was_attributed_to: tuple[Participant, ...] = ()


class AssetMetadata(Record, frozen=True, kw_only=True):
    schema_version: str = ""
    content_size: int | None = None
    encoding_format: str = ""
    digest: dict[str, str | None] = msgspec.field(default_factory=dict)
    content_url: tuple[str, ...] = ()
    """The archive's download address, then the one in the bucket."""
    date_modified: str | None = None
    blob_date_modified: str | None = None
    date_published: str | None = None
    access: tuple[Access, ...] = ()
    keywords: tuple[str, ...] = ()
    approach: tuple[Term, ...] = ()
    measurement_technique: tuple[Term, ...] = ()
    variable_measured: tuple[PropertyValue | str, ...] = ()
    was_derived_from: tuple[BioSample, ...] = ()
    was_attributed_to: tuple[Participant, ...] = ()
    was_generated_by: tuple[Activity, ...] = ()
    related_resource: tuple[Resource, ...] = ()
    data_type: str | None = None
    same_as: tuple[str, ...] = ()

    @property
    def sessions(self) -> tuple[Activity, ...]:
        """Recording sessions, without the extraction of metadata that is noted beside them."""
        return tuple(activity for activity in self.was_generated_by if activity.schema_key == "Session")


class Asset(Record, frozen=True, kw_only=True, rename=None):
    """A line of the listing; its own keys are in snake case."""

    asset_id: str = ""
    path: str = ""
    size: int | None = None
    """Bytes; 0 while a zarr is being ingested."""
    blob: str | None = None
    zarr: str | None = None
    created: str = ""
    modified: str = ""
    metadata: AssetMetadata = AssetMetadata()

    @property
    def given_urls(self) -> tuple[str, ...]:
        """The addresses that the metadata give."""
        return self.metadata.content_url


def read_asset(line: bytes, where: str) -> tuple[Asset, tuple[Problem, ...]]:
    """Read a line of an asset listing; the path is as it is shown."""
    asset, problems = read_record(line, Asset, where)
    path = shown_path(asset.path)
    return (asset if path == asset.path else replace(asset, path=path)), problems
