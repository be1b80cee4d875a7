"""Dates and times in the forms that the archive's answers have them."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import cache


def parse_utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def write_utc(moment: datetime) -> str:
    """As the archive's own fields have it: with Z, microseconds only where there are any."""
    return moment.isoformat().removesuffix("+00:00") + "Z"


def write_local(moment: datetime, offset: str) -> str:
    """As the client's clock had it, which is what metadata of assets holds."""
    return moment.astimezone(_zone(offset)).isoformat()


@cache
def _zone(offset: str) -> tzinfo | None:
    return datetime.fromisoformat(f"2020-01-01T00:00:00{offset}").tzinfo
