"""The live API over a snapshot of odd values, asked odd questions: it answers, and no fault of one hides the rest."""

from __future__ import annotations

import json
import logging
import random
import re
import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from starlette.routing import Route

from builder.serve import AS_HARVESTED, create_api, create_preview, in_background
from builder.serve.api.asset_index import AssetIndex
from builder.serve.api.asset_listing import AssetListing, pieces_of
from builder.serve.api.shown import ShownSnapshot, shown_identifiers
from builder.settings import Select, Settings
from builder.snapshot import Snapshot, VersionRow, pack_lines
from builder.snapshot.hashing import hash_assets
from support.archives.small import (
    MANY,
    NOW,
    blob_asset,
    encode,
    make_small_archive,
    metadata_of,
    put_draft,
    put_open,
    uuid,
    version_object,
    zarr_asset,
)
from support.machine.serving import ASSETS, D1, Direct, get, ids, paths

GOOD = uuid(1, 9000)
ODD_VALUES = (None, True, 7, -1, 1.5, 2**70, "", "x", "\u202e\u0000", [], [1], {}, {"a": 1})
FIELDS = ("asset_id", "blob", "zarr", "path", "size", "created", "modified", "metadata")
ODD_IDS = (
    uuid(1, 9001).upper().replace("0000-4000", "ABCD-4000"),
    f"{{{uuid(1, 9002)}}}",
    uuid(1, 9003).replace("-", ""),
)
"""What a lenient reader takes for a UUID."""

NO_OBJECTS = (
    b"",
    b"null",
    b"[]",
    b"7",
    b'"text"',
    b"{",
    b'{"path": nul}',
    b'{"path": "\xff"}',
    b"\xff\xfe",
    b"[" * 5000,
)


def odd_assets() -> list[dict]:
    """Whole assets, but for one field each, which has a value of another kind or is missing."""
    made = []
    for number, (field, value) in enumerate((field, value) for field in FIELDS for value in (*ODD_VALUES, ...)):
        asset = blob_asset(8000 + number, f"odd/{number:03d}.nwb")
        if value is ...:
            del asset[field]
        else:
            asset[field] = value
        made.append(asset)
    for number, odd in enumerate(ODD_IDS):
        made.append({**blob_asset(7000 + number, f"ids/{number}.nwb"), "asset_id": odd})
    for number, checksum in enumerate((7, [], "x", "a-" + "9" * 5000 + "--1", "a-٣--1")):
        made.append(zarr_asset(6000 + number, f"zarr/{number}.zarr", size=5, checksum=checksum))  # type: ignore[arg-type]
    for number, metadata in enumerate(({"digest": 5}, {"encodingFormat": []}, {"contentUrl": "x"}, {"path": 5})):
        made.append({**blob_asset(5500 + number, f"metadata/{number}.nwb"), "metadata": metadata})
    return made


def put_lines(snapshot: Snapshot, identifier: str, *, info: bytes, listed: bytes, lines: list[bytes]) -> None:
    """A dandiset with a draft, all of it as it is given."""
    row = VersionRow(
        version="draft",
        modified=NOW,
        asset_count=len(lines),
        size_bytes=0,
        status="Valid",
        info=info,
        assets_hash=hash_assets([lines]),
        lines=len(lines),
    )
    pages = {"draft": [pack_lines(lines)] if lines else []}
    snapshot.put_dandiset(identifier, listed=listed, versions=[row], pages=pages, now_utc=NOW)


def odd_infos() -> Iterator[bytes]:
    """Answers that a version's /info/ is never like."""
    whole = {"version": "draft", "created": NOW, "modified": NOW, "asset_validation_errors": [], "metadata": {}}
    for field in whole:
        for value in (*ODD_VALUES, [{"path": 5, "field": 7, "message": []}]):
            yield encode({**whole, field: value})
    yield b'{"metadata": {"assetsSummary": {"numberOfBytes": 1e400}, "name": "endless"}}'
    yield b'{"metadata": {"name": ' + b"[" * 5000 + b"]" * 5000 + b"}}"
    yield b'{"metadata": ' + b"[" * 900 + b"]" * 900 + b"}"
    yield b'{"metadata": {"name": "\\ud800"}, "modified": 1e400, "contact_person": 1' + b"0" * 5000 + b"}"


