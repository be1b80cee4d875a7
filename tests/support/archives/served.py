"""An archive that tests ask over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedArchive:
    """An archive that answers on loopback."""

    api_url: str
    snapshot_path: Path
    """What it is served from."""
