"""A hostile archive: dandisets of many versions and files, in each field of which another payload lies."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from builder.catalog.schema.asset import Asset
from builder.catalog.schema.dandiset import ListedItem
from builder.catalog.schema.version import Version
from builder.snapshot import Snapshot
from support.hostile.floods import IDENTIFIER, flood_assets, flood_listed, flood_metadata
from support.hostile.model import Examples
from support.hostile.payloads import Payload
from support.hostile.planting import Planter, encoded

VERSIONS = 7
"""Of each dandiset; the last one is its draft."""
ASSETS = 6
"""Of each version."""
STORED_ONLY = 2
"""So many dandisets more hold what a harvest refuses."""
MENDED = 1
"""So many hold JSON that a harvest mends before it keeps it."""


@dataclass(frozen=True, kw_only=True)
class HostileVersion:
    name: str
    listed: Mapping[str, Any]
    """As lists of versions show it."""
    info: bytes
    lines: Sequence[bytes]
    """Its assets by path."""


@dataclass(frozen=True, kw_only=True)
class HostileDandiset:
    identifier: str
    listed: bytes
    """Its item of the archive's list."""
    versions: Sequence[HostileVersion]
    stale_reason: str = ""
    """Why it could not be read again, as somebody's snapshot says; empty for one that was."""
    is_mended: bool = False
    """Whether a harvest keeps something else than was sent."""


@dataclass(frozen=True, kw_only=True)
class HostileArchive:
    info: bytes
    dandisets: Sequence[HostileDandiset]
    stored_only: Sequence[HostileDandiset]
    """Such as no harvest would take, for a snapshot that somebody made."""
    planted: Mapping[str, set[int]]
    """Place -> numbers of the payloads that came there."""


def plant_archive(
    payloads: Sequence[Payload], sample: Path, *, dandisets: int, is_flooded: bool = False
) -> HostileArchive:
    """`sample` is a snapshot of the built-in archive, which the sound parts come from.

    `is_flooded` adds a dandiset of too much.
    """
    examples = Examples.of(sample)
    whole = Planter([payload for payload in payloads if payload.is_whole], examples)
    every = Planter(payloads, examples)
    numbers = iter(range(700_001, 799_999))
    made = [_Dandiset(whole, whole, number).make() for number in islice(numbers, dandisets)]
    made += [_Dandiset(every, whole, number).make() for number in islice(numbers, MENDED)]
    stored = [_Dandiset(whole, whole, number, is_pinned=False).make() for number in islice(numbers, STORED_ONLY)]
    with Snapshot.readable(sample) as snapshot:
        archive = snapshot.archive()
    assert archive
    planted = {place: whole.planted[place] | every.planted[place] for place in {*whole.planted, *every.planted}}
    made += [flood()] if is_flooded else []
    return HostileArchive(info=archive.info, dandisets=made, stored_only=stored, planted=planted)


def plant_info(payloads: Sequence[Payload], info: bytes, *, count: int) -> Iterator[bytes]:
    """The archive's own `/info/` so many times over, each with other payloads; in turn some of it stays sound."""
    planter = Planter([payload for payload in payloads if payload.is_whole], Examples())
    sound = json.loads(info) | {"services": OWN_SERVICES, "instance_config": {"instance_name": "Somebody's archive"}}
    for turn in range(count):
        answer = planter.everywhere(json.loads(info), "info")
        answer |= {key: planter.text(f"info.{key}") for key in ("schema_version", "version")}
        kept = (), ("services",), ("instance_config",)
        yield encoded(answer | {key: sound[key] for key in kept[turn % 3]})


OWN_SERVICES = {
    "api": {"url": "https://api.archive.example/api"},
    "webui": {"url": "https://archive.example"},
}
"""Addresses of an archive that nobody knows."""


def flood() -> HostileDandiset:
    """A dandiset of too much, as the archive would send it."""
    assets = flood_assets()
    listed = flood_listed(assets)
    own = {"identifier": IDENTIFIER, "embargo_status": "OPEN", "created": listed["created"], "star_count": 1}
    info = listed | {"dandiset": own, "metadata": flood_metadata()}
    draft = HostileVersion(
        name="draft", listed=listed, info=encoded(info), lines=[encoded(asset) for asset in assets]
    )
    return HostileDandiset(identifier=IDENTIFIER, listed=encoded(own | {"draft_version": listed}), versions=[draft])


class _Dandiset:
    """One dandiset in the making."""

    def __init__(self, planter: Planter, items: Planter, number: int, *, is_pinned: bool = True) -> None:
        """`items` plants in the archive's list, which holds all dandisets and is mended as one.

        `is_pinned`: what a harvest acts on stays of the known form.
        """
        self.planter = planter
        self.items = items
        self.identifier = f"{number:06d}"
        self.is_pinned = is_pinned
        self.number = number

    def make(self) -> HostileDandiset:
        names = [f"0.24{month:02d}{self.number % 28 + 1:02d}.1200" for month in range(1, VERSIONS)]
        versions = [self._version(name) for name in (*names, "draft")]
        listed = self.items.answer(ListedItem)
        latest = {
            "draft_version": versions[-1].listed,
            "most_recent_published_version": versions[-2].listed if len(versions) > 1 else None,
        }
        if self.is_pinned:
            listed |= {"identifier": self.identifier, "embargo_status": "OPEN"}
        return HostileDandiset(
            identifier=self.identifier,
            listed=encoded(listed | latest),
            versions=versions,
            stale_reason="" if self.is_pinned else self.planter.text("stale reason"),
            is_mended=self.planter is not self.items,
        )

    def _version(self, name: str) -> HostileVersion:
        lines = self._assets()
        info = self.planter.answer(Version)
        listed = {
            "version": name,
            "name": self.planter.text("listed version: name"),
            "asset_count": len(lines),
            "size": 1_000_000 * len(lines),
            "status": self.planter.text("listed version: status"),
            "created": self.planter.text("listed version: created"),
            "modified": self.planter.text("listed version: modified"),
        }
        if self.is_pinned:
            info |= {key: listed[key] for key in ("version", "asset_count", "size", "status", "modified")}
            own = info["dandiset"] if isinstance(info["dandiset"], dict) else {}
            info["dandiset"] = own | {"identifier": self.identifier, "embargo_status": "OPEN"}
        return HostileVersion(name=name, listed=listed, info=encoded(info), lines=lines)

    def _assets(self) -> list[bytes]:
        found: dict[str, bytes] = {}
        while len(found) < ASSETS:
            asset = self.planter.answer(Asset)
            path = self._path(asset["path"], len(found))
            if path not in found:
                is_text = isinstance(asset["asset_id"], str) or not self.is_pinned
                asset_id = asset["asset_id"] if is_text else self.planter.text("Asset.asset_id")
                found[path] = encoded(asset | {"path": path, "asset_id": asset_id})
        return [found[path] for path in sorted(found)]

    def _path(self, path: Any, turn: int) -> str:
        """As it is, or as the name of a file, of a folder, or of a subject."""
        if not isinstance(path, str):
            path = self.planter.text("Asset.path")
        return (path, f"sub-1/{path}", f"{path}/x.nwb", f"sub-{path}_ses-{path}.nwb")[turn % 4]
