"""A made-up dandiset, and a made-up archive around it, read as those of the snapshot are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from builder.catalog.changes.files import compare_files, file_state
from builder.catalog.changes.versions import compare_versions
from builder.catalog.contents.digest import Digest, Entry, make_digest
from builder.catalog.contents.file_order import sort_files
from builder.catalog.contents.modality import Modality
from builder.catalog.contents.read import Contents, read_contents
from builder.catalog.schema.asset import Asset, read_asset
from builder.catalog.schema.dandiset import Dandiset, read_dandiset
from builder.site.dandiset.outputs import ReadVersion
from builder.site.prose.render import plain_text

IDENTIFIER = "000000"
"""The archive counts from 1."""
READ_UTC = "2025-07-01T06:00:00Z"
"""When the made-up archive was read."""
STALE_UTC = "2025-06-28T06:00:00Z"
_FIRST, _SECOND = "0.250110.0900", "0.250620.1530"
_MOST_FILES = 20

_MOUSE = {"name": "Mus musculus - House mouse", "identifier": "http://purl.obolibrary.org/obo/NCBITaxon_10090"}
_RAT = {"name": "Rattus norvegicus - Norway rat", "identifier": "http://purl.obolibrary.org/obo/NCBITaxon_10116"}
_FISH = {"name": "Danio rerio - Zebra fish", "identifier": "http://purl.obolibrary.org/obo/NCBITaxon_7955"}

_SUBJECTS: dict[str, dict[str, Any]] = {
    "Ada": {"sex": "Female", "age": "P90D", "genotype": "Pvalb-IRES-Cre"},
    "Bo": {"sex": "Male", "age": "P104D", "genotype": "wild type"},
    "Cleo": {"sex": "Female", "age": "P1Y"},
}
_SESSIONS = (
    # Path, day, megabytes, what was measured.
    ("sub-Ada/sub-Ada_ses-01_ecephys.nwb", "2024-02-05", 812, ("ElectricalSeries", "Units")),
    ("sub-Ada/sub-Ada_ses-02_ecephys.nwb", "2024-02-19", 790, ("ElectricalSeries", "LFP")),
    ("sub-Ada/sub-Ada_ses-03_behavior.nwb", "2024-03-04", 14, ("Position", "EyeTracking")),
    ("sub-Ada/sub-Ada_ses-04_ecephys.nwb", "2024-03-18", 845, ("ElectricalSeries",)),
    ("sub-Bo/sub-Bo_ses-01_ophys.nwb", "2024-04-02", 2150, ("TwoPhotonSeries", "Fluorescence")),
    ("sub-Bo/sub-Bo_ses-02_ophys.nwb", "2024-04-16", 2240, ("TwoPhotonSeries",)),
    ("sub-Bo/sub-Bo_ses-03_icephys.nwb", "2024-05-21", 38, ("VoltageClampSeries",)),
    ("sub-Bo/sub-Bo_ses-04_behavior.nwb", "2024-06-11", 11, ("Position",)),
    ("sub-Cleo/sub-Cleo_ses-01_icephys.nwb", "2024-07-01", 41, ("CurrentClampSeries",)),
    ("sub-Cleo/sub-Cleo_ses-02_icephys.nwb", "2024-08-12", 44, ("CurrentClampSeries",)),
    ("sub-Cleo/sub-Cleo_ses-03_ecephys.nwb", "2024-10-07", 903, ("ElectricalSeries", "Units")),
)
_OTHERS = (
    ("sub-Cleo/sub-Cleo_slice.ome.zarr", "2024-10-20", 5120),
    ("sub-Ada/sub-Ada_ses-03.mp4", "2024-03-04", 320),
    ("README.txt", "2024-11-02", 0.002),
)
_ONLY_IN_FIRST = ("notes.txt", "2024-11-02", 0.001)
_NEW_IN_SECOND = frozenset({"sub-Cleo/sub-Cleo_ses-03_ecephys.nwb", "sub-Cleo/sub-Cleo_slice.ome.zarr"})
_REDONE_IN_SECOND = "sub-Ada/sub-Ada_ses-04_ecephys.nwb"

_CONTRIBUTORS: tuple[dict[str, Any], ...] = (
    {
        "schemaKey": "Person",
        "includeInCitation": True,
        "name": "Carberry, Josiah",
        # The identifier of a person who doesn't exist, which ORCID keeps for examples.
        "identifier": "0000-0002-1825-0097",
        "roleName": ["dcite:Author", "dcite:ContactPerson"],
        "affiliation": [{"name": "Institute of Examples"}],
    },
    {
        "schemaKey": "Person",
        "includeInCitation": True,
        "name": "Sample, Sam",
        "roleName": ["dcite:Author", "dcite:DataCollector"],
        "affiliation": [{"name": "University of Somewhere"}],
    },
    {
        "schemaKey": "Organization",
        "name": "Foundation for Made-Up Science",
        "roleName": ["dcite:Funder"],
        "awardNumber": "EX-1234",
    },
)
_DESCRIPTION = (
    "Recordings of three mice that never lived, so that every part of this site can be seen at work. "
    "Spikes, calcium and membrane potentials were invented over nine months, along with a video."
)
_KEYWORDS = ("sleep", "locomotion", "example")
_OLD_KEYWORDS = ("rest", "locomotion", "example")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    dandiset: Dandiset
    versions: tuple[ReadVersion, ...]
    """Oldest first."""
    files: tuple[Asset, ...]
    """Of the newest."""

    @property
    def newest(self) -> ReadVersion:
        return self.versions[-1]


def read_example() -> Example:
    """A dandiset with two published versions, three subjects, and files of every kind of recording."""
    before, after = (sort_files(_assets(name)) for name in (_FIRST, _SECOND))
    contents = [read_contents(assets) for assets in (before, after)]
    dandiset = read_dandiset(
        IDENTIFIER,
        listed=_json({"identifier": IDENTIFIER, "created": "2024-11-02T10:00:00Z", "star_count": 7}),
        infos=[(name, _info(name, found)) for name, found in zip((_FIRST, _SECOND), contents, strict=True)],
    )
    first, second = dandiset.versions
    files = compare_files(map(file_state, before), map(file_state, after), most_shown=_MOST_FILES)
    return Example(
        dandiset=dandiset,
        versions=(
            ReadVersion(version=first, contents=contents[0]),
            ReadVersion(version=second, contents=contents[1], since=compare_versions(first, second, files)),
        ),
        files=tuple(after),
    )


def with_draft(dandiset: Dandiset) -> Dandiset:
    """The same with a draft, that could not be read again of late."""
    draft = msgspec.structs.replace(dandiset.default, version="draft", status="Pending")
    return replace(dandiset, versions=(*dandiset.versions, draft), stale_since_utc=STALE_UTC)


_ARCHIVE = (
    # Created, species, how it was recorded, gigabytes, subjects, whether it was published.
    ("2020-03-14", _MOUSE, Modality.EXTRACELLULAR, 3, 4, True),
    ("2020-09-01", _RAT, Modality.EXTRACELLULAR, 41, 9, True),
    ("2021-02-20", _MOUSE, Modality.OPTICAL, 260, 16, True),
    ("2021-06-07", _MOUSE, Modality.INTRACELLULAR, 0.4, 21, False),
    ("2021-11-11", _FISH, Modality.MICROSCOPY, 4900, 6, True),
    ("2022-04-03", _RAT, Modality.BEHAVIOR, 12, 11, False),
    ("2022-10-19", _MOUSE, Modality.OPTICAL, 530, 34, True),
    ("2023-05-25", _MOUSE, Modality.EXTRACELLULAR, 75, 12, True),
    ("2023-12-12", _FISH, Modality.OPTICAL, 18, 3, False),
    ("2024-06-30", _RAT, Modality.INTRACELLULAR, 0.04, 40, True),
    ("2025-01-15", _MOUSE, Modality.OTHER, 7, 1, False),
)


def read_archive(example: Example) -> tuple[Entry, ...]:
    """The example, and others beside it of which little more is told than lists and charts need."""
    contents = example.newest.contents
    summary = plain_text(example.dandiset.default.metadata.description, 220)
    digest = msgspec.structs.replace(make_digest(contents), summary=summary)
    return Entry(dandiset=example.dandiset, digest=digest), *_others()


def _others() -> Iterator[Entry]:
    for number, (day, species, modality, gigabytes, subjects, is_published) in enumerate(_ARCHIVE, start=1):
        identifier = f"9999{number:02}"  # far from those that the archive gives
        created = f"{day}T12:00:00Z"
        info = {
            "name": f"Made-up dandiset {number}",
            "asset_count": subjects * 3,
            "size": int(gigabytes * 10**9),
            "status": "Valid",
            "created": created,
            "modified": created,
            "metadata": {
                "schemaVersion": "0.6.4",
                "contributor": _CONTRIBUTORS[: 1 + number % 2],
                "assetsSummary": {"species": [species], "numberOfSubjects": subjects},
            },
        }
        names = ("0.1.0", "draft") if is_published else ("draft",)
        dandiset = read_dandiset(
            identifier,
            listed=_json({"identifier": identifier, "created": created}),
            infos=[(name, _json(info | {"version": name})) for name in names],
        )
        growth = ((day[:7], subjects * 3, int(gigabytes * 10**9)),)
        digest = Digest(subjects=subjects, sessions=subjects, modalities=(modality,), growth=growth)
        yield Entry(dandiset=dandiset, digest=digest)


def _info(version: str, contents: Contents) -> bytes:
    """The archive's answer for a version of the example."""
    is_second = version == _SECOND
    day = f"20{version[2:4]}-{version[4:6]}-{version[6:8]}T12:00:00Z"
    return _json(
        {
            "version": version,
            "name": "A made-up dandiset: three mice at rest and on the run",
            "asset_count": contents.files,
            "size": contents.size_bytes,
            "status": "Published",
            "created": day,
            "modified": day,
            "release_notes": "Adds the last recordings of Cleo." if is_second else "",
            "dandiset": {"identifier": IDENTIFIER, "created": "2024-11-02T10:00:00Z"},
            "metadata": {
                "schemaVersion": "0.6.4",
                "name": "A made-up dandiset: three mice at rest and on the run",
                "description": _DESCRIPTION if is_second else _DESCRIPTION.replace("nine", "seven"),
                "contributor": _CONTRIBUTORS if is_second else _CONTRIBUTORS[::2],
                "license": ["spdx:CC-BY-4.0"],
                "keywords": _KEYWORDS if is_second else _OLD_KEYWORDS,
                "datePublished": day,
                "assetsSummary": {
                    "species": [_MOUSE],
                    "approach": [{"name": "electrophysiological approach"}, {"name": "behavioral approach"}],
                    "dataStandard": [{"name": "Neurodata Without Borders (NWB)", "identifier": "RRID:SCR_015242"}],
                    "numberOfSubjects": len(contents.subjects),
                },
            },
        }
    )


