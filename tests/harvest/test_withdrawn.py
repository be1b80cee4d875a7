"""Published versions that the archive withdraws, which its list doesn't tell: the newest two of each stand there."""

from __future__ import annotations

from collections import Counter

import pytest

from builder.archive import Stop
from builder.harvest.plan import SHARES, next_share
from builder.snapshot import DandisetState, Snapshot
from support.archives.faulty import LOCKED, Answer, edited
from support.archives.small import NOW, put_draft
from support.harvests.harvesting import OPEN, contents, row_of, run, shown

pytest_plugins = ["support.harvests.fixtures"]

OLDER = "0.210101.1200"


def withdraw_older(archive) -> None:
    """Of 000001; what the archive lists of it stays as it was."""
    with Snapshot.writable(archive) as snapshot:
        listed = snapshot.dandiset("000001").listed
        rows = [row for row in snapshot.versions("000001") if row.version != OLDER]
        assert len(rows) == 2
        snapshot.put_dandiset("000001", listed=listed, versions=rows, pages={}, now_utc=NOW)
        snapshot.settle()


def asked_for_versions(door) -> list[str]:
    return [path.split("/")[3] for path in door.paths if path.endswith("/versions/")]


def stored_state(path) -> list[tuple]:
    with Snapshot.readable(path) as snapshot:
        return [(row, snapshot.versions(row.identifier)) for row in snapshot.dandisets()]


def test_a_version_that_was_withdrawn_goes_within_a_month_of_nights(door, upstream, harvested):
    withdraw_older(upstream)
    reports = [run(door, harvested) for _ in range(SHARES)]

    assert set(contents(harvested)["000001"][2]) == {"0.220101.1200", "draft"}
    assert shown(harvested) == shown(upstream)
    assert [report.fetched for report in reports if report.fetched] == [1]
    assert not any(report.partial for report in reports)


def test_a_month_of_runs_asks_for_the_versions_of_each_dandiset(door, harvested):
    for _ in range(SHARES):
        run(door, harvested)

    assert Counter(asked_for_versions(door)) == dict.fromkeys(OPEN, SHARES // len(OPEN))


def test_an_asked_dandiset_without_news_is_unchanged_and_not_written(door, harvested):
    before = stored_state(harvested)
    report = run(door, harvested)

    assert (report.fetched, report.unchanged, report.failed) == (0, 3, ())
    assert stored_state(harvested) == before


def test_what_is_asked_for_goes_on_after_the_last_run_however_that_ended(door, harvested):
    run(door, harvested)
    run(door, harvested, verify=True)
    run(door, harvested, only=("000005",))
    stop = Stop()
    door.at("/dandisets/?", lambda answer: stop.set() or answer)
    assert run(door, harvested, stop=stop).interrupted
    door.faults.clear()
    door.asked.clear()
    run(door, harvested)

    # The first harvest's share was 000001, that of the first run here 000002, that of --verify 000005.
    assert asked_for_versions(door) == ["000001"]


def test_a_share_that_was_interrupted_is_asked_for_again(door, harvested):
    stop = Stop()
    door.at("/versions/?", lambda answer: stop.set() or answer)
    run(door, harvested, stop=stop)
    run(door, harvested)

    assert asked_for_versions(door) == ["000002", "000002"]


def test_a_dandiset_that_is_named_is_asked_for_its_versions(door, upstream, harvested):
    withdraw_older(upstream)
    report = run(door, harvested, only=("000001",))

    assert report.fetched == 1
    assert set(contents(harvested)["000001"][2]) == {"0.220101.1200", "draft"}


def test_an_older_version_that_changed_is_read_again(door, harvested):
    def change(page):
        next(row for row in page["results"] if row["version"] == OLDER)["modified"] = "2026-06-06T06:06:06Z"

    door.at("/000001/versions/?", edited(change), always=True)
    door.at(f"/000001/versions/{OLDER}/info/", edited(lambda info: info.update(modified="2026-06-06T06:06:06Z")))
    for _ in range(len(OPEN)):
        run(door, harvested)

    with Snapshot.readable(harvested) as snapshot:
        assert {row.version: row.modified for row in snapshot.versions("000001")}[OLDER] == "2026-06-06T06:06:06Z"


def test_a_share_that_fails_is_stale_and_asked_for_by_the_next_run(door, harvested):
    door.at("/000002/versions/?", Answer(400, b"{}"))
    report = run(door, harvested)
    assert (report.fetched, report.unchanged, [failure.identifier for failure in report.failed]) == (0, 2, ["000002"])
    report = run(door, harvested)

    assert (report.fetched, report.unchanged, report.stale) == (1, 2, 0)


def test_an_embargo_that_the_share_meets_is_kept(door, harvested):
    door.at("/dandisets/000002/", LOCKED, always=True)
    report = run(door, harvested)

    assert (report.unchanged, report.embargoed, report.failed) == (2, ("000002",), ())
    assert row_of(harvested, "000002").state is DandisetState.EMBARGOED


@pytest.mark.parametrize("number", [0, 1, 2, 29, 30, 31, 59, 351, 961])
def test_thirty_shares_hold_all_and_each_is_a_thirtieth(number):
    listed = [f"{i:06}" for i in range(1, number + 1)]
    after, seen = "", Counter()
    for _ in range(SHARES):
        share = next_share(listed, after)
        assert len(share) == -(-number // SHARES)
        seen.update(share)
        after = share[-1] if share else after

    assert set(seen) == set(listed)
    assert len(seen.values()) == 0 or max(seen.values()) - min(seen.values()) <= 1 or number < SHARES


def test_no_dandiset_is_passed_over_when_others_come_and_go():
    listed = [f"{i:06}" for i in range(100, 200)]
    after, seen = "", set()
    for night in range(SHARES):
        share = next_share(listed, after)
        seen.update(share)
        after = share[-1]
        listed = [*listed[:night], *listed[night + 1 :], f"{300 + night:06}"]

    assert {i for i in listed if i < "000300"} <= seen


def test_many_dandisets_cost_one_request_more_for_thirty_of_them(door, upstream, mine):
    with Snapshot.writable(upstream) as snapshot:
        for number in range(100, 157):
            put_draft(snapshot, f"{number:06}", "One of many", [], created="2025-05-05T05:05:05Z")
        snapshot.settle()
    run(door, mine)
    report = run(door, mine)

    assert (report.listed, report.unchanged, report.requests) == (60, 60, 2 + 2)
