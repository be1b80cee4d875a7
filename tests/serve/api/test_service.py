"""The live API over a small snapshot: service, and what all answers share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from builder.errors import IntegrityError, UsageError
from builder.serve import create_api, in_background
from builder.snapshot import Snapshot
from support.archives.small import INFO, MANY, NOW, make_small_archive, put_draft, uuid
from support.machine.serving import D1, get


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> Iterator[str]:
    snapshot = make_small_archive(tmp_path_factory.mktemp("api") / "snapshot.sqlite")
    with in_background(create_api(snapshot)) as address:
        yield address


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
