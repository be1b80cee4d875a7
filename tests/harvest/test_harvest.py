"""The harvest of an archive that is well: what it stores, and what it asks for."""

from __future__ import annotations

import json
from collections import Counter

import pytest
import requests

from builder.errors import UsageError
from builder.snapshot import Snapshot
from support.archives.faulty import Answer, edited
from support.archives.small import NOW, blob_asset, put_draft
from support.harvests.harvesting import OPEN, SECRET, change_draft, content_hash, contents, hide, row_of, run, shown

pytest_plugins = ["support.harvests.fixtures"]


# -- all of it -------------------------------------------------------------------------------------------------------


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
    assert not any(b"\n" in line for line in lines)
    assert len({json.loads(line)["asset_id"] for line in lines}) == 2503


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


# -- requests --------------------------------------------------------------------------------------------------------


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


def test_an_idle_run_asks_for_the_list_and_the_versions_of_a_share(door, harvested):
    before = content_hash(harvested)
    report = run(door, harvested)

    assert door.paths == ["/api/info/", "/api/dandisets/", "/api/dandisets/000002/versions/"]
    assert (report.fetched, report.unchanged, report.partial) == (0, 3, False)
    assert content_hash(harvested) == before


def test_a_changed_draft_is_read_and_nothing_else(door, upstream, harvested):
    change_draft(upstream)
    report = run(door, harvested)

    assert (report.fetched, report.unchanged) == (1, 2)
    assert door.paths[2:] == [
        "/api/dandisets/000002/versions/",
        "/api/dandisets/000002/versions/draft/info/",
        "/api/dandisets/000002/versions/draft/assets/",
    ]
    assert shown(harvested) == shown(upstream)


def test_published_versions_of_a_changed_dandiset_are_not_read_again(door, harvested):
    moved = {"modified": "2026-06-06T06:06:06Z"}
    door.at("/dandisets/?", edited(lambda page: page["results"][0]["draft_version"].update(moved)))
    door.at("/000001/versions/?", edited(lambda page: draft_of(page).update(moved)))
    run(door, harvested)

    read = [path for path in door.paths if "/000001/versions/0." in path]
    assert read == []
    assert "/api/dandisets/000001/versions/draft/info/" in door.paths


def draft_of(page):
    return next(version for version in page["results"] if version["version"] == "draft")


@pytest.mark.parametrize(
    "change",
    [{"modified": "2026-06-06T06:06:06Z"}, {"asset_count": 7}, {"size": 7}, {"status": "Pending"}],
    ids=lambda change: next(iter(change)),
)
def test_a_version_is_read_again_whatever_of_it_is_listed_otherwise(door, harvested, change):
    door.at("/dandisets/?", edited(lambda page: page["results"][0]["draft_version"].update(change)))
    door.at("/000001/versions/?", edited(lambda page: draft_of(page).update(change)))
    run(door, harvested)

    assert [path for path in door.paths if "/000001/" in path and path.endswith("/info/")] == [
        "/api/dandisets/000001/versions/draft/info/"
    ]


def test_a_change_of_count_or_size_is_seen_although_the_date_stands_still(door, upstream, harvested):
    with Snapshot.writable(upstream) as snapshot:
        put_draft(snapshot, "000002", "Nothing yet", [blob_asset(1, "a.nwb")], created="2022-02-02T02:02:02Z")
        snapshot.settle()
    report = run(door, harvested)

    assert report.fetched == 1
    assert shown(harvested) == shown(upstream)


def test_new_stars_are_stored_without_a_request(door, harvested):
    door.at("/dandisets/?", edited(lambda page: page["results"][0].update(star_count=99)))
    report = run(door, harvested)

    assert not any("000001" in path for path in door.paths)
    assert report.unchanged == 3
    assert json.loads(row_of(harvested, "000001").listed)["star_count"] == 99


def test_new_stars_are_no_drift(door, harvested):
    """Each version's answer repeats them, although nothing of the version changed."""
    starred = edited(lambda info: info["dandiset"].update(star_count=99))
    for part in ("/000001/versions/draft/info/", "/000001/versions/0.2"):
        door.at(part, lambda answer: starred(answer) if b'"dandiset"' in answer.body else answer, always=True)
    door.at("/dandisets/?", edited(lambda page: page["results"][0].update(star_count=99)), always=True)
    run(door, harvested)
    report = run(door, harvested, verify=True)

    assert (report.fetched, report.drifted) == (3, ())
    infos = [json.loads(info) for info, *_ in contents(harvested)["000001"][2].values()]
    assert {info["dandiset"]["star_count"] for info in infos} == {99}


def test_verify_reads_all_again_and_names_what_drifted(door, upstream, harvested):
    with Snapshot.writable(upstream) as snapshot:
        rows = snapshot.versions("000002")
        secret_edit = rows[0].info.replace(b"Nothing yet", b"Nothing now")
        changed = [type(rows[0])(**{**{f: getattr(rows[0], f) for f in rows[0].__slots__}, "info": secret_edit})]
        listed = snapshot.dandiset("000002").listed
        snapshot.put_dandiset("000002", listed=listed, versions=changed, pages={}, now_utc=NOW)
        snapshot.settle()

    assert run(door, harvested).fetched == 0
    report = run(door, harvested, verify=True)

    assert (report.fetched, report.drifted) == (3, ("000002",))
    assert shown(harvested) == shown(upstream)


def test_only_reads_what_was_named(door, mine):
    report = run(door, mine, only=("000002",))

    assert set(contents(mine)) == {"000002"}
    assert (report.listed, report.fetched) == (3, 1)


def test_only_leaves_the_rest_of_the_snapshot_as_it_is(door, upstream, harvested):
    change_draft(upstream)
    hide(upstream, "000005")
    before = contents(harvested)
    run(door, harvested, only=("000001",))

    assert contents(harvested) == before


@pytest.mark.parametrize("identifier", ["000099", "3", "000003", "../000001"])
def test_an_unknown_id_is_a_usage_error_that_names_it(door, mine, identifier):
    with pytest.raises(UsageError, match=identifier):
        run(door, mine, only=(identifier,))
