"""The built-in archive, parsed, for tests that look into it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from builder.snapshot import Snapshot


class Archive:
    """The sample, parsed."""

    def __init__(self, path: Path) -> None:
        with Snapshot.readable(path) as snapshot:
            self.damage = list(snapshot.damage())
            self.content_hash = snapshot.content_hash()
            archive = snapshot.archive()
            assert archive
            self.info: dict[str, Any] = json.loads(archive.info)
            self.rows = {row.identifier: row for row in snapshot.dandisets()}
            self.listed = {identifier: json.loads(row.listed) for identifier, row in self.rows.items()}
            self.version_rows = {
                (identifier, row.version): row for identifier in self.rows for row in snapshot.versions(identifier)
            }
            self.lines = {
                key: [line for page in snapshot.asset_pages(*key) for line in page] for key in self.version_rows
            }
        self.infos: dict[tuple[str, str], dict[str, Any]] = {
            key: json.loads(row.info) for key, row in self.version_rows.items()
        }
        self.assets: dict[tuple[str, str], list[dict[str, Any]]] = {
            key: [json.loads(line) for line in lines] for key, lines in self.lines.items()
        }

    def metadata(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {key: info["metadata"] for key, info in self.infos.items()}

    def newest(self, identifier: str) -> str:
        """The version that stands for a dandiset."""
        published = sorted(version for other, version in self.infos if other == identifier and version != "draft")
        return published[-1] if published else "draft"

    def every_asset(self) -> list[dict[str, Any]]:
        return [asset for assets in self.assets.values() for asset in assets]

    def participants(self) -> list[dict[str, Any]]:
        return [person for asset in self.every_asset() for person in asset["metadata"].get("wasAttributedTo") or []]

    def text(self) -> str:
        """All that is stored, as one text."""
        parts = [row.listed for row in self.rows.values()] + [row.info for row in self.version_rows.values()]
        return b"\n".join([*parts, *(line for lines in self.lines.values() for line in lines)]).decode()
