"""How the archive writes its identifiers. Pure, and one place for all that read them.

They become names of folders and parts of addresses, so what looks otherwise is refused wherever it comes in: in the
archive's answers, in a snapshot, in a request.
"""

from __future__ import annotations

import re

DANDISET = "[0-9]{6}"
VERSION = r"draft|0\.[0-9]{6}\.[0-9]{4}"
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
"""Of an asset, a blob or a zarr."""

_DANDISET, _VERSION, _UUID = re.compile(DANDISET), re.compile(VERSION), re.compile(UUID)


def is_dandiset(text: str) -> bool:
    """Whether it is a dandiset's identifier, as 000003."""
    return _DANDISET.fullmatch(text) is not None


def is_version(text: str) -> bool:
    """Whether it names a version, as `draft` or 0.230629.1955."""
    return _VERSION.fullmatch(text) is not None


def is_uuid(text: str) -> bool:
    """Whether it is an id of an asset, a blob or a zarr."""
    return _UUID.fullmatch(text) is not None
