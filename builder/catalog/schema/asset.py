"""A file of a dandiset, as the archive lists it with its metadata."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec.structs import replace

from builder.catalog.schema.metadata import Access, Activity, PropertyValue, Resource, Standard, Term
from builder.catalog.schema.reading import Count, Exact, Few, FilePath, Line, Problem, Record, read_record
from builder.catalog.text.limits import FEW
from builder.catalog.text.lines import shown_path


class Genotype(Record, frozen=True, kw_only=True):
    locus: PropertyValue | Line | None = None
    alleles: Few[PropertyValue | Line] = ()


class Participant(Record, frozen=True, kw_only=True):
    """The subject that a file was recorded from."""

    schema_key: Exact = ""
    identifier: Exact | None = None
    alt_name: Few[Exact] = ()
    species: Term | None = None
    sex: Term | None = None
    age: PropertyValue | None = None
    strain: Term | None = None
    genotype: Line | Few[Genotype] | None = None
    cell_line: Term | None = None
    vendor: Term | None = None
    disorder: Few[Term] = ()


class BioSample(Record, frozen=True, kw_only=True):
    """What a file was recorded from, where that is not the subject as a whole: a slice, a cell."""

    identifier: Exact | None = None
    sample_type: Term | None = None
    assay_type: Few[Term] = ()
    anatomy: Few[Term] = ()
    was_derived_from: Few[BioSample] = ()
    was_attributed_to: Few[Participant] = ()


class AssetMetadata(Record, frozen=True, kw_only=True):
    schema_version: Exact = ""
    content_size: Count | None = None
    encoding_format: Exact = ""
    digest: Annotated[dict[Exact, Exact | None], msgspec.Meta(max_length=FEW)] = msgspec.field(default_factory=dict)
    content_url: Few[Exact] = ()
    """The archive's download address, then the one in the bucket."""
    date_modified: Exact | None = None
    blob_date_modified: Exact | None = None
    date_published: Exact | None = None
    access: Few[Access] = ()
    keywords: Few[Line] = ()
    approach: Few[Term] = ()
    data_standard: Few[Standard] = ()
    measurement_technique: Few[Term] = ()
    variable_measured: Few[PropertyValue | Line] = ()
    was_derived_from: Few[BioSample] = ()
    was_attributed_to: Few[Participant] = ()
    was_generated_by: Few[Activity] = ()
    related_resource: Few[Resource] = ()
    data_type: Exact | None = None
    same_as: Few[Exact] = ()

    @property
    def sessions(self) -> tuple[Activity, ...]:
        """Recording sessions, without the extraction of metadata that is noted beside them."""
        return tuple(activity for activity in self.was_generated_by if activity.schema_key == "Session")


class Asset(Record, frozen=True, kw_only=True, rename=None):
    """A line of the listing; its own keys are in snake case."""

    asset_id: Exact = ""
    path: FilePath = ""
    size: Count | None = None
    """Bytes; 0 while a zarr is being ingested."""
    blob: Exact | None = None
    zarr: Exact | None = None
    created: Exact = ""
    modified: Exact = ""
    metadata: AssetMetadata = AssetMetadata()

    @property
    def given_urls(self) -> tuple[str, ...]:
        """The addresses that the metadata give."""
        return self.metadata.content_url


def read_asset(line: bytes, where: str) -> tuple[Asset, tuple[Problem, ...]]:
    """Read a line of an asset listing; the path is as it is shown, and empty only where it can't be read."""
    asset, problems = read_record(line, Asset, where)
    path = "" if any(problem.where == f"{where}: path" for problem in problems) else shown_path(asset.path)
    return (asset if path == asset.path else replace(asset, path=path)), problems
