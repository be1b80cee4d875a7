"""What a harvest says when it ends."""

from __future__ import annotations

import msgspec

from builder.snapshot import RunMemory


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A dandiset that could not be brought up to date."""

    identifier: str
    reason: str


class HarvestReport(RunMemory, frozen=True, kw_only=True):
    """The result of one harvest; the fields are those of `harvest --json`."""

    listed: int
    """Dandisets in the archive's list."""
    fetched: int
    unchanged: int
    failed: tuple[Failure, ...] = ()
    stale: int = 0
    """Dandisets whose stored state is older than the archive's, because they failed now or before."""
    deleted: tuple[str, ...] = ()
    embargoed: tuple[str, ...] = ()
    """Dandisets that were open and are now hidden."""
    drifted: tuple[str, ...] = ()
    """With --verify: dandisets whose content had changed although `modified` stood still."""
    notes: tuple[str, ...] = ()
    """What a reader of the run should know beside the numbers."""
    requests: int
    bytes: int
    seconds: float

    @property
    def partial(self) -> bool:
        return bool(self.failed or self.interrupted)