def odd_items() -> Iterator[bytes]:
    """Items that the archive's list never has."""
    whole = {"identifier": "000001", "created": NOW, "star_count": 1, "draft_version": None}
    version = {"name": "x", "asset_count": 1, "size": 1, "created": NOW, "modified": NOW}
    for field in (*whole, "most_recent_published_version", "contact_person"):
        for value in ODD_VALUES:
            yield encode({**whole, field: value})
    for field in version:
        for value in ODD_VALUES:
            yield encode({**whole, "draft_version": {**version, field: value}})
            yield encode({**whole, "most_recent_published_version": {**version, field: value}})


@pytest.fixture(scope="module")
def snapshot_path(tmp_path_factory) -> Path:
    """The small archive, and odd assets in 000010, lines that are none in 000011, odd dandisets from 000100 on."""
    path = make_small_archive(tmp_path_factory.mktemp("odd") / "snapshot.sqlite")
    good = encode(blob_asset(9000, "good.nwb"))
    info = {"version": "draft", "metadata": metadata_of("000010", "draft", "Odd"), "modified": NOW}
    with Snapshot.writable(path) as snapshot:
        odd = [encode(asset) for asset in odd_assets()]
        endless = b'{"asset_id":"%s","path":"big","size":1e400}' % uuid(1, 9100).encode()
        put_lines(snapshot, "000010", info=encode(info), listed=b"{}", lines=[*odd, endless, good])
        put_lines(snapshot, "000011", info=encode(info), listed=b"{}", lines=[*NO_OBJECTS[1:], good])
        pairs = [*((info_, b"{}") for info_ in odd_infos()), *((encode(info), item) for item in odd_items())]
        for number, (odd_info, item) in enumerate(pairs):
            put_lines(snapshot, f"{100 + number:06d}", info=odd_info, listed=item, lines=[])
        snapshot.settle()
    return path


@pytest.fixture(scope="module", params=[Settings(), AS_HARVESTED], ids=["cleaned", "as harvested"])
def api(request, snapshot_path) -> Iterator[Direct]:
    direct = Direct(create_api(snapshot_path, settings=request.param))
    yield direct
    direct.close()


@pytest.fixture(scope="module")
def plain_path(tmp_path_factory) -> Path:
    """The small archive alone."""
    return make_small_archive(tmp_path_factory.mktemp("plain") / "snapshot.sqlite")


@pytest.fixture(scope="module")
def plain(plain_path) -> Iterator[Direct]:
    direct = Direct(create_api(plain_path))
    yield direct
    direct.close()


# -- odd values -----------------------------------------------------------------------------------------------------


def test_odd_assets_hide_no_other(api):
    stats, zarrs = api.ask("/api/stats/").json(), api.ask("/api/zarr/?page_size=1000").json()
    assert stats["dandiset_count"] > 5
    assert stats["size"] > MANY * 1000
    assert {uuid(3, 5000), uuid(3, 5001), uuid(3, 6000)} <= {zarr["zarr_id"] for zarr in zarrs["results"]}
    for asset_id in (GOOD, uuid(1, 1), uuid(1, 1000)):
        assert api.ask(f"/api/assets/{asset_id}/info/").json()["asset_id"] == asset_id


