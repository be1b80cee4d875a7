"""A snapshot with one dandiset of as many files as wanted, made by rule: ids and checksums are hashes of numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from builder.sample import make_sample
from builder.snapshot import AssetPage, Snapshot, VersionRow, pack_lines
from builder.snapshot.hashing import AssetsHash

IDENTIFIER = "000001"
NOW = "2026-01-01T00:00:00Z"
IN_ONE_FOLDER = 10
"""One file in so many lies in a single large folder."""


def paths(files: int) -> Iterator[str]:
    """Subjects of 5 sessions of 50 files each, and images that all lie in one folder."""
    for number in range(files):
        if number % IN_ONE_FOLDER == 0:
            yield f"sourcedata/images/tile-{number:07}.tif"
        else:
            subject, session, run = number // 250, number // 50 % 5 + 1, number % 50
            name = f"sub-{subject:05}_ses-{session}_run-{run:02}_behavior+ecephys.nwb"
            yield f"sub-{subject:05}/ses-{session}/{name}"


def asset_line(number: int, path: str) -> bytes:
    """About as long as real ones are."""
    asset_id, blob = (uuid(f"{kind} {number}") for kind in ("asset", "blob"))
    size = 1_000_000 + number * 7919 % 1_000_000_000
    day = f"2024-{number // 40000 % 12 + 1:02}-{number // 1500 % 28 + 1:02}T12:00:00.123456Z"
    metadata = {
        "id": f"dandiasset:{asset_id}",
        "path": path,
        "schemaKey": "Asset",
        "schemaVersion": "0.6.4",
        "contentSize": size,
        "encodingFormat": "image/tiff" if path.endswith("tif") else "application/x-nwb",
        "digest": {
            "dandi:dandi-etag": hashlib.md5(blob.encode()).hexdigest() + "-1",
            "dandi:sha2-256": hashlib.sha256(blob.encode()).hexdigest(),
        },
        "contentUrl": [
            f"https://api.dandiarchive.org/api/assets/{asset_id}/download/",
            f"https://dandiarchive.s3.amazonaws.com/blobs/{blob[:3]}/{blob[3:6]}/{blob}",
        ],
        "access": [{"schemaKey": "AccessRequirements", "status": "dandi:OpenAccess"}],
        "blobDateModified": day,
        "wasAttributedTo": [
            {
                "schemaKey": "Participant",
                "identifier": path.partition("/")[0].removeprefix("sub-"),
                "species": {
                    "schemaKey": "SpeciesType",
                    "identifier": "http://purl.obolibrary.org/obo/NCBITaxon_10090",
                    "name": "Mus musculus - House mouse",
                },
                "sex": {"schemaKey": "SexType", "name": "Male"},
            }
        ],
    }
    line = {
        "asset_id": asset_id,
        "blob": blob,
        "zarr": None,
        "path": path,
        "size": size,
        "created": day,
        "modified": day,
        "metadata": metadata,
    }
    return json.dumps(line).encode()


def uuid(text: str) -> str:
    digits = hashlib.md5(text.encode()).hexdigest()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def make_snapshot(folder: Path, files: int) -> Path:
    """The built-in archive's own /info/ and a dandiset of its form, with so many files."""
    sample = make_sample(folder / "sample.sqlite")
    path = folder / "many.sqlite"
    with Snapshot.readable(sample.snapshot_path) as given:
        archive, row = given.archive(), given.dandisets()[0]
        version = given.versions(row.identifier)[-1]
    assert archive is not None
    with Snapshot.writable(path) as snapshot:
        snapshot.put_archive(archive)
        pages, digest = _pages(files)
        stored = VersionRow(
            version="draft",
            modified=NOW,
            asset_count=files,
            size_bytes=0,
            status="Valid",
            info=version.info.replace(row.identifier.encode(), IDENTIFIER.encode()),
            assets_hash=digest,
            lines=files,
        )
        snapshot.put_dandiset(
            IDENTIFIER,
            listed=row.listed.replace(row.identifier.encode(), IDENTIFIER.encode()),
            versions=[stored],
            pages={"draft": pages},
            now_utc=NOW,
        )
        snapshot.settle()
    return path


def _pages(files: int) -> tuple[list[AssetPage], str]:
    lines = (asset_line(number, path) for number, path in enumerate(paths(files)))
    packed: list[AssetPage] = []
    digest = AssetsHash()
    while page := list(islice(lines, 1000)):
        packed.append(pack_lines(page))
        digest.add(page)
    return packed, digest.hexdigest()
