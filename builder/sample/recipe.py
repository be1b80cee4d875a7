"""What the files under `dandisets/` may say: one recipe each, read strictly, so that a misspelt key is an error."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, ClassVar, Literal

import msgspec
import yaml

DRAFT = "draft"


class Recipe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a recipe; unknown keys are refused."""


class ContributorRecipe(Recipe, frozen=True, kw_only=True):
    """One contributor: somebody of the vocabulary, in a role."""

    who: str
    """Key in the vocabulary's people or organizations."""
    roles: tuple[str, ...] = ()
    """Names of dcite roles, without the prefix."""
    award: str | None = None
    cited: bool | None = None
    """None: as the schema's default for the kind (people are, organizations aren't)."""


class RelatedRecipe(Recipe, frozen=True, kw_only=True):
    """A resource that has to do with the dandiset."""

    relation: str
    """A dcite relation, without the prefix."""
    name: str | None = None
    doi: str | None = None
    url: str | None = None
    kind: str | None = None
    """A dcite resource type, without the prefix."""
    repository: str | None = None


class EthicsRecipe(Recipe, frozen=True, kw_only=True):
    """An approval by an ethics committee."""

    identifier: str
    url: str | None = None


class ProjectRecipe(Recipe, frozen=True, kw_only=True):
    """A project that the dandiset came out of."""

    name: str
    identifier: str | None = None
    description: str | None = None
    start: str | None = None
    end: str | None = None


class Fields(Recipe, frozen=True, kw_only=True):
    """What people wrote about a dandiset."""

    name: str
    description: str | None = None
    license: tuple[str, ...] = ("spdx:CC-BY-4.0",)
    contributors: tuple[ContributorRecipe, ...] = ()
    keywords: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    """Keys in the vocabulary's subject matter."""
    study_targets: tuple[str, ...] = ()
    protocols: tuple[str, ...] = ()
    related: tuple[RelatedRecipe, ...] = ()
    ethics: tuple[EthicsRecipe, ...] = ()
    projects: tuple[ProjectRecipe, ...] = ()
    acknowledgement: str | None = None
    access_note: str | None = None
    embargoed_until: str | None = None
    """On an open dandiset: history, as it stays after an embargo."""
    raw: dict[str, Any] = {}
    """Laid over the finished metadata as it stands, to break it or to go beyond the schema."""
    drop: tuple[str, ...] = ()
    """Keys that the finished metadata lacks."""


class SubjectRecipe(Recipe, frozen=True, kw_only=True):
    """One participant, or a numbered row of them ("01..12") whose listed values take turns."""

    species: tuple[str, ...] = ()
    sex: tuple[str, ...] = ()
    age: tuple[str, ...] = ()
    """ISO 8601 durations or ranges, or words, as they stand in the file."""
    age_since: Literal["birth", "gestation"] | None = "birth"
    strain: str | None = None
    genotype: str | list[dict[str, Any]] | None = None
    disorder: tuple[str, ...] = ()
    cell_line: str | None = None
    vendor: str | None = None
    name: str | None = None
    """The identifier where it differs from what stands in the path."""
    same_as: tuple[str, ...] = ()
    related: tuple[dict[str, Any], ...] = ()


class SessionRecipe(Recipe, frozen=True, kw_only=True):
    """The session that a file came out of; templates may name the path's dimensions."""

    name: str = "{session}"
    description: str | None = None
    start: str | None = None
    """Date and time of the first; the next ones follow at `days_apart`."""
    days_apart: int = 1
    equipment: str | None = None


class SampleRecipe(Recipe, frozen=True, kw_only=True):
    """A piece of tissue, and what it was cut from."""

    identifier: str
    kind: Literal["cell", "slice", "tissuesample"]
    anatomy: tuple[str, ...] = ()
    assay: tuple[str, ...] = ()
    source: SampleRecipe | None = None