def test_an_asset_is_found_by_its_id_whatever_else_it_is(api):
    """Only an id that is none keeps an asset from being found."""
    for asset in odd_assets():
        asset_id = asset.get("asset_id")
        if isinstance(asset_id, str) and re.fullmatch("[0-9a-f-]{36}", asset_id):
            answer = api.ask(f"/api/assets/{asset_id}/info/")
            assert answer.status == 200, asset
            for tail in ("", "download/", "validation/"):
                below = f"/api/dandisets/000010/versions/draft/assets/{asset_id}/{tail}"
                assert api.ask(below).status < 500, asset


def test_ids_that_are_no_uuids_are_told_of_once(snapshot_path, caplog):
    with Snapshot.readable(snapshot_path) as snapshot, caplog.at_level(logging.WARNING):
        identifiers = shown_identifiers(snapshot, Settings())
        AssetIndex(ShownSnapshot(snapshot, Settings(), identifiers, "http://127.0.0.1:1"))
    told = [record.getMessage() for record in caplog.records if "000010/draft" in record.getMessage()]
    assert len(told) == 1
    assert "no UUID" in told[0]


def test_a_listing_has_all_that_are_objects(api):
    assets = odd_assets()
    for query in ("", "order=path&", "order=-modified&", "metadata=true&"):
        listing = api.ask(f"/api/dandisets/000010/versions/draft/assets/?{query}page_size=1000").json()
        assert listing["count"] == len(listing["results"]) == len(assets) + 2, query
        damaged = api.ask(f"/api/dandisets/000011/versions/draft/assets/?{query}page_size=1000")
        assert damaged.status == 503, query  # no harvest stores what it holds
    assert [
        row["path"] for row in api.ask("/api/dandisets/000010/versions/draft/assets/?glob=*good*").json()["results"]
    ] == ["good.nwb"]


def test_odd_dandisets_hide_no_other(api):
    for query in ("", "search=many", "search=species:mouse", "search=created_after:2020-01-01", "draft=false"):
        for ordering in ("id", "name", "-modified", "size", "stars", "-created"):
            listing = api.ask(f"/api/dandisets/?{query}&ordering={ordering}&page_size=1000")
            assert listing.status == 200, (query, ordering)
            found = [item.get("identifier") for item in listing.json()["results"]]
            assert "000001" in found or "000005" in found, (query, ordering)


def test_assets_that_are_damaged_hide_no_others(tmp_path):
    path = make_small_archive(tmp_path / "snapshot.sqlite")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE asset_page SET packed = x'00' WHERE identifier = '000005'")
    api = Direct(create_api(path))
    assert api.ask("/api/stats/").json()["size"] == 4000
    assert api.ask(f"/api/assets/{uuid(1, 1)}/").status == 200
    assert api.ask(f"/api/assets/{uuid(1, 1000)}/").status == 404
    api.close()


def test_a_dandiset_that_can_not_be_read_is_in_no_selection(snapshot_path):
    with Snapshot.readable(snapshot_path) as snapshot:
        everything = shown_identifiers(snapshot, Settings())
        selected = shown_identifiers(snapshot, Settings(select=Select(species=("house mouse",))))
    assert len(everything) > 250
    assert selected == {"000001"}


def test_every_dandiset_answers(api, snapshot_path):
    """With what was stored, or as if it were not there; 000011, which is damaged, with that."""
    with Snapshot.readable(snapshot_path) as snapshot:
        rows = {row.identifier: row for row in snapshot.dandisets() if row.identifier >= "000010"}
    for identifier in rows:
        for tail in ("", "versions/", "versions/draft/", "versions/draft/info/", "versions/draft/assets/paths/"):
            for form in ("json", "api"):
                answer = api.ask(f"/api/dandisets/{identifier}/{tail}?format={form}")
                assert answer.status in ((200, 503) if identifier == "000011" else (200, 404)), (identifier, tail)
                if form == "json":
                    answer.json()


# -- every endpoint, every form, every method -----------------------------------------------------------------------

