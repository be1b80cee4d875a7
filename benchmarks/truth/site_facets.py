"""The facets of a built site as its own search loads them, without the program's code."""

from __future__ import annotations

import json
import re
from pathlib import Path


def read_facet(site: Path, name: str) -> list[tuple[str, str, tuple[str, ...], frozenset[str]]]:
    """Of each value: its address' last part, its name, what else it is found by, and its dandisets."""
    listed = _script(site, "list")
    identifiers: list[str] = []
    number = 0
    for step in listed["identifiers"]:
        number += step
        identifiers.append(f"{number:06}")
    facet = _script(site, f"facet-{name}")
    having: list[set[str]] = [set() for _ in facet["slugs"]]
    for identifier, row in zip(identifiers, facet["having"].split(";"), strict=True):
        for place in filter(None, row.split(",")):
            having[int(place, 36)].add(identifier)
    return [
        (slug, label, tuple(facet["also"].get(str(place), ())), frozenset(found))
        for place, (slug, label, found) in enumerate(zip(facet["slugs"], facet["labels"], having, strict=True))
    ]


def _script(site: Path, name: str) -> dict:
    """The newest of its name: older ones stay beside it for a while."""
    path = max((site / "search").glob(f"{name}.*.js"), key=lambda path: path.stat().st_mtime)
    found = re.fullmatch(r'catalogSearch\.put\("[^"]*",(.*)\);\n', path.read_text(encoding="utf-8"), re.DOTALL)
    return json.loads(found[1])
