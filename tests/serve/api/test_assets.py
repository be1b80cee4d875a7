"""The live API over a small snapshot: assets, zarrs, and a snapshot that changes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from builder.serve import create_api, in_background
from builder.snapshot import DandisetState, Snapshot
from support.archives.small import MANY, NOW, blob_asset, encode, make_small_archive, put_draft, uuid
from support.machine.serving import ASSETS, D1, PATHS, TOTAL, get, ids, paths


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> Iterator[str]:
    snapshot = make_small_archive(tmp_path_factory.mktemp("api") / "snapshot.sqlite")
    with in_background(create_api(snapshot)) as address:
        yield address


def walk(url: str, query: str):
    """Every page of an asset listing, following next."""
    pages, there = [], f"{url}{ASSETS}?{query}"
    while there:
        answer = requests.get(there, timeout=20)
        assert answer.status_code == 200
        pages.append(answer.json())
        there = pages[-1]["next"]
    return pages


def test_the_lazy_paginator_counts_only_once(url):
    pages = walk(url, "page_size=1000&order=path&metadata=true")
    assert [page["count"] for page in pages] == [TOTAL, None, None]
    rows = [row for page in pages for row in page["results"]]
    assert [row["path"] for row in rows] == sorted(row["path"] for row in rows)
    assert len({row["asset_id"] for row in rows}) == TOTAL
    assert all(row["metadata"]["path"] == row["path"] for row in rows)


def test_sizes_are_cut_to_a_thousand(url):
    assert len(get(url, f"{ASSETS}?page_size=5000").json()["results"]) == 1000


def test_pages_past_the_end_are_empty_and_last_is_no_page(url):
    beyond = get(url, f"{ASSETS}?page=99").json()
    assert beyond == {"count": None, "next": None, "previous": f"{url}{ASSETS}?page=98", "results": []}
    assert get(url, f"{ASSETS}?page=last").status_code == 404
    assert get(url, f"{ASSETS}?page={10**30}").json()["results"] == []


def test_metadata_comes_only_when_asked_for(url):
    keys = {"asset_id", "blob", "zarr", "path", "size", "created", "modified"}
    assert set(get(url, f"{ASSETS}?page_size=1").json()["results"][0]) == keys
    assert set(get(url, f"{ASSETS}?page_size=1&metadata=1").json()["results"][0]) == keys | {"metadata"}


def test_the_default_order_is_by_creation(url):
    rows = [row for page in walk(url, "page_size=1000") for row in page["results"]]
    created = [row["created"].removesuffix("Z") for row in rows]
    assert created == sorted(created)
    assert rows[0]["path"] == f"sub-{(MANY - 1) // 100:02d}/file-{MANY - 1:04d}.nwb"
    backwards = walk(url, "page_size=1000&order=-created")[0]["results"]
    assert backwards[0]["created"] == rows[-1]["created"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("path=SUB-03/&order=path&page_size=2", ["sub-03/file-0300.nwb", "sub-03/file-0301.nwb"]),
        ("path=sub-03/file-0300.nwb", ["sub-03/file-0300.nwb"]),
        ("path=nothing", []),
        ("glob=*FILE-000*.nwb&order=-path&page_size=1", ["sub-00/file-0009.nwb"]),
        ("glob=*.zarr&order=path", ["sub-00/img.ome.zarr", "sub-01/later.zarr"]),
        ("glob=sub-00/img.ome.zarr", ["sub-00/img.ome.zarr"]),
        ("glob=sub-0?/img*", []),
        ("glob=file*", []),
        ("zarr=true&order=-path", ["sub-01/later.zarr", "sub-00/img.ome.zarr"]),
        ("zarr=false&page_size=1&order=path", ["Video of run #1.mp4"]),
        ("order=path&page_size=1", ["Video of run #1.mp4"]),
        ("order=-created,path&page_size=1", ["Video of run #1.mp4"]),
    ],
)
def test_asset_filters(url, query, found):
    assert paths(get(url, f"{ASSETS}?{query}")) == found


def test_one_level_of_folders(url):
    answer = get(url, f"{PATHS}?page_size=2")
    video, folder = answer.json()["results"]
    assert answer.json()["count"] == 26
    assert (video["path"], video["aggregate_files"], video["asset"]["asset_id"]) == (
        "Video of run #1.mp4",
        1,
        uuid(1, 5002),
    )
    assert folder == {
        "path": "sub-00",
        "version": 1,
        "aggregate_files": 101,
        "aggregate_size": 100_526,
        "asset": None,
    }


def test_files_of_a_folder_have_their_address_in_the_store(url):
    last = get(url, f"{PATHS}?path_prefix=sub-00/&page=last").json()["results"][-1]
    assert last["asset"]["url"] == f"https://dandiarchive.s3.amazonaws.com/zarr/{uuid(3, 5000)}/"
    blob = uuid(2, 1000)
    first = get(url, f"{PATHS}?path_prefix=sub-00&page_size=1").json()["results"][0]
    assert first["asset"]["url"] == f"https://dandiarchive.s3.amazonaws.com/blobs/{blob[:3]}/{blob[3:6]}/{blob}"


@pytest.mark.parametrize(
    ("prefix", "status"), [("nope", 404), ("sub", 404), ("/", 404), ("sub-00/img.ome.zarr", 200)]
)
def test_a_folder_that_is_not_there(url, prefix, status):
    answer = get(url, f"{PATHS}?path_prefix={prefix}")
    assert answer.status_code == status
    assert answer.json().get("detail", "") == ("Specified path not found." if status == 404 else "")


@pytest.mark.parametrize("base", [f"/api/assets/{uuid(1, 1)}", f"{D1}/versions/draft/assets/{uuid(1, 1)}"])
def test_an_asset_by_its_id(url, base):
    info = get(url, f"{base}/info/").json()
    assert info == blob_asset(1, "sub-1/sub-1_ecephys.nwb", size=2000)
    assert get(url, f"{base}/").json() == info["metadata"]


def test_an_asset_of_an_old_version_alone_is_still_found(url):
    assert get(url, f"/api/assets/{uuid(1, 2)}/info/").json()["path"] == "README.txt"


@pytest.mark.parametrize(
    ("number", "status", "errors"),
    [(1, "Invalid", [{"field": "digest", "message": "is missing"}]), (2, "Pending", []), (3, "Valid", [])],
)
def test_validation_of_an_asset(url, number, status, errors):
    answer = get(url, f"{D1}/versions/draft/assets/{uuid(1, number)}/validation/").json()
    assert answer == {"status": status, "validation_errors": errors}


def test_zarrs_are_known_by_their_assets(url):
    whole = {
        "name": "sub-00/img.ome.zarr",
        "dandiset": "000005",
        "zarr_id": uuid(3, 5000),
        "status": "Complete",
        "checksum": "a" * 32 + "-4--526",
        "file_count": 4,
        "size": 526,
    }
    assert get(url, f"/api/zarr/{uuid(3, 5000)}/").json() == whole
    pending = get(url, f"/api/zarr/{uuid(3, 5001)}/").json()
    assert (pending["status"], pending["checksum"], pending["file_count"], pending["size"]) == ("Pending", None, 0, 0)
    assert get(url, "/api/zarr/").json()["results"] == [whole, pending]
    assert get(url, "/api/zarr/?name=sub-01/later.zarr&dandiset=000005").json()["results"] == [pending]
    assert get(url, "/api/zarr/?dandiset=000001").json()["results"] == []


def test_entries_of_a_zarr_are_asked_of_the_archive(url):
    answer = get(url, f"/api/zarr/{uuid(3, 5000)}/files/?prefix=0")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"https://api.dandiarchive.org/api/zarr/{uuid(3, 5000)}/files/?prefix=0"


def test_next_repeats_wildcards_encoded(url):
    answer = get(url, f"{ASSETS}?glob=*file*&page_size=3&order=path").json()
    assert answer["next"] == f"{url}{ASSETS}?glob=%2Afile%2A&order=path&page=2&page_size=3"
    assert parse_qs(urlsplit(answer["next"]).query)["glob"] == ["*file*"]


def test_lines_are_served_byte_for_byte(url):
    answer = get(url, f"/api/assets/{uuid(1, 1)}/info/")
    assert answer.content == encode(json.loads(answer.content))


def test_a_harvest_shows_at_once(tmp_path):
    path = make_small_archive(tmp_path / "snapshot.sqlite")
    with in_background(create_api(path)) as address:
        assert get(address, f"/api/assets/{uuid(1, 1)}/").status_code == 200
        assert len(paths(get(address, f"{ASSETS}?glob=*.mp4"))) == 1
        with Snapshot.writable(path) as snapshot:
            snapshot.hide_dandiset("000001", DandisetState.GONE, now_utc=NOW)
            put_draft(snapshot, "000005", "Many files", [blob_asset(9, "a.nwb")], created=NOW)
            snapshot.settle()
        assert get(address, f"/api/assets/{uuid(1, 1)}/").status_code == 404
        assert get(address, f"/api/assets/{uuid(1, 9)}/").status_code == 200
        assert paths(get(address, f"{ASSETS}?glob=*.mp4")) == []
        assert ids(get(address, "/api/dandisets/")) == ["002", "005"]


def test_many_threads_at_once_get_the_same(url):
    targets = [f"/api/assets/{uuid(1, 1000 + number)}/info/" for number in range(0, 200, 5)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda path: get(url, path).json()["asset_id"], targets))
    assert answers == [path.split("/")[3] for path in targets]


@pytest.fixture
def spoilt(tmp_path):
    """A snapshot where all stored pages of a version but the first can be read no more; until `spoil` it is whole."""
    path = make_small_archive(tmp_path / "snapshot.sqlite")

    def spoil() -> None:
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("UPDATE asset_page SET packed = x'00' WHERE identifier = '000005' AND page > 0")

    return path, spoil


def test_in_order_of_path_no_more_is_read_than_the_page_needs(spoilt):
    path, spoil = spoilt
    spoil()
    with in_background(create_api(path)) as address:
        answer = get(address, f"{ASSETS}?order=path&page_size=700").json()
    assert (answer["count"], len(answer["results"])) == (TOTAL, 700)


def test_a_look_up_by_id_reads_its_line_and_not_all(spoilt):
    path, spoil = spoilt
    with in_background(create_api(path)) as address:
        assert get(address, f"/api/assets/{uuid(1, 1000)}/").status_code == 200
        spoil()
        assert get(address, f"/api/assets/{uuid(1, 1001)}/").json()["path"] == "sub-00/file-0001.nwb"
