"""The rows of a snapshot, as the rest of the program sees them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import msgspec


class DandisetState(StrEnum):
    """Whether a dandiset may be shown."""

    OPEN = "open"
    EMBARGOED = "embargoed"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRow:
    """The archive itself, as it was last read."""

    info: bytes
    """The raw answer of `/api/info/`."""
    api_url: str
    """The address that was harvested from."""
    read_utc: str
    """When its list of dandisets was last read whole, ISO 8601 with Z."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One version of a dandiset, without its assets."""

    version: str
    """`draft`, or an identifier like `0.230629.1955`."""
    modified: str
    """As the archive's list of versions gave it; what decides whether it is read again."""
    asset_count: int
    """As the archive says; the number of stored lines is `lines`."""
    size_bytes: int
    status: str
    info: bytes
    """The raw answer of `…/versions/V/info/`."""
    assets_hash: str
    """SHA-256 over the asset lines in order, each followed by a newline."""
    lines: int
    """How many assets are stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DandisetRow:
    """One dandiset, without its versions."""

    identifier: str
    state: DandisetState
    state_utc: str
    """When it was first seen in this state, ISO 8601 with Z."""
    listed: bytes
    """Its raw item of `/api/dandisets/`; `{}` once it is gone or embargoed."""
    content_hash: str
    """SHA-256 over all that is stored of it; the same content has the same hash."""
    past_versions: tuple[str, ...]
    """What versions it had when it was last open, so that their addresses still answer; else empty."""
    stale_since_utc: str | None
    """Since when it could not be read again; None while it is current."""
    stale_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """What one harvest did."""

    started_utc: str
    ended_utc: str
    outcome: str
    """`complete`, `partial`, or what ended it."""
    report: bytes
    """The same JSON object that `harvest --json` prints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstHarvest:
    """How far a first harvest has come that has not ended yet."""

    read: int
    """Open dandisets that are stored."""
    awaited: int
    """Those that the archive listed."""


class RunMemory(msgspec.Struct, frozen=True, kw_only=True):
    """What a run has to know of the runs before it; part of its report. Older programs' reports have none of it."""

    whole: bool = True
    """Whether this run, or one before it, read the whole archive and came to its end."""
    awaited: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)] = 0
    """While the first harvest is under way: how many dandisets it has to read; else 0."""
    interrupted: str | None = None
    """Why the run ended early; None when it ran to its end."""
    share_end: str = ""
    """The last dandiset of the share whose versions were asked for although nothing in the list was new."""
