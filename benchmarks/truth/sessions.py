"""Sessions of each dandiset by the rules of docs/data.md, counted over the raw JSON.

A file's session is its start, where that has a time of day; else the identifier in its metadata; else the `ses-` of
its path; else, of files whose metadata tell the day alone, that day. A name joins the start that it has elsewhere.
Where no file's metadata names any, the labels are recordings by file name: `17 by name`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from raw import Raw, compare, page_number
from subjects import is_derived, people_of, subject_label

FILLERS = ("PLACEHOLDER", "todo", "tbd", "none", "null", "nan", "n/a", "na", "unknown", "unspecified", "undefined")
"""Names that are none, as docs/data.md has it."""


def plain(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def named(name: str) -> str:
    """Empty for what only stands in for a name."""
    return "" if plain(name) in {plain(filler) for filler in FILLERS} else name


def session_of(asset: dict[str, Any]) -> tuple[str, str, str]:
    """Moment of its start, day of its start, identifier."""
    activities = (asset.get("metadata") or {}).get("wasGeneratedBy") or []
    session = next((one for one in activities if one.get("schemaKey") == "Session"), {})
    identifier = str(session.get("identifier") or "").strip()
    identifier = named(identifier)
    try:
        start = datetime.fromisoformat(session.get("startDate") or "")
    except ValueError:
        return "", "", identifier
    if start.time().isoformat() == "00:00:00":
        return "", start.date().isoformat(), identifier
    moment = start.replace(tzinfo=UTC) if start.tzinfo is None else start.astimezone(UTC)
    return moment.isoformat(), start.date().isoformat(), identifier


def label_of(path: str) -> str:
    found = re.search(r"(?:^|[/_])ses-([^/_]+?)(?=[/_]|\.[A-Za-z][A-Za-z0-9.]*$)", path)
    return named(found[1]) if found else ""


def recordings(files: list[tuple[str, str, str, str]]) -> set[tuple[str, str]]:
    """Of one subject; a file is (moment, day, identifier, label)."""
    starts: dict[str, set[str]] = defaultdict(set)
    identified: dict[str, set[str]] = defaultdict(set)
    for moment, _, identifier, label in files:
        for name in filter(None, (plain(identifier), plain(label))):
            if moment:
                starts[name].add(moment)
            elif identifier:
                identified[name].add(identifier)
    found = set()
    for moment, day, identifier, label in files:
        name = plain(identifier or label)
        longer = {
            one for known, moments in starts.items() if name and known.startswith(f"{name}-") for one in moments
        }
        if moment:
            found.add(("start", moment))
        elif name in starts:
            found.add(("start", min(starts[name])))
        elif len(longer) == 1:
            found.add(("start", longer.pop()))
        elif identifier or name in identified:
            found.add(("identifier", identifier or min(identified[name])))
        elif label:
            found.add(("label", label))
        elif day:
            found.add(("day", day))
    return found


def count(raw: Raw) -> str:
    owner: dict[str, tuple[str, ...]] = {}
    for asset in raw.assets:
        label, people = subject_label(asset["path"]), people_of(asset)
        if label and people and not is_derived(asset["path"]):
            owner.setdefault(label, people)
    of_subject: dict[tuple[str, ...], list[tuple[str, str, str, str]]] = defaultdict(list)
    is_told = False
    for asset in raw.assets:
        if is_derived(asset["path"]):
            continue
        moment, day, identifier = session_of(asset)
        label = subject_label(asset["path"])
        subject = people_of(asset) or owner.get(label) or (label,)
        of_subject[subject].append((moment, day, identifier, label_of(asset["path"])))
        is_told = is_told or bool(moment or day or identifier)
    total = sum(len(recordings(files)) for files in of_subject.values())
    return str(total) if is_told or not total else f"{total} by name"


def shown(site: Path, raw: Raw) -> str:
    if by_name := page_number(site, raw, "Recordings by file name"):
        return f"{by_name} by name"
    return str(page_number(site, raw, "Sessions"))


if __name__ == "__main__":
    compare(__doc__ or "", count, shown)
