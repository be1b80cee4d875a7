"""A run's line in the snapshot's log: its report, and in it what the next run has to know."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from builder.archive import ArchiveClient
from builder.harvest.report import Failure, HarvestReport
from builder.snapshot import RunMemory, RunRow, Snapshot

_UNDER_WAY = "under way"


@dataclass(slots=True)
class RunTally:
    """What happened so far."""

    listed: int = 0
    awaited: int = 0
    """Listed ones that are open."""
    unchanged: set[str] = field(default_factory=set)
    fetched: int = 0
    failed: list[Failure] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    embargoed: list[str] = field(default_factory=list)
    drifted: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    share_end: str | None = None
    """None until the whole share has answered."""
    interrupted: str | None = None
    ended: bool = False
    """Whether the run came to its end."""


class RunLog:
    """Writes the line of one run."""

    def __init__(
        self, client: ArchiveClient, snapshot: Snapshot, *, of_all: bool, started: float, clock: Callable[[], str]
    ) -> None:
        """`of_all`: the run is of the whole archive; `started` is of the monotonic clock, `clock` tells the date."""
        self.started_utc = clock()
        self.before = snapshot.memory() or RunMemory(whole=False)
        self._client = client
        self._snapshot = snapshot
        self._of_all = of_all
        self._clock = clock
        self._started = started
        self._number: int | None = None

    def begin(self, tally: RunTally) -> None:
        """Log a first harvest before it ends: a site may be built meanwhile, or after it was killed."""
        if self._of_all and not self.before.whole:
            report = msgspec.structs.replace(self._report(tally), interrupted=_UNDER_WAY)
            self._write(report, _UNDER_WAY)

    def end(self, tally: RunTally) -> HarvestReport:
        """Log the run as ended, and answer its report; the outcome is `complete`, `partial`, or why it was ended."""
        report = self._report(tally)
        self._write(report, report.interrupted or ("partial" if report.partial else "complete"))
        return report

    def _write(self, report: HarvestReport, outcome: str) -> None:
        row = RunRow(
            started_utc=self.started_utc,
            ended_utc=self._clock(),
            outcome=outcome,
            report=msgspec.json.encode(report),
        )
        self._number = self._snapshot.add_run(row, self._number)

    def _report(self, tally: RunTally) -> HarvestReport:
        whole = self.before.whole or (self._of_all and tally.ended)
        awaited = tally.awaited if self._of_all and tally.awaited else self.before.awaited
        return HarvestReport(
            listed=tally.listed,
            fetched=tally.fetched,
            unchanged=len(tally.unchanged),
            failed=tuple(sorted(tally.failed, key=lambda failure: failure.identifier)),
            stale=sum(row.stale_since_utc is not None for row in self._snapshot.dandisets()),
            deleted=tuple(sorted(tally.deleted)),
            embargoed=tuple(sorted(tally.embargoed)),
            drifted=tuple(sorted(tally.drifted)),
            notes=tuple(sorted(tally.notes)),
            interrupted=tally.interrupted,
            requests=self._client.requests,
            bytes=self._client.bytes,
            seconds=round(time.monotonic() - self._started, 3),
            whole=whole,
            awaited=0 if whole else awaited,
            share_end=self.before.share_end if tally.share_end is None else tally.share_end,
        )
