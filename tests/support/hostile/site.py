"""A hostile archive on its way to a site, and how much of it a run looks at.

A small run plants every payload in some fields and looks at a few pages of each kind. With HOSTILE=all every payload
comes to every field of text, there is a dandiset of too much, and every page is visited.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from builder.harvest import HarvestReport
from support.hostile.archive import HostileArchive, plant_archive
from support.hostile.building import Ran, harvest_hostile, run_command, store_hostile
from support.hostile.figures import Figures
from support.hostile.payloads import Payload

ALL = os.environ.get("HOSTILE") == "all"
CORPORA = ("ours", "shared")
VISITED = CORPORA if ALL else CORPORA[:1]
"""In a small run the other corpus is built and read, but nobody goes there, to save time."""
PARTS = range(12 if ALL else 1)
"""Of a walk: a whole one takes long, and several processes can share it."""
DANDISETS = 60 if ALL else 5
SETTINGS = "base_url: https://catalog.example.org/\n"
_PER_KIND = 3
"""Pages of each kind that a small run looks at."""
_KINDS = (
    (re.compile(r"/0\.[0-9]{6}\.[0-9]{4}/"), "/VERSION/"),
    (re.compile(r"/[0-9]{6}/"), "/ID/"),
    (re.compile(r"/page-[0-9]+/"), "/PAGE/"),
    (re.compile(r"^(browse/[a-z]+)/[^/]+/"), r"\1/VALUE/"),
)


@dataclass(frozen=True, kw_only=True)
class Hostile:
    """For reading only: all tests share it."""

    payloads: tuple[Payload, ...]
    archive: HostileArchive
    folder: Path
    """Where everything of it lies; commands ran here."""
    harvested: HarvestReport
    built: Ran
    checked: Ran
    figures: Figures = field(default_factory=Figures)

    @property
    def snapshot(self) -> Path:
        return self.folder / "snapshot.sqlite"

    @property
    def site(self) -> Path:
        assert self.built.code == 0, f"the build ended with {self.built.code}: {self.built.said[-2000:]}"
        return self.folder / "site"

    def files(self) -> list[str]:
        """Addresses of all files."""
        return sorted(path.relative_to(self.site).as_posix() for path in self.site.rglob("*") if path.is_file())

    def pages(self) -> list[str]:
        """Addresses of the pages to look at."""
        return some_of(address for address in self.files() if address.endswith(".html"))


def build_hostile(payloads: tuple[Payload, ...], sample: Path, folder: Path) -> Hostile:
    """Plant, harvest, build and check; `sample` is a snapshot of the built-in archive."""
    archive = plant_archive(payloads, sample, dandisets=DANDISETS, is_flooded=ALL)
    snapshot = folder / "snapshot.sqlite"
    harvested = harvest_hostile(archive, snapshot)
    store_hostile(archive.stored_only, snapshot)
    (folder / "catalog.yaml").write_text(SETTINGS, encoding="utf-8")
    built = run_command("build", "--snapshot", snapshot, "--out", "site", "--json", folder=folder)
    checked = run_command("check", "--snapshot", snapshot, "--site", "site", "--json", folder=folder)
    made = Hostile(
        payloads=payloads, archive=archive, folder=folder, harvested=harvested, built=built, checked=checked
    )
    _count(made)
    return made


def _count(made: Hostile) -> None:
    dandisets = (*made.archive.dandisets, *made.archive.stored_only)
    figures = made.figures
    figures.payloads = len(made.payloads)
    figures.dandisets = len(dandisets)
    figures.versions = sum(len(dandiset.versions) for dandiset in dandisets)
    figures.assets = sum(len(version.lines) for dandiset in dandisets for version in dandiset.versions)
    figures.plantings = sum(map(len, made.archive.planted.values()))
    figures.build_seconds = round(made.built.seconds, 1)
    figures.build_peak_mb = made.built.peak_bytes >> 20
    figures.check_problems = len(made.checked.answer["problems"]) if made.checked.answer else -1
    figures.files = len(made.files()) if made.built.code == 0 else 0


def some_of(addresses: Iterable[str]) -> list[str]:
    """All of them in a whole run, else a few of each kind."""
    if ALL:
        return list(addresses)
    kinds: dict[str, list[str]] = {}
    for address in addresses:
        kind = address
        for pattern, name in _KINDS:
            kind = pattern.sub(name, kind)
        kinds.setdefault(kind, []).append(address)
    spread = {kind: found[:: max(1, len(found) // _PER_KIND)] for kind, found in kinds.items()}
    return [address for found in spread.values() for address in found[:_PER_KIND]]


def some_payloads(payloads: Iterable[Payload], *, few: int) -> list[Payload]:
    """All in a whole run, else about so many, of every class."""
    chosen = list(payloads)
    return chosen if ALL else chosen[:: max(1, len(chosen) // few)]
