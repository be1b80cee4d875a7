"""Tables for other programs: every cell of archive text goes through here, so that no spreadsheet runs it. Pure."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

_RUN = "=+-@"
"""What a cell that spreadsheets take for a formula begins with; in East Asia in wide letters, too."""
_SKIPPED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"})
"""Categories of what is not seen before it: blanks, controls, marks of direction, what joins and what modifies."""
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that show nothing."""
_QUOTE = '"'
_SEPARATORS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
"""What programs take for the end of a cell or a line in a file without quotes."""


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    """As RFC 4180 has it; texts as `harmless` has them."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([harmless(value) if isinstance(value, str) else value for value in row] for row in rows)
    return text.getvalue()


def tsv_line(cells: Iterable[str]) -> str:
    """A line of a table without quotes (`text/tab-separated-values`): what would end a cell is a blank in it."""
    return "\t".join(harmless(cell if cell.isprintable() else _SEPARATORS.sub(" ", cell)) for cell in cells) + "\n"


def several(texts: Iterable[str]) -> str:
    """Texts in one cell, a comma between them; one that holds a comma itself is in quotation marks."""
    return ", ".join(
        f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if "," in text or _QUOTE in text else text for text in texts
    )


def harmless(text: str) -> str:
    """The text of a cell; what a spreadsheet would take for a formula begins with an apostrophe.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    first = text[:1]
    if not first or (first.isascii() and first.isalnum()):
        return text
    seen = next((sign for sign in text if not _is_skipped(sign)), "")
    runs = seen and unicodedata.normalize("NFKC", seen)[0] in _RUN
    # Some programs cut a cell that begins with the end of another.
    return f"'{text}" if runs or text.lstrip(" ").startswith(("\t", "\r", "\n")) else text


def _is_skipped(sign: str) -> bool:
    return unicodedata.category(sign) in _SKIPPED or sign in _FILLERS
