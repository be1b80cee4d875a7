"""A snapshot of dandisets that have little, much, or something odd of what a page shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from builder.snapshot import ArchiveRow, Snapshot
from support.archives.small import INFO, NOW, blob_asset, encode, metadata_of, put_open, version_object

Json = dict[str, Any]

FUNDER = {"schemaKey": "Organization", "name": "A Foundation", "roleName": ["dcite:Funder"], "awardNumber": "F-1"}
NAMELESS = {"schemaKey": "Person", "name": ", ", "roleName": ["dcite:Author"]}
NO_WORDS = (
    "",
    " \n\t",
    "\u00a0",
    "<!-- nothing -->",
    "<script>x</script>",
    "![]()",
    "<br>",
    "[](https://a.org)",
    "# ",
)

METADATA: dict[str, Json] = {
    "nothing": {},
    "funders only": {"contributor": [FUNDER]},
    "a contributor without a name": {"contributor": [NAMELESS]},
    "seven authors": {"contributor": [{**NAMELESS, "name": f"Doe, {letter}"} for letter in "ABCDEFG"]},
    "a title of blanks": {"name": " \u00a0\u200b"},
    "a resource that has neither name nor link": {"relatedResource": [{"relation": "dcite:IsCitedBy"}]},
    "a resource without a link": {"relatedResource": [{"name": "A talk", "relation": "dcite:IsCitedBy"}]},
    "a protocol alone": {"protocol": ["https://dx.doi.org/10.17504/protocols.io.x"]},
    "a project alone": {"wasGeneratedBy": [{"schemaKey": "Project", "name": "A project"}]},
    "a summary without files": {"assetsSummary": {"species": [{"name": "House mouse"}]}},
    **{f"a description without words, {number}": {"description": text} for number, text in enumerate(NO_WORDS)},
}
"""What a version tells beside its name, by what is odd about it."""

PATHS: dict[str, Sequence[str]] = {
    "no file": (),
    "a file at the top": ("a.nwb",),
    "numbers that sort as text or as numbers": ("sub-10/a.nwb", "sub-2/a.nwb", "sub-02/a.nwb", "sub-x/a.nwb"),
    "equal but for case": ("Sub-1/a.nwb", "sub-1/a.nwb", "SUB-1/A.nwb", "sub-1/A.nwb"),
    "a file and a folder of one name": ("same", "same/a.nwb", "same/same", "same/same/same"),
    "empty names": (
        "/a.nwb",
        "a//b.nwb",
        "//c.nwb",
        "//",
        "a/",
        "/",
        "a///d.nwb",
        "/a/e.nwb",
        "//a/f.nwb",
        "b/g.nwb",
    ),
    "odd names": (
        " /a.nwb",
        "../a.nwb",
        "./a.nwb",
        "%2e/a.nwb",
        "#a/b.nwb",
        "?a/b.nwb",
        "folder-1/a",
        "e\u0301/é",
        "é/é",
    ),
    "folders within folders": ("a/b/c.nwb", "a/b/d/e.nwb", "b/c/d.nwb", "c.nwb"),
    "a thousand and one folders": tuple(f"sub-{number}/a.nwb" for number in range(1_001)),
    "more files than stand on the page": tuple(f"sub-{number // 2}/{number}.nwb" for number in range(2_100)),
}
"""Files of a version, by what is odd about them."""


def make_edge_archive(
    path: Path, metadata: dict[str, Json] = METADATA, files: dict[str, Sequence[str]] = PATHS
) -> Path:
    """Write a snapshot with a draft for each name, in order."""
    with Snapshot.writable(path) as snapshot:
        snapshot.put_archive(ArchiveRow(info=encode(INFO), api_url="https://api.dandiarchive.org/api", read_utc=NOW))
        for number, name in enumerate({**metadata, **files}, start=1):
            given = metadata.get(name, {"description": "Some files."})
            _put(snapshot, number, name, given, files.get(name, ()))
        snapshot.settle()
    return path


def _put(snapshot: Snapshot, number: int, name: str, given: Json, paths: Sequence[str]) -> None:
    identifier = f"{number:06d}"
    name = given.get("name", name)
    assets = [blob_asset(number * 10_000 + place, path) for place, path in enumerate(paths)]
    listed = version_object("draft", name, assets, status="Valid", created=NOW, modified=NOW)
    put_open(snapshot, identifier, "", [(listed, metadata_of(identifier, "draft", name) | given, assets)])
