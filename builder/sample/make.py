"""Make the built-in archive: recipes in, a snapshot out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import msgspec

from builder.errors import UsageError
from builder.sample.addresses import API_URL
from builder.sample.build import MadeDandiset, build_dandiset
from builder.sample.contents import Contents, missing_note
from builder.sample.recipe import read_recipes, read_yaml
from builder.sample.versions import Version
from builder.snapshot import ArchiveRow, AssetPage, DandisetState, Snapshot, VersionRow, pack_pages
from builder.snapshot.hashing import hash_assets

READ_UTC = "2026-09-01T06:00:00Z"
"""When the sample says that it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The built-in archive, made."""

    snapshot_path: Path
    """Where the snapshot lies that holds all of it."""
    blobs: Mapping[str, Path]
    """The files that are really there, by the id of their blob."""
    notes: tuple[str, ...]
    """What the reader should know: what is missing, and how to get it."""


def make_sample(snapshot_path: Path, *, withdrawn: bool = False) -> Sample:
    """Write a new snapshot that holds the built-in archive; nothing may lie at its place.

    With `withdrawn`, it is the archive as it was later: one dandiset is gone, all else is the same.
    """
    if snapshot_path.exists():
        raise UsageError(f"{snapshot_path} is there already: name a new file for the sample")
    with _scratch_folder(snapshot_path) as scratch:
        dandisets = _write(Path(scratch) / "sample.sqlite", withdrawn=withdrawn)
        (Path(scratch) / "sample.sqlite").replace(snapshot_path)
    lacking = [dandiset.identifier for dandiset in dandisets if dandiset.lacks_files]
    return Sample(
        snapshot_path=snapshot_path,
        blobs=MappingProxyType({blob: path for dandiset in dandisets for blob, path in dandiset.blobs.items()}),
        notes=(missing_note(lacking),) if lacking else (),
    )


def _scratch_folder(snapshot_path: Path) -> TemporaryDirectory[str]:
    """A folder on the same disk, so that half a sample never lies at the snapshot's place."""
    try:
        return TemporaryDirectory(dir=snapshot_path.parent, prefix=".sample-")
    except OSError as error:
        raise UsageError(f"{snapshot_path.parent}: the sample can't be written there ({error.strerror})") from error


def _write(path: Path, *, withdrawn: bool) -> list[MadeDandiset]:
    """Store the whole archive; answers the dandisets that are open in it."""
    contents = Contents()
    shown = []
    with Snapshot.writable(path) as snapshot:
        info = msgspec.json.encode(read_yaml("info.yaml"))
        snapshot.put_archive(ArchiveRow(info=info, api_url=API_URL, read_utc=READ_UTC))
        for identifier, recipe in read_recipes().items():
            if recipe.state == "embargoed":
                # Of an embargoed dandiset nobody learns more than that it is there.
                snapshot.hide_dandiset(identifier, DandisetState.EMBARGOED, now_utc=READ_UTC)
                continue
            dandiset = build_dandiset(identifier, recipe, contents)
            _put(snapshot, dandiset)
            if withdrawn and recipe.state == "withdrawn":
                snapshot.hide_dandiset(identifier, DandisetState.GONE, now_utc=READ_UTC)
                continue
            shown.append(dandiset)
        snapshot.settle()
    return shown


def _put(snapshot: Snapshot, dandiset: MadeDandiset) -> None:
    nested = dandiset.nested()
    snapshot.put_dandiset(
        dandiset.identifier,
        listed=msgspec.json.encode(dandiset.listed()),
        versions=[_row(version, nested) for version in dandiset.versions],
        pages={version.recipe.version: _pages(version) for version in dandiset.versions},
        now_utc=READ_UTC,
    )


def _row(version: Version, dandiset: dict[str, object]) -> VersionRow:
    return VersionRow(
        version=version.recipe.version,
        modified=version.modified,
        asset_count=len(version.assets),
        size_bytes=version.size_bytes,
        status=version.status,
        info=msgspec.json.encode(version.info(dandiset)),
        assets_hash=hash_assets([[asset.line for asset in version.assets]]),
        lines=len(version.assets),
    )


def _pages(version: Version) -> Sequence[AssetPage]:
    return tuple(pack_pages(asset.line for asset in version.assets))
