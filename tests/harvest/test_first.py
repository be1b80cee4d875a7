"""The first harvest while it is under way: what the snapshot says of it, the site and the build."""

from __future__ import annotations

import json

import pytest

from builder.archive import Stop
from builder.errors import DamagedError
from builder.settings import Select, Settings
from builder.site.pipeline.build import build
from builder.snapshot import Snapshot
from builder.snapshot.loading import first_harvest
from builder.snapshot.rows import FirstHarvest
from support.archives.crafting import sql
from support.archives.faulty import NO_ANSWER, Answer
from support.harvests.harvesting import run
from support.sites.pages import bytes_of, read_page, text_of

pytest_plugins = ["support.harvests.fixtures"]


@pytest.fixture
def partial(door, mine):
    """A snapshot of the first two dandisets: the deadline came before the third."""
    stop = Stop()
    door.at("/000005/versions/draft/info/", lambda answer: stop.set() or answer)
    report = run(door, mine, stop=stop, workers=1)
    door.faults.clear()
    assert (report.interrupted, report.fetched, report.awaited, report.whole) == ("interrupted", 2, 3, False)
    return mine


def told(site) -> list[str]:
    """What the home page says of it."""
    page = read_page(site, "index.html")
    return [text_of(place) for place in page.main.iter("p") if "notice" in place.get("class", "").split()]


def warned(report) -> list[str]:
    return [warning.replace("\u00a0", " ") for warning in report.warnings if "irst harvest" in warning]


def test_home_page_and_build_say_how_far_it_has_come(partial, tmp_path):
    report = build(partial, Settings(), tmp_path / "site")

    assert told(tmp_path / "site") == ["First harvest under way: 2 of 3 dandisets read so far."]
    assert warned(report) == ["First harvest under way: 2 of 3 dandisets read so far: the next harvest goes on"]


def test_it_counts_what_is_stored_not_what_the_settings_leave(partial, tmp_path):
    build(partial, Settings(select=Select(ids=("000001",))), tmp_path / "site")

    assert told(tmp_path / "site") == ["First harvest under way: 2 of 3 dandisets read so far."]


def test_once_one_was_whole_nothing_is_left_of_it(door, partial, tmp_path):
    build(partial, Settings(), tmp_path / "site")
    report = run(door, partial)
    built = build(partial, Settings(), tmp_path / "site")
    build(partial, Settings(), tmp_path / "fresh")

    assert (report.whole, report.awaited) == (True, 0)
    assert (told(tmp_path / "site"), warned(built)) == ([], [])
    assert bytes_of(tmp_path / "site") == bytes_of(tmp_path / "fresh")


def test_an_end_without_another_dandiset_changes_the_home_page(door, mine, tmp_path):
    """The last dandiset fails, so that the end is all that is new."""
    door.at("/000005/", Answer(400, b"{}"), always=True)
    stop = Stop()
    door.at("/000002/versions/?", lambda answer: stop.set() or answer)
    run(door, mine, stop=stop, workers=1, only=())
    run(door, mine, only=("000002",))
    build(mine, Settings(), tmp_path / "site")
    assert told(tmp_path / "site") == ["First harvest under way: 2 of 3 dandisets read so far."]
    run(door, mine)
    build(mine, Settings(), tmp_path / "site")

    assert told(tmp_path / "site") == []


def test_a_second_deadline_goes_on_counting(door, partial):
    for part in ("/dandisets/?", "/000005/versions/draft/info/"):
        stop = Stop()
        door.at(part, lambda answer, stop=stop: stop.set() or answer)
        assert run(door, partial, stop=stop).interrupted
        door.faults.clear()

        with Snapshot.readable(partial) as snapshot:
            assert first_harvest(snapshot) == FirstHarvest(read=2, awaited=3)


def test_a_dandiset_that_fails_does_not_keep_it_under_way(door, partial):
    door.at("/000005/", Answer(400, b"{}"), always=True)
    report = run(door, partial)

    assert (report.partial, report.whole) == (True, True)
    with Snapshot.readable(partial) as snapshot:
        assert first_harvest(snapshot) is None


def test_a_list_that_is_in_doubt_for_good_does_not_keep_it_under_way(door, mine):
    door.at("/dandisets/?", lambda answer: Answer(200, answer.body.replace(b'"count":3', b'"count":7')), always=True)
    report = run(door, mine)

    assert (report.partial, report.whole, report.awaited) == (True, True, 0)


def test_a_later_harvest_that_is_interrupted_is_no_first_one(door, harvested):
    stop = Stop()
    door.at("/dandisets/?", lambda answer: stop.set() or answer)
    report = run(door, harvested, stop=stop)

    assert (report.interrupted, report.whole, report.awaited) == ("interrupted", True, 0)


def test_named_dandisets_are_no_first_harvest_and_end_none(door, mine, partial):
    run(door, partial, only=("000002",))
    with Snapshot.readable(partial) as snapshot:
        assert first_harvest(snapshot) == FirstHarvest(read=2, awaited=3)

    some = mine.with_name("some.sqlite")
    assert run(door, some, only=("000002",)).whole is False
    with Snapshot.readable(some) as snapshot:
        assert first_harvest(snapshot) is None


def test_a_full_harvest_after_one_of_named_dandisets_is_the_first(door, mine):
    run(door, mine, only=("000002",))
    stop = Stop()
    door.at("/000005/", lambda answer: stop.set() or answer)
    run(door, mine, stop=stop)

    with Snapshot.readable(mine) as snapshot:
        assert first_harvest(snapshot).awaited == 3


def test_a_site_that_is_built_while_it_runs_says_so_too(door, mine):
    seen = []

    def look(asked):
        if "/000005/versions/draft/assets/" in asked.path:
            with Snapshot.readable(mine) as snapshot:
                seen.append((first_harvest(snapshot), snapshot.runs()[-1].outcome))

    door.faults.append(look)
    run(door, mine, workers=1)

    assert {outcome for _, outcome in seen} == {"under way"}
    assert {first.awaited for first, _ in seen} == {3}
    with Snapshot.readable(mine) as snapshot:
        assert [run.outcome for run in snapshot.runs()] == ["complete"]


def test_an_archive_that_goes_down_leaves_it_under_way(door, mine):
    door.at("/000001/", NO_ANSWER, always=True)
    door.at("/000002/", NO_ANSWER, always=True)
    stop = Stop()
    door.at("/000005/", lambda answer: stop.set() or answer)
    run(door, mine, stop=stop, workers=1)

    with Snapshot.readable(mine) as snapshot:
        assert first_harvest(snapshot) == FirstHarvest(read=0, awaited=3)


def test_the_report_of_an_older_program_tells_of_a_whole_harvest(door, harvested):
    old = {"listed": 3, "fetched": 3, "interrupted": None}
    sql("UPDATE run SET report = ?", json.dumps(old))(harvested)
    report = run(door, harvested)

    assert (report.whole, report.awaited) == (True, 0)


@pytest.mark.parametrize(
    "report", ['{"awaited": -1}', '{"awaited": "x"}', '{"whole": 7}', '{"share_end": null}', '{"awaited": 1e400}']
)
def test_a_report_that_no_harvest_writes_is_damage(harvested, report):
    sql("UPDATE run SET report = ?", report)(harvested)

    with Snapshot.readable(harvested) as snapshot, pytest.raises(DamagedError, match="report"):
        first_harvest(snapshot)
