"""How people are called on pages. Pure."""

from __future__ import annotations

from builder.catalog.schema.person_names import read_person_name


def spoken_person(name: str) -> str:
    """A name as it is spoken: the archive keeps "Last, First". One that nothing tells how to divide stays."""
    return read_person_name(name).spoken