def _assets(version: str) -> Iterator[Asset]:
    rows: Sequence[tuple[str, str, float, tuple[str, ...]]] = (
        *_SESSIONS,
        *((path, day, size, ()) for path, day, size in _OTHERS),
        *(() if version == _SECOND else ((*_ONLY_IN_FIRST, ()),)),
    )
    for number, (path, day, megabytes, variables) in enumerate(rows, start=1):
        if version == _SECOND or path not in _NEW_IN_SECOND:
            redone = version == _SECOND and path == _REDONE_IN_SECOND
            line = _line(number + (100 if redone else 0), path, day, megabytes, variables)
            yield read_asset(_json(line), path)[0]


def _line(number: int, path: str, day: str, megabytes: float, variables: tuple[str, ...]) -> dict[str, Any]:
    """A line of the archive's listing."""
    asset_id = f"eeeeeeee-0000-4000-8000-eeeeeeeeee{number:02x}"
    subject = path.partition("/")[0].removeprefix("sub-")
    is_zarr = path.endswith(".zarr")
    return {
        "asset_id": asset_id,
        "path": path,
        "size": int(megabytes * 10**6) + 1013 * number,
        "zarr" if is_zarr else "blob": asset_id,
        "created": f"{day}T18:00:00Z",
        "modified": f"{day}T18:00:00Z",
        "metadata": {
            "digest": {"dandi:dandi-etag": f"{number:032x}-1"},
            "variableMeasured": [{"schemaKey": "PropertyValue", "value": name} for name in variables],
            "wasAttributedTo": [_participant(subject)] if subject in _SUBJECTS else [],
            "wasGeneratedBy": [{"schemaKey": "Session", "startDate": f"{day}T09:30:00Z"}] if variables else [],
        },
    }


def _participant(name: str) -> dict[str, Any]:
    said = _SUBJECTS[name]
    return {
        "schemaKey": "Participant",
        "identifier": name,
        "species": _MOUSE,
        "sex": {"name": said["sex"]},
        "age": {"value": said["age"], "unitText": "ISO-8601 duration"},
        "genotype": said.get("genotype"),
    }


def _json(value: object) -> bytes:
    return json.dumps(value).encode()
