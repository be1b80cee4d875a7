"""The real metadata of 351 dandisets, harvested over HTTP and read."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from builder.archive import ArchiveClient
from builder.catalog.links.archive_links import asset_s3, opens_in_neurosift
from builder.catalog.links.instances import KNOWN_INSTANCES, instance_of
from builder.catalog.schema.asset import read_asset
from builder.catalog.schema.dandiset import read_dandiset
from builder.catalog.text.emails import hide_emails
from builder.check.snapshot import check_snapshot
from builder.diff.versions import diff_versions
from builder.harvest import HarvestOptions, HarvestReport, harvest
from builder.snapshot import DandisetState, Snapshot
from builder.words.change_words import summary_line
from support import SHARED

DANDISETS, VERSIONS, ASSETS = 351, 503, 159_086
IDLE = 2 + 12
"""Requests of a run that finds nothing new."""

pytestmark = pytest.mark.skipif(
    not (SHARED / "archive").is_dir(), reason="the real metadata is not beside the project: ../shared/archive"
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The stand-in for the archive's server that comes with the metadata."""
    spec = importlib.util.spec_from_file_location("archive_server", SHARED / "tools" / "archive_server.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    server = module.serve(SHARED / "archive")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("real") / "snapshot.sqlite"


@pytest.fixture(scope="module")
def first(url: str, path: Path) -> HarvestReport:
    return harvest(ArchiveClient(f"{url}/api"), path)


def again(url: str, path: Path, **options) -> HarvestReport:
    return harvest(ArchiveClient(f"{url}/api"), path, HarvestOptions(**options))


def control(url: str, what: str) -> None:
    urlopen(Request(f"{url}/_control/{what}", method="POST"), timeout=10).close()


@pytest.fixture
def heal(url: str, path: Path) -> Iterator[None]:
    """What a test does to the archive is undone, there and in the snapshot."""
    yield
    control(url, "heal")
    again(url, path)


def test_all_of_it_is_harvested_without_a_failure(first, path):
    assert (first.listed, first.fetched, first.failed, first.notes) == (DANDISETS, DANDISETS, (), ())
    with Snapshot.readable(path) as snapshot:
        rows = snapshot.dandisets()
        versions = [version for row in rows for version in snapshot.versions(row.identifier)]
    assert len(rows) == DANDISETS
    assert all(row.state is DandisetState.OPEN for row in rows)
    assert len(versions) == VERSIONS
    assert sum(version.lines for version in versions) == sum(version.asset_count for version in versions) == ASSETS


def test_the_requests_keep_to_the_budget(first, path):
    with Snapshot.readable(path) as snapshot:
        versions = [version for row in snapshot.dandisets() for version in snapshot.versions(row.identifier)]
    pages = sum(-(-version.lines // 1000) for version in versions)

    assert first.requests <= DANDISETS + 2 * VERSIONS + pages + 1 + 2


def test_an_idle_run_makes_two_requests_and_one_for_thirty_dandisets(first, url, path):
    report = again(url, path)

    assert (report.requests, report.fetched, report.unchanged) == (IDLE, 0, DANDISETS)


def test_every_dandiset_and_asset_can_be_read(first, path):
    assets = nwb = 0
    with Snapshot.readable(path) as snapshot:
        instance = instance_of(snapshot.archive().info)
        for row in snapshot.dandisets():
            rows = snapshot.versions(row.identifier)
            infos = [(version.version, hide_emails(version.info)) for version in rows]
            dandiset = read_dandiset(row.identifier, listed=row.listed, infos=infos)
            assert dandiset.default.title
            for version in rows:
                for lines in snapshot.asset_pages(row.identifier, version.version):
                    for line in lines:
                        asset, problems = read_asset(line, row.identifier)
                        assert asset.path
                        assert asset.asset_id
                        assert asset_s3(instance, asset), problems
                        nwb += opens_in_neurosift(asset)
                        assets += 1

    assert instance == KNOWN_INSTANCES["dandi"]
    assert assets == ASSETS
    assert nwb > 10_000


def test_all_of_it_is_read_whole(first, path):
    checked = check_snapshot(path, max_age_days=None, now_utc="2026-01-01T00:00:00Z")

    assert (checked.unread, checked.assets) == ((), ASSETS)


@pytest.mark.parametrize(
    ("identifier", "before", "after", "summary"),
    [
        ("000003", "0.210812.1448", "0.230629.1955", "4 contributors added, 1 related resource changed"),
        ("000563", "0.250311.0022", "0.250311.2145", "116 files removed, 36 → 14 subjects by the archive’s summary"),
        ("000142", "0.211007.1926", "draft", "717 files with new metadata, number of cells changed"),
        ("000776", "0.240625.0015", "0.240625.0022", "1 contributor edited, authors in another order"),
        ("001027", "0.240605.1859", "draft", "no change"),
    ],
)
def test_what_changed_between_versions_is_told(first, path, identifier, before, after, summary):
    with Snapshot.readable(path) as snapshot:
        assert summary_line(diff_versions(snapshot, identifier, before, after)).replace("\u00a0", " ") == summary


@pytest.mark.usefixtures("heal")
def test_a_changed_draft_costs_few_requests(first, url, path):
    control(url, "touch/000003")
    report = again(url, path)

    assert (report.fetched, report.unchanged) == (1, DANDISETS - 1)
    assert report.requests <= IDLE + 4 + 1


@pytest.mark.usefixtures("heal")
def test_a_silent_change_is_seen_by_its_count(first, url, path):
    control(url, "silent/000004")

    assert again(url, path).fetched == 1


@pytest.mark.usefixtures("heal")
def test_a_drifting_list_of_assets_is_read_whole(first, url, tmp_path):
    control(url, "drift/000003")
    report = again(url, tmp_path / "one.sqlite", only=("000003",))

    assert (report.fetched, report.failed) == (1, ())
    with Snapshot.readable(tmp_path / "one.sqlite") as one:
        assert list(one.damage()) == []