PARTS = {"dandiset": "000001", "version": "draft", "asset": uuid(1, 1), "zarr": uuid(3, 5000), "blob": uuid(2, 1)}
PARTS |= {"first": "000", "second": "000"}
ACCEPTED = (
    None,
    "*/*",
    "application/json",
    "text/html",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "text/*;q=0.1",
    "image/png",
    "",
    ",;,/;q=,",
    "text/html;level=1",
    "\xff",
)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW")


def endpoints(snapshot_path: Path) -> list[str]:
    """An address of each endpoint that the app has."""
    routes = [route for route in create_api(snapshot_path).routes if isinstance(route, Route)]
    return [re.sub(r"{(\w+)(:\w+)?}", lambda part: PARTS[part[1]], route.path) for route in routes]


def test_no_endpoint_fails_in_any_form_by_any_method(api, snapshot_path):
    asked = 0
    for path in endpoints(snapshot_path):
        for query in ("", "?format=json", "?format=api", "?format=yaml"):
            for accept in ACCEPTED if not query else (None, "text/html"):
                for method in METHODS:
                    answer = api.ask(path + query, method, accept)
                    assert answer.status < 500, (method, path, query, accept)
                    asked += 1
    assert asked > 20 * len(METHODS) * len(ACCEPTED)


@pytest.mark.parametrize(("accept", "query"), [("text/html", ""), (None, "?format=api")])
def test_what_leads_elsewhere_leads_there_in_every_form(plain, accept, query):
    for path, location in (
        (f"/api/zarr/{uuid(3, 5000)}/files/", f"https://api.dandiarchive.org/api/zarr/{uuid(3, 5000)}/files/{query}"),
        ("/api/schemas/", f"https://api.dandiarchive.org/api/schemas/{query}"),
        (
            f"/api/assets/{uuid(1, 3)}/download/",
            f"https://dandiarchive.s3.amazonaws.com/blobs/000/000/{uuid(2, 3)}",
        ),
    ):
        answer = plain.ask(path + query, accept=accept)
        assert (answer.status, answer.headers["location"]) == (302, location)


# -- odd questions --------------------------------------------------------------------------------------------------

NAMES = (
    "page",
    "page_size",
    "order",
    "ordering",
    "search",
    "path",
    "glob",
    "zarr",
    "metadata",
    "path_prefix",
    "name",
)
NAMES += ("dandiset", "draft", "empty", "user", "embargoed", "starred", "format", "content_disposition", "model")
ODD_TEXTS = (
    "",
    "\0",
    "-1",
    "0",
    "9" * 5000,
    "1e9",
    "last",
    "true",
    "٣",
    "\ud7ff\U0010ffff",
    "\u202e\u2028\x85\x1b[2J",
    "../../etc/passwd",
    "{}[]()<script>",
    "*" * 10_000,
    "*a" * 5000,
    '"' * 1000,
    '"' * 999,
    "a:" * 500,
    "species:" + "x" * 900,
    "created_after:٢٠٢٠-٠١-٠١",
    "created," * 5000,
    "path,-created,modified," * 2000,
    "-" * 1000,
    ",",
    "%00%0a%ff",
    "ß" * 1000,
    "\ufdfa" * 1000,
)


def test_odd_questions_are_answered(plain):
    rng = random.Random(11)
    for path in ("/api/dandisets/", ASSETS, f"{ASSETS}paths/", f"{D1}/versions/", "/api/zarr/"):
        for name in NAMES:
            for text in ODD_TEXTS:
                more = f"&{rng.choice(NAMES)}={quote(rng.choice(ODD_TEXTS)[:1000])}"
                target = f"{path}?{name}={quote(text)}{rng.choice(('', more))}"
                assert plain.ask(target).status < 500, target[:200]


