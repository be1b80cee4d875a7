"""What all assets of a version add up to, by the rules of the archive's own summary."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from builder.sample.vocabulary import Json

_NWB = {
    "name": "Neurodata Without Borders (NWB)",
    "schemaKey": "StandardsType",
    "identifier": "RRID:SCR_015242",
}
_BIDS = {
    "name": "Brain Imaging Data Structure (BIDS)",
    "schemaKey": "StandardsType",
    "identifier": "RRID:SCR_016124",
}
_NGFF = {
    "name": "OME/NGFF Standard",
    "schemaKey": "StandardsType",
    "identifier": "DOI:10.25504/FAIRsharing.9af712",
}


_UNSAFE = re.compile(r"""[_*\\/<>:|"'?%@;,.\s]""")
"""What the client replaces where an identifier becomes a part of a path."""


def summarize_assets(assets: Iterable[Json]) -> Json:
    """The `assetsSummary` of assets with this metadata.

    Counts of zero and, where there are no assets, all lists are left out, as the archive does.
    Source: dandischema.metadata.aggregate_assets_summary.
    """
    tally = _Tally()
    for metadata in assets:
        tally.add(metadata)
    return tally.summary()


class _Tally:
    """Counts; each list keeps the order in which its entries first came."""

    def __init__(self) -> None:
        self._bytes = 0
        self._files = 0
        self._lists: dict[str, list[Any]] = {}
        self._subjects: set[str] = set()
        self._samples: dict[str, set[str]] = {"cell": set(), "slice": set(), "tissuesample": set()}

    def add(self, metadata: Json) -> None:
        self._bytes += metadata["contentSize"]
        self._files += 1
        self._extend("approach", metadata.get("approach") or [])
        self._extend("measurementTechnique", metadata.get("measurementTechnique") or [])
        self._extend("variableMeasured", [entry["value"] for entry in metadata.get("variableMeasured") or []])
        participants = metadata.get("wasAttributedTo") or []
        self._extend("species", [person["species"] for person in participants if "species" in person])
        self._subjects.update(_path_safe(person["identifier"]) for person in participants)
        for sample in (metadata.get("wasDerivedFrom") or [])[:1]:
            self._add_sample(sample)
        self._add_path(metadata["path"].rsplit("/", 1)[-1])
        self._extend("dataStandard", _standards(metadata))

    def summary(self) -> Json:
        counts = {
            "numberOfSubjects": len(self._subjects),
            "numberOfSamples": len(self._samples["tissuesample"]) + len(self._samples["slice"]),
            "numberOfCells": len(self._samples["cell"]),
        }
        return {
            "schemaKey": "AssetsSummary",
            "numberOfBytes": self._bytes,
            "numberOfFiles": self._files,
            **{key: count for key, count in counts.items() if count},
            **self._lists,
        }

    def _extend(self, key: str, values: Iterable[Any]) -> None:
        found = self._lists.setdefault(key, [])
        for value in values:
            if value not in found:
                found.append(value)

    def _add_sample(self, sample: Json) -> None:
        self._samples[sample["sampleType"]["name"]].add(_path_safe(sample["identifier"]))
        for source in sample.get("wasDerivedFrom", [])[:1]:
            self._add_sample(source)

    def _add_path(self, name: str) -> None:
        """Subjects and samples are told by the file's name, too."""
        parts = name.split(".")[0].split("_")
        subjects = [part.removeprefix("sub-") for part in parts if part.startswith("sub-")]
        samples = [part.removeprefix("sample-") for part in parts if part.startswith("sample-")]
        self._subjects.update(subjects[:1])
        self._samples["tissuesample"].update(samples[:1])


def _standards(metadata: Json) -> list[Json]:
    path: str = metadata["path"]
    found = []
    if "nwb" in metadata["encodingFormat"]:
        found.append(_NWB)
    if path.rsplit("/", 1)[-1] == "dataset_description.json":
        found.append(_BIDS)
    if re.search(r"(^|/)[^./]+\.ome\.zarr$", path):
        found.append(_NGFF)
    return found


def _path_safe(identifier: str) -> str:
    return _UNSAFE.sub("-", identifier)
