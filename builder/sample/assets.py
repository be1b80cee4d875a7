"""A planned file as the archive answers about it: one line of an asset listing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from builder.sample import vocabulary
from builder.sample.addresses import (
    blob_url,
    context_url,
    download_url,
    make_digests,
    make_uuid,
    zarr_checksum,
    zarr_url,
)
from builder.sample.files import PlannedFile, Subject
from builder.sample.formats import encoding_format
from builder.sample.publishing import Publication
from builder.sample.recipe import SampleRecipe
from builder.sample.times import parse_utc, write_local, write_utc
from builder.sample.vocabulary import Json

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The bytes behind a file, where there are any."""

    size_bytes: int
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One asset, ready to be stored."""

    path: str
    size_bytes: int
    metadata: Json
    line: bytes
    """The item of the asset listing, as JSON."""
    blob: str | None
    """None for a Zarr store."""
    problem: tuple[str, str] | None
    pending: bool

    @property
    def is_counted(self) -> bool:
        """The archive's summary leaves out what isn't valid, or not yet."""
        return self.problem is None and not self.pending


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetMaker:
    """Makes the assets of one dandiset."""

    identifier: str
    created_utc: str
    subjects: Mapping[str, Subject]

    def make(
        self, file: PlannedFile, *, content: Content | None, publication: Publication | None, since_utc: str
    ) -> Asset:
        """The asset as it is since the version of `since_utc`, which is the first to have it."""
        uploaded = self._uploaded(file, since_utc)
        identity = (self.identifier, file.path, str(file.generation))
        item: Json = {
            "asset_id": file.rule.asset_id or make_uuid("asset", *identity),
            "blob": None if file.rule.zarr_files else _blob(content, identity),
            "zarr": make_uuid("zarr", *identity) if file.rule.zarr_files else None,
            "path": file.path,
            "size": _size(file, content),
            "created": write_utc(uploaded),
            "modified": write_utc(uploaded + timedelta(milliseconds=423)),
        }
        metadata = self._metadata(file, item, uploaded, content)
        if publication:
            metadata |= publication.fields(naive=file.rule.schema == "0.4.4")
        metadata |= file.rule.raw
        return Asset(
            path=file.path,
            size_bytes=item["size"],
            metadata=metadata,
            line=msgspec.json.encode({**item, "metadata": metadata}),
            blob=item["blob"],
            problem=file.rule.problem,
            pending=file.rule.pending,
        )

    def _uploaded(self, file: PlannedFile, since_utc: str) -> datetime:
        if file.generation:
            first = parse_utc(since_utc) - _DAY
        elif file.rule.uploaded:
            first = parse_utc(file.rule.uploaded)
        else:
            first = parse_utc(self.created_utc) + _DAY
        return first + timedelta(seconds=7.5 * file.number)

    def _metadata(self, file: PlannedFile, item: Json, uploaded: datetime, content: Content | None) -> Json:
        rule, asset_id = file.rule, item["asset_id"]
        address = blob_url(item["blob"]) if item["blob"] else zarr_url(item["zarr"])
        metadata: Json = {
            "id": f"dandiasset:{asset_id}",
            "path": file.path,
            "access": [{"status": "dandi:OpenAccess", "schemaKey": "AccessRequirements"}],
            "digest": _digests(file, item, content),
            "@context": context_url(rule.schema),
            "schemaKey": "Asset",
            "contentUrl": [download_url(asset_id), address],
            "identifier": asset_id,
            "contentSize": item["size"],
            "dateModified": write_local(uploaded, rule.zone),
            "schemaVersion": rule.schema,
            "encodingFormat": encoding_format(file.path),
            "wasGeneratedBy": _activities(file, asset_id),
            "blobDateModified": write_local(uploaded - 3 * _DAY, rule.zone),
        }
        metadata |= _terms(file)
        subject = self.subjects.get(file.names.get("subject", ""))
        is_nwb = metadata["encodingFormat"] == "application/x-nwb"
        if subject and (is_nwb if rule.participant is None else rule.participant):
            metadata["wasAttributedTo"] = [_participant(subject)]
        if rule.sample:
            metadata["wasDerivedFrom"] = [_sample(rule.sample, file.names)]
        return metadata


def _blob(content: Content | None, identity: tuple[str, ...]) -> str:
    """The same bytes are one blob, wherever they stand."""
    return make_uuid("blob", *((content.digests["dandi:sha2-256"],) if content else identity))


def _size(file: PlannedFile, content: Content | None) -> int:
    if content:
        return content.size_bytes
    return 0 if file.rule.ingesting else file.size_bytes


def _digests(file: PlannedFile, item: Json, content: Content | None) -> dict[str, Any]:
    names = ("digest", file.path, str(file.generation))
    if file.rule.zarr_files:
        checksum = zarr_checksum(item["size"], file.rule.zarr_files, *names)
        return {"dandi:dandi-zarr-checksum": None if file.rule.ingesting else checksum}
    digests = dict(content.digests) if content else make_digests(item["size"], item["blob"])
    return digests if file.rule.hashed else {"dandi:dandi-etag": digests["dandi:dandi-etag"]}


def _activities(file: PlannedFile, asset_id: str) -> list[Json]:
    """The session that was recorded, and the extraction of its metadata."""
    extraction: Json = {
        "id": f"urn:uuid:{make_uuid('extraction', asset_id)}",
        "name": "Metadata generation",
        "schemaKey": "Activity",
        "description": "Metadata generated by DANDI cli",
        "wasAssociatedWith": [
            {
                "url": "https://github.com/dandi/dandi-cli",
                "name": "DANDI Command Line Interface",
                "version": file.rule.cli,
                "schemaKey": "Software",
                "identifier": "RRID:SCR_019009",
            }
        ],
    }
    return [*_sessions(file), extraction]


def _sessions(file: PlannedFile) -> list[Json]:
    recipe = file.rule.session
    if recipe is None:
        return []
    name = recipe.name.format_map(file.names)
    session: Json = {"name": name, "schemaKey": "Session", "identifier": name}
    if recipe.description:
        session["description"] = recipe.description.format_map(file.names)
    if recipe.start:
        session["startDate"] = session_start(file)
    if recipe.equipment:
        session["used"] = [{"name": recipe.equipment, "schemaKey": "Equipment"}]
    return [session]


def session_start(file: PlannedFile) -> str:
    """When the file's session began; its rule must say when the first did."""
    if file.rule.session is None or file.rule.session.start is None:
        raise ValueError(f"{file.path}: its rule names no start of the session")
    return (datetime.fromisoformat(file.rule.session.start) + file.day * _DAY).isoformat()


