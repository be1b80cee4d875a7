"""Dates of the archive, which come with Z, with offsets, with and without fractions, and bare."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def parse_utc(text: str | None) -> datetime | None:
    """A date in UTC; one without a zone is taken for UTC, as the server means it. None for what is no date."""
    if not text:
        return None
    try:
        when = datetime.fromisoformat(text)
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):  # in UTC it may lie before the year 1
        return None


def sortable(text: str) -> datetime:
    """For sorting by date: what is no date comes first."""
    return parse_utc(text) or datetime.min.replace(tzinfo=UTC)


class Latest:
    """The latest of many dates."""

    def __init__(self) -> None:
        self.text = ""
        """As it was given; empty without any date."""
        self.floor = ""
        """No text that sorts before it can be later: clocks of all places lie within a day of each other, twice."""
        self._moment = datetime.min.replace(tzinfo=UTC)

    def add(self, text: str) -> None:
        when = parse_utc(text)
        if when is not None and when > self._moment:
            self.text, self._moment = text, when
            self.floor = (when - timedelta(days=2)).date().isoformat() if when.year > 1 else ""
