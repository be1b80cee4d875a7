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


def sample(kind: str | None, name: str | None, *above: dict[str, Any]) -> dict[str, Any]:
    return {"identifier": name, "sampleType": {"name": kind} if kind else None, "wasDerivedFrom": above}


def from_samples(path: str, *samples: dict[str, Any]) -> Asset:
    return read_asset(encode({"path": path, "blob": path, "metadata": {"wasDerivedFrom": samples}}), "test")[0]


def test_samples_and_cells_are_those_that_files_name() -> None:
    files = [
        from_samples("a.nwb", sample("cell", "c1", sample("slice", "s1"))),
        from_samples("b.nwb", sample("cell", "c2", sample("slice", "s1"))),
        from_samples("c.nwb", sample("tissuesample", "t1"), sample(None, "t2"), sample("cell", " ")),
        from_samples("sub-1/micr/sub-1_sample-left_SPIM.ome.zarr"),
        from_samples("sub-1/micr/sub-1_sample-left_SPIM.json"),
        from_samples("sub-2/sample-right.tif"),
        from_samples("derivatives/sub-2/sub-2_sample-none_mask.tif"),
        from_samples("resample-x.nwb"),
    ]
    found = read_contents(files).found

    assert (found.number_of_cells, found.number_of_samples) == (2, 5)


def test_where_files_name_no_sample_nothing_is_counted() -> None:
    found = read_contents([asset("a.nwb")]).found

    assert (found.number_of_cells, found.number_of_samples) == (None, None)
