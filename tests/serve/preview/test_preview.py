"""A site as a static host would serve it, over real HTTP."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from builder.errors import UsageError
from builder.serve import create_api, create_preview, in_background
from support.archives.small import make_small_archive

PAGE = "<!doctype html><title>Buzsáki</title>" + "<p>text</p>" * 50
HEADERS = """\
# All of it
/*
  X-Content-Type-Options: nosniff
  X-Joined: one
/dandiset/*
  X-Frame-Options: DENY
  X-Joined: two
/data/*
  Access-Control-Allow-Origin: *
/data/typed
  Content-Type: application/json
"""
REDIRECTS = """\
/dandisets/:id /dandiset/:id/ 301
/old/* /dandiset/:splat 302
/away/* https://example.org/:splat 302
/pretty /data/catalog.json 200
/folder-rewrite /dandiset/000003/ 200
/gone/* /gone.html 404
/proxied https://example.org/ 200
/dandiset/000003/* /never-since-files-win 301
/forced.txt /about/ 301!
/nowhere /missing.html 200
/hidden /_headers 200
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("preview") / "site"
    texts = {
        "index.html": "<h1>home</h1>",
        "404.html": "<h1>no such page</h1>",
        "gone.html": "<h1>gone</h1>",
        "about/index.html": "<h1>about</h1>",
        "dandiset/000003/index.html": PAGE,
        "data/catalog.json": '{"a": "é"}',
        "data/typed": "{}",
        "forced.txt": "covered",
        "empty/file.txt": "x",
        ".secret": "hidden",
        ".well-known/security.txt": "Contact: us",
        "a b/ü#?.txt": "odd name",
        "_headers": HEADERS,
        "_redirects": REDIRECTS,
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "catalog.sqlite").write_bytes(bytes(range(256)) * 40)
    (root.parent / "outside.txt").write_text("outside")
    (root / "link.txt").symlink_to(root.parent / "outside.txt")
    (root / "inner.txt").symlink_to(root / "forced.txt")
    return root


@pytest.fixture(scope="module")
def url(site) -> Iterator[str]:
    with in_background(create_preview(site)) as address:
        yield address


def get(url: str, path: str, **headers: str) -> requests.Response:
    """One request, no redirect followed, nothing compressed unless asked for."""
    sent = {"Accept-Encoding": "identity", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return requests.get(url + path, headers=sent, allow_redirects=False, timeout=10)


def raw_get(url: str, target: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """A request whose target is sent as it stands; requests and urllib would tidy it."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    try:
        connection.putrequest(method, target, skip_accept_encoding=True)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_a_missing_site_is_refused_with_advice(tmp_path):
    with pytest.raises(UsageError, match="dandi-catalog build"):
        create_preview(tmp_path / "nothing")


@pytest.mark.parametrize("path", ["/", "/about/", "/dandiset/000003/", "/dandiset/000003/index.html"])
def test_a_folder_is_its_index_page(url, path):
    answer = get(url, path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_a_folder_without_its_slash_leads_there_with_the_query(url):
    answer = get(url, "/about?x=1&y=%20")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/about/?x=1&y=%20")


@pytest.mark.parametrize(
    "path", ["/empty", "/empty/", "/about/index.html/", "/nope", "/ABOUT/", "/About/", "/about//"]
)
def test_what_is_not_there_is_the_404_page(url, path):
    answer = get(url, path)
    assert (answer.status_code, answer.text) == (404, "<h1>no such page</h1>")


def test_a_site_without_a_404_page_answers_404_in_words(tmp_path):
    with in_background(create_preview(tmp_path)) as address:
        answer = get(address, "/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    "target",
    [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/about/..%2f..%2foutside.txt",
        "/about/%2e%2e/%2e%2e/outside.txt",
        "/..%5coutside.txt",
        "/link.txt",
        "/.secret",
        "/%2esecret",
        "/_headers",
        "/_redirects",
        "/%5fheaders",
        "/hidden",
        "/about/%00",
        "//outside.txt",
        "/./index.html",
    ],
)
def test_nothing_outside_or_hidden_is_served(url, target):
    status, _, body = raw_get(url, target)
    assert (status, body) == (404, b"<h1>no such page</h1>")


def test_links_within_the_site_and_well_known_files_are_served(url):
    assert get(url, "/inner.txt").text == "covered"
    assert get(url, "/.well-known/security.txt").text == "Contact: us"


def test_a_doubled_slash_leads_to_no_other_host(url):
    status, headers, _ = raw_get(url, "//about")
    assert status == 404
    assert "location" not in headers


def test_odd_names_are_found_by_their_encoded_form(url):
    assert get(url, "/a%20b/%C3%BC%23%3F.txt").text == "odd name"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_not_allowed(url, method):
    answer = requests.request(method, url + "/", timeout=10)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/", "/catalog.sqlite", "/nope", "/about", "/dandiset/000003/"])
def test_head_is_get_without_the_body(url, path):
    asked = {"Accept-Encoding": "identity"}
    whole, head = get(url, path), requests.head(url + path, headers=asked, timeout=10)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    for answer in (whole, head):
        answer.headers.pop("Date")
    assert head.headers == whole.headers


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.atom", "application/atom+xml; charset=utf-8"),
        ("a.jsonld", "application/ld+json; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.csl.json", "application/vnd.citationstyles.csl+json; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.bib", "application/x-bibtex; charset=utf-8"),
        ("a.md", "text/markdown; charset=utf-8"),
        ("a.webmanifest", "application/manifest+json; charset=utf-8"),
        ("a.xml", "application/xml; charset=utf-8"),
        ("a.TXT", "text/plain; charset=utf-8"),
        ("a.sqlite", "application/vnd.sqlite3"),
        ("a.png", "image/png"),
        ("server-info", "application/octet-stream"),
        ("a.unheard-of", "application/octet-stream"),
    ],
)
def test_files_have_their_types(tmp_path, name, kind):
    (tmp_path / name).write_text("é", encoding="utf-8")
    with in_background(create_preview(tmp_path)) as address:
        answer = get(address, f"/{name}")
    assert answer.headers["Content-Type"] == kind
    assert answer.content == "é".encode()


def test_text_is_compressed_for_who_takes_it(url, site):
    answer = requests.get(url + "/dandiset/000003/", headers={"Accept-Encoding": "gzip"}, stream=True, timeout=10)
    raw = answer.raw.read(decode_content=False)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) == len(raw) < len(PAGE)
    assert gzip.decompress(raw).decode() == PAGE
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize(("path", "accepts"), [("/catalog.sqlite", "gzip"), ("/", "gzip"), ("/about/", "gzip;q=0")])
def test_bytes_short_texts_and_unwilling_clients_get_no_compression(url, path, accepts):
    assert "Content-Encoding" not in get(url, path, Accept_Encoding=accepts).headers


def test_a_changed_file_is_not_sent_from_memory(tmp_path):
    page = tmp_path / "index.html"
    with in_background(create_preview(tmp_path)) as address:
        for text in ("a" * 300, "b" * 400):
            page.write_text(text)
            assert get(address, "/", Accept_Encoding="gzip").text == text


@pytest.mark.parametrize(
    ("asked", "sent"),
    [("bytes=0-9", slice(0, 10)), ("bytes=100-", slice(100, None)), ("bytes=-5", slice(-5, None))],
)
def test_a_range_of_bytes(url, site, asked, sent):
    whole = (site / "catalog.sqlite").read_bytes()
    answer = get(url, "/catalog.sqlite", Range=asked)
    assert (answer.status_code, answer.content) == (206, whole[sent])
    start, stop, _ = sent.indices(len(whole))
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(whole)}"


def test_a_range_past_the_end_is_refused(url, site):
    answer = get(url, "/catalog.sqlite", Range="bytes=999999-")
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{(site / 'catalog.sqlite').stat().st_size}"


@pytest.mark.parametrize("asked", ["bytes=9-1", "bytes=x-", "lines=0-9", "bytes=", "nonsense"])
def test_a_range_that_says_nothing_is_left_aside(url, asked):
    answer = get(url, "/catalog.sqlite", Range=asked)
    assert (answer.status_code, len(answer.content)) == (200, 10240)


def test_a_range_of_compressible_text_counts_its_own_bytes(url):
    answer = get(url, "/dandiset/000003/", Range="bytes=0-4", Accept_Encoding="gzip")
    assert (answer.status_code, answer.content) == (206, PAGE.encode()[:5])
    assert "Content-Encoding" not in answer.headers


def test_if_range_guards_a_range(url):
    tag = get(url, "/catalog.sqlite").headers["ETag"]
    assert get(url, "/catalog.sqlite", Range="bytes=0-9", If_Range=tag).status_code == 206
    assert get(url, "/catalog.sqlite", Range="bytes=0-9", If_Range='"other"').status_code == 200


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_what_the_client_has_is_not_sent_again(url, encoding):
    first = get(url, "/dandiset/000003/", Accept_Encoding=encoding)
    again = get(url, "/dandiset/000003/", Accept_Encoding=encoding, If_None_Match=f'"x", {first.headers["ETag"]}')
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"].removeprefix("W/") == first.headers["ETag"].removeprefix("W/")


def test_dates_are_compared_only_without_tags(url):
    modified = get(url, "/about/").headers["Last-Modified"]
    assert get(url, "/about/", If_Modified_Since=modified).status_code == 304
    assert get(url, "/about/", If_Modified_Since=formatdate(0, usegmt=True)).status_code == 200
    assert get(url, "/about/", If_Modified_Since="yesterday").status_code == 200
    assert get(url, "/about/", If_Modified_Since=modified, If_None_Match='"other"').status_code == 200


def test_header_rules_that_fit_together_are_joined(url):
    headers = get(url, "/dandiset/000003/").headers
    assert headers["X-Joined"] == "one, two"
    assert headers["X-Frame-Options"] == "DENY"
    assert get(url, "/about/").headers["X-Joined"] == "one"


def test_header_rules_also_hold_for_404_pages_and_redirects(url):
    assert get(url, "/nope").headers["X-Joined"] == "one"
    assert get(url, "/dandisets/000003").headers["X-Joined"] == "one"


def test_a_header_rule_can_set_the_type_and_the_caching(url):
    assert get(url, "/data/typed").headers["Content-Type"] == "application/json"
    assert get(url, "/data/typed").headers["Access-Control-Allow-Origin"] == "*"
    assert get(url, "/about/").headers["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/dandisets/000003", 301, "/dandiset/000003/"),
        ("/dandisets/000003?tab=a%26b", 301, "/dandiset/000003/?tab=a%26b"),
        ("/old/a%20b/c", 302, "/dandiset/a%20b/c"),
        ("/away/x", 302, "https://example.org/x"),
        ("/forced.txt", 301, "/about/"),
    ],
)
def test_redirect_rules(url, path, status, location):
    answer = get(url, path)
    assert (answer.status_code, answer.headers["Location"]) == (status, location)


def test_a_file_wins_over_a_rule_that_is_not_forced(url):
    assert get(url, "/dandiset/000003/").status_code == 200


def test_a_rewrite_answers_with_the_target_and_keeps_the_address(url):
    assert get(url, "/pretty").json() == {"a": "é"}
    assert get(url, "/folder-rewrite").text == PAGE


def test_a_rule_with_404_serves_its_page_so(url):
    answer = get(url, "/gone/anything")
    assert (answer.status_code, answer.text) == (404, "<h1>gone</h1>")


def test_a_rewrite_to_nothing_is_the_404_page(url):
    assert get(url, "/nowhere").status_code == 404


def test_a_rewrite_to_another_host_says_that_it_is_not_done_here(url):
    answer = get(url, "/proxied")
    assert answer.status_code == 502
    assert "example.org" in answer.text


def test_changed_rules_hold_at_once_and_wrong_ones_are_named(tmp_path, caplog):
    (tmp_path / "index.html").write_text("home")
    with in_background(create_preview(tmp_path)) as address:
        assert get(address, "/a").status_code == 404
        (tmp_path / "_redirects").write_text("/a / 302\n/b\n")
        (tmp_path / "_headers").write_text("/\n  X-A: 1\n")
        assert get(address, "/a").status_code == 302
        assert get(address, "/").headers["X-A"] == "1"
        (tmp_path / "_redirects").unlink()
        assert get(address, "/a").status_code == 404
    assert any("line 2: /b leads nowhere" in message for message in caplog.messages)


def test_a_site_that_is_swapped_for_a_new_one_goes_on(tmp_path):
    site = tmp_path / "site"
    for name in ("site", "next"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(name)
    with in_background(create_preview(site)) as address:
        assert get(address, "/").text == "site"
        site.rename(tmp_path / "old")
        assert get(address, "/").status_code == 404
        (tmp_path / "next").rename(site)
        assert get(address, "/").text == "next"


def test_with_an_api_its_addresses_answer_and_the_rest_is_the_site(site, tmp_path):
    api = create_api(make_small_archive(tmp_path / "snapshot.sqlite"))
    with in_background(create_preview(site, api=api)) as address:
        assert get(address, "/api/info/").json()["services"]["api"]["url"] == f"{address}/api"
        assert get(address, "/server-info").json()["version"] == "1.0.8"
        assert get(address, "/api/dandisets/000001").headers["Location"] == "/api/dandisets/000001/"
        assert requests.post(address + "/api/info/", timeout=10).status_code == 405
        assert get(address, "/").text == "<h1>home</h1>"


def test_without_an_api_its_addresses_are_files_of_the_site(url):
    assert get(url, "/api/info/").text == "<h1>no such page</h1>"
