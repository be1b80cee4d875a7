"""Subjects of each dandiset by the rules of docs/data.md, counted over the raw JSON.

Participants that the metadata of files name, and `sub-` labels of paths whose files name none. What lies in folders
of derived data names no new ones. Where files name none, the archive's own number stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from raw import Raw, compare, page_number

DERIVED = {"derivatives", "code", "stimuli", "sourcedata"}


def subject_label(path: str) -> str:
    found = re.search(r"(?:^|/)sub-([^/_]+?)(?=[/_]|\.[A-Za-z][A-Za-z0-9.]*$)", path)
    return found[1] if found else ""


def is_derived(path: str) -> bool:
    """By the folders above the subject's."""
    folders = re.split(r"(?:^|/)sub-", path, maxsplit=1)[0] if subject_label(path) else path.rpartition("/")[0]
    return not DERIVED.isdisjoint(folders.lower().split("/"))


def people_of(asset: dict[str, Any]) -> tuple[str, ...]:
    metadata = asset.get("metadata") or {}
    people = metadata.get("wasAttributedTo") or list(_of_samples(metadata.get("wasDerivedFrom")))
    names = (str(one.get("identifier") or next(iter(one.get("altName") or []), "")).strip() for one in people)
    return tuple(filter(None, names))


def _of_samples(samples: list[dict[str, Any]] | None) -> Iterator[dict[str, Any]]:
    for sample in samples or []:
        yield from sample.get("wasAttributedTo") or []
        yield from _of_samples(sample.get("wasDerivedFrom"))


def named(raw: Raw) -> set[str]:
    files = [asset for asset in raw.assets if not is_derived(asset["path"])]
    owned = {subject_label(asset["path"]) for asset in files if people_of(asset)}
    found = {name for asset in files for name in people_of(asset)}
    return found | {
        label
        for asset in files
        if not people_of(asset) and (label := subject_label(asset["path"])) not in {"", *owned}
    }


def count(raw: Raw) -> str:
    claimed = (raw.metadata.get("assetsSummary") or {}).get("numberOfSubjects") or 0
    return str(len(named(raw)) or claimed)


def shown(site: Path, raw: Raw) -> str:
    return str(page_number(site, raw, "Subjects"))


if __name__ == "__main__":
    compare(__doc__ or "", count, shown)
