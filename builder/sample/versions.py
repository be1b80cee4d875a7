"""A version as the archive answers about it: its metadata, its `/info/`, its place in the list of dandisets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import msgspec

from builder.sample import addresses, vocabulary
from builder.sample.assets import Asset
from builder.sample.publishing import Publication
from builder.sample.recipe import DandisetRecipe, Fields, VersionRecipe
from builder.sample.summary import summarize_assets
from builder.sample.times import parse_utc, write_utc
from builder.sample.vocabulary import Json

MOST_ERRORS = 50
"""Of how many invalid and of how many pending assets the archive tells."""

_PENDING = ("", "asset is currently being validated, please wait.")

_ORIGINS = {
    "invented": "This dandiset is invented: it is part of the sample that comes with dandi-catalog.",
    "abridged": "Abridged for dandi-catalog's sample: its files stand in for those of the archive's own copy.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version with its assets."""

    recipe: VersionRecipe
    metadata: Json
    assets: Sequence[Asset]
    created: str
    modified: str
    status: str

    @property
    def size_bytes(self) -> int:
        return sum(asset.size_bytes for asset in self.assets)

    @property
    def contact_person(self) -> str:
        for contributor in self.metadata.get("contributor") or []:
            if "dcite:ContactPerson" in (contributor.get("roleName") or []):
                return str(contributor["name"])
        return ""

    def listed(self) -> Json:
        """The version as the list of dandisets has it."""
        return {
            "version": self.recipe.version,
            "name": self.metadata["name"],
            "asset_count": len(self.assets),
            "size": self.size_bytes,
            "status": self.status,
            "created": self.created,
            "modified": self.modified,
        }

    def info(self, dandiset: Json) -> Json:
        """The answer of `…/versions/V/info/`."""
        listed = self.listed()
        return {
            **{key: listed.pop(key) for key in ("version", "name", "asset_count")},
            "active_uploads": self.recipe.active_uploads,
            **listed,
            "dandiset": dandiset,
            "release_notes": self.recipe.release_notes,
            "asset_validation_errors": list(self._asset_errors()),
            "version_validation_errors": [
                {"field": field, "message": message} for field, message in self.recipe.errors
            ],
            "metadata": self.metadata,
            "contact_person": self.contact_person,
        }

    def _asset_errors(self) -> Iterator[Json]:
        pending = [(asset.path, _PENDING) for asset in self.assets if asset.pending]
        invalid = [(asset.path, asset.problem) for asset in self.assets if asset.problem]
        for path, (field, message) in [*pending[:MOST_ERRORS], *invalid[:MOST_ERRORS]]:
            yield {"field": field, "message": message, "path": path}


def build_version(
    identifier: str,
    recipe: DandisetRecipe,
    fields: Fields,
    version: VersionRecipe,
    *,
    assets: Sequence[Asset],
    previous: Version | None,
) -> Version:
    """A version of a dandiset, after the one that was published before it."""
    metadata = _metadata(identifier, recipe, fields, version, assets)
    built = Version(
        recipe=version,
        metadata=metadata,
        assets=assets,
        created=recipe.created if version.is_draft else version.at,
        modified=version.at if version.is_draft else write_utc(parse_utc(version.at) + timedelta(seconds=1.25)),
        status=version.status or ("Invalid" if version.errors else "Valid"),
    )
    if version.is_draft and previous and not version.status and _is_unchanged(built, previous):
        return replace(built, status="Published")
    return built


def fields_by_version(recipe: DandisetRecipe) -> Iterator[tuple[VersionRecipe, Fields]]:
    """What people had written by the time of each version."""
    fields = dict(recipe.fields)
    for version in recipe.versions:
        fields |= version.change
        for key, more in version.add.items():
            fields[key] = [*fields.get(key, []), *more]
        yield version, msgspec.convert(fields, Fields)


def publication(identifier: str, version: VersionRecipe) -> Publication | None:
    """How a version was published; None for a draft."""
    if version.is_draft:
        return None
    return Publication(identifier=identifier, version=version.version, at_utc=version.at)


