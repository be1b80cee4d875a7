"""Lists whose rows move while they are read."""

from __future__ import annotations

import pytest

from builder.harvest import run as run_module
from builder.harvest.listing import WALKS
from builder.settings import Settings
from builder.site.pipeline.build import build
from builder.snapshot import Snapshot
from support.archives.crafting import sql
from support.archives.faulty import NOT_FOUND, edited, says
from support.archives.small import NOW, blob_asset, metadata_of, put_open, version_object
from support.harvests.harvesting import change_draft, contents, hide, row_of, run, shown

pytest_plugins = ["support.harvests.fixtures"]


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


def test_a_draft_that_changes_at_each_look_is_taken_with_a_note(door, upstream, mine):
    upload(door, "000005")
    report = run(door, mine)

    assert (report.fetched, report.failed, report.stale) == (3, (), 0)
    assert report.notes == (f"000005/draft: {MOVES}",)
    assert contents(mine)["000005"][3] == contents(upstream)["000005"][3]
    assert len([path for path in door.paths if path.endswith(ASSETS)]) == 3 * WALKS


@pytest.mark.parametrize(("files", "moves"), [(1000, False), (1001, True)])
def test_a_list_of_two_pages_may_hold_two_states_of_a_draft_and_one_of_one_page_may_not(
    door, upstream, mine, files, moves
):
    change_draft(upstream, files=files)
    upload(door, "000002")
    report = run(door, mine, only=("000002",))

    assert report.notes == ((f"000002/draft: {MOVES}",) if moves else ())
    assert len(contents(mine)["000002"][3]["draft"]) == files


def test_a_long_published_version_stands_still_so_that_nobody_looks_twice(door, upstream, mine):
    assets = [blob_asset(9000 + number, f"{number}.nwb") for number in range(1001)]
    with Snapshot.writable(upstream) as snapshot:
        versions = []
        for name in ("0.210101.1200", "draft"):
            listed = version_object(name, "Long", assets, status="Valid", created=NOW, modified=NOW)
            versions.append((listed, metadata_of("000002", name, "Long"), assets))
        put_open(snapshot, "000002", "", versions)
        snapshot.settle()
    run(door, mine, only=("000002",))

    infos = [path.split("/")[-3] for path in door.paths if path.endswith("/info/") and "/000002/" in path]
    assert sorted(infos) == ["0.210101.1200", "draft", "draft"]


def test_what_was_taken_while_it_changed_is_read_again_by_the_next_run(door, upstream, mine):
    upload(door, "000005")
    run(door, mine)
    door.faults.clear()
    change_draft(upstream, "000005", files=1200)
    report = run(door, mine)

    assert (report.fetched, report.unchanged, report.notes) == (1, 2, ())
    assert shown(mine) == shown(upstream)
    assert run(door, mine).unchanged == 3


def test_of_a_draft_under_upload_the_list_that_is_one_by_itself_is_taken(door, upstream, mine):
    """Of three walks the first alone is; in the others a row moves."""
    upload(door, "000005")
    door.at(f"{ASSETS}?", *[lambda answer: answer] * 3, edited(move_a_row), edited(move_a_row))
    report = run(door, mine)

    assert (report.failed, report.notes) == ((), (f"000005/draft: {MOVES}",))
    assert contents(mine)["000005"][3] == contents(upstream)["000005"][3]


def test_a_list_of_assets_that_shrinks_between_its_pages_is_read_again(door, upstream, mine):
    door.at("/000005/versions/draft/assets/?metadata=true&order=path&page=2", NOT_FOUND)
    report = run(door, mine)

    assert (report.failed, report.notes) == ((), ())
    assert shown(mine) == shown(upstream)


MOVES = "changes while it is read: its metadata and its assets may be of different moments"
DRAFT_ASSETS = "/000001/versions/draft/assets/?"
PUBLISHED = {"0.210101.1200", "0.220101.1200"}


def upload(door, identifier: str) -> None:
    """From now on the draft changes between any two requests for it."""
    times = iter(range(100))
    moved = edited(lambda info: info.update(modified=f"2026-01-01T00:00:{next(times):02d}Z"))
    door.at(f"/{identifier}/versions/draft/info/", moved, always=True)


