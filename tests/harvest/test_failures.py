"""Harvests of an archive that fails: what is kept, what is marked stale, and who else suffers."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec
import pytest

from builder.check.snapshot import check_snapshot
from builder.errors import ArchiveError, UsageError
from builder.harvest import run as run_module
from builder.settings import Settings
from builder.site.pipeline.build import build
from builder.snapshot import Snapshot
from support.archives.crafting import sql
from support.archives.faulty import APPLICATION_ERROR, BROKEN_JSON, NO_ANSWER, WEB_PAGE, Answer, cut, edited, says
from support.archives.small import NOW
from support.harvests.harvesting import change_draft, contents, row_of, run, shown

pytest_plugins = ["support.harvests.fixtures"]


@pytest.mark.parametrize("fault", [APPLICATION_ERROR, NO_ANSWER, BROKEN_JSON, says("", 429, Retry_After="0")])
def test_passing_faults_leave_no_trace(door, upstream, mine, fault):
    failed: set[str] = set()

    def first_time(asked):
        if asked.path in failed:
            return None
        failed.add(asked.path)
        return fault

    door.faults.append(first_time)
    report = run(door, mine)

    assert (report.failed, report.partial) == ((), False)
    assert shown(mine) == shown(upstream)


def test_cut_answers_leave_no_trace(door, upstream, mine):
    door.at("/assets/", cut, cut, cut)
    report = run(door, mine)

    assert report.failed == ()
    assert shown(mine) == shown(upstream)


def test_what_a_server_says_is_stored_as_a_terminal_may_show_it(door, upstream, harvested):
    change_draft(upstream)
    foul = Answer(418, reason="\x1b[2J\x9b31m\x85forged " + "x" * 5000)
    door.at("/000002/versions/draft/info/", foul, always=True)
    report = run(door, harvested)

    row = row_of(harvested, "000002")
    with Snapshot.readable(harvested) as snapshot:
        logged = json.loads(snapshot.runs()[-1].report)["failed"]
    assert row.stale_reason == report.failed[0].reason == logged[0]["reason"]
    assert row.stale_reason.isprintable()
    assert "forged" in row.stale_reason
    assert len(row.stale_reason) < 1000


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
def test_a_dandiset_that_fails_keeps_its_old_state_marked_stale(door, upstream, harvested, fault, part):
    before = contents(harvested)
    change_draft(upstream)
    change_draft(upstream, "000005", name="Few files now")
    door.at(part, fault, always=True)
    report = run(door, harvested)

    assert [failure.identifier for failure in report.failed] == ["000002"]
    assert "000002" in report.failed[0].reason
    assert (report.fetched, report.stale, report.partial) == (1, 1, True)
    assert contents(harvested)["000002"] == before["000002"]
    assert contents(harvested)["000005"] == contents(upstream)["000005"]
    row = row_of(harvested, "000002")
    assert row.stale_since_utc
    assert row.stale_reason == report.failed[0].reason


def test_what_was_stale_is_read_by_the_next_run(door, upstream, harvested):
    change_draft(upstream)
    door.at("/000002/", WEB_PAGE, always=True)
    run(door, harvested)
    door.faults.clear()
    report = run(door, harvested)

    assert (report.fetched, report.stale, report.partial) == (1, 0, False)
    assert row_of(harvested, "000002").stale_since_utc is None
    assert shown(harvested) == shown(upstream)


def test_what_always_fails_does_not_hide_the_changes_of_others_in_later_runs(door, upstream, harvested):
    before = contents(harvested)
    change_draft(upstream)
    door.at("/000002/", Answer(500, b""), always=True)
    run(door, harvested)
    for number in (1, 2):
        change_draft(upstream, "000005", name="Changed meanwhile", files=number)
        report = run(door, harvested)
        assert (report.fetched, report.stale, [failure.identifier for failure in report.failed]) == (1, 1, ["000002"])
        assert contents(harvested)["000005"] == contents(upstream)["000005"]

    assert contents(harvested)["000002"] == before["000002"]


def test_since_when_it_is_stale_stays_while_it_fails(door, upstream, harvested, monkeypatch):
    change_draft(upstream)
    door.at("/000002/", WEB_PAGE, always=True)
    for now in ("2026-02-02T00:00:00Z", "2026-03-03T00:00:00Z"):
        monkeypatch.setattr(run_module, "_now_utc", lambda now=now: now)
        run(door, harvested)

    assert row_of(harvested, "000002").stale_since_utc == "2026-02-02T00:00:00Z"


def test_a_failed_run_says_so_in_the_log(door, upstream, harvested):
    change_draft(upstream)
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


@pytest.mark.parametrize("metadata", [{"schemaVersion": "99.0.0"}, {}, {"schemaVersion": 7, "name": ["x"]}])
def test_metadata_of_any_schema_is_kept_and_can_be_built(door, mine, tmp_path, metadata):
    door.at(
        "/000001/versions/",
        edited(lambda answer: "metadata" in answer and answer.update(metadata=metadata)),
        always=True,
    )
    report = run(door, mine)

    assert (report.fetched, report.failed) == (3, ())
    assert json.loads(contents(mine)["000001"][2]["draft"][0])["metadata"] == metadata
    assert check_snapshot(mine, max_age_days=None, now_utc=NOW).ok
    assert build(mine, Settings(), tmp_path / "site").dandisets == 3


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
    door.at("/dandisets/?", edited(lambda page: change(page["results"][1])))
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
def test_a_version_that_could_be_no_folder_is_refused(door, upstream, harvested, version):
    change_draft(upstream)
    door.at("/000002/versions/?", edited(lambda page: page["results"][0].update(version=version)))
    report = run(door, harvested)

    assert [failure.identifier for failure in report.failed] == ["000002"]
    assert not any("evil" in path for path in door.paths)


def test_a_version_that_is_listed_twice_is_refused(door, upstream, harvested):
    before = contents(harvested)
    change_draft(upstream)

    def twice(page: dict) -> None:
        page["results"] *= 2
        page["count"] *= 2

    door.at("/000002/versions/?", edited(twice), always=True)
    report = run(door, harvested)

    assert [failure.identifier for failure in report.failed] == ["000002"]
    assert "names one of them twice" in report.failed[0].reason
    assert contents(harvested) == before


@pytest.mark.parametrize("listed", ["{}", '{"identifier": 7}', '{"identifier": "000002", "embargo_status": []}'])
def test_a_stored_item_that_no_archive_listed_is_read_again(door, upstream, harvested, listed):
    sql("UPDATE dandiset SET listed = ? WHERE identifier = '000002'", listed, hashed=True)(harvested)
    report = run(door, harvested)

    assert (report.fetched, report.failed) == (1, ())
    assert shown(harvested) == shown(upstream)


def test_another_archive_does_not_get_into_a_snapshot(door, harvested):
    def moved(info: dict) -> None:
        info["services"]["webui"]["url"] = "https://other.example.org"
        info["instance_config"]["instance_name"] = "OTHER"

    door.at("/api/info/", edited(moved), always=True)
    before = contents(harvested)

    with pytest.raises(UsageError, match="name another file"):
        run(door, harvested)
    assert contents(harvested) == before


def test_an_archive_that_goes_down_ends_the_run_instead_of_failing_each_dandiset(door, upstream, mine, monkeypatch):
    monkeypatch.setattr(run_module, "FAILURES_BEFORE_ASKING", 2)
    listed: list[bool] = []

    def down_after_the_list(asked) -> Answer | None:
        listed.append("/dandisets/?" in asked.path)
        return NO_ANSWER if any(listed[:-1]) else None

    door.faults.append(down_after_the_list)
    report = run(door, mine, workers=1)

    assert "no longer answers" in report.interrupted
    assert len(report.failed) == 2
    assert report.partial


@pytest.mark.parametrize(("failing", "asked"), [(("000001", "000005"), 0), (("000001", "000002"), 1)])
def test_only_failures_in_a_row_ask_whether_the_archive_answers(door, mine, monkeypatch, failing, asked):
    """It does, so that the run goes on."""
    monkeypatch.setattr(run_module, "FAILURES_BEFORE_ASKING", 2)
    for identifier in failing:
        door.at(f"/{identifier}/", WEB_PAGE, always=True)
    report = run(door, mine, workers=1)

    assert [failure.identifier for failure in report.failed] == list(failing)
    assert (report.fetched, report.interrupted) == (1, None)
    assert door.paths.count("/api/info/") == 1 + asked


def test_while_all_fail_it_is_asked_again_and_again(door, mine, monkeypatch):
    monkeypatch.setattr(run_module, "FAILURES_BEFORE_ASKING", 1)
    door.at("/versions/", WEB_PAGE, always=True)
    report = run(door, mine, workers=1)

    assert (len(report.failed), report.interrupted) == (3, None)
    assert door.paths.count("/api/info/") == 1 + 3


ODD = ("1e400", "-1e400", "9" * 5000, "[" * 10_000 + "]" * 10_000, '{"a":' * 10_000 + "1" + "}" * 10_000, '"\\ud800"')


@pytest.mark.parametrize("odd", ODD, ids=[odd[:8] for odd in ODD])
def test_a_value_that_no_program_holds_costs_its_field_and_no_dandiset(door, mine, tmp_path, odd):
    mark = "the odd value"

    def put(answer: Answer) -> Answer:
        return replace(answer, body=answer.body.replace(json.dumps(mark).encode(), odd.encode()))

    def change(part: str, edit):
        door.at(part, lambda answer: put(edited(edit)(answer)), always=True)

    change("/dandisets/?", lambda page: page["results"][0].update(star_count=mark, contact_person=mark))
    change(
        "/000001/versions/draft/info/", lambda info: info["metadata"].update(assetsSummary={"numberOfFiles": mark})
    )
    change("/000001/versions/draft/assets/", lambda page: page["results"][0].update(size=mark))
    change("/api/info/", lambda info: info.update(services={"api": mark, "webui": info["services"]["webui"]}))
    report = run(door, mine)

    assert (report.fetched, report.failed, report.partial) == (3, (), False)
    assert build(mine, Settings(), tmp_path / "site").dandisets == 3
    checked = check_snapshot(mine, max_age_days=None, now_utc=NOW)
    assert checked.ok
    first = contents(mine)["000001"][3]["draft"][0]
    path = msgspec.json.decode(first, type=dict[str, msgspec.Raw])["path"]
    places = [one.where for one in checked.unread if one.where.startswith("000001")]
    assert [where for where in places if not where.endswith(": schemaVersion")] == [
        "000001: star_count",
        "000001/draft: metadata.assetsSummary.numberOfFiles",
        f"000001/draft/{json.loads(bytes(path))}: size",
    ]
    report = run(door, mine)
    assert (report.unchanged, report.failed) == (3, ())


@pytest.mark.parametrize("name", ["1e400", "null", "7", '["x"]', '"\\ud800"'])
def test_a_name_that_is_none_fails_no_dandiset(door, mine, name):
    def odd(answer: Answer) -> Answer:
        return replace(answer, body=answer.body.replace(b'"name":"Nothing yet"', f'"name":{name}'.encode()))

    door.at("/dandisets/", odd, always=True)
    report = run(door, mine)

    assert (report.fetched, report.failed) == (3, ())
    assert run(door, mine).unchanged == 3
