"""What lists and statistics tell of a dandiset's files, kept from one build to the next.

Pages that show many dandisets are made from digests, so that a build reads the assets of those alone that changed.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from builder.catalog.anatomy.areas import area_table
from builder.catalog.anatomy.mentions import mentioned_areas
from builder.catalog.contents.beyond_summary import fill_summary, lacking
from builder.catalog.contents.modality import Modality
from builder.catalog.contents.raster import CARD, Raster, make_raster
from builder.catalog.contents.read import Contents
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.metadata import AssetsSummary
from builder.catalog.schema.version import Version


class Digest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Of the files of a dandiset's default version, and what takes long to make of its metadata."""

    summary: str = ""
    """The beginning of its description, without marks."""
    found: AssetsSummary = AssetsSummary()
    """What the archive's summary lacks, as it was found in the files."""
    areas: tuple[str, ...] = ()
    """Names of the areas that its texts mention; see `areas_of`."""
    subjects: int = 0
    sessions: int = 0
    """Those that the metadata of files tell."""
    recordings: int = 0
    """Sessions by file name, where no file's metadata tell any."""
    newest_file: str = ""
    """When the newest file came to the archive; empty without files."""
    uncounted: int = 0
    """Zarrs whose bytes the archive has not counted yet."""
    modalities: tuple[Modality, ...] = ()
    """In order of rank."""
    growth: tuple[tuple[str, int, int], ...] = ()
    """Month as `2021-05`, files and bytes that were added in it; by month."""
    file_kinds: tuple[tuple[str, int, int], ...] = ()
    """A reader's word for the kind, files, bytes; the kind with most bytes first."""
    raster: Raster | None = None
    """The dandiset's strip of sessions; None where there is too little to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A dandiset as lists and statistics see it."""

    dandiset: Dandiset
    digest: Digest

    @property
    def summary(self) -> AssetsSummary:
        """The archive's summary, filled from the files."""
        return fill_summary(self.dandiset.default.metadata.assets_summary, self.digest.found)

    @property
    def subjects(self) -> int:
        """What the files name, else the archive's own number."""
        return self.digest.subjects or self.summary.number_of_subjects or 0

    @property
    def updated(self) -> str:
        """When its newest version was published, else when its newest file came, else when it was made."""
        return self.dandiset.default.published_on or self.digest.newest_file or self.dandiset.created


def version_digest(version: Version, contents: Contents) -> Digest:
    """With what the version's own texts tell, and what the archive's summary of it lacks.

    `summary` is left to whoever makes text of it.
    """
    found = lacking(version.metadata.assets_summary, contents.found)
    return replace(make_digest(contents), found=found, areas=areas_of(version, contents))


def make_digest(contents: Contents) -> Digest:
    return Digest(
        subjects=len(contents.subjects),
        sessions=contents.told_sessions,
        recordings=len(contents.sessions) - contents.told_sessions,
        newest_file=contents.newest_file,
        uncounted=contents.uncounted,
        modalities=contents.modalities,
        growth=contents.growth,
        file_kinds=tuple((kind.label, kind.files, kind.size_bytes) for kind in contents.file_kinds),
        raster=make_raster(contents.sessions, CARD),
    )


def areas_of(version: Version, contents: Contents) -> tuple[str, ...]:
    """The areas that the version's texts and those of its sessions mention, each once, the title's first.

    A study target counts where an area's name is all of it: others are questions.
    """
    metadata = version.metadata
    texts = (version.title, metadata.description, ", ".join(metadata.keywords))
    targets = (area_table().find("", target) for target in metadata.study_target)
    found = (*(name for text in texts for name in mentioned_areas(text)), *(area.name for area in targets if area))
    return tuple(dict.fromkeys((*found, *contents.areas)))
