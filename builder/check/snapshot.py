"""Check a snapshot: whether it is what was harvested, how old it is, and what of it can't be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec

from builder.catalog.schema.asset import read_asset
from builder.catalog.schema.dandiset import read_dandiset
from builder.catalog.schema.dates import parse_utc
from builder.catalog.schema.reading import Problem
from builder.catalog.text.cleaning import clean_json
from builder.check.site.notes import Finding
from builder.errors import DamagedError, IntegrityError
from builder.snapshot import DandisetRow, DandisetState, Snapshot, VersionRow

_MOST_OF_ASSETS = 100
"""What is noted of a version's assets one by one."""
_CLOCKS_APART_DAYS = 1
"""By so much a harvest elsewhere may be ahead of this machine."""
_WRONG_CLOCK = "the clock was wrong then, or is now"


class SnapshotCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What the check of a snapshot brought; the fields are those of `check --json`."""

    problems: tuple[Finding, ...] = ()
    """Damage, and what is older than it may be."""
    unread: tuple[Finding, ...] = ()
    """Fields that are not as the schema has them, so that pages go without: the archive's, and no damage."""
    stale: tuple[str, ...] = ()
    """Dandisets whose stored state could not be brought up to date."""
    content_hash: str = ""
    """Empty if the file can't be opened."""
    dandisets: int = 0
    """Open ones; what is hidden has no versions."""
    versions: int = 0
    assets: int = 0

    @property
    def ok(self) -> bool:
        return not self.problems


def check_snapshot(path: Path, *, max_age_days: float | None, now_utc: str) -> SnapshotCheck:
    """Read all that is stored. UsageError if there is no such file.

    `max_age_days` makes a problem of what was read longer ago; `now_utc` is the moment to count from.
    """
    problems: list[Finding] = []
    try:
        with Snapshot.readable(path) as snapshot:
            problems += (Finding(where=where, what=what) for where, what in snapshot.damage())
            problems += _age_problems(snapshot, max_age_days, now_utc)
            return _read_all(snapshot, problems)
    except DamagedError as error:
        found = Finding(where=error.where or str(path), what=error.what)
    except IntegrityError as error:
        found = Finding(where=str(path), what=str(error))
    return SnapshotCheck(problems=(*problems, found))


def _read_all(snapshot: Snapshot, problems: Sequence[Finding]) -> SnapshotCheck:
    rows = snapshot.dandisets()
    reading = _Reading(snapshot)
    for row in rows:
        if row.state is DandisetState.OPEN:
            reading.read_dandiset(row)
    return SnapshotCheck(
        problems=tuple(problems),
        unread=tuple(reading.unread),
        stale=tuple(row.identifier for row in rows if row.stale_since_utc),
        content_hash=snapshot.content_hash(),
        dandisets=reading.dandisets,
        versions=reading.versions,
        assets=reading.assets,
    )


def _age_problems(snapshot: Snapshot, max_age_days: float | None, now_utc: str) -> Iterator[Finding]:
    archive = snapshot.archive()
    if archive is None:
        what = "no harvest has been completed into it: run dandi-catalog harvest"
        yield Finding(where=str(snapshot.path), what=what)
    if max_age_days is None:
        return
    if archive:
        age = _days_between(archive.read_utc, now_utc)
        if age > max_age_days:
            what = f"the archive was last read {age:.1f} days ago, where {max_age_days:g} is the most"
            yield Finding(where=str(snapshot.path), what=what)
        elif age < -_CLOCKS_APART_DAYS:
            what = f"the archive was last read on {archive.read_utc}, which is still to come: {_WRONG_CLOCK}"
            yield Finding(where=str(snapshot.path), what=what)
    for row in snapshot.dandisets():
        age = _days_between(row.stale_since_utc, now_utc) if row.stale_since_utc else 0
        if age > max_age_days:
            what = f"could not be read again for {age:.1f} days: {row.stale_reason or 'no reason is known'}"
            yield Finding(where=row.identifier, what=what)
        elif age < -_CLOCKS_APART_DAYS:
            what = f"could not be read again since {row.stale_since_utc}, which is still to come: {_WRONG_CLOCK}"
            yield Finding(where=row.identifier, what=what)


def _days_between(earlier_utc: str | None, later_utc: str) -> float:
    """Endless for what is no date."""
    earlier, later = parse_utc(earlier_utc), parse_utc(later_utc)
    return (later - earlier) / timedelta(days=1) if earlier and later else float("inf")


class _Reading:
    """Reads dandisets as a build will, and counts."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.unread: list[Finding] = []
        self.dandisets = 0
        self.versions = 0
        self.assets = 0
        self._snapshot = snapshot

    def read_dandiset(self, row: DandisetRow) -> None:
        """What is damaged is left out here: Snapshot.damage has told of it."""
        self.dandisets += 1
        try:
            versions = self._snapshot.versions(row.identifier)
        except DamagedError:
            return
        self.versions += len(versions)
        if not versions:
            return
        infos = [(version.version, _clean(version.info)) for version in versions]
        self._note_unread(read_dandiset(row.identifier, listed=_clean(row.listed), infos=infos).problems)
        for version in versions:
            self._read_assets(row, version)

    def _read_assets(self, row: DandisetRow, version: VersionRow) -> None:
        where = f"{row.identifier}/{version.version}"
        problems: list[Problem] = []
        unnoted = 0
        with suppress(DamagedError):
            for lines in self._snapshot.asset_pages(row.identifier, version.version):
                for line in lines:
                    problems += _asset_problems(line, where)
                    unnoted += max(0, len(problems) - _MOST_OF_ASSETS)
                    del problems[_MOST_OF_ASSETS:]
                    self.assets += 1
        self._note_unread(problems)
        if unnoted:
            self._note_unread(
                [Problem(where, f"{unnoted} more values of assets that can't be read, or are too long")]
            )

    def _note_unread(self, problems: Iterable[Problem]) -> None:
        self.unread += (Finding(where=problem.where, what=problem.what) for problem in problems)


def _asset_problems(line: bytes, where: str) -> Iterator[Problem]:
    """What of an asset can't be read, told by its path, which is known only once it has been read."""
    asset, problems = read_asset(_clean(line), where)
    for problem in problems:
        place = f"{where}/{asset.path or asset.asset_id}{problem.where.removeprefix(where)}"
        yield replace(problem, where=place)


def _clean(raw: bytes) -> bytes:
    """As pages have it: what is noted goes to terminals and logs."""
    return clean_json(raw, show_emails=False)