def _terms(file: PlannedFile) -> Json:
    """What was measured and how, as far as the file says."""
    rule = file.rule
    answer: Json = {}
    if rule.approaches:
        answer["approach"] = [{"name": name, "schemaKey": "ApproachType"} for name in rule.approaches]
    if rule.techniques:
        kind = "MeasurementTechniqueType"
        answer["measurementTechnique"] = [{"name": name, "schemaKey": kind} for name in rule.techniques]
    if rule.variables:
        answer["variableMeasured"] = [{"value": name, "schemaKey": "PropertyValue"} for name in rule.variables]
    return answer


def _participant(subject: Subject) -> Json:
    recipe = subject.recipe
    answer: Json = {"schemaKey": "Participant", "identifier": subject.identifier}
    if subject.species:
        answer["species"] = vocabulary.species(subject.species)
    if subject.sex:
        answer["sex"] = vocabulary.sex(subject.sex)
    if subject.age:
        answer["age"] = _age(subject.age, recipe.age_since)
    if recipe.strain:
        answer["strain"] = {"name": recipe.strain, "schemaKey": "StrainType"}
    if recipe.vendor:
        answer["vendor"] = {"name": recipe.vendor, "schemaKey": "Organization"}
    if recipe.disorder:
        answer["disorder"] = [vocabulary.disorder(key) for key in recipe.disorder]
    for key, value in (
        ("genotype", recipe.genotype),
        ("cellLine", recipe.cell_line),
        ("sameAs", recipe.same_as),
        ("relatedParticipant", recipe.related),
    ):
        if value:
            answer[key] = value
    return answer


def _age(value: str, since: str | None) -> Json:
    answer: Json = {"value": value, "unitText": "ISO-8601 duration", "schemaKey": "PropertyValue"}
    if since:
        reference = f"dandi:{since.capitalize()}{'al' if since == 'gestation' else ''}Reference"
        answer["valueReference"] = {"value": reference, "schemaKey": "PropertyValue"}
    return answer


def _sample(recipe: SampleRecipe, names: Mapping[str, str]) -> Json:
    answer: Json = {
        "schemaKey": "BioSample",
        "identifier": recipe.identifier.format_map(names),
        "sampleType": {"name": recipe.kind, "schemaKey": "SampleType"},
    }
    if recipe.anatomy:
        answer["anatomy"] = [vocabulary.anatomy(key) for key in recipe.anatomy]
    if recipe.assay:
        answer["assayType"] = [{"name": name, "schemaKey": "AssayType"} for name in recipe.assay]
    if recipe.source:
        answer["wasDerivedFrom"] = [_sample(recipe.source, names)]
    return answer
