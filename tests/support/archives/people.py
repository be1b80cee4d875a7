"""Dandisets as facets see them, and who stands in them."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import replace

from builder.catalog.contents.digest import Digest, Entry
from builder.catalog.schema.dandiset import read_dandiset
from builder.catalog.schema.metadata import AssetsSummary


def entry(
    identifier: str, *, versions: tuple[str, ...] = ("draft",), found: AssetsSummary | None = None, **metadata: Any
) -> Entry:
    infos = [
        (
            name,
            json.dumps(
                {
                    "version": name,
                    "created": f"20{name[2:4]}-05-01T00:00:00Z" if name != "draft" else "",
                    "metadata": metadata,
                }
            ).encode(),
        )
        for name in versions
    ]
    dandiset = read_dandiset(identifier, listed=b"{}", infos=infos)
    return Entry(dandiset=dandiset, digest=Digest(found=found or AssetsSummary()))


def person(name: str, orcid: str | None = None, *places: tuple[str, str | None], **more: Any) -> dict[str, Any]:
    affiliation = [{"name": place, "identifier": identifier} for place, identifier in places]
    return {"schemaKey": "Person", "name": name, "identifier": orcid, "affiliation": affiliation, **more}


def organization(name: str, *roles: str, **more: Any) -> dict[str, Any]:
    return {"schemaKey": "Organization", "name": name, "roleName": [f"dcite:{role}" for role in roles], **more}


def mentioning(one: Entry, *areas: str) -> Entry:
    """The same dandiset with texts that name these areas."""
    return Entry(dandiset=one.dandiset, digest=replace(one.digest, areas=areas))
