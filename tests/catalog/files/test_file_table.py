"""What is shown of a file, read from its asset."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest

from builder.catalog.files.table import Absence, ListedFile, day_number, day_text, list_file
from builder.catalog.files.viewers import chosen_viewers, offered
from builder.catalog.links import archive_links as links
from builder.catalog.links.instances import KNOWN_INSTANCES
from builder.catalog.schema.asset import read_asset

SHA256, ETAG, ZARR = "0123456789abcdef" * 4, "a" * 32 + "-12", "b" * 32 + "-481--7310000000000"
ASSET, BLOB = "52b551c4-2a2f-4a87-82f5-3d804b7cb82a", "bb81f7b3-4cfa-40e7-aa89-95beb1954d8c"


def listed(path: str = "sub-1/a.nwb", *, keep_urls: bool = False, metadata: Any = None, **fields: Any) -> ListedFile:
    line = {"asset_id": ASSET, "path": path, "size": 5, "blob": BLOB, "zarr": None} | fields
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

    assert (file.subjects, file.session) == (("Mouse 1",), "day 2")


def test_without_metadata_they_come_from_the_path() -> None:
    file = listed("sub-x/ses-y/sub-x_ses-y.nwb")

    assert (file.subjects, file.session) == (("x",), "y")


def test_of_several_subjects_all_are_named() -> None:
    people = [{"schemaKey": "Participant", "identifier": name} for name in ("a, b", "c")]

    assert listed(metadata={"wasAttributedTo": people}).subjects == ("a, b", "c")


def test_names_stand_on_one_line() -> None:
    metadata = {
        "encodingFormat": "text/x\nevil",
        "wasAttributedTo": [{"schemaKey": "Participant", "identifier": "Mouse\t1\u2028"}],
        "wasGeneratedBy": [{"schemaKey": "Session", "identifier": "day\r\n2\u202e"}],
    }
    file = listed(metadata=metadata)

    assert (file.subjects, file.session, file.media_type) == (("Mouse 1",), "day  2", "text/x evil")


@pytest.mark.parametrize(
    ("digest", "sums"),
    [
        ({"dandi:sha2-256": SHA256, "dandi:dandi-etag": ETAG}, (SHA256, "")),
        ({"dandi:dandi-etag": ETAG}, ("", ETAG)),
        ({"dandi:dandi-zarr-checksum": ZARR}, ("", ZARR)),
        ({"dandi:sha2-256": None}, ("", "")),
        ({"dandi:sha2-256": SHA256[:-1], "dandi:dandi-etag": ETAG}, ("", ETAG)),
        ({"dandi:sha2-256": SHA256 + "\n"}, ("", "")),
        ({"dandi:sha2-256": SHA256.upper()}, ("", "")),
        ({"dandi:sha2-256": "g" * 64}, ("", "")),
        ({"dandi:sha2-256": f"<b>{SHA256}"}, ("", "")),
        ({"dandi:dandi-etag": SHA256}, ("", "")),
        ({"dandi:dandi-etag": ZARR}, ("", "")),
        ({"dandi:dandi-etag": "a" * 32}, ("", "")),
        ({"dandi:dandi-zarr-checksum": ETAG}, ("", "")),
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
    assert listed(blob=None, zarr=BLOB, size=0).size is None
    assert listed(blob=None, zarr=BLOB, size=7).size == 7
    assert listed(size=0).size == 0


NO_IDS = ["odd-id", f"{ASSET}\n", ASSET.upper(), f"../{ASSET}", ASSET.replace("-", ""), "'; touch x; '", "?x#"]


@pytest.mark.parametrize("odd", NO_IDS)
def test_an_id_that_is_none_leads_nowhere(odd: str) -> None:
    dandi = KNOWN_INSTANCES["dandi"]
    file, blob, zarr = listed(asset_id=odd), listed(blob=odd), listed("a.ome.zarr", blob=None, zarr=odd)
    metadata = f"https://api.dandiarchive.org/api/assets/{ASSET}/"

    assert (file.asset_id, file.blob) == ("", BLOB)
    assert (links.asset_metadata(dandi, file), links.asset_download(dandi, file)) == (None, None)
    assert links.asset_s3(dandi, file) == f"https://dandiarchive.s3.amazonaws.com/blobs/bb8/1f7/{BLOB}"
    assert (blob.asset_id, blob.blob, blob.state) == (ASSET, "", None)
    assert (links.asset_download(dandi, blob), links.asset_s3(dandi, blob)) == (f"{metadata}download/", None)
    assert (zarr.asset_id, zarr.zarr, zarr.state, zarr.is_zarr) == (ASSET, "", None, True)
    assert (links.asset_metadata(dandi, zarr), links.asset_download(dandi, zarr)) == (metadata, None)
    assert links.asset_s3(dandi, zarr) is None
    for one in (file, blob, zarr):
        found = offered(chosen_viewers(dandi, {}), dandi, one, "000003", "draft")
        assert not [url for _, url in found if odd in unquote(url) or "/None" in url or "assets//" in url]


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
