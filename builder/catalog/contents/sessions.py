"""The recording sessions of a version, gathered from its files.

What tells sessions of a subject apart is the first of these that a file has: its start, where that has a time of day;
the identifier in its metadata; the `ses-` of its path; the day alone. A file that has only a name, in its metadata or
its path, is of the session that began where the same name stands elsewhere, or one that goes on from it after a `-`
or `_`, if that is one session. What has none of them is of no session, and what lies in folders of derived data makes
none of its own.

A session's date is the start that the metadata tell, else the date that its name in the path begins with, as
`dandi organize` writes it (`ses-20180216T131504`). Dates that only stand in for one are none: years before 1950
(people's are moved to 1900) and the first of January 1970.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from builder.catalog.contents.modality import Mask, Modality, modalities_of
from builder.catalog.schema.asset import Asset
from builder.catalog.schema.dates import parse_utc, sortable
from builder.catalog.text.lines import one_line

_EARLIEST_YEAR = 1950
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class KnownBy(StrEnum):
    """What told a session from others; in order of rank."""

    START = "start"
    IDENTIFIER = "identifier"
    FILE_NAME = "file name"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    identifier: str
    """As its metadata have it, else as the path; empty where only its date tells it from others."""
    names: tuple[str, ...]
    """All that its files call it: what their metadata have, else their paths."""
    subjects: tuple[str, ...]
    """Identifiers; seldom more than one, empty where none is known."""
    start: str
    """As the metadata have it; empty if nothing is said."""
    day: date | None
    """When it was recorded, by the clock of the place; None if it isn't known."""
    known_by: KnownBy
    files: int
    size_bytes: int
    modalities: tuple[Modality, ...]
    """OTHER alone where nothing is known."""


class SessionNote(NamedTuple):
    """What a file says of its session."""

    start: str
    identifier: str
    label: str
    """The session in the path."""

    @property
    def is_told(self) -> bool:
        """Whether its metadata tell it, not the path alone."""
        return bool(self.start or self.identifier)


@dataclass(slots=True)
class SessionTally:
    """Grows with each file of a session."""

    files: int = 0
    size_bytes: int = 0
    mask: Mask = 0

    def add(self, size_bytes: int, mask: Mask) -> None:
        self.files += 1
        self.size_bytes += size_bytes
        self.mask |= mask

    def merge(self, other: SessionTally) -> None:
        self.files += other.files
        self.size_bytes += other.size_bytes
        self.mask |= other.mask


Tallies = Mapping[SessionNote, SessionTally]
"""Of the files of one subject."""


def session_note(asset: Asset, label: str | None) -> SessionNote | None:
    """`label` is the session in the path; None where the file tells nothing of a session."""
    found = asset.metadata.sessions if asset.metadata.was_generated_by else ()
    if not found:
        return SessionNote("", "", label) if label else None
    identifier = one_line(found[0].identifier or "").strip()
    identifier = "" if _is_filler(identifier) else identifier
    start = one_line(found[0].start_date or "")
    return SessionNote(start, identifier, label or "") if identifier or start or label else None


_FILLERS = frozenset(
    {"placeholder", "todo", "tbd", "none", "null", "nan", "n-a", "na", "unknown", "unspecified", "undefined"}
)
"""What tools and people write where a session has no name."""


def _is_filler(name: str) -> bool:
    plain = _plain(name)
    return not plain or plain in _FILLERS


_LABEL = re.compile(r"(?:^|[/_])ses-([^/_]+?)(?=[/_]|\.[A-Za-z][A-Za-z0-9.]{0,99}$)")


@lru_cache(maxsize=16)  # several ask for the same path, one after the other
def session_label(path: str) -> str | None:
    """The session that a path names."""
    found = _LABEL.search(path)
    return found[1] if found and not _is_filler(found[1]) else None


def gather_sessions(subjects: tuple[str, ...], tallies: Tallies, derived: Tallies) -> Iterator[Session]:
    """The sessions of a subject, or of several that were recorded together; `derived` are of derived files."""
    names = _Names(tallies)
    gathered: dict[_Recording, _Gathered] = {}
    for note, tally in tallies.items():
        if (recording := names.recording(note)) is not None:
            gathered.setdefault(recording, _Gathered()).add(note, tally)
    for note, tally in derived.items():
        recording = names.recording(note)
        if recording is not None and recording in gathered:
            gathered[recording].add(note, tally)
    for (known_by, _), found in gathered.items():
        yield found.session(subjects, known_by)


_Recording = tuple[KnownBy, str]


