"""Dates of the archive, which come with Z, with offsets, with and without fractions, and bare."""

from __future__ import annotations

from datetime import UTC, datetime


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
