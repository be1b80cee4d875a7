"""What files tell where the archive's summary lacks it."""

from __future__ import annotations

from typing import Any

from builder.catalog.contents.read import read_contents
from builder.catalog.schema.asset import Asset, read_asset
from support.archives.small import encode

HED = {"name": "Hierarchical Event Descriptors (HED)", "identifier": "RRID:SCR_014074", "version": "8.3.0"}
BIDS = {"name": "Brain Imaging Data Structure (BIDS)", "identifier": "RRID:SCR_016124", "version": "1.10.0"}


def asset(path: str, *standards: dict[str, Any]) -> Asset:
    return read_asset(encode({"path": path, "blob": path, "metadata": {"dataStandard": standards}}), "test")[0]


def test_standards_of_files_are_read_and_their_versions_too() -> None:
    found = read_contents([asset("dataset_description.json", BIDS, HED), asset("sub-1/a.nwb", HED)]).found

    assert [standard.full_name for standard in found.data_standard] == [
        "Brain Imaging Data Structure (BIDS) 1.10.0",
        "Neurodata Without Borders (NWB)",
        "Hierarchical Event Descriptors (HED) 8.3.0",
    ]
