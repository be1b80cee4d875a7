"""How large a site and its pages may become."""

from __future__ import annotations

import gzip

MOST_FILES = 20_000
"""Free hosts take no more."""
MOST_BYTES = 10**9
LARGEST_FILE_BYTES = 25 << 20
"""Hosts take no larger one."""
LARGEST_PAGE_BYTES = 40 << 10
"""Of a dandiset's page, compressed."""
ONE_ROUND_TRIP_BYTES = 14 << 10
"""What a server sends before it waits for an answer; most dandiset pages fit, compressed."""
MOST_OVER_ONE_ROUND_TRIP = 0.05


def packed_bytes(page: bytes) -> int:
    """The size of a page as hosts send it, compressed."""
    return len(gzip.compress(page, 9, mtime=0))


def fits(page: bytes) -> bool:
    """Whether a dandiset's page is as small as it has to be."""
    return len(page) <= LARGEST_PAGE_BYTES or packed_bytes(page) <= LARGEST_PAGE_BYTES