def _metadata(
    identifier: str, recipe: DandisetRecipe, fields: Fields, version: VersionRecipe, assets: Sequence[Asset]
) -> Json:
    metadata: Json = {
        "id": f"DANDI:{identifier}/{version.version}",
        "url": addresses.version_url(identifier, version.version),
        "access": [_access(fields)],
        "version": version.version,
        "@context": addresses.context_url(version.schema),
        "schemaKey": "Dandiset",
        "identifier": f"DANDI:{identifier}",
        "repository": addresses.WEB_URL,
        "dateCreated": parse_utc(recipe.created).isoformat(),
        "schemaVersion": version.schema,
        "assetsSummary": summarize_assets(asset.metadata for asset in assets if asset.is_counted),
        "manifestLocation": [_manifest_url(identifier, version)],
    }
    metadata |= _written(fields, recipe)
    if published := publication(identifier, version):
        metadata |= published.fields(naive=version.schema == "0.4.4")
        metadata["doi"] = addresses.doi(identifier, version.version)
        knows_notes = tuple(int(part) for part in version.schema.split(".")) >= (0, 7, 0)
        if version.release_notes and knows_notes:
            metadata["releaseNotes"] = version.release_notes
    metadata |= fields.raw
    metadata["citation"] = _citation(metadata, version)
    return {key: value for key, value in metadata.items() if key not in fields.drop}


def _written(fields: Fields, recipe: DandisetRecipe) -> Json:
    """The part of the metadata that people wrote; empty lists stay, as the archive's editor leaves them."""
    answer: Json = {
        "name": fields.name,
        "license": fields.license,
        "contributor": [vocabulary.contributor(entry) for entry in fields.contributors],
        "keywords": fields.keywords,
        "about": [vocabulary.subject_matter(key) for key in fields.about],
        "studyTarget": fields.study_targets,
        "protocol": fields.protocols,
        "ethicsApproval": [vocabulary.ethics_approval(entry) for entry in fields.ethics],
        "wasGeneratedBy": [vocabulary.project(entry) for entry in fields.projects],
        "relatedResource": [vocabulary.related_resource(entry) for entry in fields.related],
        "acknowledgement": " ".join(filter(None, [fields.acknowledgement, _ORIGINS[recipe.origin]])),
    }
    if fields.description is not None:
        answer["description"] = fields.description
    return answer


def _access(fields: Fields) -> Json:
    answer: Json = {"status": "dandi:OpenAccess", "schemaKey": "AccessRequirements"}
    if fields.access_note:
        answer["description"] = fields.access_note
    if fields.embargoed_until:
        answer["embargoedUntil"] = fields.embargoed_until
    return answer


def _manifest_url(identifier: str, version: VersionRecipe) -> str:
    if version.is_draft:
        return f"{addresses.API_URL}/dandisets/{identifier}/versions/draft/assets/"
    return f"{addresses.BUCKET_URL}/dandisets/{identifier}/{version.version}/assets.yaml"


def _citation(metadata: Json, version: VersionRecipe) -> str:
    """As the archive writes it: those who want to be cited, in order, or the title alone."""
    year, name, label = parse_utc(version.at).year, metadata["name"], f"(Version {version.version}) [Data set]"
    url = metadata["url"] if version.is_draft else f"https://doi.org/{metadata['doi']}"
    cited: list[Any] = [entry for entry in metadata.get("contributor") or [] if entry.get("includeInCitation")]
    if not cited:
        return f"{name} ({year}). {label}. DANDI Archive. {url}"
    authors = "; ".join(entry["name"] for entry in cited)
    return f"{authors} ({year}) {name} {label}. DANDI Archive. {url}"


def _is_unchanged(draft: Version, published: Version) -> bool:
    """Whether a draft says and holds the same as what was last published."""
    about = ("name", "description", "contributor", "license", "keywords", "relatedResource", "about")
    same_text = all(draft.metadata.get(key) == published.metadata.get(key) for key in about)
    return same_text and [a.line for a in draft.assets] == [a.line for a in published.assets]
