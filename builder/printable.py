"""Text of others, as a terminal may show it: it can't move the cursor, turn around or begin a line of its own."""

from __future__ import annotations

import unicodedata

SUBSTITUTE = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """The text in one line; what a terminal would obey, or can't show, gives way to a substitute.

    That is control characters, line breaks, marks of direction, invisible characters and lone surrogates.
    """
    return text if text.isprintable() else "".join(one if _is_shown(one) else SUBSTITUTE for one in text)


def printable_json(text: str, *, ascii_only: bool = False) -> str:
    """The same JSON, with escapes for what a terminal would obey or can't show: anything but ASCII's, by choice."""
    if text.isprintable() and (text.isascii() or not ascii_only):
        return text
    return "".join(one if _is_shown(one) and (one.isascii() or not ascii_only) else _escape(one) for one in text)


def excerpt(said: object, characters: int = 200) -> str:
    """The beginning of what someone says, printable; for a message in which that must not stand alone."""
    text = str(said)
    return printable(text if len(text) <= characters else f"{text[: characters - 1]}…")


def in_one_line(text: str) -> str:
    """Running text, printable, with a blank for each run of blanks and line breaks."""
    return printable(" ".join(text.split()))


def _is_shown(letter: str) -> bool:
    # Blanks of any width harm nobody; all but one of them count as unprintable.
    return letter.isprintable() or unicodedata.category(letter) == "Zs"


def _escape(letter: str) -> str:
    units = letter.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
