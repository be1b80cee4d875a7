"""Ages as a reader says them: `P97D` is 97 days, `P8030.0D` 22 years, `P3M/P6M` 3 to 6 months.

Source: dandischema's rule for Participant.age, an ISO 8601 duration or two with a slash between, either of which may
be missing; and what real files hold beside it: fractions, seconds, bare numbers with a unit in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from builder.catalog.schema.metadata import PropertyValue

_DAYS = {"year": 365.25, "month": 30.4375, "week": 7.0, "day": 1.0, "hour": 1 / 24, "minute": 1 / 1440}
_CLOCK = {"hours": 1 / 24, "minutes": 1 / 1440, "seconds": 1 / 86400}
_LETTERS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
_YEARS_FROM_DAYS = 730
"""An age in days that is at least so high is told in years."""

_DURATION = re.compile(
    r"(?P<sign>-?)P(?=.)(?:(?P<Y>-?[\d.]+)Y)?(?:(?P<M>-?[\d.]+)M)?(?:(?P<W>-?[\d.]+)W)?(?:(?P<D>-?[\d.]+)D)?"
    r"(?:T(?:(?P<hours>-?[\d.]+)H)?(?:(?P<minutes>-?[\d.]+)M)?(?:(?P<seconds>-?[\d.]+)S)?)?",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?P<unit>year|month|week|day|hour)s?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Duration:
    """How long, in the units that are to be told."""

    parts: tuple[tuple[float, str], ...]
    """Number and unit, the largest unit first; at least one."""
    days: float
    """Negative before birth."""

    @property
    def text(self) -> str:
        said = " ".join(_counted(number, unit) for number, unit in self.parts)
        return f"{said} before birth" if self.days < 0 else said


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """An age, or the range that it lies in; or words that can't be read as one."""

    low: Duration | None = None
    high: Duration | None = None
    """Both None: `given` could not be read."""
    is_gestational: bool = False
    given: str = ""

    @property
    def days(self) -> float | None:
        """For sorting."""
        first = self.low or self.high
        return first.days if first else None

    @property
    def text(self) -> str:
        """In words; empty where nothing is said, as by `P0D/`."""
        if self._is_impossible:
            return ""
        said = _range_text(self.low, self.high) if self.low or self.high else self.given
        return f"{said} of gestation" if said and self.is_gestational else said

    @property
    def _is_impossible(self) -> bool:
        """Before conception, or a negative number that nobody can read."""
        if self.low or self.high:
            return self.is_gestational and any(one.days < 0 for one in (self.low, self.high) if one)
        return _NEGATIVE.match(self.given) is not None


_NEGATIVE = re.compile(r"-?P[^/]*-[\d.]|-\s*P", re.IGNORECASE)


def read_age(value: PropertyValue | None) -> Age | None:
    """The age of a participant; None if there is none."""
    if value is None or value.value is None or not str(value.value).strip():
        return None
    reference = value.value_reference.value if value.value_reference else None
    return _read(str(value.value).strip(), value.unit_text or "", "gestation" in str(reference).lower())


@lru_cache(maxsize=4096)
def _read(text: str, unit: str, is_gestational: bool) -> Age:
    first, slash, last = (part.strip() for part in text.partition("/"))
    low, high = _duration(first, unit), _duration(last, unit) if slash else None
    if not slash:
        high = low
    unreadable = (first and low is None) or (last and high is None) or not (low or high)
    if unreadable:
        return Age(given=text, is_gestational=is_gestational)
    return Age(low=low, high=high, is_gestational=is_gestational, given=text)


def span_of(ages: Iterable[Age]) -> Age | None:
    """One age for a subject whose files tell several, as it grows from session to session: from the lowest to the
    highest. Those that can't be read, are open to one side or count from elsewhere than the first, don't widen it.
    """
    found = list(ages)
    if not found:
        return None
    plain = [age for age in found if age.low and age.high]
    plain = [age for age in plain if age.is_gestational == plain[0].is_gestational]
    if not plain:
        return found[0]
    low = min((age.low for age in plain if age.low), key=lambda duration: duration.days)
    high = max((age.high for age in plain if age.high), key=lambda duration: duration.days)
    return Age(low=low, high=high, is_gestational=plain[0].is_gestational)


def _duration(text: str, unit: str) -> Duration | None:
    if match := _DURATION.fullmatch(text):
        return _from_iso(match.groupdict())
    if (named := _UNIT.search(unit)) and (number := _number(text)) is not None:
        word = named["unit"].lower()
        return Duration(((abs(number), word),), number * _DAYS[word])
    return None


def _from_iso(groups: dict[str, str | None]) -> Duration | None:
    numbers = {name: _number(text) for name, text in groups.items() if text is not None and name != "sign"}
    if not numbers or None in numbers.values():
        return None
    sign = -1 if groups["sign"] else 1
    given = {name: sign * (number or 0.0) for name, number in numbers.items()}
    if min(given.values()) >= 0:
        return _summed(given)
    if max(given.values()) <= 0:
        found = _summed({name: -number for name, number in given.items()})
        return Duration(found.parts, -found.days)
    # Days before and hours after, as a difference of dates is written.
    days = sum(number * (_CLOCK.get(name) or _DAYS[_LETTERS[name]]) for name, number in given.items())
    found = _summed({"D": abs(days)} if abs(days) >= 1 else {"seconds": round(abs(days) * 86400)})
    return Duration(found.parts, days)


def _summed(given: dict[str, float]) -> Duration:
    """Of numbers by letter or name, none of them negative."""
    seconds = given.get("hours", 0) * 3600 + given.get("minutes", 0) * 60 + given.get("seconds", 0)
    parts = [(given[letter], unit) for letter, unit in _LETTERS.items() if given.get(letter)]
    days = sum(number * _DAYS[unit] for number, unit in parts) + seconds / 86400
    if not parts and seconds:
        return Duration((_hours(seconds),), days)
    if not parts:
        unit = next((_LETTERS[letter] for letter in _LETTERS if letter in given), "day")
        return Duration(((0.0, unit),), 0.0)
    return Duration(_told(parts, days), days)


def _told(parts: list[tuple[float, str]], days: float) -> tuple[tuple[float, str], ...]:
    """Days alone become years where they are many; of other forms the two largest units count."""
    if [unit for _, unit in parts] == ["day"]:
        if days < _YEARS_FROM_DAYS:
            return ((float(int(days)) or round(days, 1), "day"),)
        years = days / _DAYS["year"]
        return ((float(round(years)) if years >= 10 else round(years, 1), "year"),)
    return tuple(parts[:2])


def _hours(seconds: float) -> tuple[float, str]:
    return (float(int(seconds // 3600)), "hour") if seconds >= 3600 else (float(int(seconds // 60)), "minute")


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e6 else None


def _range_text(low: Duration | None, high: Duration | None) -> str:
    if low is None:
        return f"up to {high.text}" if high else ""
    if high is None:
        return f"{low.text} or older" if low.days else ""
    if low.text == high.text:
        return low.text
    alone = len(low.parts) == len(high.parts) == 1
    if alone and low.parts[0][1] == high.parts[0][1] and (low.days < 0) == (high.days < 0):
        return f"{_plain(low.parts[0][0])} to {high.text}"
    return f"{low.text} to {high.text}"


def _counted(number: float, unit: str) -> str:
    return f"{_plain(number)} {unit}" if number == 1 else f"{_plain(number)} {unit}s"


def _plain(number: float) -> str:
    """Without a fraction that says nothing: 23.0 is 23."""
    return f"{number:.1f}".removesuffix(".0") if number >= 0.1 or number == 0 else f"{number:.2g}"
