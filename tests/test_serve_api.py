"""The live API over a small snapshot, over real HTTP."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from small_archive import INFO, MANY, NOW, blob_asset, encode, make_small_archive, put_draft, uuid

from builder.errors import IntegrityError, UsageError
from builder.serve import create_api, in_background
from builder.snapshot import DandisetState, Snapshot

TOTAL = MANY + 3
D1, D5 = "/api/dandisets/000001", "/api/dandisets/000005"
ASSETS = f"{D5}/versions/draft/assets/"
PATHS = f"{ASSETS}paths/"
BLOB = uuid(2, 1)


@pytest.fixture(scope="module")
def snapshot_path(tmp_path_factory):
    return make_small_archive(tmp_path_factory.mktemp("api") / "snapshot.sqlite")


@pytest.fixture(scope="module")
def blob_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("blobs") / "any.name"
    path.write_bytes(bytes(range(250)) * 8)
    return path


@pytest.fixture(scope="module")
def url(snapshot_path, blob_file) -> Iterator[str]:
    with in_background(create_api(snapshot_path, blobs={BLOB: blob_file})) as address:
        yield address


def get(url: str, path: str, **headers: str) -> requests.Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.get(url + path, headers=sent, allow_redirects=False, timeout=20)


def ids(answer: requests.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["identifier"][3:] for item in answer.json()["results"]]


def paths(answer: requests.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["path"] for item in answer.json()["results"]]


# -- service ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api/info/", "/server-info"])
def test_info_names_this_server_and_leaves_the_rest(url, path):
    expected = {**INFO, "services": {**INFO["services"], "api": {"url": f"{url}/api"}}}
    assert get(url, path).json() == expected


def test_stats_are_counted_from_the_snapshot(url):
    sizes = 2000 + 1000 + 1000 + MANY * 1000 + 526 + 7
    expected = {"dandiset_count": 4, "published_dandiset_count": 1, "user_count": 0, "size": sizes}
    assert get(url, "/api/stats/").json() == expected


def test_schemas(url):
    assert get(url, "/api/schemas/available/").json() == [
        "Dandiset",
        "Asset",
        "PublishedDandiset",
        "PublishedAsset",
    ]


def test_a_snapshot_that_is_not_complete_has_no_info_yet(tmp_path):
    Snapshot.writable(tmp_path / "new.sqlite").close()
    with in_background(create_api(tmp_path / "new.sqlite")) as address:
        assert get(address, "/api/info/").status_code == 503
        assert get(address, "/api/dandisets/").json()["count"] == 0


def test_a_missing_or_foreign_snapshot_is_refused_at_once(tmp_path):
    with pytest.raises(UsageError):
        create_api(tmp_path / "nothing.sqlite")
    (tmp_path / "text.sqlite").write_text("no database " * 100)
    with pytest.raises(IntegrityError):
        create_api(tmp_path / "text.sqlite")


# -- dandisets -------------------------------------------------------------------------------------------------------


def test_the_list_holds_open_dandisets_by_creation(url):
    assert ids(get(url, "/api/dandisets/")) == ["001", "002", "005"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ordering=-id", ["005", "002", "001"]),
        ("ordering=name", ["001", "005", "002"]),
        ("ordering=-size", ["005", "001", "002"]),
        ("ordering=modified", ["001", "002", "005"]),
        ("ordering=stars", ["001", "002", "005"]),
        ("ordering=nonsense", ["001", "002", "005"]),
        ("draft=false", ["001"]),
        ("empty=false", ["001", "005"]),
        ("draft=&empty=", ["001", "002", "005"]),
        ("user=me", []),
        ("search=", ["001", "002", "005"]),
        ("search=buzsaki", ["001"]),
        ("search=BUZSÁKI+grid", ["001"]),
        ("search=%22grid+cells%22", ["001"]),
        ("search=%22cells+grid%22", []),
        ("search=ancient", ["001"]),
        ("search=ancient+newest", []),
        ("search=species:mouse", ["001"]),
        ("search=species:%22house+mouse%22+approach:electro", ["001"]),
        ("search=species:rat", []),
        ("search=technique:spike", []),
        ("search=file_type:nwb", ["001", "005"]),
        ("search=file_type:video", ["005"]),
        ("search=file_type:text/plain", ["001"]),
        ("search=created_after:2022-01-01", ["002", "005"]),
        ("search=created_before:2022-02-02", ["001"]),
        ("search=created_after:2022-02-02+created_before:2022-02-03", ["002"]),
        ("search=modified_before:2022-02-01", ["001"]),
        ("search=published_after:2000-01-01", ["001"]),
        ("search=owner:me", []),
        ("search=species:", []),
    ],
)
def test_filters_orders_and_searches(url, query, found):
    assert ids(get(url, f"/api/dandisets/?{query}")) == found


@pytest.mark.parametrize(
    ("query", "status", "body"),
    [
        (
            "embargoed=true",
            401,
            "Authentication credentials must be provided when attempting to access embargoed dandisets",
        ),
        ("starred=1", 401, "Must be authenticated to filter by starred dandisets."),
        ("draft=maybe", 400, {"draft": ["Must be a valid boolean."]}),
        ("user=you", 400, {"user": ['"you" is not a valid choice.']}),
        ("page=9", 404, {"detail": "Invalid page."}),
        ("page=0", 404, {"detail": "Invalid page."}),
        ("page=x", 404, {"detail": "Invalid page."}),
    ],
)
def test_what_the_list_refuses(url, query, status, body):
    answer = get(url, f"/api/dandisets/?{query}")
    assert (answer.status_code, answer.json()) == (status, body)


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("specis:mouse", 'Unknown search operator "specis". Did you mean "species"?'),
        ("qqq:mouse", 'Unknown search operator "qqq". Wrap'),
        ('"open', "Unbalanced quote"),
        ("x" * 1025, "Search query is too long (1025 characters; max 1024)."),
        ("created_after:2022", "Invalid date"),
        ("created_after:20220101", "Invalid date"),
        ('species:""', 'Operator "species" requires a value'),
    ],
)
def test_searches_that_are_wrong_say_why(url, search, said):
    answer = requests.get(url + "/api/dandisets/", params={"search": search}, timeout=10)
    assert answer.status_code == 400
    assert answer.json()["search"].startswith(said)


def test_an_operator_in_quotes_is_text(url):
    assert ids(requests.get(url + "/api/dandisets/", params={"search": '"specis:mouse"'}, timeout=10)) == []


def test_ordinary_pages_repeat_the_query_in_order_of_names(url):
    first = get(url, "/api/dandisets/?page_size=2&ordering=-id").json()
    assert (first["count"], first["previous"]) == (3, None)
    assert first["next"] == f"{url}/api/dandisets/?ordering=-id&page=2&page_size=2"
    second = requests.get(first["next"], timeout=10).json()
    assert (second["count"], second["next"]) == (3, None)
    assert second["previous"] == f"{url}/api/dandisets/?ordering=-id&page_size=2"
    assert get(url, "/api/dandisets/?page_size=2&ordering=-id&page=last").json() == second


def test_next_names_the_host_that_was_asked(url):
    answer = get(url, "/api/dandisets/?page_size=1", Host="mirror.example:81").json()
    assert answer["next"] == "http://mirror.example:81/api/dandisets/?page=2&page_size=1"


@pytest.mark.parametrize("size", ["0", "-1", "x", ""])
def test_a_page_size_that_is_none_is_the_usual_one(url, size):
    assert len(get(url, f"{ASSETS}?page_size={size}").json()["results"]) == 100


def test_a_dandiset_shows_both_versions_whole(url):
    shown = get(url, f"{D1}/").json()
    assert shown["most_recent_published_version"]["version"] == "0.220101.1200"
    assert shown["draft_version"]["version"] == "draft"
    for version in (shown["most_recent_published_version"], shown["draft_version"]):
        assert (version["active_uploads"], version["release_notes"]) == (0, "")
        assert "dandiset" not in version
    assert shown["contact_person"] == "Doe, Jane"
    assert get(url, "/api/dandisets/000002/").json()["most_recent_published_version"] is None


@pytest.mark.parametrize(
    "tail", ["", "versions/", "versions/draft/", "versions/draft/assets/", "versions/draft/info/"]
)
def test_an_embargoed_dandiset_asks_for_credentials(url, tail):
    answer = get(url, f"/api/dandisets/000003/{tail}")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert answer.json() == {"detail": "Authentication credentials were not provided."}


@pytest.mark.parametrize(
    "path",
    [
        "/api/dandisets/000004/",
        "/api/dandisets/999999/",
        f"{D1}/versions/0.200101.0000/",
        "/api/dandisets/000004/versions/draft/assets/",
        f"/api/assets/{uuid(1, 77)}/",
        f"/api/zarr/{uuid(3, 77)}/",
        f"{D1}/versions/0.200101.0000/assets/{uuid(1, 1)}/",
        "/api/info/?format=yaml",
    ],
)
def test_what_is_gone_or_never_was_is_not_found(url, path):
    answer = get(url, path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


def test_versions_come_by_creation(url):
    def names(query):
        return [item["version"] for item in get(url, f"{D1}/versions/{query}").json()["results"]]

    assert names("") == ["draft", "0.210101.1200", "0.220101.1200"]
    assert names("?order=-created") == ["0.220101.1200", "0.210101.1200", "draft"]
    assert names("?page_size=1&page=2") == ["0.210101.1200"]


def test_an_unknown_order_is_refused(url):
    answer = get(url, f"{D1}/versions/?order=name")
    said = {"order": ["Select a valid choice. name is not one of the available choices."]}
    assert (answer.status_code, answer.json()) == (400, said)


def test_version_metadata_and_info_are_what_was_stored(url):
    info = get(url, f"{D1}/versions/draft/info/").json()
    assert info["metadata"] == get(url, f"{D1}/versions/draft/").json()
    assert info["metadata"]["name"] == "Grid cells of György Buzsáki's lab"
    assert info["asset_validation_errors"][0]["field"] == "digest"


# -- assets ----------------------------------------------------------------------------------------------------------


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


# -- downloads -------------------------------------------------------------------------------------------------------


def test_bytes_at_hand_are_served_here_in_the_place_of_the_store(url, blob_file):
    answer = get(url, f"/api/assets/{uuid(1, 1)}/download/")
    there = urlsplit(answer.headers["Location"])
    assert (answer.status_code, answer.content) == (302, b"")
    assert f"{there.scheme}://{there.netloc}" == url
    assert there.path == f"/s3/blobs/{BLOB[:3]}/{BLOB[3:6]}/{BLOB}"
    bytes_ = requests.get(answer.headers["Location"], timeout=10)
    assert bytes_.content == blob_file.read_bytes()
    assert bytes_.headers["Content-Disposition"] == 'attachment; filename="sub-1_ecephys.nwb"'
    assert bytes_.headers["Content-Type"] == "application/octet-stream"
    assert bytes_.headers["ETag"]


def test_a_download_resumes_through_the_redirect(url, blob_file):
    there = f"{url}{D1}/versions/draft/assets/{uuid(1, 1)}/download/"
    answer = requests.get(there, headers={"Range": "bytes=1990-"}, timeout=10)
    assert (answer.status_code, answer.content) == (206, blob_file.read_bytes()[1990:])


def test_inline_says_the_type(url):
    answer = requests.get(f"{url}/api/assets/{uuid(1, 1)}/download/?content_disposition=inline", timeout=10)
    assert answer.headers["Content-Disposition"] == 'inline; filename="sub-1_ecephys.nwb"'
    assert answer.headers["Content-Type"] == "application/x-nwb"


def test_bytes_that_are_not_at_hand_are_in_the_archive(url):
    blob = uuid(2, 3)
    answer = get(url, f"/api/assets/{uuid(1, 3)}/download/")
    expected = f"https://dandiarchive.s3.amazonaws.com/blobs/{blob[:3]}/{blob[3:6]}/{blob}"
    assert (answer.status_code, answer.headers["Location"]) == (302, expected)


def test_a_zarr_has_no_download(url):
    answer = get(url, f"/api/assets/{uuid(1, 5000)}/download/")
    assert answer.status_code == 400
    assert answer.json().startswith("Unable to provide download link for zarr assets.")


def test_a_video_to_be_watched_is_a_player(url):
    answer = get(url, f"/api/assets/{uuid(1, 5002)}/download/?content_disposition=inline")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "<video" in answer.text


def test_a_disposition_that_is_none_is_refused(url):
    answer = get(url, f"/api/assets/{uuid(1, 1)}/download/?content_disposition=x")
    assert (answer.status_code, answer.json()) == (400, {"content_disposition": ['"x" is not a valid choice.']})


def test_a_name_beyond_ascii_is_encoded(snapshot_path, blob_file):
    with in_background(create_api(snapshot_path, blobs={uuid(2, 3): blob_file})) as address:
        answer = requests.get(f"{address}/api/assets/{uuid(1, 3)}/download/", timeout=10)
    expected = "attachment; filename*=UTF-8''caf%C3%A9%20%E2%80%9Cnotes%E2%80%9D.txt"
    assert answer.headers["Content-Disposition"] == expected


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/s3/blobs/xxx/xxx/{BLOB}", 404),
        (f"/s3/blobs/{BLOB[:3]}/{BLOB[3:6]}/{uuid(2, 3)}", 404),
        (f"/s3/blobs/{BLOB[:3]}/{BLOB[3:6]}/{BLOB}?response-content-disposition=a%0D%0AX-Evil:%201", 400),
        (f"/s3/blobs/{BLOB[:3]}/{BLOB[3:6]}/{BLOB}?response-content-type=caf%C3%A9", 400),
    ],
)
def test_the_stand_in_for_the_store_refuses(url, path, status):
    assert get(url, path).status_code == status


def test_uploaded_bytes_cannot_run_as_a_page(url):
    answer = get(url, f"/s3/blobs/{BLOB[:3]}/{BLOB[3:6]}/{BLOB}?response-content-type=text/html")
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


# -- what all answers share ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/api/info", "/api/info/"),
        ("/api/dandisets/000001", "/api/dandisets/000001/"),
        ("/api/dandisets?page_size=1&search=a%20b", "/api/dandisets/?page_size=1&search=a%20b"),
        (f"/api/zarr/{uuid(3, 1)}/files", f"/api/zarr/{uuid(3, 1)}/files/"),
    ],
)
def test_a_missing_slash_is_added(url, path, location):
    answer = get(url, path)
    assert (answer.status_code, answer.headers["Location"]) == (301, location)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        "/api/nope/",
        "/api/nope",
        "/api/dandisets/3/",
        "/api/dandisets/000001x/",
        f"{D1}/versions/latest/",
        "/api/assets/",
        f"/api/assets/{uuid(1, 1)}/validation/",
        "/api/dandisets/٠٠٠٠٠١/",
    ],
)
def test_an_address_that_no_endpoint_has_is_404_in_html(url, path):
    answer = get(url, path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize("path", ["/api/info/", "/server-info", "/api/stats/", "/api/schemas/available/"])
def test_functions_know_no_head(url, path):
    answer = requests.head(url + path, timeout=10)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, OPTIONS")
    assert int(answer.headers["Content-Length"]) == len(b'{"detail":"Method \\"HEAD\\" not allowed."}')


@pytest.mark.parametrize(
    "path", ["/api/dandisets/", f"{D1}/", f"/api/assets/{uuid(1, 1)}/", "/api/dandisets/000004/"]
)
def test_head_is_get_without_the_body(url, path):
    whole, head = get(url, path), requests.head(url + path, timeout=10)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(url, method):
    answer = requests.request(method, f"{url}{D1}/", timeout=10)
    assert (answer.status_code, answer.json()) == (405, {"detail": f'Method "{method}" not allowed.'})
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("text/html, application/json", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("text/*", "text/html; charset=utf-8"),
    ],
)
def test_the_form_follows_the_accept_header(url, accept, kind):
    assert get(url, f"{D1}/", Accept=accept).headers["Content-Type"] == kind


def test_who_takes_neither_form_gets_406(url):
    answer = get(url, f"{D1}/", Accept="image/png")
    said = {"detail": "Could not satisfy the request Accept header."}
    assert (answer.status_code, answer.json()) == (406, said)


def test_format_overrides_the_accept_header(url):
    assert get(url, f"{D1}/?format=json", Accept="text/html").json()["identifier"] == "000001"
    assert get(url, f"{D1}/?format=api").headers["Content-Type"] == "text/html; charset=utf-8"


def test_the_page_for_browsers_escapes_the_archives_text(tmp_path):
    path = make_small_archive(tmp_path / "snapshot.sqlite")
    with Snapshot.writable(path) as snapshot:
        put_draft(snapshot, "000006", "<script>alert(1)</script>", [], created=NOW)
        snapshot.settle()
    with in_background(create_api(path)) as address:
        page = get(address, "/api/dandisets/", Accept="text/html").text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_long_bodies_are_compressed_for_who_takes_it(url):
    long = get(url, f"{D1}/", Accept_Encoding="gzip")
    assert long.headers["Content-Encoding"] == "gzip"
    assert long.headers["Vary"] == "Accept, Cookie, Accept-Encoding, origin"
    assert "Content-Encoding" not in get(url, f"{D1}/", Accept_Encoding="identity").headers
    short = get(url, "/api/dandisets/999999/", Accept_Encoding="gzip")
    assert "Content-Encoding" not in short.headers
    assert short.headers["Vary"] == "Accept, Cookie, origin"


def test_other_origins_may_read(url):
    assert (
        get(url, f"{D1}/", Origin="https://lab.example").headers["access-control-allow-origin"]
        == "https://lab.example"
    )
    assert "access-control-allow-origin" not in get(url, f"{D1}/").headers
    asked = {"Origin": "https://lab.example", "Access-Control-Request-Method": "GET"}
    preflight = requests.options(f"{url}{D1}/", headers=asked, timeout=10)
    assert preflight.status_code == 200
    assert "GET" in preflight.headers["access-control-allow-methods"]
    assert "authorization" in preflight.headers["access-control-allow-headers"]


def test_accented_names_are_utf_8(url):
    assert "Buzsáki".encode() in get(url, "/api/dandisets/").content


# -- a snapshot that changes -----------------------------------------------------------------------------------------


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


def test_next_repeats_wildcards_encoded(url):
    answer = get(url, f"{ASSETS}?glob=*file*&page_size=3&order=path").json()
    assert answer["next"] == f"{url}{ASSETS}?glob=%2Afile%2A&order=path&page=2&page_size=3"
    assert parse_qs(urlsplit(answer["next"]).query)["glob"] == ["*file*"]


def test_lines_are_served_byte_for_byte(url, snapshot_path):
    answer = get(url, f"/api/assets/{uuid(1, 1)}/info/")
    assert answer.content == encode(json.loads(answer.content))
