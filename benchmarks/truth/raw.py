"""What the scripts beside this one read: an archive's raw JSON and a site's pages, by no code of the product."""

from __future__ import annotations

import argparse
import gzip
import html
import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ARCHIVE = Path(__file__).resolve().parents[3] / "shared" / "archive"


@dataclass(frozen=True)
class Raw:
    """A dandiset's default version: the newest published one, else the draft."""

    identifier: str
    version: str
    listed: dict[str, Any]
    """Of the version, as the archive lists it."""
    metadata: dict[str, Any]
    assets: list[dict[str, Any]]


def dandisets(folder: Path, only: Collection[str] = ()) -> Iterator[Raw]:
    """All of an archive, or some by their identifiers."""
    for path in sorted(place for place in folder.iterdir() if place.is_dir() and (place.name in only or not only)):
        dandiset = json.loads((path / "dandiset.json").read_text())
        published = sorted(place.name for place in path.iterdir() if place.is_dir() and place.name != "draft")
        version = published[-1] if published else "draft"
        with gzip.open(path / version / "assets.jsonl.gz") as lines:
            assets = [json.loads(line) for line in lines]
        yield Raw(
            identifier=path.name,
            version=version,
            listed=next(one for one in dandiset["versions"] if one["version"] == version) | {"of": dandiset},
            metadata=json.loads((path / version / "version.json").read_text()),
            assets=assets,
        )


def page_fact(site: Path, raw: Raw, label: str) -> str:
    """What the head of a dandiset's page says under a label; empty where it says nothing."""
    text = (site / "dandiset" / raw.identifier / "index.html").read_text()
    found = re.search(rf"<dt>{re.escape(label)}</dt><dd>(.*?)</dd>", text)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])) if found else ""


def page_number(site: Path, raw: Raw, label: str) -> int:
    return int("".join(re.findall(r"[0-9]", page_fact(site, raw, label))) or 0)


def compare(title: str, count: Callable[[Raw], str], shown: Callable[[Path, Raw], str]) -> None:
    """Print what was counted of each dandiset; of a site, what its page says beside it, and the differences."""
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("archive", type=Path, nargs="?", default=ARCHIVE)
    parser.add_argument("--site", type=Path, help="a site of the same archive")
    options = parser.parse_args()
    differences = 0
    for raw in dandisets(options.archive):
        counted = count(raw)
        line = f"{raw.identifier} {raw.version:13} {counted:>12}"
        if options.site:
            says = shown(options.site, raw)
            differences += says != counted
            line += f" {says:>12}" + ("" if says == counted else "  DIFFERS")
        print(line)
    if options.site:
        print(f"{differences} differences")
