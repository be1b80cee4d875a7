"""Tables as CSV files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_RUNS_IN_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    """As RFC 4180 has it. Text that a spreadsheet would take for a formula begins with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return text.getvalue()


def _harmless(value: str | int) -> str | int:
    if isinstance(value, str) and value.lstrip(" ").startswith(_RUNS_IN_SPREADSHEETS):
        return f"'{value}"
    return value
