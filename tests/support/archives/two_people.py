"""A snapshot of few dandisets with different people, species and files, one of them gone."""

from __future__ import annotations

from pathlib import Path

from builder.snapshot import ArchiveRow, DandisetState, Snapshot
from support.archives.small import NOW, blob_asset, encode, metadata_of, put_open, version_object, zarr_asset

ORCID = "0000-0002-1825-0097"
ROR = "https://ror.org/02jqj7156"
MOUSE = {"name": "Mus musculus - House mouse", "identifier": "http://purl.obolibrary.org/obo/NCBITaxon_10090"}
RAT = {"name": "Rattus norvegicus", "identifier": "http://purl.obolibrary.org/obo/NCBITaxon_10116"}
PEOPLE = [
    {
        "schemaKey": "Person",
        "name": "Carberry, Josiah",
        "identifier": ORCID,
        "includeInCitation": True,
        "email": "josiah@example.org",
        "roleName": ["dcite:Author", "dcite:ContactPerson"],
        "affiliation": [{"name": "Brown", "identifier": ROR}],
    },
    {
        "schemaKey": "Organization",
        "name": "Fund",
        "awardNumber": "AB-123",
        "roleName": ["dcite:Funder"],
        "includeInCitation": False,
    },
]
OTHERS = [
    {
        "schemaKey": "Person",
        "name": "Doe, Jane",
        "roleName": ["dcite:ContactPerson"],
        "includeInCitation": True,
        "email": "jane@example.org",
    }
]
FILES = [
    blob_asset(1, "sub-1/a.nwb"),
    zarr_asset(2, "sub-1/b.nwb.zarr", size=5, checksum="a" * 32 + "-1--5"),
    blob_asset(3, "notes.txt"),
]


def put(snapshot: Snapshot, identifier: str, versions: tuple[str, ...], **metadata: object) -> None:
    """An open dandiset of these versions."""
    stored = []
    for number, version in enumerate(versions):
        date = f"2023-0{number + 1}-01T12:00:00Z"
        listed = version_object(version, f"Title {identifier}", FILES, status="Valid", created=date, modified=date)
        doi = {} if version == "draft" else {"doi": f"10.48324/dandi.{identifier}/{version}"}
        more = metadata_of(identifier, version, f"Title {identifier}", schemaVersion="0.6.4", **doi, **metadata)
        stored.append((listed, more, FILES))
    put_open(snapshot, identifier, "", stored)


def make_snapshot(path: Path, info: object) -> Path:
    with Snapshot.writable(path) as opened:
        opened.put_archive(ArchiveRow(info=encode(info), api_url="http://127.0.0.1:9/api", read_utc=NOW))
        put(
            opened,
            "000011",
            ("0.220101.1200", "0.230101.1200", "draft"),
            contributor=PEOPLE,
            keywords=["hippocampus", "theta"],
            assetsSummary={"species": [MOUSE]},
            description="Write to <josiah@example.org> or lab@example.org.",
        )
        put(
            opened,
            "000012",
            ("draft",),
            contributor=OTHERS,
            keywords=["cerebellum"],
            assetsSummary={"species": [RAT]},
        )
        put(opened, "000013", ("0.230101.1200", "draft"))
        opened.hide_dandiset("000013", DandisetState.GONE, now_utc=NOW)
        opened.settle()
    return path
