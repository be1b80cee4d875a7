"""The live API under settings: what they hide is in no answer, and can't be found either."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from builder.serve import AS_HARVESTED, create_api, in_background
from builder.settings import ArchiveAddresses, Select, Settings
from builder.snapshot import ArchiveRow, Snapshot
from support.archives.small import (
    INFO,
    NOW,
    blob_asset,
    encode,
    make_small_archive,
    metadata_of,
    put_open,
    uuid,
    version_object,
    zarr_asset,
)
from support.machine.serving import D1, get, ids, paths

ADDRESS = "jane.doe@lab.example"
D6 = "/api/dandisets/000006"
VERSION = f"{D6}/versions/draft"


def asset_with_address(number: int) -> dict:
    asset = blob_asset(number, f"sub-{ADDRESS}/sub-1_{number}.nwb")
    asset["metadata"]["wasAttributedTo"] = [{"schemaKey": "Participant", "strain": {"name": f"by {ADDRESS}"}}]
    return asset


def put_addresses(snapshot: Snapshot) -> None:
    """A dandiset with an e-mail address wherever one may stand."""
    zarr = zarr_asset(7003, f"sub-{ADDRESS}/img.ome.zarr", size=5, checksum="a" * 32 + "-1--5")
    assets = [asset_with_address(7001), zarr]
    metadata = metadata_of(
        "000006",
        "draft",
        f"Data of {ADDRESS}",
        description=f"Write to {ADDRESS}",
        contributor=[{"schemaKey": "Person", "name": "Doe, Jane", "email": ADDRESS}],
        assetsSummary={"species": [{"name": f"Mus musculus {ADDRESS}"}]},
    )
    listed = version_object("draft", f"Data of {ADDRESS}", assets, status="Invalid", created=NOW, modified=NOW)
    errors = [{"field": f"by {ADDRESS}", "message": f"ask {ADDRESS}", "path": assets[0]["path"]}]
    put_open(snapshot, "000006", f"Doe, Jane <{ADDRESS}>", [(listed, metadata, assets)], errors=errors)
    info = {**INFO, "operator": ADDRESS}
    snapshot.put_archive(ArchiveRow(info=encode(info), api_url="https://api.dandiarchive.org/api", read_utc=NOW))


@pytest.fixture(scope="module")
def snapshot_path(tmp_path_factory) -> Path:
    path = make_small_archive(tmp_path_factory.mktemp("settings") / "snapshot.sqlite")
    with Snapshot.writable(path) as snapshot:
        put_addresses(snapshot)
        snapshot.settle()
    return path


@pytest.fixture(scope="module")
def serving(snapshot_path) -> Iterator[Callable[..., object]]:
    @contextmanager
    def serve(**settings: object) -> Iterator[str]:
        with in_background(create_api(snapshot_path, settings=Settings(**settings))) as address:
            yield address

    return serve


EVERYWHERE = (
    "/api/info/",
    "/api/dandisets/",
    f"{D6}/",
    f"{D6}/versions/",
    f"{VERSION}/",
    f"{VERSION}/info/",
    f"{VERSION}/assets/",
    f"{VERSION}/assets/?metadata=true",
    f"{VERSION}/assets/?metadata=true&order=path",
    f"{VERSION}/assets/paths/",
    f"/api/assets/{uuid(1, 7001)}/",
    f"/api/assets/{uuid(1, 7001)}/info/",
    f"{VERSION}/assets/{uuid(1, 7001)}/info/",
    f"{VERSION}/assets/{uuid(1, 7001)}/validation/",
    "/api/zarr/",
    f"/api/zarr/{uuid(3, 7003)}/",
)


def test_no_answer_has_an_e_mail_address(serving):
    with serving() as address:
        for path in EVERYWHERE:
            answer = get(address, path)
            assert answer.status_code == 200, path
            assert ADDRESS not in answer.text, path
            assert ADDRESS not in get(address, path, Accept="text/html").text, path


def test_where_the_settings_show_them_all_is_as_it_was_harvested(serving, snapshot_path):
    with Snapshot.readable(snapshot_path) as snapshot:
        (version,) = snapshot.versions("000006")
        lines = [line for page in snapshot.asset_pages("000006", "draft") for line in page]
    with serving(show_emails=True) as address:
        for path in EVERYWHERE:
            assert ADDRESS in get(address, path).text or "paths/" in path, path
        assert get(address, f"{VERSION}/info/").content == version.info
        listed = get(address, f"{VERSION}/assets/?metadata=true&order=path").content
    assert all(line in listed for line in lines)


def test_what_is_hidden_is_not_found(serving):
    searches = (f"/api/dandisets/?search={ADDRESS}", f'/api/dandisets/?search=species:"{ADDRESS}"')
    listings = (f"{VERSION}/assets/?path=sub-{ADDRESS}", f"{VERSION}/assets/?glob=*{ADDRESS}*.nwb")
    with serving() as address:
        assert [ids(get(address, search)) for search in searches] == [[], []]
        assert [paths(get(address, listing)) for listing in listings] == [[], []]
        assert get(address, f"{VERSION}/assets/paths/?path_prefix=sub-{ADDRESS}").status_code == 404
        assert get(address, f"/api/zarr/?name=sub-{ADDRESS}/img.ome.zarr").json()["count"] == 0
    with serving(show_emails=True) as address:
        assert [ids(get(address, search)) for search in searches] == [["006"], ["006"]]
        assert [len(paths(get(address, listing))) for listing in listings] == [2, 1]


def test_a_stand_in_for_an_archive_hides_nothing(snapshot_path):
    with in_background(create_api(snapshot_path, settings=AS_HARVESTED)) as address:
        assert ids(get(address, "/api/dandisets/")) == ["001", "002", "005", "006"]
        assert ADDRESS in get(address, f"{VERSION}/info/").text


# -- which dandisets ------------------------------------------------------------------------------------------------


def below(identifier: str, asset: int, zarr: int) -> Sequence[str]:
    """Every address of a dandiset, its draft, an asset of it and a zarr of it."""
    dandiset = f"/api/dandisets/{identifier}"
    draft = f"{dandiset}/versions/draft"
    return (
        f"{dandiset}/",
        f"{dandiset}/versions/",
        f"{draft}/",
        f"{draft}/info/",
        f"{draft}/assets/",
        f"{draft}/assets/paths/",
        *(f"{draft}/assets/{uuid(1, asset)}/{tail}" for tail in ("", "info/", "download/", "validation/")),
        *(f"/api/assets/{uuid(1, asset)}/{tail}" for tail in ("", "info/", "download/")),
        *(f"/api/zarr/{uuid(3, zarr)}/{tail}" for tail in ("", "files/")),
    )


def comparable(answer: requests.Response) -> tuple[int, dict, bytes]:
    return answer.status_code, {**answer.headers, "date": ""}, answer.content


@pytest.mark.parametrize(
    "settings", [{"exclude": ("000005",)}, {"select": Select(ids=("000001", "000006"))}], ids=["exclude", "select"]
)
def test_what_the_settings_leave_out_is_as_if_it_never_was(serving, settings):
    with serving(**settings) as address:
        assert "005" not in ids(get(address, "/api/dandisets/"))
        assert ids(get(address, "/api/dandisets/?search=Many+files")) == []
        assert ids(get(address, "/api/dandisets/?search=file_type:video")) == []
        assert get(address, "/api/zarr/").json()["count"] == 1
        assert get(address, "/api/zarr/?dandiset=000005").json()["count"] == 0
        hidden, never = below("000005", 1000, 5000), below("999999", 99, 99)
        for path, other in zip(hidden, never, strict=True):
            assert comparable(get(address, path)) == comparable(get(address, other)), path


def test_nothing_that_is_left_out_is_counted(serving):
    with serving() as address:
        whole = get(address, "/api/stats/").json()
    with serving(exclude=("000003", "000005")) as address:
        stats = get(address, "/api/stats/").json()
    assert (whole["dandiset_count"], stats["dandiset_count"]) == (5, 3)
    assert whole["size"] - stats["size"] == 2500 * 1000 + 526 + 7
    with serving(select=Select(ids=("000001",))) as address:
        stats = get(address, "/api/stats/").json()
    assert stats == {"dandiset_count": 1, "published_dandiset_count": 1, "user_count": 0, "size": 4000}


@pytest.mark.parametrize(
    ("settings", "status"),
    [({}, 401), ({"exclude": ("000003",)}, 404), ({"select": Select(ids=("000001", "000003"))}, 404)],
    ids=["all", "exclude", "select"],
)
def test_an_embargoed_dandiset_is_told_of_where_the_site_tells_of_it(serving, settings, status):
    with serving(**settings) as address:
        assert get(address, "/api/dandisets/000003/").status_code == status


def test_a_selection_goes_by_the_metadata(serving):
    with serving(select=Select(keywords=("newest",), species=("Mus musculus [e-mail hidden]",))) as address:
        assert ids(get(address, "/api/dandisets/")) == ["006"]
    with serving(select=Select(species=("house mouse",))) as address:
        assert ids(get(address, "/api/dandisets/")) == ["001"]


def test_all_versions_are_there_whatever_the_site_has_pages_of(serving):
    with serving(versions="latest") as address:
        assert get(address, f"{D1}/versions/").json()["count"] == 3


def test_a_dandiset_that_a_harvest_changes_is_looked_at_again(snapshot_path, tmp_path):
    path = tmp_path / "snapshot.sqlite"
    path.write_bytes(snapshot_path.read_bytes())
    with in_background(create_api(path, settings=Settings(select=Select(keywords=("mine",))))) as address:
        assert ids(get(address, "/api/dandisets/")) == []
        with Snapshot.writable(path) as snapshot:
            listed = version_object("draft", "Mine", [], status="Valid", created=NOW, modified=NOW)
            put_open(
                snapshot, "000007", "", [(listed, metadata_of("000007", "draft", "Mine", keywords=["mine"]), [])]
            )
        assert ids(get(address, "/api/dandisets/")) == ["007"]


# -- whose addresses ------------------------------------------------------------------------------------------------

HARVESTED = "127.0.0.1:8765"


def harvested_from(path: Path, api_url: str, name: str, **services: str) -> Path:
    """A snapshot of an archive whose own answers hold the address that it was asked at."""
    base = api_url.removesuffix("/api")
    info = {
        **INFO,
        "instance_config": {"instance_name": name, "instance_url": base},
        "schema_url": f"{base}/api/schemas/?model=Dandiset",
        "services": {"api": {"url": api_url}, **{name: {"url": url} for name, url in services.items()}},
    }
    asset = blob_asset(1, "sub-1/a.nwb")
    asset["metadata"]["contentUrl"] = [f"{base}/api/assets/{uuid(1, 1)}/download/"]
    zarr = zarr_asset(2, "sub-1/b.zarr", size=5, checksum=None)
    listed = version_object("draft", "x", [asset, zarr], status="Valid", created=NOW, modified=NOW)
    metadata = metadata_of(
        "000001",
        "draft",
        "x",
        url=f"{base.replace('127.0.0.1', 'localhost')}/dandiset/000001/draft",
        description="Open http://localhost:8888/ and http://127.0.0.1:87654/, not http://127.0.0.1:8765.",
        manifestLocation=[f"{base}/api/dandisets/000001/versions/draft/assets/"],
    )
    with Snapshot.writable(path) as snapshot:
        snapshot.put_archive(ArchiveRow(info=encode(info), api_url=api_url, read_utc=NOW))
        put_open(snapshot, "000001", "", [(listed, metadata, [asset, zarr])])
        snapshot.settle()
    return path


@pytest.mark.parametrize("name", ["DANDI", "Our own"])
@pytest.mark.parametrize("show_emails", [False, True])
def test_no_answer_has_the_loopback_address_that_was_harvested(tmp_path, name, show_emails):
    services = {"webui": "http://localhost:8085", "jupyterhub": "https://hub.example"}
    path = harvested_from(tmp_path / "s.sqlite", f"http://{HARVESTED}/api", name, **services)
    draft = f"{D1}/versions/draft"
    with in_background(create_api(path, settings=Settings(show_emails=show_emails))) as url:
        for there in ("/api/info/", "/server-info"):
            info = get(url, there).json()
            assert info["schema_url"] == f"{url}/api/schemas/?model=Dandiset"
            assert info["services"] == {"api": {"url": f"{url}/api"}, "jupyterhub": {"url": "https://hub.example"}}
        metadata = get(url, f"{draft}/").json()
        assert metadata["manifestLocation"] == [f"{url}/api/dandisets/000001/versions/draft/assets/"]
        assert metadata["url"] == f"{url}/dandiset/000001/draft"
        assert metadata["description"] == f"Open http://localhost:8888/ and http://127.0.0.1:87654/, not {url}."
        assert get(url, f"/api/assets/{uuid(1, 1)}/").json()["contentUrl"] == [
            f"{url}/api/assets/{uuid(1, 1)}/download/"
        ]
        targets = (
            *below("000001", 1, 2),
            *(f"/api/assets/{uuid(1, 2)}/{tail}" for tail in ("", "info/", "download/")),
            "/api/dandisets/?page_size=1",
            f"{draft}/assets/?metadata=true&page_size=1",
            "/api/zarr/?page_size=1",
            "/api/schemas/?model=Dandiset",
        )
        for target in targets:
            answer = get(url, target)
            said = answer.text + str(dict(answer.headers))
            assert not re.search(r"(127\.0\.0\.1|localhost):8765(?![0-9])", said), target


@pytest.mark.parametrize(("name", "status"), [("DANDI", 302), ("Our own", 404)])
def test_what_lies_at_the_archive_is_looked_for_at_its_public_address_alone(tmp_path, name, status):
    path = harvested_from(tmp_path / "s.sqlite", f"http://{HARVESTED}/api", name)
    with in_background(create_api(path)) as url:
        for target in (
            f"/api/assets/{uuid(1, 1)}/download/",
            f"/api/zarr/{uuid(3, 2)}/files/?prefix=0",
            "/api/schemas/?model=Asset",
        ):
            answer = get(url, target)
            assert answer.status_code == status, target
            assert status == 404 or "dandiarchive" in answer.headers["Location"], target


def test_the_settings_name_the_public_address_of_an_archive(tmp_path):
    path = harvested_from(tmp_path / "s.sqlite", f"http://{HARVESTED}/api", "Our own")
    archive = ArchiveAddresses(api="https://api.lab.example/api", web="https://lab.example")
    with in_background(create_api(path, settings=Settings(archive=archive))) as url:
        answer = get(url, f"/api/zarr/{uuid(3, 2)}/files/?prefix=0")
    assert answer.headers["Location"] == f"https://api.lab.example/api/zarr/{uuid(3, 2)}/files/?prefix=0"


def test_an_archives_public_address_stays(tmp_path):
    path = harvested_from(tmp_path / "s.sqlite", "https://api.lab.example/api", "Our own")
    with in_background(create_api(path)) as url:
        info = get(url, "/api/info/").json()
        content = get(url, f"/api/assets/{uuid(1, 1)}/").json()["contentUrl"]
        schemas = get(url, "/api/schemas/?model=Asset").headers["Location"]
    assert info["schema_url"] == "https://api.lab.example/api/schemas/?model=Dandiset"
    assert content == [f"https://api.lab.example/api/assets/{uuid(1, 1)}/download/"]
    assert schemas == "https://api.lab.example/api/schemas/?model=Asset"


@pytest.mark.parametrize("api_url", ["http://[", "", "no address", "http://127.0.0.1:99999999/api"])
def test_an_address_that_is_none_does_no_harm(tmp_path, api_url):
    path = harvested_from(tmp_path / "s.sqlite", "https://api.lab.example/api", "Our own")
    with Snapshot.writable(path) as snapshot:
        snapshot.put_archive(ArchiveRow(info=encode(INFO), api_url=api_url, read_utc=NOW))
    with in_background(create_api(path)) as url:
        assert ids(get(url, "/api/dandisets/")) == ["001"]
        assert json.loads(get(url, "/api/info/").text)["schema_version"] == INFO["schema_version"]