ODD_PATHS = (
    "/api/dandisets/%00/",
    "/api/dandisets/000001%00/",
    "/api/dandisets/000001%0A",
    "/api/dandisets/000001/%0D%0AX-Evil:%201/",
    "/api/dandisets/%F0%9D%9F%8E00001/",
    "/api//dandisets/",
    "//evil.example/api/",
    "/api/../api/info/",
    "/api/%2e%2e/%2e%2e/etc/passwd",
    "/api/dandisets?%FF=%FE",
    "/api/dandisets%3Fa/",
    "/api/dandisets%23a",
    "/api/info%0A",
    "/api/[::1",
    "/api/%5B%5B/",
    "/s3/blobs/../../x",
    f"/s3/blobs/000/000/{uuid(2, 1)}?response-content-type=%00",
    "/" + "a" * 30_000,
    "/api/" + "%25" * 9000,
    "*",
    "http://evil.example/api/info/",
    "http://[/api/info/",
)
ODD_HOSTS = (
    "",
    "[",
    "[::1",
    "a b",
    'x"><script>',
    "\xbd\xff",
    "evil.example:99999",
    "::",
    "a" * 5000,
    "127.0.0.1:0",
    "/x",
)


def raw(url: str, target: str, host: str) -> bytes:
    """The first line of what answers a request that no client would make."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as sock:
        head = f"GET {target} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
        sock.sendall(head.encode("latin-1"))
        return sock.makefile("rb").readline()


@pytest.mark.parametrize("with_site", [False, True], ids=["the API", "a site with the API"])
def test_odd_addresses_are_answered(snapshot_path, tmp_path, with_site):
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / "_redirects").write_text("/old/* /new/:splat 302\n")
    api = create_api(snapshot_path)
    with in_background(create_preview(tmp_path, api=api) if with_site else api) as url:
        asked = [(path, "127.0.0.1") for path in (*ODD_PATHS, "/old/x%0A?a=%00")]
        asked += [
            (path, host)
            for host in ODD_HOSTS
            for path in ("/api/dandisets/?page_size=1", "/api/info", "/nowhere", "/old/a?b=c", "/api/stats/")
        ]
        for path, host in asked:
            status = raw(url, path, host)
            assert re.match(rb"HTTP/1.1 [234]\d\d ", status), (path[:100], host[:100], status)


def test_a_host_that_is_none_is_in_no_answer(plain_path):
    with in_background(create_api(plain_path)) as url:
        parts = urlsplit(url)
        for host in ODD_HOSTS:
            with socket.create_connection((parts.hostname, parts.port), timeout=20) as sock:
                head = f"GET /api/dandisets/?page_size=1 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
                sock.sendall(head.encode("latin-1"))
                answer = sock.makefile("rb").read()
            if answer.startswith(b"HTTP/1.1 200"):
                there = json.loads(answer.partition(b"\r\n\r\n")[2])["next"]
                assert re.fullmatch(r"http://[\w.:-]+/api/dandisets/\?page=2&page_size=1", there), host


def test_what_a_glob_costs_grows_with_its_length_at_most():
    assert pieces_of("*" * 10_000) == ["", ""]
    assert pieces_of("**a***b") == ["", "a", "b"]
    listing = AssetListing([encode(blob_asset(number, f"sub-{number}/a.nwb")) for number in range(1000)])
    began = time.perf_counter()
    assert len(listing.numbers((), glob="*" * 10_000)) == 1000
    assert len(listing.numbers((), glob="*a" * 5_000)) == 0
    assert time.perf_counter() - began < 10


# -- while it changes -----------------------------------------------------------------------------------------------


def test_requests_at_once_wait_for_one_index(snapshot_path, monkeypatch):
    made: list[float] = []
    original = AssetIndex.__init__

    def counted(self: AssetIndex, snapshot: ShownSnapshot) -> None:
        made.append(time.monotonic())
        original(self, snapshot)

    monkeypatch.setattr(AssetIndex, "__init__", counted)
    targets = ["/api/stats/", "/api/zarr/", f"/api/assets/{GOOD}/", "/api/dandisets/?search=file_type:nwb"] * 4
    with in_background(create_api(snapshot_path)) as url, ThreadPoolExecutor(len(targets)) as pool:
        answers = list(pool.map(lambda target: get(url, target), targets))
    assert {answer.status_code for answer in answers} == {200}
    assert len(made) == 1


def test_a_harvest_that_writes_meanwhile_stops_no_answer(tmp_path):
    path = make_small_archive(tmp_path / "snapshot.sqlite")
    ended = threading.Event()

    def harvest() -> None:
        """Moves the assets of 000002 about, while 000005 stays."""
        try:
            for turn in range(40):
                with Snapshot.writable(path) as snapshot:
                    files = [blob_asset(3000 + number, f"{(number + turn) % 7}/{number}.nwb") for number in range(7)]
                    put_draft(snapshot, "000002", f"Turn {turn}", files[: 1 + turn % 7], created=NOW)
                    if turn % 10 == 9:
                        snapshot.settle()
        finally:
            ended.set()

    with in_background(create_api(path)) as url:
        writer = threading.Thread(target=harvest)
        writer.start()
        answers = 0
        while not ended.is_set() or answers < 5:
            assert sorted(ids(get(url, "/api/dandisets/"))) == ["001", "002", "005"]
            assert get(url, "/api/stats/").status_code == 200
            assert len(paths(get(url, f"{ASSETS}?order=path"))) == 100
            found = get(url, f"/api/assets/{uuid(1, 3000)}/info/")
            assert found.status_code in (200, 404)  # while it isn't there
            assert found.status_code == 404 or found.json()["asset_id"] == uuid(1, 3000)
            answers += 1
        writer.join()


def test_no_file_gets_the_id_of_another_that_took_its_place(tmp_path):
    path = make_small_archive(tmp_path / "snapshot.sqlite")
    target = f"{D1}/versions/0.220101.1200/assets/paths/"
    api = Direct(create_api(path))
    before = api.ask(target).json()["results"]
    with Snapshot.readable(path) as snapshot:
        (lines,) = snapshot.asset_pages("000001", "0.220101.1200")
    with closing(sqlite3.connect(path)) as db, db:  # as if a harvest had stored it between two reads of a request
        swapped = pack_lines(lines[::-1]).packed
        db.execute("UPDATE asset_page SET packed = ? WHERE version = '0.220101.1200'", (swapped,))
    after = api.ask(target).json()["results"]
    api.close()
    assert [entry["asset"]["asset_id"] for entry in before if entry["asset"]] == [uuid(1, 2)]
    assert [(entry["path"], entry["asset"]) for entry in after] == [("README.txt", None), ("sub-1", None)]


def test_a_snapshot_that_is_replaced_is_read_anew(tmp_path):
    path = make_small_archive(tmp_path / "snapshot.sqlite")
    with Snapshot.writable(tmp_path / "other.sqlite") as snapshot:
        listed = version_object("draft", "New", [blob_asset(1, "new.nwb")], status="Valid", created=NOW, modified=NOW)
        put_open(
            snapshot, "000009", "", [(listed, metadata_of("000009", "draft", "New"), [blob_asset(1, "new.nwb")])]
        )
        snapshot.settle()
    with in_background(create_api(path)) as url:
        assert get(url, f"/api/assets/{uuid(1, 1)}/info/").json()["path"] == "sub-1/sub-1_ecephys.nwb"
        shutil.copy(path, tmp_path / "kept.sqlite")
        (tmp_path / "other.sqlite").replace(path)
        assert ids(get(url, "/api/dandisets/")) == ["009"]
        assert get(url, f"/api/assets/{uuid(1, 1)}/info/").json()["path"] == "new.nwb"
        path.write_bytes(b"no snapshot" * 100)
        assert get(url, "/api/dandisets/").json() == {"detail": "The snapshot can't be read just now."}
        (tmp_path / "kept.sqlite").replace(path)
        assert ids(get(url, "/api/dandisets/")) == ["001", "002", "005"]
