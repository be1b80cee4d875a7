"""The recording sessions of a version, gathered from its files.

What tells sessions of a subject apart, first found: `ses-` in the path; the identifier and start of the Session in
the metadata; its start alone. In real data the path is the finest of them: where it has `ses-`, each holds one
Session, while identifiers repeat ("PLACEHOLDER" of 32 subjects) and names say nothing ("Acquisition session" of half
of all dandisets). A subject whose files name no session was recorded in one. A file that names neither is of none.

A session's date is the start that the metadata tell, else the date that its name in the path begins with, as
`dandi organize` writes it (`ses-20180216T131504`). Dates that only stand in for one are none: years before 1950
(people's are moved to 1900) and the first of January 1970.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache

from builder.catalog.contents.modality import Mask, Modality, modalities_of
from builder.catalog.schema.asset import Asset
from builder.catalog.schema.dates import parse_utc
from builder.catalog.text.lines import one_line

_EARLIEST_YEAR = 1950
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    identifier: str
    """As its metadata have it, else as the path; empty where only the date or the subject tells it from others."""
    subjects: tuple[str, ...]
    """Identifiers; seldom more than one, empty where none is known."""
    start: str
    """As the metadata have it; empty if nothing is said."""
    day: date | None
    """When it was recorded, by the clock of the place; None if it isn't known."""
    files: int
    size_bytes: int
    modalities: tuple[Modality, ...]
    """OTHER alone where nothing is known."""

    @property
    def is_named(self) -> bool:
        """Whether it has a name or a date; else it only stands for a subject that was recorded once."""
        return bool(self.identifier or self.start)


SessionKey = tuple[str, str, str]
"""Label in the path; identifier and start in the metadata where there is no label."""
UNNAMED: SessionKey = ("", "", "")


@dataclass(slots=True)
class SessionTally:
    """Grows with each file of a session."""

    identifier: str = ""
    label: str = ""
    starts: dict[str, None] = field(default_factory=dict)
    files: int = 0
    size_bytes: int = 0
    mask: Mask = 0

    def add(self, size_bytes: int, mask: Mask) -> None:
        self.files += 1
        self.size_bytes += size_bytes
        self.mask |= mask

    def merge(self, other: SessionTally) -> None:
        self.identifier = self.identifier or other.identifier
        self.label = self.label or other.label
        self.starts |= other.starts
        self.files += other.files
        self.size_bytes += other.size_bytes
        self.mask |= other.mask

    def session(self, subjects: tuple[str, ...]) -> Session:
        start = _first(self.starts)
        return Session(
            identifier=self.identifier or self.label,
            subjects=subjects,
            start=start,
            day=_day(start) if start else _day_of_label(self.label),
            files=self.files,
            size_bytes=self.size_bytes,
            modalities=modalities_of(self.mask) or (Modality.OTHER,),
        )


@dataclass(frozen=True, slots=True)
class SessionNote:
    """What a file says of its session."""

    key: SessionKey
    identifier: str
    label: str
    start: str


def session_note(asset: Asset, label: str | None) -> SessionNote | None:
    """`label` is the session in the path; None where the file tells nothing of a session."""
    found = asset.metadata.sessions if asset.metadata.was_generated_by else ()
    identifier = one_line(found[0].identifier or "").strip() if found else ""
    start = one_line(found[0].start_date or "") if found else ""
    if label:
        return SessionNote((label, "", ""), identifier, label, start)
    if identifier or start:
        return SessionNote(("", identifier, start), identifier, "", start)
    return None


_LABEL = re.compile(r"(?:^|[/_])ses-([^/_]+?)(?=[/_]|\.[A-Za-z][A-Za-z0-9.]{0,99}$)")


@lru_cache(maxsize=16)  # several ask for the same path, one after the other
def session_label(path: str) -> str | None:
    """The session that a path names."""
    found = _LABEL.search(path)
    return found[1] if found else None


def by_date(session: Session) -> tuple[date, datetime]:
    """For sorting: sessions without a date come last."""
    return session.day or date.max, parse_utc(session.start) or datetime.min.replace(tzinfo=UTC)


def _first(starts: Iterable[str]) -> str:
    """The earliest of several starts; those that can't be read count only where there is no other."""
    found = sorted(starts, key=lambda text: (parse_utc(text) is None, parse_utc(text) or 0, text))
    return found[0] if found else ""


def _day(start: str) -> date | None:
    """The day on the clock of the place, which the text begins with."""
    if parse_utc(start) is None:
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
    return day if day.year >= _EARLIEST_YEAR and day != _EPOCH else None