class FileRule(Recipe, frozen=True, kw_only=True):
    """Files of one kind, as many as the product of `each` says."""

    path: str
    """A template: `{subject}` and whatever else `each` names."""
    each: dict[str, str | list[str]] = {}
    """The values of each dimension: a list, a range like "001..025", or "all" (subjects)."""
    versions: tuple[str, ...] | None = None
    """The versions that hold them; None means all."""
    size: int = 0
    """About how many bytes a file has; the real number where they are made."""
    text: str | None = None
    """The file's content: such a file is really there."""
    nwb: str | None = None
    """What builder.sample.nwb_files makes it with: such a file is there where PyNWB is."""
    zarr_files: int | None = None
    """How many files the Zarr store has; None where it is a plain file."""
    ingesting: bool = False
    """The archive hasn't counted the Zarr store yet: no size, no checksum."""
    asset_id: str | None = None
    """A real asset's id, where one must be found under it."""
    schema: str = "0.6.4"
    uploaded: str | None = None
    """When the first was uploaded; None: a day after the dandiset was created."""
    zone: str = "+00:00"
    """The offset of the uploader's clock."""
    cli: str = "0.58.0"
    participant: bool | None = None
    """Whether a participant is named; None: in NWB files that have a subject."""
    approaches: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    session: SessionRecipe | None = None
    sample: SampleRecipe | None = None
    problem: tuple[str, str] | None = None
    """The field and the message of an error that the archive finds in each of them."""
    pending: bool = False
    """The archive hasn't validated them yet."""
    hashed: bool = True
    """Whether the archive has computed the SHA-256 already."""
    raw: dict[str, Any] = {}
    """Laid over the finished metadata as it stands."""


class VersionRecipe(Recipe, frozen=True, kw_only=True):
    """One version; what `change` says holds for the later ones too."""

    version: str
    at: str
    """When it was published; for a draft, when it was last changed."""
    schema: str
    release_notes: str = ""
    change: dict[str, Any] = {}
    """Fields that are replaced."""
    add: dict[str, list[Any]] = {}
    """Fields whose lists grow."""
    replaced: tuple[str, ...] = ()
    """Patterns of paths whose files have new content from this version on."""
    status: str | None = None
    """None: as the archive would have it."""
    errors: tuple[tuple[str, str], ...] = ()
    """Field and message of each error in the version's own metadata."""
    active_uploads: int = 0

    @property
    def is_draft(self) -> bool:
        return self.version == DRAFT


class DandisetRecipe(Recipe, frozen=True, kw_only=True):
    """One dandiset of the sample."""

    created: str
    origin: Literal["invented", "abridged"]
    """Whether it is made up, or leaves out most of a real one's files."""
    state: Literal["open", "embargoed", "withdrawn"] = "open"
    stars: int = 0
    fields: dict[str, Any]
    """What the first version says, as Fields has it."""
    subjects: dict[str, SubjectRecipe] = {}
    files: tuple[FileRule, ...] = ()
    versions: tuple[VersionRecipe, ...]
    """In order of time, the draft last."""


def read_recipes() -> dict[str, DandisetRecipe]:
    """Every dandiset's recipe by identifier."""
    found = sorted(entry.name for entry in files(__package__).joinpath("dandisets").iterdir())
    return {name.removesuffix(".yaml"): _read_recipe(name) for name in found if name.endswith(".yaml")}


def _read_recipe(name: str) -> DandisetRecipe:
    return msgspec.convert(read_yaml(f"dandisets/{name}"), DandisetRecipe)


def read_yaml(name: str) -> object:
    """A YAML file beside this module; dates stay text."""
    return yaml.load(files(__package__).joinpath(name).read_bytes(), Loader=_Loader)


_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):  # type: ignore[misc]
    """PyYAML's safe loader, the fast one where it was built, without its reading of dates."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in _SafeLoader.yaml_implicit_resolvers.items()
    }
