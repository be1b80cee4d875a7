"""Ids, digests and addresses: made from names, so that they are the same each time."""

from __future__ import annotations

import hashlib
from uuid import NAMESPACE_URL, uuid5

from builder.identifiers import DANDI_DOIS

API_URL = "https://api.dandiarchive.org/api"
WEB_URL = "https://dandiarchive.org"
BUCKET_URL = "https://dandiarchive.s3.amazonaws.com"

_NAMESPACE = uuid5(NAMESPACE_URL, "https://example.org/dandi-catalog/sample").bytes
_PART_BYTES = 64 * 2**20
_MOST_PARTS = 10_000


def make_uuid(*names: str) -> str:
    """An id that follows from names, as UUID version 5 does; the archive only has version 4, so it says 4.

    By hand, as tens of thousands are needed: uuid.UUID takes ten times as long.
    """
    digest = bytearray(hashlib.sha1(_NAMESPACE + "\n".join(names).encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x40
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def make_digests(size_bytes: int, *names: str) -> dict[str, str]:
    """Digests of a file that doesn't exist, in the form that a file of this size has."""
    seed = "\n".join(names).encode()
    return {
        "dandi:dandi-etag": f"{hashlib.md5(seed).hexdigest()}-{len(part_sizes(size_bytes))}",
        "dandi:sha2-256": hashlib.sha256(seed).hexdigest(),
    }


def compute_digests(content: bytes) -> dict[str, str]:
    """The digests that the archive has of these bytes: S3's multipart ETag in DANDI's parts, and SHA-256."""
    parts, offset = b"", 0
    sizes = part_sizes(len(content))
    for size in sizes:
        parts += hashlib.md5(content[offset : offset + size]).digest()
        offset += size
    return {
        "dandi:dandi-etag": f"{hashlib.md5(parts).hexdigest()}-{len(sizes)}",
        "dandi:sha2-256": hashlib.sha256(content).hexdigest(),
    }


def part_sizes(size_bytes: int) -> list[int]:
    """In what parts a file of this size is uploaded: 64 MiB each, or as large as 10,000 parts must be."""
    part = _PART_BYTES
    if -(-size_bytes // part) >= _MOST_PARTS:
        part = -(-size_bytes // _MOST_PARTS)
    whole, rest = divmod(size_bytes, part)
    return [part] * whole + ([rest] if rest else [])


def zarr_checksum(size_bytes: int, file_count: int, *names: str) -> str:
    """A Zarr store's checksum: of its tree, then its files, then its bytes."""
    seed = "\n".join(names).encode()
    return f"{hashlib.md5(seed).hexdigest()}-{file_count}--{size_bytes}"


def blob_url(blob: str) -> str:
    return f"{BUCKET_URL}/blobs/{blob[:3]}/{blob[3:6]}/{blob}"


def zarr_url(zarr: str) -> str:
    return f"{BUCKET_URL}/zarr/{zarr}/"


def download_url(asset_id: str) -> str:
    return f"{API_URL}/assets/{asset_id}/download/"


def version_url(identifier: str, version: str) -> str:
    return f"{WEB_URL}/dandiset/{identifier}/{version}"


def doi(identifier: str, version: str) -> str:
    return f"{DANDI_DOIS}/dandi.{identifier}/{version}"


def context_url(schema_version: str) -> str:
    return f"https://raw.githubusercontent.com/dandi/schema/master/releases/{schema_version}/context.json"
