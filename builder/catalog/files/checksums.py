"""Checksums of files, each in the form that the archive gives it. Pure.

Source: dandischema.digests (DandiETag, the checksum of a zarr's tree).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

SHA256, ETAG, ZARR = "dandi:sha2-256", "dandi:dandi-etag", "dandi:dandi-zarr-checksum"

_FORMS = {
    SHA256: re.compile(r"[0-9a-f]{64}"),
    ETAG: re.compile(r"[0-9a-f]{32}-[0-9]{1,5}"),
    ZARR: re.compile(r"[0-9a-f]{32}-[0-9]{1,15}--[0-9]{1,20}"),
}


def checksum(digests: Mapping[str, str | None], *kinds: str) -> str:
    """The first of these that a file has; empty for none, and for what is no checksum of its kind."""
    for kind in kinds:
        text = digests.get(kind)
        if text and _FORMS[kind].fullmatch(text):
            return text
    return ""
