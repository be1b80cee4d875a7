"""Where the live API sends who wants the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from builder.serve import create_api, in_background
from support.archives.small import make_small_archive, uuid
from support.machine.serving import BLOB, D1, get


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
