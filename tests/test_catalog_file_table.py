"""What is shown of a file, read from its asset."""

from __future__ import annotations

import json
from typing import Any

import pytest

from builder.catalog.asset import read_asset
from builder.catalog.file_table import Absence, ListedFile, day_number, day_text, list_file


def listed(path: str = "sub-1/a.nwb", *, keep_urls: bool = False, metadata: Any = None, **fields: Any) -> ListedFile:
    line = {"asset_id": "i", "path": path, "size": 5, "blob": "b", "zarr": None} | fields
    asset, problems = read_asset(json.dumps(line | {"metadata": metadata or {}}).encode(), "test")
    assert not problems
    return list_file(asset, keep_urls=keep_urls)


def test_subject_and_session_come_from_the_metadata() -> None:
    file = listed(
        "sub-x/sub-x_ses-y.nwb",
        metadata={
            "wasAttributedTo": [{"schemaKey": "Participant", "identifier": "Mouse 1"}],
            "wasGeneratedBy": [{"schemaKey": "Session", "identifier": "day 2"}],
        },
    )

    assert (file.subject, file.session) == ("Mouse 1", "day 2")


def test_without_metadata_they_come_from_the_path() -> None:
    file = listed("sub-x/ses-y/sub-x_ses-y.nwb")

    assert (file.subject, file.session) == ("x", "y")


def test_of_several_subjects_all_are_named() -> None:
    people = [{"schemaKey": "Participant", "identifier": name} for name in ("a", "b")]

    assert listed(metadata={"wasAttributedTo": people}).subject == "a, b"


@pytest.mark.parametrize(
    ("digest", "sums"),
    [
        ({"dandi:sha2-256": "ab", "dandi:dandi-etag": "e-1"}, ("ab", "")),
        ({"dandi:dandi-etag": "e-1"}, ("", "e-1")),
        ({"dandi:dandi-zarr-checksum": "z-1"}, ("", "z-1")),
        ({"dandi:sha2-256": None}, ("", "")),
        ({}, ("", "")),
    ],
)
def test_the_checksum_is_the_one_that_everyone_can_compute(digest: dict[str, Any], sums: tuple[str, str]) -> None:
    file = listed(metadata={"digest": digest})

    assert (file.sha256, file.other_sum) == sums


def test_what_nobody_gets_says_why() -> None:
    embargoed = {"access": [{"schemaKey": "AccessRequirements", "status": "dandi:EmbargoedAccess"}]}

    assert listed().state is None
    assert listed(blob=None).state is Absence.MISSING
    assert listed(metadata=embargoed).state is Absence.EMBARGOED


def test_a_zarr_that_the_archive_has_not_counted_has_no_known_size() -> None:
    assert listed(blob=None, zarr="z", size=0).size is None
    assert listed(blob=None, zarr="z", size=7).size == 7
    assert listed(size=0).size == 0


def test_addresses_are_kept_only_where_they_are_needed() -> None:
    urls = {"contentUrl": ["https://x.example/1"]}

    assert listed(metadata=urls).given_urls == ()
    assert listed(metadata=urls, keep_urls=True).given_urls == ("https://x.example/1",)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2023-06-29T19:55:31.985130Z", "2023-06-29"),
        ("2021-05-18T12:00:00-04:00", "2021-05-18"),
        ("1970-01-01", "1970-01-01"),
        ("1969-12-31", ""),
        ("", ""),
        ("yesterday", ""),
        ("2023-02-30T00:00:00Z", ""),
    ],
)
def test_days_are_numbers_that_read_back(text: str, shown: str) -> None:
    assert day_text(day_number(text)) == shown
