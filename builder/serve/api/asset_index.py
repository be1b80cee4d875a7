"""Where each asset lies in the snapshot, so that a look-up by id reads one line and not all."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

import msgspec

from builder.archive.answers import Count
from builder.errors import IntegrityError
from builder.identifiers import is_uuid
from builder.serve.api.shown import PerContent, ShownSnapshot
from builder.serve.api.stored import read_stored

log = logging.getLogger(__name__)

ZARR_CHECKSUM = "dandi:dandi-zarr-checksum"
_CHECKSUM = re.compile(r"[^-]*-([0-9]{1,18})--.*", re.DOTALL)
_LINE_BITS = 32
_TRIES = 2


class _Metadata(msgspec.Struct, frozen=True, gc=False):
    encodingFormat: object = None  # noqa: N815 - the archive's name
    digest: object = None


class _Asset(msgspec.Struct, frozen=True, gc=False):
    asset_id: str = ""
    blob: str | None = None
    zarr: str | None = None
    path: str = ""
    size: Count | None = None
    metadata: _Metadata | None = None


class AssetIndex:
    """One pass over all assets: their places, the zarrs, the kinds of files, and how much there is."""

    def __init__(self, snapshot: ShownSnapshot) -> None:
        self._versions: list[tuple[str, str]] = []
        self._places: dict[int, int] = {}
        self.zarrs: dict[str, Mapping[str, object]] = {}
        """What the API says of each zarr, by its id."""
        self.formats: dict[str, set[str]] = {}
        """The encoding formats of each dandiset's assets, over all versions, in lower case."""
        sizes: dict[str, int] = {}
        for row in snapshot.dandisets():
            for version in snapshot.versions(row.identifier):
                try:
                    self._add_version(snapshot, row.identifier, version.version, sizes)
                except IntegrityError as error:
                    log.warning("%s/%s: not all of its assets are found: %s", row.identifier, version.version, error)
        self.size_bytes = sum(sizes.values())
        """Each blob and zarr counted once."""

    def find(self, snapshot: ShownSnapshot, asset_id: str) -> bytes | None:
        """An asset's stored line; None where there is no such asset, or its line has gone from its place since."""
        place = self._places.get(_key(asset_id))
        if place is None:
            return None
        identifier, version = self._versions[place >> _LINE_BITS]
        number = place & ((1 << _LINE_BITS) - 1)
        line = snapshot.asset_lines_at(identifier, version, [number]).get(number)
        return line if line and read_stored(line, _Asset).asset_id == asset_id else None

    def _add_version(self, snapshot: ShownSnapshot, identifier: str, version: str, sizes: dict[str, int]) -> None:
        self._versions.append((identifier, version))
        ordinal = (len(self._versions) - 1) << _LINE_BITS
        formats = self.formats.setdefault(identifier, set())
        left_out = 0
        for number, line in enumerate(snapshot.asset_lines(identifier, version)):
            asset = read_stored(line, _Asset)
            # The draft comes last of a dandiset's versions, so what it says of an asset stands.
            if is_uuid(asset.asset_id):
                self._places[_key(asset.asset_id)] = ordinal | number
            else:
                left_out += 1
            sizes[asset.blob or asset.zarr or ""] = asset.size or 0
            if asset.metadata and isinstance(asset.metadata.encodingFormat, str):
                formats.add(asset.metadata.encodingFormat.lower())
            if asset.zarr and is_uuid(asset.zarr):
                self.zarrs[asset.zarr] = _zarr(identifier, asset)
        if left_out:
            log.warning("%s/%s: %d can't be asked for by id, which is no UUID there", identifier, version, left_out)


class AssetLookup(PerContent[ShownSnapshot, AssetIndex]):
    """The index of the snapshot as it is now."""

    def __init__(self) -> None:
        super().__init__(AssetIndex)

    def find(self, snapshot: ShownSnapshot, asset_id: str) -> bytes | None:
        """An asset's stored line, even if a harvest has moved it while it was looked up."""
        lines = (self.of(snapshot).find(snapshot, asset_id) for _ in range(_TRIES))
        return next(filter(None, lines), None)


def _key(asset_id: str) -> int:
    """A UUID as a number, which takes half the room."""
    return int(asset_id.replace("-", ""), 16)


def _zarr(identifier: str, asset: _Asset) -> dict[str, object]:
    """A zarr as its asset lets it be known; before the archive has taken it in it has no checksum and no size."""
    digest = asset.metadata.digest if asset.metadata else None
    checksum = digest.get(ZARR_CHECKSUM) if isinstance(digest, dict) else None
    complete = isinstance(checksum, str)
    return {
        "name": asset.path,
        "dandiset": identifier,
        "zarr_id": asset.zarr,
        "status": "Complete" if complete else "Pending",
        "checksum": checksum if complete else None,
        "file_count": _file_count(checksum) if isinstance(checksum, str) else 0,
        "size": asset.size or 0 if complete else 0,
    }


def _file_count(checksum: str) -> int:
    """Zarr checksums are written `<md5>-<files>--<bytes>`."""
    found = _CHECKSUM.fullmatch(checksum)
    return int(found[1]) if found else 0
