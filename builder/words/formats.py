"""How numbers, sizes and dates are written on pages."""

from __future__ import annotations

from collections.abc import Iterable

from builder.catalog.schema.dates import parse_utc

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def filesize(size_bytes: int) -> str:
    """A size in powers of 1000, as the archive shows it: `2.6 TB`."""
    if size_bytes < 1000:
        return f"{size_bytes} B"
    size = float(size_bytes)
    for unit in ("kB", "MB", "GB", "TB", "PB"):
        size /= 1000
        if size < 999.5 or unit == "PB":
            break
    return f"{size:.0f} {unit}" if size >= 99.95 else f"{size:.1f} {unit}"


NOT_COUNTED = "not counted yet"
"""Of bytes that the archive will count."""


def sessions(told: int, by_name: int) -> str:
    """`16 sessions`, or of files whose names alone tell them, `16 recordings by file name`; empty for neither."""
    if told:
        return counted(told, "session")
    return counted(by_name, "recording by file name", "recordings by file name") if by_name else ""


NO_FILES = "no files yet"


NEWEST_FILE = "newest file"
"""What the date of a draft in a list of versions is of."""


def counted_files(files: int) -> str:
    """How many files a version has."""
    return counted(files, "file") if files else NO_FILES


def counted_size(size_bytes: int, files: int) -> str:
    """The size of so many files; empty where there are none, or no bytes, which the archive has not counted."""
    return filesize(size_bytes) if size_bytes and files else ""


def total_size(sizes: Iterable[tuple[int, int]]) -> str:
    """Of several (bytes, files)."""
    size_bytes, files = (sum(amounts) for amounts in zip((0, 0), *sizes, strict=True))
    return filesize(size_bytes) if size_bytes or not files else NOT_COUNTED


def round_size(size_bytes: int) -> str:
    """A size that has no need of digits after the point, as axes have: `20 TB`."""
    return filesize(size_bytes).replace(".0 ", " ")


def number(count: int) -> str:
    """With thin spaces between thousands, which reads the same everywhere."""
    return f"{count:,}".replace(",", "\u202f")


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 file`, `1 582 files`."""
    return f"{number(count)}\u00a0{one if count == 1 else many or one + 's'}"


def all_of(count: int, one: str, many: str | None = None) -> str:
    """What leads to all of them: `All 16 files`; `The file` where there is one."""
    return f"The {one}" if count == 1 else f"All {counted(count, one, many)}"


def and_more(count: int, one: str) -> str:
    """What ends a list that was cut, `and 16 more files`; empty where nothing was left out."""
    return f"and {counted(count, f'more {one}')}" if count > 0 else ""


def share(part: int, whole: int) -> str:
    """Of a hundred: `25 %`; what is there but rounds to nothing is `< 1 %`, and what is not all never `100 %`."""
    if not part or not whole:
        return "0\u00a0%"
    rounded = min(round(100 * part / whole), 100 if part >= whole else 99)
    return f"{rounded}\u00a0%" if rounded else "<\u00a01\u00a0%"


def date(text: str | None) -> str:
    """`29 Jun 2023`; what is no date stays as it is."""
    when = parse_utc(text)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}" if when else text or ""


def month(text: str | None, *, short: bool = False) -> str:
    """`March 2013`, or `Mar 2013`; what is no date stays as it is."""
    when = parse_utc(text)
    if not when:
        return text or ""
    return f"{_MONTHS[when.month - 1] if short else _LONG_MONTHS[when.month - 1]} {when.year}"


def day(text: str | None) -> str:
    """`2023-06-29`, for attributes and tables; empty for what is no date."""
    when = parse_utc(text)
    return when.date().isoformat() if when else ""


def moment(text: str | None) -> str:
    """`29 Jun 2023, 19:55 UTC`."""
    when = parse_utc(text)
    return f"{date(text)}, {when:%H:%M} UTC" if when else text or ""
