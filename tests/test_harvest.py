"""The harvest: what it stores, what it asks for, and what it makes of an archive that fails, changes or lies."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from faulty import (
    APPLICATION_ERROR,
    BROKEN_JSON,
    LOCKED,
    NO_ANSWER,
    NOT_FOUND,
    WEB_PAGE,
    Answer,
    Door,
    cut,
    edited,
    open_door,
    says,
)
from small_archive import NOW, blob_asset, make_small_archive, put_draft
from starlette.types import ASGIApp, Receive, Scope, Send

from builder.archive import ArchiveClient, Stop
from builder.archive import client as client_module
from builder.errors import ArchiveError, IntegrityError, LockedError, UsageError
from builder.harvest import HarvestOptions, HarvestReport, Progress, harvest
from builder.harvest import run as run_module
from builder.harvest.report import Silent
from builder.serve import create_api, in_background
from builder.snapshot import DandisetState, Snapshot, connection
from builder.snapshot.lock import locked

OPEN = ("000001", "000002", "000005")
SECRET = "s3cr3t-t0k3n"


class Served:
    """The API of any snapshot."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None
        self.url = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app
        await self.app(scope, receive, send)


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "backoff_s", lambda attempt: 0.0)


@pytest.fixture(scope="module")
def small_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_archive(tmp_path_factory.mktemp("small") / "archive.sqlite")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """One server for all tests, since each takes a while to end."""
    app = Served()
    with in_background(app) as app.url:
        yield app


