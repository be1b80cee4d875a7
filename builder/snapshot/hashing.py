"""Hashes of what is stored: equal content, equal hash, whatever the order or paging of the requests was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from builder.errors import DamagedError
from builder.snapshot.rows import DandisetRow, DandisetState, VersionRow


class AssetsHash:
    """Collects the hash of a version's asset lines, in the listing's order."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()

    def add(self, lines: Iterable[bytes]) -> None:
        """Lines of one page, without the ends of lines: pages may be cut anywhere."""
        self._sha256.update(b"\n".join((*lines, b"")))

    def hexdigest(self) -> str:
        return self._sha256.hexdigest()


def hash_assets(pages: Iterable[Iterable[bytes]]) -> str:
    """SHA-256 over asset lines that come page by page."""
    digest = AssetsHash()
    for lines in pages:
        digest.add(lines)
    return digest.hexdigest()


def hash_dandiset(*, identifier: str, state: DandisetState, listed: bytes, versions: Iterable[VersionRow]) -> str:
    """SHA-256 over a dandiset's state, its listed item, and each version's answer and assets."""
    digest = hashlib.sha256()
    for part in (identifier.encode(), state.encode(), listed):
        digest.update(b"%d:" % len(part) + part)
    for row in sorted(versions, key=lambda row: row.version):
        numbers = f"{row.modified} {row.asset_count} {row.size_bytes} {row.status}"
        for part in (row.version.encode(), numbers.encode(), row.info, row.assets_hash.encode()):
            digest.update(b"%d:" % len(part) + part)
    return digest.hexdigest()


def check_dandiset(row: DandisetRow, versions: Sequence[VersionRow]) -> None:
    """DamagedError if the hash isn't of what is stored: by a wrong one, wrong pages would be kept."""
    found = hash_dandiset(identifier=row.identifier, state=row.state, listed=row.listed, versions=versions)
    if found != row.content_hash:
        raise DamagedError("the stored metadata is not what was harvested", where=row.identifier)


def hash_catalog(hashes: Iterable[tuple[str, str]]) -> str:
    """SHA-256 over (identifier, content hash) of every dandiset, in order of identifier."""
    digest = hashlib.sha256()
    for identifier, content_hash in sorted(hashes):
        digest.update(f"{identifier} {content_hash}\n".encode())
    return digest.hexdigest()
