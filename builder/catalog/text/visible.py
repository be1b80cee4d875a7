"""Whether a text shows anything."""

from __future__ import annotations


def is_visible(text: str) -> bool:
    """False for blanks of all kinds and marks that nobody sees, as a space of no width."""
    return any(letter.isprintable() and letter != " " for letter in text)
