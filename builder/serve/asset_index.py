"""Where each asset lies in the snapshot, so that a look-up by id reads one line and not all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from threading import Lock
from uuid import UUID

import msgspec

from builder.serve.asset_listing import read_lines
from builder.snapshot import DandisetState, Snapshot

ZARR_CHECKSUM = "dandi:dandi-zarr-checksum"
_LINE_BITS = 32


class _Metadata(msgspec.Struct, frozen=True, gc=False):
    encodingFormat: object = None  # noqa: N815 - the archive's name
    digest: object = None


class _Asset(msgspec.Struct, frozen=True, gc=False):
    asset_id: UUID
    blob: str | None = None
    zarr: str | None = None
    path: str = ""
    size: int | None = None
    metadata: _Metadata | None = None


_decode = msgspec.json.Decoder(_Asset).decode


class AssetIndex:
    """One pass over all assets: their places, the zarrs, the kinds of files, and how much there is."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._versions: list[tuple[str, str]] = []
        self._places: dict[int, int] = {}
        self.zarrs: dict[str, Mapping[str, object]] = {}
        """What the API says of each zarr, by its id."""
        self.formats: dict[str, set[str]] = {}
        """The encoding formats of each dandiset's assets, over all versions, in lower case."""
        sizes: dict[str, int] = {}
        for identifier, version, lines in _open_pages(snapshot):
            self._versions.append((identifier, version))
            ordinal = (len(self._versions) - 1) << _LINE_BITS
            formats = self.formats.setdefault(identifier, set())
            for number, line in enumerate(lines):
                asset = _decode(line)
                # The draft comes last of a dandiset's versions, so what it says of an asset stands.
                self._places[asset.asset_id.int] = ordinal | number
                sizes[asset.blob or asset.zarr or ""] = asset.size or 0
                if asset.metadata and isinstance(asset.metadata.encodingFormat, str):
                    formats.add(asset.metadata.encodingFormat.lower())
                if asset.zarr:
                    self.zarrs[asset.zarr] = _zarr(identifier, asset)
        self.size_bytes = sum(sizes.values())
        """Each blob and zarr counted once."""

    def find(self, snapshot: Snapshot, asset_id: str) -> tuple[str, str, bytes] | None:
        """An asset's dandiset, a version that holds it, and its stored line."""
        place = self._places.get(UUID(asset_id).int)
        if place is None:
            return None
        identifier, version = self._versions[place >> _LINE_BITS]
        lines = read_lines(snapshot, identifier, version, [place & ((1 << _LINE_BITS) - 1)])
        return (identifier, version, lines[0]) if lines else None


class LazyIndex:
    """The index of the snapshot as it is now: made when first asked for, and again once the content has changed."""

    def __init__(self) -> None:
        self._made: tuple[str, AssetIndex] | None = None
        self._lock = Lock()

    def of(self, snapshot: Snapshot) -> AssetIndex:
        content_hash = snapshot.content_hash()
        with self._lock:
            if self._made is None or self._made[0] != content_hash:
                self._made = (content_hash, AssetIndex(snapshot))
            return self._made[1]


def _open_pages(snapshot: Snapshot) -> Iterator[tuple[str, str, Iterator[bytes]]]:
    for dandiset in snapshot.dandisets():
        if dandiset.state is not DandisetState.OPEN:
            continue
        for row in snapshot.versions(dandiset.identifier):
            pages = snapshot.asset_pages(dandiset.identifier, row.version)
            yield dandiset.identifier, row.version, (line for lines in pages for line in lines if line)


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
    files = checksum.partition("-")[2].partition("--")[0]
    return int(files) if files.isdecimal() else 0
