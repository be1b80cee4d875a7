"""The live API beside answers of the real server: every recorded request is made again, over the same dandisets.

The real metadata comes through the stand-in server of the shared folder, whose own answers are compared as well.
"""

from __future__ import annotations

import importlib.util
import json
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from builder.serve import AS_HARVESTED, create_api, in_background
from builder.snapshot import ArchiveRow, DandisetState, Snapshot, VersionRow, pack_lines
from builder.snapshot.hashing import hash_assets
from support import SHARED
from support.archives.small import NOW, encode, metadata_of, put_open, version_object

SAMPLES = SHARED / "api_samples"
USED = ("000003", "000031", "000130", "000243", "000409", "000690", "000939")
NOT_SERVED = {
    "dandisets_search": "faceted search is not part of this API",
    "schema_dandiset": "JSON Schemas are not part of a snapshot",
    "zarr_files": "entries of a zarr are not harvested: it leads to the archive",
}
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are absent")


@dataclass(frozen=True)
class Sample:
    """A recorded request and its answer."""

    name: str
    method: str
    target: str
    sent: dict[str, str]
    status: int
    headers: dict[str, str]
    body: object
    """None where it isn't JSON."""


@dataclass
class Shape:
    """What was seen at each place of some JSON: types, and the sets of keys of objects."""

    types: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    keys: dict[str, set[frozenset[str]]] = field(default_factory=lambda: defaultdict(set))

    def add(self, value: object, place: str = "$") -> Shape:
        if isinstance(value, str) and value.startswith("… ") and value.endswith("items left out"):
            return self
        self.types[place].add("null" if value is None else type(value).__name__)
        if place.endswith(".metadata"):  # anyone's: its shape is no promise of the API
            return self
        if isinstance(value, dict):
            self.keys[place].add(frozenset(value))
            for key, below in value.items():
                self.add(below, f"{place}.{key}")
        elif isinstance(value, list):
            for below in value:
                self.add(below, f"{place}[]")
        return self


def read_sample(path: Path) -> Sample:
    head, _, headers = path.read_text(encoding="utf-8").partition("\n\n")
    request, sent, status, _ = head.splitlines()
    method, target = request.split("   (")[0].split(" ", 1)
    recorded = path.with_suffix(".json")
    compressed = "Content-Encoding: gzip" in headers  # kept as the bytes that came
    return Sample(
        name=path.stem,
        method=method,
        target=target,
        sent=json.loads(sent.partition(": ")[2].replace("'", '"')),
        status=int(status.partition(": ")[2]),
        headers={name.lower(): value for name, _, value in (line.partition(": ") for line in headers.splitlines())},
        body=json.loads(recorded.read_text(encoding="utf-8")) if recorded.exists() and not compressed else None,
    )


@cache
def samples() -> dict[str, Sample]:
    return {path.stem: read_sample(path) for path in sorted(SAMPLES.glob("*.txt"))}


def route(target: str) -> str:
    """The address without what differs from one dandiset or asset to the next."""
    path = re.sub(UUID, "UUID", urlsplit(target).path)
    path = re.sub(r"/dandisets/[0-9]{6}/", "/dandisets/ID/", path)
    return re.sub(r"/versions/(draft|0\.[0-9.]+)/", "/versions/V/", path)


def is_raw_metadata(target: str) -> bool:
    return route(target).endswith(("/versions/V/", "/assets/UUID/"))


def alike(one: Sample, other: Sample) -> bool:
    return one.status == other.status and route(one.target) == route(other.target)


def usable(name: str) -> bool:
    return "Authorization" not in samples()[name].sent and name not in NOT_SERVED


