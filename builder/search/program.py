"""Which program makes an index: a hash of its modules."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import builder

_STAGES = ("catalog", "search", "snapshot")


@cache
def program_key() -> str:
    """Another one for another program, so that nothing of the old one is taken for its work."""
    digest = hashlib.sha256(f"{builder.__version__} {version('whoosh3')}".encode())
    for stage in _STAGES:
        for path in sorted((Path(builder.__file__).parent / stage).glob("*.py")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
