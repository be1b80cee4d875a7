"""Dandisets as lists and statistics see them, made of a few words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from builder.catalog.contents.digest import Digest, Entry
from builder.catalog.schema.dandiset import read_dandiset

MOUSE = "http://purl.obolibrary.org/obo/NCBITaxon_10090"


def make_entry(
    identifier: str = "000001",
    *,
    created: str = "2021-05-03T00:00:00Z",
    published: Sequence[str] = (),
    files: int = 0,
    size: int = 0,
    status: str = "Valid",
    digest: Digest | None = None,
    **metadata: Any,
) -> Entry:
    """`published` are the dates of its published versions; `metadata` is that of all versions."""
    names = [(f"0.{i + 1}.0", date) for i, date in enumerate(published)] + [("draft", created)]
    infos = []
    for name, date in names:
        info = {
            "version": name,
            "name": metadata.get("name", f"Dandiset {identifier}"),
            "asset_count": files,
            "size": size,
            "status": status,
            "created": date,
            "modified": date,
            "dandiset": {"identifier": identifier, "created": created},
            "metadata": {"schemaVersion": "0.6.4", **metadata},
        }
        infos.append((name, json.dumps(info).encode()))
    listed = json.dumps({"identifier": identifier, "created": created}).encode()
    return Entry(dandiset=read_dandiset(identifier, listed=listed, infos=infos), digest=digest or Digest())


def summary(**terms: Sequence[tuple[str, str | None]]) -> dict[str, Any]:
    """An assetsSummary of (name, identifier) by kind, as `species`."""
    return {
        kind: [{"name": name, "identifier": identifier} for name, identifier in found]
        for kind, found in terms.items()
    }
