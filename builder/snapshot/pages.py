"""A page of a version's asset listing: up to 1,000 lines of JSON, compressed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import zstandard

LINES_PER_PAGE = 1000
LARGEST_BYTES = 64 << 20
"""Of a page before it is packed, and of an answer that is kept whole: twenty times what any archive has given.

Whoever reads a snapshot unpacks no more, so a harvest keeps no more.
"""
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


def pack_pages(lines: Iterable[bytes]) -> Iterator[AssetPage]:
    """Lines in as few pages as may hold them; none of the lines may be larger than a page."""
    page: list[bytes] = []
    size = 0
    for line in lines:
        if len(page) == LINES_PER_PAGE or (page and size + len(line) > LARGEST_BYTES):
            yield pack_lines(page)
            page, size = [], 0
        page.append(line)
        size += len(line) + 1
    if page:
        yield pack_lines(page)


def unpack_lines(page: AssetPage) -> list[bytes]:
    """The lines of a page again. ValueError if it is not as `pack_pages` makes them."""
    try:
        # What it will be stands at its head, and no more than that is ever unpacked; -1 where it doesn't say.
        size = zstandard.frame_content_size(page.packed)
        if not 0 <= size <= LARGEST_BYTES:
            raise ValueError(f"a page of assets would unpack to more than {LARGEST_BYTES >> 20} MiB, or doesn't say")
        text = zstandard.ZstdDecompressor().decompress(page.packed, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise ValueError(f"a page of assets can't be unpacked ({error})") from error
    if not text.isascii():
        text.decode()  # JSON in another encoding would go unseen, as nobody decodes all of it
    # Not further than it should be: a page of newlines alone would be 64 million lines.
    lines = text.split(b"\n", page.lines) if text else []
    if len(lines) != page.lines:
        found = "more" if len(lines) > page.lines else len(lines)
        raise ValueError(f"a page that should hold {page.lines} assets holds {found}")
    return lines
