"""The harvest itself, from the list of dandisets to the log of the run."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from builder.archive import ArchiveClient, ListedDandiset
from builder.archive.answers import decode
from builder.catalog.links.instances import instance_of
from builder.errors import ArchiveError, CatalogError, Forbidden, Interrupted, NotFound, UsageError
from builder.harvest.drift import has_drifted
from builder.harvest.fetch import FetchedDandiset, fetch_dandiset
from builder.harvest.listing import DandisetListing, list_dandisets, refuse_too_large
from builder.harvest.log import RunLog, RunTally
from builder.harvest.missing import ask_for_state, refuse_too_many
from builder.harvest.plan import Plan, plan_harvest
from builder.harvest.report import Failure, HarvestReport
from builder.progress import Progress, Silent
from builder.snapshot import ArchiveRow, DandisetRow, DandisetState, Snapshot
from builder.snapshot.lock import locked

log = logging.getLogger(__name__)

FAILURES_BEFORE_ASKING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestOptions:
    """What a user may ask of a harvest."""

    only: tuple[str, ...] = ()
    workers: int = 4
    verify: bool = False
    max_deletes: str = "10%"
    """How many may be gone or embargoed since: a number, or a share, with which five always may."""


def harvest(
    client: ArchiveClient, path: Path, options: HarvestOptions | None = None, progress: Progress | None = None
) -> HarvestReport:
    """Bring the snapshot at `path` up to date with the archive, and say what was done.

    A dandiset that fails keeps its stored state, marked stale; all others go on. Raises ArchiveError only when the
    archive as a whole can't be read.
    """
    started = time.monotonic()
    with locked(path):
        info = client.info()  # before there is a snapshot: where no archive is, none is left behind
        refuse_too_large(info, f"{client.api_url}/info/")
        if not path.exists():  # one that already says of what it is, so that a build or check can read it from now on
            Snapshot.begin(path, ArchiveRow(info=info, api_url=client.api_url, read_utc=_now_utc()))
        with _settled(path) as snapshot:
            run = _Harvest(client, snapshot, options or HarvestOptions(), progress or Silent(), started)
            return run.run(info)


class _Harvest:
    def __init__(
        self,
        client: ArchiveClient,
        snapshot: Snapshot,
        options: HarvestOptions,
        progress: Progress,
        started: float,
    ) -> None:
        self.client = client
        self.snapshot = snapshot
        self.options = options
        self.progress = progress
        self.tally = RunTally()
        self.log = RunLog(client, snapshot, of_all=not options.only, started=started, clock=_now_utc)
        self.now_utc = self.log.started_utc
        self.doubtful: dict[str, str] = {}
        """Dandisets that were listed, but a part of which was not to be had: what the archive said."""
        self.failures_in_a_row = 0

    def run(self, info: bytes) -> HarvestReport:
        archive = ArchiveRow(info=info, api_url=self.client.api_url, read_utc=self.now_utc)
        self._refuse_another_archive(info)
        if self.snapshot.archive() is None:  # the file was there, but empty
            self.snapshot.put_archive(archive)
        stored = {row.identifier: row for row in self.snapshot.dandisets()}
        try:
            listing = list_dandisets(self.client)
            open_items = _open_items(listing)
            plan = self._plan(listing, open_items, stored)
            self.log.begin(self.tally)
            self._relist(plan, open_items)
            self._fetch_all(plan, open_items, stored)
            self._ask_for_missing(plan.missing if listing.doubt is None else (), stored)
            self.tally.ended = True
            if listing.doubt is None and not self.options.only:
                self.snapshot.put_archive(archive)
        except Interrupted as reason:
            self.tally.interrupted = str(reason)
        except (KeyboardInterrupt, CatalogError) as error:
            self.tally.interrupted = str(error) or "interrupted"
            self.log.end(self.tally)
            raise
        return self.log.end(self.tally)

    def _refuse_another_archive(self, info: bytes) -> None:
        """Two archives in one snapshot would take each other's dandisets for gone."""
        stored = self.snapshot.archive()
        ours, theirs = (instance_of(answer) for answer in (stored.info if stored else info, info))
        if (ours.name, ours.web_url) != (theirs.name, theirs.web_url):
            raise UsageError(
                f"{self.snapshot.path} is of {ours.name} ({ours.web_url}), and {self.client.api_url} answers as "
                f"{theirs.name} ({theirs.web_url}): name another file with --snapshot"
            )

    def _plan(self, listing: DandisetListing, open_items: dict[str, bytes], stored: dict[str, DandisetRow]) -> Plan:
        """What to do; what the list doesn't tell has failed."""
        only = self.options.only
        self.tally.listed = len(listing.items) + len(listing.unread)
        self.tally.awaited = len(open_items) + len(listing.unread)
        known = {i: row for i, row in stored.items() if i not in listing.unread}
        plan = plan_harvest(
            open_items,
            known,
            only=[i for i in only if i not in listing.unread],
            verify=self.options.verify,
            share_after=self.log.before.share_end,
        )
        self.tally.unchanged = set(plan.unchanged)
        if listing.doubt:
            self.tally.failed.append(Failure(identifier="list", reason=f"the list of dandisets: {listing.doubt}"))
        for identifier, reason in listing.unread.items():
            if not only or identifier in only:
                self._fail(identifier, reason)
        return plan

    def _relist(self, plan: Plan, listed: dict[str, bytes]) -> None:
        for identifier in plan.relist:
            rows = self.snapshot.versions(identifier)
            self.snapshot.put_dandiset(
                identifier, listed=listed[identifier], versions=rows, pages={}, now_utc=self.now_utc
            )

    def _fetch_all(self, plan: Plan, listed: dict[str, bytes], stored: dict[str, DandisetRow]) -> None:
        """Fetch in threads, store in this one; few results wait at a time, since a large dandiset fills memory."""
        self.progress.start(len(plan.share) + len(plan.fetch))
        unasked = set(plan.share)
        pool = ThreadPoolExecutor(self.options.workers, thread_name_prefix="harvest")
        waiting: dict[Future[FetchedDandiset], str] = {}
        # The share first, so that what was withdrawn goes even if each night's deadline comes too early.
        todo: Iterator[str] = iter((*plan.share, *plan.fetch))
        try:
            while True:
                for identifier in todo:
                    rows = {row.version: row for row in self.snapshot.versions(identifier)}
                    task = pool.submit(fetch_dandiset, self.client, identifier, rows, verify=self.options.verify)
                    waiting[task] = identifier
                    if len(waiting) >= 2 * self.options.workers:
                        break
                if not waiting:
                    break
                for task in wait(waiting, return_when=FIRST_COMPLETED).done:
                    identifier = waiting.pop(task)
                    self._take(identifier, task, listed, stored)
                    unasked.discard(identifier)
                if plan.share and not unasked:
                    self.tally.share_end = plan.share_end
        except BaseException:
            # Not waited for: a thread may hang in an answer that doesn't come, and none of them stores anything.
            self.client.stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()
        self.tally.share_end = plan.share_end

    def _take(
        self, identifier: str, task: Future[FetchedDandiset], listed: dict[str, bytes], stored: dict[str, DandisetRow]
    ) -> None:
        """Store what a thread has fetched, or note why it could not."""
        assets = 0
        try:
            fetched = task.result()
        except Interrupted:
            raise
        except (NotFound, Forbidden) as error:  # of a part of it, so it may still be there: see _ask_for_missing
            self.doubtful[identifier] = str(error)
        except ArchiveError as error:
            self._fail(identifier, str(error))
            self._ask_whether_it_answers()
        else:
            self.failures_in_a_row = 0
            assets = fetched.assets
            self._store(fetched, listed[identifier], stored.get(identifier))
        self.progress.advance(identifier, assets)

    def _ask_whether_it_answers(self) -> None:
        """After failures in a row: an archive that is down would else be asked for each dandiset, for hours."""
        self.failures_in_a_row += 1
        if self.failures_in_a_row % FAILURES_BEFORE_ASKING == 0:
            try:
                self.client.info()
            except Interrupted:
                raise
            except ArchiveError as error:
                raise Interrupted(f"the archive no longer answers: {error}") from error

    def _store(self, fetched: FetchedDandiset, item: bytes, before: DandisetRow | None) -> None:
        """Store what is new; if a version could not be read, the dandiset is as stale as it was before."""
        identifier, failure = fetched.identifier, fetched.failure
        if fetched.is_new or not (failure or identifier in self.tally.unchanged):
            rows = self.snapshot.versions(identifier) if self.options.verify else []
            content_hash = self.snapshot.put_dandiset(
                identifier, listed=item, versions=fetched.versions, pages=fetched.pages, now_utc=self.now_utc
            )
            self.tally.unchanged.discard(identifier)
            self.tally.fetched += not failure
            self.tally.notes.extend(fetched.notes)
            is_other = before is not None and before.listed == item and before.content_hash != content_hash
            if self.options.verify and is_other and has_drifted(rows, fetched.versions):
                self.tally.drifted.append(identifier)
        if failure:
            self._fail(identifier, failure, since_utc=before.stale_since_utc if before else None)

    def _fail(self, identifier: str, reason: str, *, since_utc: str | None = None) -> None:
        log.warning("%s failed: %s", identifier, reason)
        self.tally.failed.append(Failure(identifier=identifier, reason=reason))
        self.tally.unchanged.discard(identifier)
        self.snapshot.mark_stale(identifier, reason, now_utc=since_utc or self.now_utc)

    def _ask_for_missing(self, missing: Iterable[str], stored: dict[str, DandisetRow]) -> None:
        """A dandiset that a whole list lacks, or a part of which is not there, is gone if its own address says so."""
        hidden = {
            identifier: state
            for identifier in sorted({*missing, *self.doubtful})
            if (state := self._state_of(identifier)) is not None
        }
        shown = {identifier for identifier, row in stored.items() if row.state is DandisetState.OPEN}
        refuse_too_many(
            {identifier: state for identifier, state in hidden.items() if identifier in shown},
            shown=len(shown),
            max_deletes=self.options.max_deletes,
        )
        for identifier, state in hidden.items():
            self._hide(identifier, state)

    def _state_of(self, identifier: str) -> DandisetState | None:
        """Gone or embargoed; None if that isn't certain, which is a failure."""
        what = self.doubtful.get(identifier, "not listed")
        try:
            state = ask_for_state(self.client, identifier)
        except Interrupted:
            raise
        except ArchiveError as error:
            self._fail(identifier, f"{what}, and its own address fails: {error}")
            return None
        if state is DandisetState.OPEN:
            self._fail(identifier, f"{what}, although its own address answers")
            return None
        return state

    def _hide(self, identifier: str, state: DandisetState) -> None:
        self.snapshot.hide_dandiset(identifier, state, now_utc=self.now_utc)
        self.tally.unchanged.discard(identifier)
        (self.tally.deleted if state is DandisetState.GONE else self.tally.embargoed).append(identifier)


@contextmanager
def _settled(path: Path) -> Iterator[Snapshot]:
    """A snapshot for writing that is one settled file again when the run ends, however it ends."""
    with Snapshot.writable(path) as snapshot:
        try:
            yield snapshot
        finally:
            snapshot.settle()


def _open_items(listing: DandisetListing) -> dict[str, bytes]:
    """Without those that only a token lets us see: what isn't open is not kept."""
    return {i: raw for i, raw in listing.items.items() if decode(raw, ListedDandiset).embargo_status == "OPEN"}


def _now_utc() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
