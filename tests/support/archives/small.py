"""A snapshot of a few dandisets with hand-made answers, for tests of what serves it.

000001  published twice, then changed; two blobs with bytes at hand may belong to it
000002  a draft without files
000003  embargoed
000004  gone
000005  a draft of 2,503 files: many blobs, two zarrs (one not taken in yet), a video; the later a blob's path, the
        earlier it was created
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from builder.snapshot import ArchiveRow, DandisetState, Snapshot, VersionRow, pack_lines
from builder.snapshot.hashing import hash_assets

NOW = "2026-01-01T00:00:00Z"
MANY = 2_500
INFO = {
    "instance_config": {
        "instance_name": "DANDI",
        "instance_identifier": "RRID:SCR_017571",
        "instance_url": "https://dandiarchive.org/",
        "doi_prefix": "10.48324",
        "licenses": ["spdx:CC0-1.0", "spdx:CC-BY-4.0"],
    },
    "schema_version": "0.7.0",
    "schema_url": "https://api.dandiarchive.org/api/schemas/?model=Dandiset",
    "allowed_schema_versions": ["0.4.4", "0.7.0"],
    "version": "1.0.8",
    "services": {
        "api": {"url": "https://api.dandiarchive.org/api"},
        "webui": {"url": "https://dandiarchive.org"},
        "jupyterhub": {"url": "https://hub.dandiarchive.org/"},
    },
    "cli-minimal-version": "0.74.0",
    "cli-requires-python": ">=3.10",
    "cli-bad-versions": [],
}


Asset = dict[str, Any]
"""As JSON has it."""


def uuid(kind: int, number: int) -> str:
    """An id that tells what it is of: 1 assets, 2 blobs, 3 zarrs."""
    return f"{kind:08d}-0000-4000-8000-{number:012d}"


def blob_asset(
    number: int, path: str, *, size: int = 1000, created: str = NOW, encoding: str = "application/x-nwb"
) -> Asset:
    """An asset as the archive lists it with its metadata."""
    asset_id, blob = uuid(1, number), uuid(2, number)
    return {
        "asset_id": asset_id,
        "blob": blob,
        "zarr": None,
        "path": path,
        "size": size,
        "created": created,
        "modified": created,
        "metadata": {
            "id": f"dandiasset:{asset_id}",
            "path": path,
            "schemaKey": "Asset",
            "encodingFormat": encoding,
            "contentSize": size,
            "digest": {"dandi:dandi-etag": "0" * 32 + "-1"},
            "contentUrl": [
                f"https://api.dandiarchive.org/api/assets/{asset_id}/download/",
                f"https://dandiarchive.s3.amazonaws.com/blobs/{blob[:3]}/{blob[3:6]}/{blob}",
            ],
        },
    }


def zarr_asset(number: int, path: str, *, size: int, checksum: str | None, created: str = NOW) -> Asset:
    asset = blob_asset(number, path, size=size, created=created, encoding="application/x-zarr")
    asset["blob"], asset["zarr"] = None, uuid(3, number)
    asset["metadata"]["digest"] = {"dandi:dandi-zarr-checksum": checksum}
    return asset


def version_object(
    version: str, name: str, assets: Sequence[Asset], *, status: str, created: str, modified: str
) -> dict[str, Any]:
    size = sum(asset["size"] for asset in assets)
    values = (version, name, len(assets), size, status, created, modified)
    return dict(zip(("version", "name", "asset_count", "size", "status", "created", "modified"), values, strict=True))


def put_open(
    snapshot: Snapshot,
    identifier: str,
    contact: str,
    versions: Sequence[tuple[dict[str, Any], dict[str, Any], Sequence[Asset]]],
    *,
    errors: Sequence[object] = (),
) -> None:
    """Store an open dandiset; `versions` are (version object, metadata, assets), published ones first, by date."""
    created = versions[-1][0]["created"]
    own = {"identifier": identifier, "created": created, "modified": created, "contact_person": contact}
    own |= {"embargo_status": "OPEN", "star_count": 2, "is_starred": False}
    published = [listed for listed, _, _ in versions if listed["version"] != "draft"]
    latest = {"most_recent_published_version": published[-1] if published else None, "draft_version": versions[-1][0]}
    rows, pages = [], {}
    for listed, metadata, assets in versions:
        info = {
            **{key: listed[key] for key in ("version", "name", "asset_count")},
            "active_uploads": 0,
            **{key: listed[key] for key in ("size", "status", "created", "modified")},
            "dandiset": own,
            "release_notes": "",
            "asset_validation_errors": list(errors),
            "version_validation_errors": [],
            "metadata": metadata,
            "contact_person": contact,
        }
        lines = [encode(asset) for asset in sorted(assets, key=lambda asset: asset["path"])]
        pages[listed["version"]] = [pack_lines(lines[at : at + 700]) for at in range(0, len(lines), 700)]
        rows.append(
            VersionRow(
                version=listed["version"],
                modified=listed["modified"],
                asset_count=listed["asset_count"],
                size_bytes=listed["size"],
                status=listed["status"],
                info=encode(info),
                assets_hash=hash_assets([lines]),
                lines=len(lines),
            )
        )
    snapshot.put_dandiset(identifier, listed=encode({**own, **latest}), versions=rows, pages=pages, now_utc=NOW)


def metadata_of(identifier: str, version: str, name: str, **more: object) -> dict[str, Any]:
    return {
        "id": f"DANDI:{identifier}/{version}",
        "name": name,
        "version": version,
        "schemaKey": "Dandiset",
        "identifier": f"DANDI:{identifier}",
        **more,
    }


def many_assets() -> list[Asset]:
    """Assets by rule; the later a path, the earlier it was created."""
    made = []
    for number in range(MANY):
        hour, minute = divmod(MANY - number, 60)
        created = f"2024-01-{1 + hour // 24:02d}T{hour % 24:02d}:{minute:02d}:00Z"
        made.append(blob_asset(1000 + number, f"sub-{number // 100:02d}/file-{number:04d}.nwb", created=created))
    made.append(zarr_asset(5000, "sub-00/img.ome.zarr", size=526, checksum="a" * 32 + "-4--526"))
    made.append(zarr_asset(5001, "sub-01/later.zarr", size=0, checksum=None))
    made.append(blob_asset(5002, "Video of run #1.mp4", size=7, encoding="video/mp4"))
    return made


def make_small_archive(path: Path) -> Path:
    """Write the snapshot."""
    first = [blob_asset(1, "sub-1/sub-1_ecephys.nwb", size=2000), blob_asset(2, "README.txt", encoding="text/plain")]
    changed = [*first[:1], blob_asset(3, "sub-1/caf\u00e9 \u201cnotes\u201d.txt", encoding="text/plain")]
    mouse = {"species": [{"name": "House mouse"}], "approach": [{"name": "electrophysiological approach"}]}
    name = "Grid cells of György Buzsáki's lab"
    with Snapshot.writable(path) as snapshot:
        snapshot.put_archive(ArchiveRow(info=encode(INFO), api_url="https://api.dandiarchive.org/api", read_utc=NOW))
        put_open(
            snapshot,
            "000001",
            "Doe, Jane",
            [
                (
                    version_object(version, name, assets, status=status, created=created, modified=modified),
                    metadata_of("000001", version, name, assetsSummary=mouse, keywords=words),
                    assets,
                )
                for version, assets, status, created, modified, words in (
                    (
                        "0.210101.1200",
                        first[:1],
                        "Valid",
                        "2021-01-01T12:00:00Z",
                        "2021-01-01T12:00:01Z",
                        ["ancient"],
                    ),
                    ("0.220101.1200", first, "Valid", "2022-01-01T12:00:00Z", "2022-01-01T12:00:00.5Z", []),
                    ("draft", changed, "Invalid", "2020-05-01T10:00:00Z", "2024-04-04T04:04:04Z", ["newest"]),
                )
            ],
            errors=[
                {"field": "digest", "message": "is missing", "path": "sub-1/sub-1_ecephys.nwb"},
                {"field": "", "message": "asset is currently being validated, please wait.", "path": "README.txt"},
            ],
        )
        put_draft(snapshot, "000002", "Nothing yet", [], created="2022-02-02T02:02:02Z")
        snapshot.hide_dandiset("000003", DandisetState.EMBARGOED, now_utc=NOW)
        put_draft(snapshot, "000004", "Soon gone", [], created="2022-03-03T03:03:03Z")
        snapshot.hide_dandiset("000004", DandisetState.GONE, now_utc=NOW)
        put_draft(snapshot, "000005", "Many files", many_assets(), created="2022-04-04T04:04:04.000001Z")
        snapshot.settle()
    return path


def put_draft(snapshot: Snapshot, identifier: str, name: str, assets: Sequence[Asset], *, created: str) -> None:
    listed = version_object("draft", name, assets, status="Valid", created=created, modified=created)
    put_open(snapshot, identifier, "", [(listed, metadata_of(identifier, "draft", name), assets)])


def encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
