"""A dandiset of too much: lists and texts that are far longer than anybody's."""

from __future__ import annotations

from typing import Any

from support.archives.small import NOW, blob_asset, metadata_of, version_object

KEYWORDS, PEOPLE, TERMS = 100_000, 30_000, 30_000
TEXT = "too much "
MEGABYTE = 1_000_000

IDENTIFIER = "799999"


def flood_metadata() -> dict[str, Any]:
    """The metadata of its draft."""
    term = {"schemaKey": "SpeciesType"}
    return metadata_of(
        IDENTIFIER,
        "draft",
        _long("name"),
        description=_long("description"),
        acknowledgement=_long("acknowledgement"),
        keywords=[f"keyword {number}" for number in range(KEYWORDS)],
        contributor=[
            {"schemaKey": "Person", "name": f"Doe, Jane {number}", "roleName": ["dcite:Author"]}
            for number in range(PEOPLE)
        ],
        relatedResource=[
            {"name": f"resource {number}", "url": f"https://a.example/{number}"} for number in range(PEOPLE)
        ],
        license=["spdx:CC0-1.0"] * PEOPLE,
        about=[term | {"name": f"about {number}"} for number in range(TERMS)],
        studyTarget=[f"target {number}" for number in range(TERMS)],
        assetsSummary={"species": [term | {"name": f"species {number}"} for number in range(TERMS)]},
    )


def flood_assets() -> list[dict[str, Any]]:
    """Its files: one of a long path, one of a deep path, one with too many subjects."""
    long, deep, many = (blob_asset(number, f"a/{number}.nwb") for number in range(3))
    long["path"] = _long("path").replace(" ", "")
    deep["path"] = "/".join(["d"] * 50_000)
    many["metadata"]["wasAttributedTo"] = [
        {"schemaKey": "Participant", "identifier": f"subject {number}"} for number in range(PEOPLE)
    ]
    return sorted((long, deep, many), key=lambda asset: asset["path"])


def flood_listed(assets: list[dict[str, Any]]) -> dict[str, Any]:
    return version_object("draft", _long("name"), assets, status="Valid", created=NOW, modified=NOW)


def _long(what: str) -> str:
    return f"{what} {TEXT * (MEGABYTE // len(TEXT))}"
