"""What is larger than a snapshot keeps: refused dandiset by dandiset, since nobody could read it from there."""

from __future__ import annotations

import pytest

from builder.errors import ArchiveError
from builder.snapshot import Snapshot, pages
from support.archives.faulty import edited
from support.harvests.harvesting import contents, run

pytest_plugins = ["support.harvests.fixtures"]

MOST = 1 << 20
LARGE = "x" * MOST


@pytest.fixture(autouse=True)
def smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the small archive's pages of 700 assets have, less than a page of 1,000."""
    monkeypatch.setattr(pages, "LARGEST_BYTES", MOST)


def enlarge_asset(page: dict) -> None:
    page["results"][0]["metadata"]["description"] = LARGE


def enlarge_info(info: dict) -> None:
    info["metadata"]["description"] = LARGE


def enlarge_item(page: dict) -> None:
    page["results"][1]["contact_person"] = LARGE


@pytest.mark.parametrize(
    ("part", "change", "what"),
    [
        ("/000002/versions/draft/info/", enlarge_info, "000002/draft: its metadata has 1 MiB, and 1 are the most"),
        ("/dandisets/?", enlarge_item, "its item of the list has 1 MiB"),
    ],
)
def test_metadata_that_are_too_large_fail_by_themselves(door, upstream, mine, part, change, what):
    door.at(part, edited(change), always=True)
    report = run(door, mine)

    assert [failure.identifier for failure in report.failed] == ["000002"]
    assert what in report.failed[0].reason
    assert set(contents(mine)) == {"000001", "000005"}


def test_an_asset_that_is_too_large_fails_its_dandiset_alone(door, upstream, mine):
    door.at("/000001/versions/draft/assets/", edited(enlarge_asset), always=True)
    report = run(door, mine)

    assert [failure.identifier for failure in report.failed] == ["000001"]
    assert "000001/draft: an asset has 1 MiB" in report.failed[0].reason
    assert contents(mine)["000005"] == contents(upstream)["000005"]


def test_an_archive_whose_info_is_too_large_is_none(door, mine):
    door.at("/api/info/", edited(lambda info: info.update(more=LARGE)), always=True)

    with pytest.raises(ArchiveError, match="/info/ has 1 MiB"):
        run(door, mine)
    assert not mine.exists()


def test_assets_of_much_metadata_go_into_more_pages(door, upstream, mine, monkeypatch):
    def enlarge(page: dict) -> None:
        for asset in page["results"]:
            asset["metadata"]["description"] = "y" * 2000

    door.at("/000005/versions/draft/assets/", *[edited(enlarge)] * 3)
    report = run(door, mine)

    assert report.failed == ()
    with Snapshot.readable(mine) as snapshot:
        found = [len(lines) for lines in snapshot.asset_pages("000005", "draft")]
    assert sum(found) == 2503
    assert len(found) > 3
