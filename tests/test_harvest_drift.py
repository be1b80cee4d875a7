"""Lists whose rows move while they are read."""

from __future__ import annotations

import pytest
from faulty import edited, says
from harvesting import change_draft, contents, hide, run, shown

from builder.snapshot import Snapshot

pytest_plugins = ["harvest_fixtures"]


# -- a list that moves -----------------------------------------------------------------------------------------------


def test_a_list_of_many_pages_is_read_whole(door, upstream, mine):
    door.list_page_size = 1
    report = run(door, mine)

    assert report.listed == 3
    assert shown(mine) == shown(upstream)


def test_a_row_that_moves_to_another_page_once_is_read_in_a_second_walk(door, upstream, mine):
    door.list_page_size = 2
    item = {}

    def keep(page):
        item.update(page["results"][1])

    door.at("/dandisets/?", edited(keep))
    door.at("page=2", edited(lambda page: page.update(results=[item, *page["results"]])))
    report = run(door, mine)

    assert (report.listed, report.failed) == (3, ())
    assert shown(mine) == shown(upstream)


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
        lambda page: page.update(next="?page=7"),
        lambda page: page.update(next="https://example.org/api/dandisets/?page=2"),
    ],
)
def test_a_list_that_keeps_changing_deletes_nothing(door, upstream, harvested, change):
    hide(upstream, "000001")
    change_draft(upstream)
    before = contents(harvested)
    door.at("/dandisets/?", edited(change), always=True)
    report = run(door, harvested)

    assert report.deleted == ()
    assert "list" in [failure.identifier for failure in report.failed]
    assert report.partial
    assert contents(harvested)["000001"] == before["000001"]


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


# -- assets that move ------------------------------------------------------------------------------------------------

ASSETS = "/000005/versions/draft/assets/"


def move_a_row(page):
    page["results"][0] = page["results"][1]


def test_an_asset_that_moves_once_is_read_in_a_second_walk(door, upstream, mine):
    door.at(f"{ASSETS}?", lambda answer: answer, edited(move_a_row))
    report = run(door, mine)

    assert (report.failed, report.notes) == ((), ())
    assert shown(mine) == shown(upstream)


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
    door.at(f"{ASSETS}?", edited(change), always=True)
    report = run(door, mine)

    assert [failure.identifier for failure in report.failed] == ["000005"]
    assert set(contents(mine)) == {"000001", "000002"}


def test_pages_past_the_first_may_lack_the_count(door, mine):
    run(door, mine)

    pages = [asked.path for asked in door.asked if f"{ASSETS}?" in asked.path]
    assert len(pages) == 3
    assert len(contents(mine)["000005"][3]["draft"]) == 2503


def test_a_draft_that_changes_while_it_is_read_is_read_again(door, upstream, mine):
    moved = edited(lambda info: info.update(modified="2026-01-01T00:00:00Z"))
    door.at("/000005/versions/draft/info/", lambda answer: answer, moved)
    report = run(door, mine)

    assert report.failed == ()
    assert len([path for path in door.paths if path.endswith(ASSETS)]) == 6
    assert shown(mine) == shown(upstream)


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
    door.at(f"{ASSETS}?", edited(lambda page: change(page["results"][3])), always=True)
    report = run(door, mine)

    (failure,) = report.failed
    assert failure.identifier == "000005"
    assert "asset" in failure.reason