@pytest.fixture(scope="module")
def first_harvest(small_archive: Path, served: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("first") / "snapshot.sqlite"
    served.app = create_api(small_archive)
    harvest(ArchiveClient(f"{served.url}/api"), path)
    return path


@pytest.fixture
def archive(small_archive: Path, tmp_path: Path) -> Path:
    """What the door's archive is served from: a change of it is a change of the archive."""
    return Path(shutil.copy(small_archive, tmp_path / "archive.sqlite"))


@pytest.fixture
def door(archive: Path, served: Served) -> Iterator[Door]:
    served.app = create_api(archive)
    with open_door(served.url) as door:
        yield door


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Where the harvest goes."""
    (tmp_path / "mine").mkdir()
    return tmp_path / "mine" / "snapshot.sqlite"


@pytest.fixture
def harvested(first_harvest: Path, mine: Path) -> Path:
    """A snapshot of the archive as it was at first."""
    return Path(shutil.copy(first_harvest, mine))


def run(
    door: Door,
    path: Path,
    *,
    stop: Stop | None = None,
    token: str | None = None,
    progress: Progress | None = None,
    **options,
) -> HarvestReport:
    return harvest(ArchiveClient(door.api, stop=stop, token=token), path, HarvestOptions(**options), progress)


def contents(path: Path) -> dict:
    """All that is kept of each dandiset, without dates."""
    with Snapshot.readable(path) as snapshot:
        assert list(snapshot.damage()) == []
        return {
            row.identifier: (
                row.state,
                row.listed,
                {v.version: (v.info, v.modified, v.asset_count, v.status) for v in snapshot.versions(row.identifier)},
                {
                    v.version: [line for page in snapshot.asset_pages(row.identifier, v.version) for line in page]
                    for v in snapshot.versions(row.identifier)
                },
            )
            for row in snapshot.dandisets()
        }


def shown(path: Path) -> dict:
    return {identifier: kept for identifier, kept in contents(path).items() if kept[0] is DandisetState.OPEN}


def row_of(path: Path, identifier: str):
    with Snapshot.readable(path) as snapshot:
        return snapshot.dandiset(identifier)


def content_hash(path: Path) -> str:
    with Snapshot.readable(path) as snapshot:
        return snapshot.content_hash()


def change_draft(archive: Path, identifier: str = "000002", *, name: str = "Something", files: int = 1) -> None:
    with Snapshot.writable(archive) as snapshot:
        assets = [blob_asset(9000 + number, f"new-{number}.nwb") for number in range(files)]
        put_draft(snapshot, identifier, name, assets, created="2025-05-05T05:05:05Z")
        snapshot.settle()


def hide(archive: Path, identifier: str, state: DandisetState = DandisetState.GONE) -> None:
    with Snapshot.writable(archive) as snapshot:
        snapshot.hide_dandiset(identifier, state, now_utc=NOW)
        snapshot.settle()


# -- all of it ------------------------------------------------------------------------------------------------------


def test_a_harvest_holds_what_the_archive_has_byte_for_byte(sample_archive, sample_snapshot):
    assert shown(sample_snapshot) == shown(sample_archive.snapshot_path)


def test_answers_are_kept_as_they_were_sent(door, harvested):
    sent = requests.get(f"{door.api}/dandisets/000001/versions/draft/info/", timeout=5).content

    assert contents(harvested)["000001"][2]["draft"][0] == sent


def test_line_breaks_between_fields_do_not_tear_a_line(door, mine):
    def spread(answer: Answer) -> Answer:
        return Answer(200, json.dumps(json.loads(answer.body), indent=1).encode())

    door.at("/000005/versions/draft/assets/?", spread, spread, spread)
    run(door, mine)

    lines = contents(mine)["000005"][3]["draft"]
    assert len(lines) == 2503
    assert {json.loads(line)["asset_id"] for line in lines if b"\n" not in line}.__len__() == 2503


def test_a_report_says_what_was_done(door, mine):
    report = run(door, mine)

    assert (report.listed, report.fetched, report.unchanged) == (3, 3, 0)
    assert (report.failed, report.deleted, report.interrupted, report.partial) == ((), (), None, False)
    assert report.requests == len(door.asked)
    assert report.bytes > 100_000


def test_each_run_is_logged_in_the_snapshot(door, harvested):
    run(door, harvested)

    with Snapshot.readable(harvested) as snapshot:
        first, second = snapshot.runs()[-2:]
    assert (first.outcome, json.loads(first.report)["fetched"]) == ("complete", 3)
    assert (second.outcome, json.loads(second.report)["unchanged"]) == ("complete", 3)


def test_what_is_left_is_one_file(harvested):
    assert [path.name for path in harvested.parent.iterdir()] == ["snapshot.sqlite"]


def test_embargoed_and_gone_dandisets_are_not_stored(harvested):
    assert set(contents(harvested)) == set(OPEN)


def test_what_only_a_token_shows_is_not_stored(door, mine):
    def reveal(page):
        page["results"].append({"identifier": "000003", "embargo_status": "EMBARGOED"})
        page["count"] += 1

    door.at("/dandisets/?", edited(reveal))
    run(door, mine, token=SECRET)

    assert set(contents(mine)) == set(OPEN)
    assert not any("000003" in path for path in door.paths)


def test_the_token_is_nowhere_in_the_snapshot(door, mine):
    door.at("/000002/", *[Answer(500, b"")] * 100)
    report = run(door, mine, token=SECRET)

    assert door.asked[0].headers["Authorization"] == f"token {SECRET}"
    assert report.failed
    assert SECRET.encode() not in mine.read_bytes()
    assert SECRET not in str(report)


# -- requests -------------------------------------------------------------------------------------------------------


def test_a_full_harvest_keeps_to_its_budget(door, mine):
    run(door, mine)

    versions, assets_pages = 5, 1 + 1 + 1 + 0 + 3  # 000001 has three versions, 000002 no assets, 000005 has 2,503
    assert len(door.asked) <= 3 + 2 * versions + assets_pages + 1 + 2


def test_no_asset_is_asked_for_by_itself(door, mine):
    run(door, mine)

    assert all(path.endswith(("/info/", "/dandisets/", "/versions/", "/assets/")) for path in door.paths)
    assert all("page_size=1000" in asked.path for asked in door.asked if "/assets/" in asked.path)


def test_nothing_is_asked_for_twice_but_a_long_drafts_info(door, mine):
    run(door, mine)

    assert [path for path, times in Counter(asked.path for asked in door.asked).items() if times > 1] == [
        "/api/dandisets/000005/versions/draft/info/"
    ]


def test_an_idle_run_asks_for_the_list_alone(door, harvested):
    before = content_hash(harvested)
    report = run(door, harvested)

    assert door.paths == ["/api/info/", "/api/dandisets/"]
    assert (report.fetched, report.unchanged, report.partial) == (0, 3, False)
    assert content_hash(harvested) == before


def test_a_changed_draft_is_read_and_nothing_else(door, archive, harvested):
    change_draft(archive)
    report = run(door, harvested)

    assert (report.fetched, report.unchanged) == (1, 2)
    assert door.paths[2:] == [
        "/api/dandisets/000002/versions/",
        "/api/dandisets/000002/versions/draft/info/",
        "/api/dandisets/000002/versions/draft/assets/",
    ]
    assert shown(harvested) == shown(archive)


def test_published_versions_of_a_changed_dandiset_are_not_read_again(door, harvested):
    def touch(value):
        for version in value["results"] if "draft_version" not in value["results"][0] else [listed(value)]:
            if version["version"] == "draft":
                version["modified"] = "2026-06-06T06:06:06Z"

    def listed(value):
        return value["results"][0]["draft_version"]

    door.at("/dandisets/?", edited(touch))
    door.at("/000001/versions/?", edited(touch))
    run(door, harvested)

    read = [path for path in door.paths if "/000001/versions/0." in path]
    assert read == []
    assert "/api/dandisets/000001/versions/draft/info/" in door.paths


def test_a_change_of_count_or_size_is_seen_although_the_date_stands_still(door, archive, harvested):
    with Snapshot.writable(archive) as snapshot:
        put_draft(snapshot, "000002", "Nothing yet", [blob_asset(1, "a.nwb")], created="2022-02-02T02:02:02Z")
        snapshot.settle()
    report = run(door, harvested)

    assert report.fetched == 1
    assert shown(harvested) == shown(archive)


def test_new_stars_are_stored_without_a_request(door, harvested):
    door.at("/dandisets/?", edited(lambda page: page["results"][0].update(star_count=99)))
    report = run(door, harvested)

    assert len(door.asked) == 2
    assert report.unchanged == 3
    assert json.loads(row_of(harvested, "000001").listed)["star_count"] == 99


def test_verify_reads_all_again_and_names_what_drifted(door, archive, harvested):
    with Snapshot.writable(archive) as snapshot:
        rows = snapshot.versions("000002")
        secret_edit = rows[0].info.replace(b"Nothing yet", b"Nothing now")
        changed = [type(rows[0])(**{**{f: getattr(rows[0], f) for f in rows[0].__slots__}, "info": secret_edit})]
        listed = snapshot.dandiset("000002").listed
        snapshot.put_dandiset("000002", listed=listed, versions=changed, pages={}, now_utc=NOW)
        snapshot.settle()

    assert run(door, harvested).fetched == 0
    report = run(door, harvested, verify=True)

    assert (report.fetched, report.drifted) == (3, ("000002",))
    assert shown(harvested) == shown(archive)


def test_only_reads_what_was_named(door, mine):
    report = run(door, mine, only=("000002",))

    assert set(contents(mine)) == {"000002"}
    assert (report.listed, report.fetched) == (3, 1)


def test_only_leaves_the_rest_of_the_snapshot_as_it_is(door, archive, harvested):
    change_draft(archive)
    hide(archive, "000005")
    before = contents(harvested)
    run(door, harvested, only=("000001",))

    assert contents(harvested) == before


@pytest.mark.parametrize("identifier", ["000099", "3", "000003", "../000001"])
def test_an_unknown_id_is_a_usage_error_that_names_it(door, mine, identifier):
    with pytest.raises(UsageError, match=identifier):
        run(door, mine, only=(identifier,))


# -- failures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [APPLICATION_ERROR, NO_ANSWER, BROKEN_JSON, says("", 429, Retry_After="0")])
def test_passing_faults_leave_no_trace(door, archive, mine, fault):
    failed: set[str] = set()

    def first_time(asked):
        if asked.path in failed:
            return None
        failed.add(asked.path)
        return fault

    door.faults.append(first_time)
    report = run(door, mine)

    assert (report.failed, report.partial) == ((), False)
    assert shown(mine) == shown(archive)


def test_cut_answers_leave_no_trace(door, archive, mine):
    door.at("/assets/", cut, cut, cut)
    report = run(door, mine)

    assert report.failed == ()
    assert shown(mine) == shown(archive)


@pytest.mark.parametrize(
    "fault",
    [
        Answer(500, b"<h1>Server Error (500)</h1>"),
        WEB_PAGE,
        BROKEN_JSON,
        NO_ANSWER,
        says("no", 400),
        says({}),
        says([]),
    ],
)
@pytest.mark.parametrize(
    "part", ["/000002/versions/?", "/000002/versions/draft/info/", "/000002/versions/draft/assets/"]
)
def test_a_dandiset_that_fails_keeps_its_old_state_marked_stale(door, archive, harvested, fault, part):
    before = contents(harvested)
    change_draft(archive)
    change_draft(archive, "000005", name="Few files now")
    door.at(part, fault, always=True)
    report = run(door, harvested)

    assert [failure.identifier for failure in report.failed] == ["000002"]
    assert "000002" in report.failed[0].reason
    assert (report.fetched, report.stale, report.partial) == (1, 1, True)
    assert contents(harvested)["000002"] == before["000002"]
    assert contents(harvested)["000005"] == contents(archive)["000005"]
    row = row_of(harvested, "000002")
    assert row.stale_since_utc
    assert row.stale_reason == report.failed[0].reason


def test_what_was_stale_is_read_by_the_next_run(door, archive, harvested):
    change_draft(archive)
    door.at("/000002/", WEB_PAGE, always=True)
    run(door, harvested)
    door.faults.clear()
    report = run(door, harvested)

    assert (report.fetched, report.stale, report.partial) == (1, 0, False)
    assert row_of(harvested, "000002").stale_since_utc is None
    assert shown(harvested) == shown(archive)


def test_since_when_it_is_stale_stays_while_it_fails(door, archive, harvested, monkeypatch):
    change_draft(archive)
    door.at("/000002/", WEB_PAGE, always=True)
    for now in ("2026-02-02T00:00:00Z", "2026-03-03T00:00:00Z"):
        monkeypatch.setattr(run_module, "_now_utc", lambda now=now: now)
        run(door, harvested)

    assert row_of(harvested, "000002").stale_since_utc == "2026-02-02T00:00:00Z"


def test_a_failed_run_says_so_in_the_log(door, archive, harvested):
    change_draft(archive)
    door.at("/000002/", WEB_PAGE, always=True)
    run(door, harvested)

    with Snapshot.readable(harvested) as snapshot:
        last = snapshot.runs()[-1]
    assert last.outcome == "partial"
    assert json.loads(last.report)["failed"][0]["identifier"] == "000002"


def test_without_an_archive_the_snapshot_stays_as_it_is(door, harvested):
    before = contents(harvested)
    door.at("/info/", WEB_PAGE, always=True)

    with pytest.raises(ArchiveError):
        run(door, harvested)

    assert contents(harvested) == before


def test_without_an_archive_no_empty_snapshot_is_left_behind(door, mine):
    door.at("/info/", WEB_PAGE, always=True)

    with pytest.raises(ArchiveError):
        run(door, mine)

    assert list(mine.parent.iterdir()) == []


def test_unknown_fields_are_kept(door, mine):
    door.at("/000001/versions/draft/info/", edited(lambda info: info.update(from_the_future={"a": [1]})))
    door.at("/dandisets/?", edited(lambda page: page["results"][0].update(from_the_future=True)))
    run(door, mine)

    kept = contents(mine)["000001"]
    assert json.loads(kept[1])["from_the_future"] is True
    assert json.loads(kept[2]["draft"][0])["from_the_future"] == {"a": [1]}


@pytest.mark.parametrize(
    "change",
    [
        lambda item: item["draft_version"].pop("modified"),
        lambda item: item["draft_version"].update(size=10**30),
        lambda item: item["draft_version"].update(version="../../etc"),
        lambda item: item.pop("embargo_status"),
    ],
)
def test_an_item_of_the_list_that_can_not_be_read_fails_alone(door, harvested, change):
    before = contents(harvested)
    door.at("/dandisets/?", edited(lambda page: change(page["results"][1]) and None))
    report = run(door, harvested)

    assert [failure.identifier for failure in report.failed] == ["000002"]
    assert (report.unchanged, report.stale, report.deleted) == (2, 1, ())
    assert contents(harvested) == before


@pytest.mark.parametrize("identifier", ["../../etc/passwd", "1", "0000011", "", None, "00000\u0663"])
def test_an_item_without_a_good_identifier_is_reported_and_not_stored(door, mine, identifier):
    door.at("/dandisets/?", edited(lambda page: page["results"][1].update(identifier=identifier)), always=True)
    report = run(door, mine)

    assert set(contents(mine)) == {"000001", "000005"}
    assert [failure.identifier for failure in report.failed] == ["list"]


@pytest.mark.parametrize("version", ["../../evil", "1.0", "", "DRAFT", "0.210101.1200/.."])
def test_a_version_that_could_be_no_folder_is_refused(door, archive, harvested, version):
    change_draft(archive)
    door.at("/000002/versions/?", edited(lambda page: page["results"][0].update(version=version)))
    report = run(door, harvested)

    assert [failure.identifier for failure in report.failed] == ["000002"]
    assert not any("evil" in path for path in door.paths)


# -- gone, hidden, back ---------------------------------------------------------------------------------------------


def test_a_dandiset_that_is_gone_leaves_only_its_name(door, archive, harvested):
    hide(archive, "000001")
    report = run(door, harvested)

    row = row_of(harvested, "000001")
    assert (report.deleted, report.partial) == (("000001",), False)
    assert (row.state, row.listed) == (DandisetState.GONE, b"{}")
    assert row.past_versions == ("0.210101.1200", "0.220101.1200", "draft")
    assert contents(harvested)["000001"][2:] == ({}, {})


def test_a_dandiset_that_is_embargoed_again_leaves_nothing_of_its_metadata(door, archive, harvested):
    hide(archive, "000001", DandisetState.EMBARGOED)
    report = run(door, harvested)

    assert (report.embargoed, report.deleted) == (("000001",), ())
    assert row_of(harvested, "000001").state is DandisetState.EMBARGOED
    assert "Grid cells".encode() not in harvested.read_bytes()


def test_it_is_asked_about_once(door, archive, harvested):
    hide(archive, "000001")
    run(door, harvested)
    door.asked.clear()
    report = run(door, harvested)

    assert len(door.asked) == 2
    assert report.deleted == ()


def test_a_dandiset_that_comes_back_is_open_again(door, archive, harvested, small_archive):
    hide(archive, "000001")
    run(door, harvested)
    shutil.copy(small_archive, archive)
    report = run(door, harvested)

    assert report.fetched == 1
    assert row_of(harvested, "000001").past_versions == ()
    assert shown(harvested) == shown(archive)


def leave_out(identifier: str, *, count: int = 2):
    def change(page):
        page["results"] = [item for item in page["results"] if item["identifier"] != identifier]
        page["count"] = count

    return edited(change)


def test_what_is_not_listed_but_answers_is_kept_as_stale(door, harvested):
    before = contents(harvested)
    door.at("/dandisets/?", leave_out("000001"))
    report = run(door, harvested)

    assert report.deleted == ()
    assert [failure.identifier for failure in report.failed] == ["000001"]
    assert contents(harvested) == before
    assert row_of(harvested, "000001").stale_since_utc


def test_what_is_not_listed_and_whose_address_fails_is_kept_as_stale(door, harvested):
    before = contents(harvested)
    door.at("/dandisets/?", leave_out("000001"))
    door.at("/dandisets/000001/", APPLICATION_ERROR, always=True)
    report = run(door, harvested)

    assert (report.deleted, len(report.failed), report.stale) == ((), 1, 1)
    assert contents(harvested) == before


def test_an_embargo_is_seen_even_if_a_token_still_shows_the_dandiset(door, harvested):
    door.at("/dandisets/?", leave_out("000001"))
    door.at("/dandisets/000001/", edited(lambda dandiset: dandiset.update(embargo_status="EMBARGOED")))
    report = run(door, harvested, token=SECRET)

    assert report.embargoed == ("000001",)
    assert contents(harvested)["000001"][1:] == (b"{}", {}, {})


def test_an_embargo_is_seen_even_if_a_token_still_lists_the_dandiset(door, harvested):
    door.at("/dandisets/?", edited(lambda page: page["results"][0].update(embargo_status="EMBARGOED")))
    door.at("/dandisets/000001/", edited(lambda dandiset: dandiset.update(embargo_status="EMBARGOED")))
    report = run(door, harvested, token=SECRET)

    assert report.embargoed == ("000001",)
    assert row_of(harvested, "000001").state is DandisetState.EMBARGOED


def test_an_embargo_that_begins_while_it_is_read_is_kept(door, archive, harvested):
    change_draft(archive)
    closed = edited(lambda info: info["dandiset"].update(embargo_status="EMBARGOED"))
    door.at("/000002/versions/draft/info/", closed)
    door.at("/dandisets/000002/", edited(lambda dandiset: dandiset.update(embargo_status="EMBARGOED")), always=True)
    report = run(door, harvested, token=SECRET)

    assert report.embargoed == ("000002",)
    assert contents(harvested)["000002"][1:] == (b"{}", {}, {})


def test_more_deletions_than_allowed_remove_nothing(door, archive, harvested):
    before = contents(harvested)
    hide(archive, "000001")
    hide(archive, "000002")

    with pytest.raises(IntegrityError, match="2 dandisets are gone.*--max-deletes 1") as error:
        run(door, harvested, max_deletes="1")

    assert error.value.exit_code == 4
    assert contents(harvested) == before
    assert run(door, harvested, max_deletes="2").deleted == ("000001", "000002")


def test_max_deletes_zero_removes_nothing(door, archive, harvested):
    hide(archive, "000001")

    with pytest.raises(IntegrityError):
        run(door, harvested, max_deletes="0")

    assert row_of(harvested, "000001").state is DandisetState.OPEN


def test_a_share_always_allows_five(door, archive, harvested):
    for identifier in OPEN:
        hide(archive, identifier)

    assert run(door, harvested, max_deletes="0%").deleted == OPEN


def test_a_dandiset_that_goes_while_it_is_read_is_gone(door, archive, harvested):
    change_draft(archive)
    door.at("/api/dandisets/000002/", NOT_FOUND, always=True)
    report = run(door, harvested)

    assert (report.deleted, report.failed) == (("000002",), ())
    assert row_of(harvested, "000002").state is DandisetState.GONE


def test_a_dandiset_that_is_hidden_while_it_is_read_is_embargoed(door, archive, harvested):
    change_draft(archive)
    door.at("/api/dandisets/000002/", LOCKED, always=True)
    report = run(door, harvested)

    assert (report.embargoed, report.failed) == (("000002",), ())
    assert row_of(harvested, "000002").state is DandisetState.EMBARGOED


@pytest.mark.parametrize("fault", [NOT_FOUND, LOCKED])
@pytest.mark.parametrize(
    "part", ["/000002/versions/?", "/000002/versions/draft/info/", "/000002/versions/draft/assets/"]
)
def test_a_part_that_is_missing_does_not_make_its_dandiset_gone(door, archive, harvested, part, fault):
    before = contents(harvested)
    change_draft(archive)
    door.at(part, fault, always=True)
    report = run(door, harvested)

    assert (report.deleted, report.embargoed) == ((), ())
    assert [failure.identifier for failure in report.failed] == ["000002"]
    assert contents(harvested) == before
    assert row_of(harvested, "000002").stale_since_utc


def test_deletions_seen_while_reading_count_towards_the_limit(door, harvested):
    before = contents(harvested)
    for identifier in OPEN:
        door.at(f"/api/dandisets/{identifier}/", NOT_FOUND, always=True)

    with pytest.raises(IntegrityError, match="3 dandisets are gone"):
        run(door, harvested, verify=True, max_deletes="1")

    assert contents(harvested) == before


# -- a list that moves ----------------------------------------------------------------------------------------------


def test_a_list_of_many_pages_is_read_whole(door, archive, mine):
    door.list_page_size = 1
    report = run(door, mine)

    assert report.listed == 3
    assert shown(mine) == shown(archive)


def test_a_row_that_moves_to_another_page_once_is_read_in_a_second_walk(door, archive, mine):
    door.list_page_size = 2
    item = {}

    def keep(page):
        item.update(page["results"][1])

    door.at("/dandisets/?", edited(keep))
    door.at("page=2", edited(lambda page: page.update(results=[item, *page["results"]])))
    report = run(door, mine)

    assert (report.listed, report.failed) == (3, ())
    assert shown(mine) == shown(archive)


def test_duplicates_of_a_row_are_folded(door, mine):
    door.at("/dandisets/?", edited(lambda page: page["results"].append(page["results"][0])), always=True)
    report = run(door, mine)

    assert (report.listed, report.fetched) == (3, 3)
    assert [failure.identifier for failure in report.failed] == ["list"]


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.update(count=4),
        lambda page: page.update(count=None),
        lambda page: page.update(results=page["results"][1:]),
        lambda page: page.update(next=f"{page['here']}?page=7"),
    ],
)
def test_a_list_that_keeps_changing_deletes_nothing(door, archive, harvested, change):
    hide(archive, "000001")
    change_draft(archive)
    before = contents(harvested)
    here = f"{door.api}/dandisets/"
    door.at(
        "/dandisets/?",
        edited(lambda page: change(page | {"here": here}) or change_of(page, change, here)),
        always=True,
    )
    report = run(door, harvested)

    assert report.deleted == ()
    assert "list" in [failure.identifier for failure in report.failed]
    assert report.partial
    assert contents(harvested)["000001"] == before["000001"]


def change_of(page, change, here):
    page["here"] = here
    change(page)
    return page


def test_a_list_that_shrinks_between_its_pages_is_read_again(door, harvested):
    door.list_page_size = 2
    door.at("page=2", says({"detail": "Invalid page."}, 404))
    report = run(door, harvested)

    assert (report.listed, report.failed, report.deleted) == (3, (), ())


def test_an_incomplete_list_is_not_noted_as_read(door, harvested):
    with Snapshot.readable(harvested) as snapshot:
        before = snapshot.archive()
    door.at("/info/", edited(lambda info: info.update(version="2.0.0")))
    door.at("/dandisets/?", edited(lambda page: page.update(count=9)), always=True)
    run(door, harvested)

    with Snapshot.readable(harvested) as snapshot:
        assert snapshot.archive() == before


# -- assets that move -----------------------------------------------------------------------------------------------

ASSETS = "/000005/versions/draft/assets/"


def move_a_row(page):
    page["results"][0] = page["results"][1]


def test_an_asset_that_moves_once_is_read_in_a_second_walk(door, archive, mine):
    door.at(f"{ASSETS}?", lambda answer: answer, edited(move_a_row))
    report = run(door, mine)

    assert (report.failed, report.notes) == ((), ())
    assert shown(mine) == shown(archive)


@pytest.mark.parametrize(
    "change",
    [
        move_a_row,
        lambda page: page["results"].pop(),
        lambda page: page.update(count=7),
        lambda page: page.update(next="https://example.org/api/"),
    ],
)
def test_assets_that_keep_moving_fail_their_dandiset_alone(door, mine, change):
    door.at(f"{ASSETS}?", edited(lambda page: change(page) and None), always=True)
    report = run(door, mine)

    assert [failure.identifier for failure in report.failed] == ["000005"]
    assert set(contents(mine)) == {"000001", "000002"}


def test_pages_past_the_first_may_lack_the_count(door, mine):
    run(door, mine)

    pages = [asked.path for asked in door.asked if f"{ASSETS}?" in asked.path]
    assert len(pages) == 3
    assert len(contents(mine)["000005"][3]["draft"]) == 2503


def test_a_draft_that_changes_while_it_is_read_is_read_again(door, archive, mine):
    moved = edited(lambda info: info.update(modified="2026-01-01T00:00:00Z"))
    door.at("/000005/versions/draft/info/", lambda answer: answer, moved)
    report = run(door, mine)

    assert report.failed == ()
    assert len([path for path in door.paths if path.endswith(ASSETS)]) == 6
    assert shown(mine) == shown(archive)


def test_a_draft_that_changes_at_each_look_fails_alone(door, mine):
    times = iter(range(100))
    moved = edited(lambda info: info.update(modified=f"2026-01-01T00:00:{next(times):02d}Z"))
    door.at("/000005/versions/draft/info/", moved, always=True)
    report = run(door, mine)

    (failure,) = report.failed
    assert failure.identifier == "000005"
    assert "kept changing" in failure.reason


def test_an_archive_that_counts_otherwise_than_it_lists_is_noted(door, mine):
    door.at("/000002/versions/draft/info/", edited(lambda info: info.update(asset_count=3)), always=True)
    report = run(door, mine)

    assert report.failed == ()
    assert report.notes == ("000002/draft: the archive counts 3 assets but lists 0",)


@pytest.mark.parametrize(
    "change",
    [lambda asset: asset.pop("asset_id"), lambda asset: asset.update(path=None), lambda asset: asset.clear()],
)
def test_an_asset_that_can_not_be_told_apart_fails_its_dandiset(door, mine, change):
    door.at(f"{ASSETS}?", edited(lambda page: change(page["results"][3]) and None), always=True)
    report = run(door, mine)

    (failure,) = report.failed
    assert failure.identifier == "000005"
    assert "asset" in failure.reason


# -- ended early ----------------------------------------------------------------------------------------------------


class StopAt:
    """A fault that tells the run to stop at its nth request."""

    def __init__(self, number: int, stop: Stop) -> None:
        self.left = number
        self.stop = stop

    def __call__(self, asked) -> None:
        self.left -= 1
        if self.left == 0:
            self.stop.set()


@pytest.mark.parametrize("number", [2, 4, 7, 10, 13, 16])
def test_an_interrupted_harvest_is_finished_by_the_next(door, archive, mine, number):
    stop = Stop()
    door.faults.append(StopAt(number, stop))
    first = run(door, mine, stop=stop, workers=1)
    kept = contents(mine)
    second = run(door, mine)

    assert first.interrupted
    assert first.partial
    assert all(kept[identifier] == contents(archive)[identifier] for identifier in kept)
    assert second.unchanged == first.fetched
    assert not second.partial
    assert shown(mine) == shown(archive)


def test_a_resumed_harvest_has_the_hash_of_an_undisturbed_one(door, mine, tmp_path):
    stop = Stop()
    door.faults.append(StopAt(9, stop))
    run(door, mine, stop=stop)
    run(door, mine)
    run(door, tmp_path / "undisturbed.sqlite")

    assert content_hash(mine) == content_hash(tmp_path / "undisturbed.sqlite")


def test_the_deadline_ends_a_run_that_can_be_built_from(door, mine):
    hold = threading.Event()
    door.at("/000005/", lambda answer: hold.wait(10) and answer)
    report = run(door, mine, stop=Stop(0.6))
    hold.set()

    assert "deadline" in report.interrupted
    assert set(contents(mine)) <= {"000001", "000002"}
    with Snapshot.readable(mine) as snapshot:
        assert snapshot.archive() is not None
        assert "deadline" in snapshot.runs()[-1].outcome


def test_a_deadline_during_the_list_is_a_run_done_in_part(door, harvested):
    before = contents(harvested)
    hold = threading.Event()
    door.at("/dandisets/?", lambda answer: hold.wait(10) and answer)
    report = run(door, harvested, stop=Stop(0.2))
    hold.set()

    assert "deadline" in report.interrupted
    assert (report.partial, report.listed, report.fetched) == (True, 0, 0)
    assert contents(harvested) == before


def test_an_interrupted_run_deletes_nothing(door, archive, harvested):
    hide(archive, "000001")
    change_draft(archive)
    stop = Stop()
    door.faults.append(StopAt(3, stop))
    report = run(door, harvested, stop=stop)

    assert report.deleted == ()
    assert row_of(harvested, "000001").state is DandisetState.OPEN


# -- one at a time --------------------------------------------------------------------------------------------------


def test_a_second_run_is_told_who_holds_the_lock(door, mine, tmp_path):
    with locked(mine), pytest.raises(LockedError, match=f"process {os.getpid()}") as error:
        run(door, mine)

    assert error.value.exit_code == 5
    assert door.asked == []
    run(door, mine)


class SlowReader(Silent):
    """Another program that begins to read the snapshot while it is written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def start(self, total: int) -> None:
        self.snapshot = Snapshot.readable(self.path)
        self.pages = self.snapshot.asset_pages("000005", "draft")
        self.lines = len(next(self.pages))

    def end(self) -> None:
        self.lines += sum(map(len, self.pages))
        self.snapshot.close()


def test_a_reader_that_is_still_busy_does_not_spoil_the_run(door, archive, harvested, monkeypatch):
    monkeypatch.setattr(connection, "_BUSY_S", 0.05)
    change_draft(archive)
    reader = SlowReader(harvested)
    report = run(door, harvested, progress=reader)
    reader.end()

    assert (report.fetched, report.partial) == (1, False)
    assert reader.lines == 2503
    assert shown(harvested) == shown(archive)
    assert not run(door, harvested).partial
    assert [path.name for path in harvested.parent.iterdir()] == ["snapshot.sqlite"]


def test_a_reader_sees_a_dandisets_old_or_new_state_never_half(door, archive, harvested):
    seen = []

    def look(asked):
        if "/000002/versions/draft/assets/" in asked.path:
            seen.append(contents(harvested)["000002"])

    before = contents(harvested)["000002"]
    change_draft(archive, files=5)
    door.faults.append(look)
    run(door, harvested)

    assert seen == [before]
    assert contents(harvested)["000002"] == contents(archive)["000002"]
