"""A page of a version's asset listing: up to 1,000 lines of JSON, compressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import zstandard

from builder.errors import IntegrityError

LINES_PER_PAGE = 1000
_LEVEL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetPage:
    """Some lines of the listing, as they are kept."""

    lines: int
    """How many assets it holds."""
    packed: bytes
    """The lines, joined by newlines, compressed with zstd."""


def pack_lines(lines: Sequence[bytes]) -> AssetPage:
    """Compress lines of JSON, none of which may hold a newline."""
    return AssetPage(lines=len(lines), packed=zstandard.ZstdCompressor(level=_LEVEL).compress(b"\n".join(lines)))


def unpack_lines(packed: bytes) -> list[bytes]:
    """The lines of a page again. IntegrityError if they can't be unpacked."""
    try:
        lines = zstandard.ZstdDecompressor().decompress(packed)
    except (zstandard.ZstdError, MemoryError) as error:  # a damaged size can ask for more memory than there is
        raise IntegrityError(f"a page of assets can't be unpacked ({error})") from error
    return lines.split(b"\n") if lines else []
