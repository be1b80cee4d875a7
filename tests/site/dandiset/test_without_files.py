"""A dandiset without files: its pages say so, and offer nothing that needs files; lists have it last."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.settings import Settings
from builder.site.pipeline.build import build
from builder.snapshot import ArchiveRow, Snapshot
from support.archives.small import INFO, NOW, blob_asset, encode, metadata_of, put_open, version_object
from support.sites.pages import Html, read_page, text_of

EMPTY, FULL, OLD = "000003", "000002", "000001"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three drafts with one keyword; the newest has no files."""
    folder = tmp_path_factory.mktemp("without")
    with Snapshot.writable(folder / "snapshot.sqlite") as opened:
        opened.put_archive(ArchiveRow(info=encode(INFO), api_url="https://api.dandiarchive.org/api", read_utc=NOW))
        for number, identifier in enumerate((OLD, FULL, EMPTY)):
            assets = [] if identifier == EMPTY else [blob_asset(number, "sub-1/a.nwb")]
            date = f"202{number}-01-01T00:00:00Z"
            draft = version_object("draft", f"Title {number}", assets, status="Valid", created=date, modified=date)
            metadata = metadata_of(identifier, "draft", f"Title {number}", keywords=["shared"])
            put_open(opened, identifier, "", [(draft, metadata, assets)])
        opened.settle()
    build(folder / "snapshot.sqlite", Settings(), folder / "site", jobs=1)
    return folder / "site"


def words(page: Html) -> str:
    return " ".join(text_of(page.main).split())


@pytest.mark.parametrize("address", ["index.html", "draft/index.html", "draft/files/index.html"])
def test_pages_say_that_there_are_no_files_yet_and_offer_none(site: Path, address: str) -> None:
    page = read_page(site, f"dandiset/{EMPTY}/{address}")
    links = [link.get("href", "") for link in page.main.iter() if link.tag == "a"]

    assert "No files yet." in words(page)
    assert [link for link in links if "neurosift" in link] == []
    for told in ("0 files", "0 B", "valid", "Download"):
        assert told.lower() not in words(page).lower().replace("no files yet", "")


def test_one_with_files_is_offered_all_of_it(site: Path) -> None:
    page = read_page(site, f"dandiset/{FULL}/index.html")

    assert "The file" in words(page)
    assert "valid" in words(page)
    assert [link for link in page.main.iter() if "neurosift.app" in link.get("href", "")]


@pytest.mark.parametrize("address", ["dandiset/index.html", "browse/keyword/shared/index.html"])
def test_in_lists_it_comes_last_and_says_so(site: Path, address: str) -> None:
    page = read_page(site, address)
    cards = [text_of(card) for card in page.main.iter() if card.get("class") == "dandiset-card"]

    assert [identifier in card for identifier, card in zip((FULL, OLD, EMPTY), cards, strict=True)] == [True] * 3
    assert "no files yet" in cards[-1]
    assert "0 B" not in cards[-1]