def forget(path, *versions: str) -> None:
    """As if these versions of 000001 were of no harvest yet."""
    with Snapshot.writable(path) as snapshot:
        row = snapshot.dandiset("000001")
        rows = [version for version in snapshot.versions("000001") if version.version not in versions]
        listed = row.listed.replace(b'"modified":"20', b'"modified":"19')  # so that it is read again
        assert listed != row.listed
        snapshot.put_dandiset("000001", listed=listed, versions=rows, pages={}, now_utc=NOW)
        snapshot.settle()


def test_a_draft_that_contradicts_itself_holds_back_no_published_version(door, upstream, harvested):
    change_draft_of_first(door)
    before = contents(harvested)["000001"]
    forget(harvested, *PUBLISHED)
    door.at(DRAFT_ASSETS, edited(move_a_row), always=True)
    report = run(door, harvested)

    assert (report.fetched, report.unchanged, report.stale) == (0, 2, 1)
    assert [failure.identifier for failure in report.failed] == ["000001"]
    assert "000001/draft: the list of assets changed while it was read" in report.failed[0].reason
    assert contents(harvested)["000001"][2:] == before[2:]
    door.faults.clear()
    report = run(door, harvested)
    assert (report.fetched, report.stale, report.failed) == (1, 0, ())
    assert shown(harvested) == shown(upstream)


def change_draft_of_first(door) -> None:
    moved = {"modified": "2026-06-06T06:06:06Z"}
    door.at("/000001/versions/?", edited(lambda page: draft_of(page).update(moved)), always=True)


def draft_of(page):
    return next(version for version in page["results"] if version["version"] == "draft")


def test_published_versions_are_stored_and_shown_before_the_draft_can_be_read(door, mine, tmp_path):
    door.at(DRAFT_ASSETS, edited(move_a_row), always=True)
    report = run(door, mine)
    built = build(mine, Settings(), tmp_path / "site")

    assert [failure.identifier for failure in report.failed] == ["000001"]
    assert set(contents(mine)["000001"][2]) == PUBLISHED
    assert built.dandisets == 3
    assert any("000001" in warning for warning in built.warnings)
    assert (tmp_path / "site/dandiset/000001/0.220101.1200/index.html").exists()
    assert not (tmp_path / "site/dandiset/000001/draft").exists()


def test_a_version_is_withdrawn_although_the_draft_can_not_be_read(door, harvested):
    change_draft_of_first(door)
    forget(harvested)
    door.at(DRAFT_ASSETS, edited(move_a_row), always=True)

    def withdraw(page):
        page["results"] = [row for row in page["results"] if row["version"] != "0.210101.1200"]

    door.at("/000001/versions/?", edited(lambda page: (withdraw(page), draft_of(page).update(modified="2026Z"))))
    door.faults.insert(0, door.faults.pop())
    run(door, harvested)

    assert set(contents(harvested)["000001"][2]) == {"0.220101.1200", "draft"}
    assert row_of(harvested, "000001").stale_since_utc


def test_a_draft_that_stays_unreadable_is_stale_since_it_was_so_first(door, harvested, monkeypatch):
    change_draft_of_first(door)
    forget(harvested, *PUBLISHED)
    door.at(DRAFT_ASSETS, edited(move_a_row), always=True)
    for now, forgotten in (("2026-02-02T00:00:00Z", ()), ("2026-03-03T00:00:00Z", PUBLISHED)):
        monkeypatch.setattr(run_module, "_now_utc", lambda now=now: now)
        since = row_of(harvested, "000001").stale_since_utc
        if forgotten:
            for table in ("asset_page", "version"):
                of_published = "identifier = '000001' AND version <> 'draft'"
                sql(f"DELETE FROM {table} WHERE {of_published}", hashed=True)(harvested)
        assert run(door, harvested).failed
        assert since in (None, "2026-02-02T00:00:00Z")

    assert set(contents(harvested)["000001"][2]) == {*PUBLISHED, "draft"}
    assert row_of(harvested, "000001").stale_since_utc == "2026-02-02T00:00:00Z"


def test_a_draft_alone_that_contradicts_itself_leaves_its_dandiset_as_it_was(door, upstream, harvested):
    change_draft(upstream, "000005", files=3)
    before = contents(harvested)
    door.at(f"{ASSETS}?", edited(move_a_row), always=True)
    report = run(door, harvested)

    assert [failure.identifier for failure in report.failed] == ["000005"]
    assert contents(harvested) == before
    assert row_of(harvested, "000005").stale_since_utc


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
