"""How people are called on pages. Pure."""

from __future__ import annotations


def spoken_person(name: str) -> str:
    """A name as it is spoken: the archive keeps "Last, First"."""
    last, comma, first = name.partition(", ")
    return name if not comma or "," in first else f"{first} {last}"
