"""Build one dandiset of the sample: all its versions, and which files are really there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from builder.sample.assets import Asset, AssetMaker
from builder.sample.contents import Contents, describe
from builder.sample.files import PlannedFile, count_replacements, expand_subjects, plan_files
from builder.sample.recipe import DandisetRecipe, VersionRecipe
from builder.sample.versions import Version, build_version, fields_by_version, publication
from builder.sample.vocabulary import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeDandiset:
    """A dandiset, ready to be stored."""

    identifier: str
    recipe: DandisetRecipe
    versions: tuple[Version, ...]
    """Oldest first, the draft last."""
    blobs: Mapping[str, Path]
    """The files that are really there, by the id of their blob."""
    lacks_files: bool
    """Whether NWB files were left out because they could not be made."""

    def listed(self) -> Json:
        """Its item of `/api/dandisets/`."""
        *published, draft = self.versions
        return {
            **self.nested(),
            "most_recent_published_version": published[-1].listed() if published else None,
            "draft_version": draft.listed(),
        }

    def nested(self) -> Json:
        """The dandiset as its versions' answers have it."""
        *published, draft = self.versions
        return {
            "identifier": self.identifier,
            "created": self.recipe.created,
            "modified": (published[-1] if published else draft).modified,
            "contact_person": (published[-1] if published else draft).contact_person,
            "embargo_status": "OPEN",
            "star_count": self.recipe.stars,
            "is_starred": False,
        }


def build_dandiset(identifier: str, recipe: DandisetRecipe, contents: Contents) -> MadeDandiset:
    """All of a dandiset that its recipe says."""
    shelf = _AssetShelf(identifier, recipe, contents)
    versions: list[Version] = []
    for version, fields in fields_by_version(recipe):
        held = shelf.assets_of(version)
        previous = versions[-1] if versions else None
        versions.append(build_version(identifier, recipe, fields, version, assets=held, previous=previous))
    return MadeDandiset(
        identifier=identifier,
        recipe=recipe,
        versions=tuple(versions),
        blobs=shelf.blobs,
        lacks_files=shelf.lacks_files,
    )


class _AssetShelf:
    """The assets of one dandiset; a file that stays the same is one asset in all versions that hold it."""

    def __init__(self, identifier: str, recipe: DandisetRecipe, contents: Contents) -> None:
        self._identifier = identifier
        self._recipe = recipe
        self._contents = contents
        self._subjects = expand_subjects(recipe)
        self._maker = AssetMaker(identifier=identifier, created_utc=recipe.created, subjects=self._subjects)
        self._made: dict[tuple[str, int], Asset | None] = {}
        self.blobs: dict[str, Path] = {}
        self.lacks_files = False

    def assets_of(self, version: VersionRecipe) -> list[Asset]:
        """In order of path. Ask version by version, the oldest first."""
        found = []
        for file in plan_files(self._recipe, self._subjects, version):
            generation = count_replacements(self._recipe, version, file.path)
            key = (file.path, generation)
            if key not in self._made:
                current = replace(file, generation=generation) if generation else file
                self._made[key] = self._make(current, version)
            if asset := self._made[key]:
                found.append(asset)
        return found

    def _make(self, file: PlannedFile, version: VersionRecipe) -> Asset | None:
        """A new asset, published together with the version; None where its bytes can't be made."""
        path = self._contents.find(file, self._subjects)
        if path is None and file.rule.nwb:
            self.lacks_files = True
            return None
        asset = self._maker.make(
            file,
            content=describe(path),
            publication=publication(self._identifier, version),
            since_utc=version.at,
        )
        if path and asset.blob:
            self.blobs[asset.blob] = path
        return asset
