"""Ranges of numbers, sizes and dates as a query writes them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """What has a range. Dates compare as whole days, written as the number 20230517."""

    SUBJECTS = "subjects"
    FILES = "files"
    SIZE = "size"
    PUBLISHED = "published"
    CREATED = "created"
    UPDATED = "updated"
    YEAR = "year"
    """Of the newest publication."""

    @property
    def is_date(self) -> bool:
        """Whether it is a day, as 20230517."""
        return self in (Measure.PUBLISHED, Measure.CREATED, Measure.UPDATED)

    @property
    def example(self) -> str:
        """How to write it."""
        if self.is_date:
            return f"{self.value}:2023.. or {self.value}:2022-05..2023"
        if self is Measure.SIZE:
            return "size:..1GB or size:>500MB"
        if self is Measure.YEAR:
            return "year:2023 or year:2020..2022"
        return f"{self.value}:10.., {self.value}:>10 or {self.value}:10..20"


@dataclass(frozen=True, slots=True)
class Range:
    """Both ends belong to it; None is open. What has no value is in no range."""

    low: int | None
    high: int | None

    def holds(self, value: int) -> bool:
        """Whether a value lies in it; 0 is no value."""
        return value > 0 and (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


UNITS = {
    "": 1,
    "b": 1,
    **{f"{letter}{b}": 1000**power for power, letter in enumerate("kmgtp", 1) for b in ("", "b")},
}
UNITS |= {f"{letter}ib": 1024**power for power, letter in enumerate("kmgtp", 1)}
"""In lower case -> factor."""
NUMBER = r"([0-9]{1,15}(?:\.[0-9]{1,3})?)([kmgtp]?i?b?)"
DAY = "([0-9]{4})(?:-?([0-9]{2})(?:-?([0-9]{2}))?)?"
SPAN = r"(?:(.*?)(?:\.\.+|…)(.*)|([<>]=?|=)?(.+))"
"""As a whole; a dot is any sign, line breaks too."""

_NUMBER, _DATE, _SPAN = re.compile(NUMBER), re.compile(DAY), re.compile(SPAN, re.DOTALL)


def read_range(measure: Measure, text: str) -> Range | None:
    """`10..20`, `10..`, `..20`, `>10`, `>=10`, `<5`, `=7`, `7`; None for what is none."""
    spans = _SPAN.fullmatch(text.strip().lower().replace(",", "").replace("_", "").replace(" ", ""))
    if spans is None:
        return None
    read = _read_day if measure.is_date else _read_number
    if spans[4] is None:
        low, high = read(spans[1]), read(spans[2])
        if (spans[1] and not low) or (spans[2] and not high) or not (low or high):
            return None
        return Range(low[0] if low else None, high[1] if high else None)
    value = read(spans[4])
    if value is None:
        return None
    match spans[3]:
        case ">":
            return Range(value[1] + 1, None)
        case ">=":
            return Range(value[0], None)
        case "<":
            return Range(None, value[0] - 1)
        case "<=":
            return Range(None, value[1])
    return Range(*value)


def _read_number(text: str) -> tuple[int, int] | None:
    """A number or size, twice: where it begins and ends."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None or found[2] not in UNITS:
        return None
    whole, _, fraction = found[1].partition(".")
    thousandths = int(whole) * 1000 + int(fraction.ljust(3, "0") or 0)
    value = thousandths * UNITS[found[2]] // 1000
    return value, value


def _read_day(text: str) -> tuple[int, int] | None:
    """The first and the last day of a year, month or day."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    first = last = int(found[1])
    for part, (low, high) in ((found[2], (1, 12)), (found[3], (1, 31))):
        if part and not low <= int(part) <= high:
            return None
        first, last = first * 100 + (int(part) if part else low), last * 100 + (int(part) if part else high)
    return first, last