class _Gathered:
    """The files of a session, and what they say of it."""

    def __init__(self) -> None:
        self._notes: list[SessionNote] = []
        self._total = SessionTally()

    def add(self, note: SessionNote, tally: SessionTally) -> None:
        self._notes.append(note)
        self._total.merge(tally)

    def session(self, subjects: tuple[str, ...], known_by: KnownBy) -> Session:
        start = _first(note.start for note in self._notes if note.start)
        labels = _named_once(note.label for note in self._notes)
        names = _named_once(note.identifier for note in self._notes) or labels
        return Session(
            identifier=names[0] if names else "",
            names=names,
            subjects=subjects,
            start=start,
            day=_day(start) if start else _day_of_label(labels[0] if labels else ""),
            known_by=known_by,
            files=self._total.files,
            size_bytes=self._total.size_bytes,
            modalities=modalities_of(self._total.mask) or (Modality.OTHER,),
        )


class _Names:
    """The names of a subject's sessions, and which recording each of them means."""

    def __init__(self, notes: Iterable[SessionNote]) -> None:
        self._starts: dict[str, set[str]] = defaultdict(set)
        self._identifiers: dict[str, str] = {}
        """What files call a session that have no start; the first by text."""
        unplaced: set[str] = set()
        for note in notes:
            moment = _moment(note.start)
            names = (_plain(note.identifier), _plain(note.label))
            if moment:
                for name in filter(None, names):
                    self._starts[name].add(moment)
                continue
            unplaced.add(names[0] or names[1])
            if note.identifier:
                for name in filter(None, names):
                    self._identifiers[name] = min(note.identifier, self._identifiers.get(name, note.identifier))
        self._shorter = self._named_on(unplaced - self._starts.keys())

    def _named_on(self, names: set[str]) -> Mapping[str, set[str]]:
        """For each of the names the starts of sessions whose names go on from it."""
        found: dict[str, set[str]] = defaultdict(set)
        if names:
            for name, moments in self._starts.items():
                for beginning in _beginnings(name):
                    if beginning in names:
                        found[beginning] |= moments
        return found

    def recording(self, note: SessionNote) -> _Recording | None:
        """None for what tells nothing that counts."""
        if moment := _moment(note.start):
            return KnownBy.START, moment
        name = _plain(note.identifier or note.label)
        if name in self._starts:
            return KnownBy.START, min(self._starts[name])
        if len(longer := self._shorter.get(name, ())) == 1:
            return KnownBy.START, next(iter(longer))
        if identifier := note.identifier or self._identifiers.get(name, ""):
            return KnownBy.IDENTIFIER, identifier
        if note.label:
            return KnownBy.FILE_NAME, note.label
        day = parse_utc(note.start) and _day(note.start)
        return (KnownBy.DAY, day.isoformat()) if day else None


_SIGNS = re.compile(r"[\W_]+")
_MOST_BEGINNINGS = 32


@lru_cache(maxsize=64)
def _plain(name: str) -> str:
    """As paths and metadata have in common, since paths hold `-` for most signs."""
    return _SIGNS.sub("-", name.casefold()).strip("-")


def _beginnings(name: str) -> Iterator[str]:
    """`a-b` and `a` of `a-b-c`; of names with very many parts the longest ones."""
    for _ in range(_MOST_BEGINNINGS):
        name = name.rpartition("-")[0]
        if not name:
            return
        yield name


@lru_cache(maxsize=1024)
def _moment(start: str) -> str:
    """A start that tells sessions apart, in UTC; empty for a day, which may be that of several."""
    when = parse_utc(start)
    if when is None or when == _EPOCH:
        return ""
    at_place = datetime.fromisoformat(start)
    return "" if not (at_place.hour or at_place.minute or at_place.second) else when.isoformat()


def by_date(session: Session) -> tuple[date, datetime]:
    """For sorting: sessions without a date come last."""
    return session.day or date.max, parse_utc(session.start) or datetime.min.replace(tzinfo=UTC)


def _first(starts: Iterable[str]) -> str:
    """The earliest of several starts; days and those that can't be read count only where there is no other."""
    return min(starts, key=_start_order, default="")


def _start_order(start: str) -> tuple[bool, bool, datetime, str]:
    return parse_utc(start) is None, not _moment(start), sortable(start), start


def _named_once(names: Iterable[str]) -> tuple[str, ...]:
    """Each once, the shortest first."""
    return tuple(sorted(set(filter(None, names)), key=lambda name: (len(name), name)))


def _day(start: str) -> date | None:
    """The day on the clock of the place, which the text begins with."""
    when = parse_utc(start)
    if when is None or when == _EPOCH:
        return None
    return _recorded(datetime.fromisoformat(start).date())


_DATE = re.compile(r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?=T?\d{6}(?!\d)|T?\d{4}(?!\d)|[^\dT]|$)")


def _day_of_label(label: str) -> date | None:
    found = _DATE.match(label)
    if not found:
        return None
    try:
        return _recorded(date(*map(int, found.groups())))
    except ValueError:  # a number that only looks like a date
        return None


def _recorded(day: date) -> date | None:
    return day if day.year >= _EARLIEST_YEAR and day != _EPOCH.date() else None