# -- the same dandisets ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory) -> Iterator[str]:
    """The stand-in server over the dandisets that the samples are of."""
    script = SHARED / "tools" / "archive_server.py"
    archive = tmp_path_factory.mktemp("archive")
    if not script.is_file() or not all((SHARED / "archive" / name).is_dir() for name in USED):
        pytest.skip("the shared archive is absent")
    for name in USED:
        (archive / name).symlink_to(SHARED / "archive" / name)
    spec = importlib.util.spec_from_file_location("archive_server", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    server = module.serve(archive)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def store_from(address: str, snapshot: Snapshot) -> None:
    """Read all there is, in the simplest way."""
    with requests.Session() as session:

        def pages(target: str) -> Iterator[dict]:
            there: str | None = address + target
            while there:
                page = session.get(there, timeout=60).json()
                yield from page["results"]
                there = page["next"]

        info = session.get(f"{address}/api/info/", timeout=60).content
        snapshot.put_archive(ArchiveRow(info=info, api_url=f"{address}/api", read_utc=NOW))
        for listed in list(pages("/api/dandisets/")):
            base = f"/api/dandisets/{listed['identifier']}/versions/"
            rows, stored = [], {}
            for version in pages(base):
                there = f"{base}{version['version']}/"
                lines = [encode(asset) for asset in pages(f"{there}assets/?order=path&page_size=1000&metadata=true")]
                stored[version["version"]] = [pack_lines(lines[at : at + 1000]) for at in range(0, len(lines), 1000)]
                rows.append(
                    VersionRow(
                        version=version["version"],
                        modified=version["modified"],
                        asset_count=version["asset_count"],
                        size_bytes=version["size"],
                        status=version["status"],
                        info=session.get(f"{address}{there}info/", timeout=60).content,
                        assets_hash=hash_assets([lines]),
                        lines=len(lines),
                    )
                )
            listed_line = encode(listed)
            snapshot.put_dandiset(listed["identifier"], listed=listed_line, versions=rows, pages=stored, now_utc=NOW)


@pytest.fixture(scope="module")
def snapshot_path(stand_in, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("samples") / "snapshot.sqlite"
    with Snapshot.writable(path) as snapshot:
        store_from(stand_in, snapshot)
        snapshot.settle()
    return path


@pytest.fixture(scope="module")
def url(snapshot_path, tmp_path_factory) -> Iterator[str]:
    """The API over the same, with an embargoed dandiset, and one whose draft was emptied after publishing."""
    path = tmp_path_factory.mktemp("api") / "snapshot.sqlite"
    path.write_bytes(snapshot_path.read_bytes())
    with Snapshot.writable(path) as snapshot:
        snapshot.hide_dandiset("900001", DandisetState.EMBARGOED, now_utc=NOW)
        versions = []
        for version in ("0.220124.2156", "draft"):
            listed = version_object(version, "Emptied", [], status="Valid", created=NOW, modified=NOW)
            versions.append((listed, metadata_of("000121", version, "Emptied"), []))
        put_open(snapshot, "000121", "Even-Chen, Nir", versions)
        snapshot.settle()
    with in_background(create_api(path)) as address:
        yield address


def ask(address: str, sample: Sample) -> requests.Response:
    headers = {"Accept-Encoding": "identity", **sample.sent}
    return requests.request(
        sample.method, address + sample.target, headers=headers, allow_redirects=False, timeout=60
    )


# -- beside the real server -----------------------------------------------------------------------------------------


def pick(fits: Callable[[Sample], bool]) -> pytest.MarkDecorator:
    """Parametrises a test by the usable samples that fit."""
    return pytest.mark.parametrize("name", [name for name in samples() if usable(name) and fits(samples()[name])])


def is_small(sample: Sample) -> bool:
    """Errors and bare strings: what isn't data of a dandiset."""
    return isinstance(sample.body, str) or (isinstance(sample.body, dict) and sample.status != 200)


def test_what_is_not_served_was_recorded():
    assert set(NOT_SERVED) <= set(samples())


@pytest.mark.parametrize("name", list(samples()))
def test_status_and_headers_are_those_of_the_archive(name, url):
    sample = samples()[name]
    if "Authorization" in sample.sent:
        pytest.skip("authenticated: this API knows no users")
    if name in NOT_SERVED:
        pytest.skip(NOT_SERVED[name])
    answer = ask(url, sample)
    assert answer.status_code == sample.status
    compared = ("Content-Type", "WWW-Authenticate", "access-control-allow-origin", "Content-Encoding")
    compared += ("X-Frame-Options", "X-Request-Username", "X-Content-Type-Options", "Referrer-Policy")
    for header in compared:
        assert answer.headers.get(header) == sample.headers.get(header.lower()), header
    vary = [header for header in sample.headers["vary"].split(", ") if header != "Accept-Encoding"]
    assert [header for header in answer.headers["Vary"].split(", ") if header != "Accept-Encoding"] == vary
    assert ("Accept-Encoding" in answer.headers["Vary"]) == (len(answer.content) >= 200)


@pick(lambda sample: "location" in sample.headers)
def test_redirects_lead_to_the_same_path(name, url):
    sample = samples()[name]
    there, expected = urlsplit(ask(url, sample).headers["Location"]), urlsplit(sample.headers["location"])
    assert there.path == expected.path.removeprefix("/dandiarchive")


@pick(lambda sample: sample.body is not None)
def test_bodies_have_the_shape_of_the_archives(name, url):
    """No key too many or too few, and no type, null among them, that the archive doesn't give at this place."""
    sample = samples()[name]
    body = ask(url, sample).json()
    if is_raw_metadata(sample.target) and sample.status == 200:
        assert {"schemaKey", "identifier"} <= set(body)
        return
    allowed = Shape()
    for other in map(samples().get, filter(usable, samples())):
        if other and other.body is not None and alike(other, sample):
            allowed.add(other.body)
    mine = Shape().add(body)
    unknown = {place: types - allowed.types[place] for place, types in mine.types.items()}
    assert {place: types for place, types in unknown.items() if types} == {}
    assert {place: keys for place, keys in mine.keys.items() if not keys <= allowed.keys[place]} == {}


@pick(is_small)
def test_refusals_are_the_archives_to_the_letter(name, url):
    assert ask(url, samples()[name]).json() == samples()[name].body


@pick(lambda sample: isinstance(sample.body, dict) and "previous" in sample.body)
def test_links_between_pages_are_written_as_the_archive_does(name, url):
    sample = samples()[name]
    body = ask(url, sample).json()
    for link in ("next", "previous"):
        if body[link] and sample.body[link]:
            assert body[link].removeprefix(url) == sample.body[link].removeprefix("http://127.0.0.1:8000")


# -- beside the stand-in --------------------------------------------------------------------------------------------

D = "/api/dandisets/"
MORE = (
    f"{D}?ordering=name",
    f"{D}?search=mouse+hippocamp",
    f'{D}?search=species:"house mouse"+created_before:2022-01-01',
    f"{D}?search=file_type:nwb",
    f"{D}?search=technique:spike",
    f"{D}?user=me",
    f"{D}?page=last&page_size=2",
    f"{D}?draft=perhaps",
    f"{D}000003/versions/?order=-created",
    f"{D}000003/versions/?order=nothing",
    f"{D}000409/versions/draft/assets/?order=-path&page_size=3",
    f"{D}000409/versions/draft/assets/?order=-modified&page_size=50&page=3",
    f"{D}000409/versions/draft/assets/?page=last",
    f"{D}000243/versions/draft/assets/paths/?path_prefix=participants.tsv",
    f"{D}000243/versions/draft/assets/paths/?path_prefix=sub-S01/anat/",
    f"{D}000031/versions/draft/assets/paths/",
)


@pytest.fixture(scope="module")
def plain_url(snapshot_path) -> Iterator[str]:
    """The API over exactly what the stand-in serves."""
    with in_background(create_api(snapshot_path, settings=AS_HARVESTED)) as address:
        yield address


def is_exact_there(target: str) -> bool:
    """Whether the stand-in serves it, and from the dandisets' own data."""
    return not re.match(r"/($|api/(nope|stats|schemas|zarr)|api/dandisets/(000121|900001))", target)


RECORDED = [sample.target for name, sample in samples().items() if usable(name) and is_exact_there(sample.target)]


@pytest.mark.parametrize("target", [*dict.fromkeys(RECORDED), *MORE])
def test_data_are_those_of_the_stand_in(target, stand_in, plain_url):
    """Where both serve the same dandisets, both answer the same."""
    theirs, mine = (
        requests.get(host + target, headers={"Accept": "application/json"}, allow_redirects=False, timeout=60)
        for host in (stand_in, plain_url)
    )
    assert (mine.status_code, mine.headers["Content-Type"]) == (theirs.status_code, theirs.headers["Content-Type"])
    if theirs.headers["Content-Type"] == "application/json":
        said = mine.text.replace(plain_url, "").replace(stand_in, "")
        assert json.loads(said) == json.loads(theirs.text.replace(stand_in, ""))
