"""What lists and statistics tell of a dandiset's files, kept from one build to the next.

Pages that show many dandisets are made from digests, so that a build reads the assets of those alone that changed.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from builder.catalog.contents import Contents
from builder.catalog.dandiset import Dandiset
from builder.catalog.modality import Modality
from builder.catalog.raster import Raster


class Digest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Of the files of a dandiset's default version, and what takes long to make of its metadata."""

    summary: str = ""
    """The beginning of its description, without marks."""
    subjects: int = 0
    sessions: int = 0
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


def make_digest(contents: Contents) -> Digest:
    return Digest(
        growth=contents.growth, file_kinds=tuple((k.label, k.files, k.size_bytes) for k in contents.file_kinds)
    )
