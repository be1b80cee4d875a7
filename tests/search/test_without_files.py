"""Dandisets without files stay in results, after their like; who names one finds it first. In both programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from builder.commands.search import command
from builder.search.index.search_index import KeptIndex
from builder.search.query.store import open_index
from builder.serve import create_preview, in_background
from builder.settings import Settings
from builder.site.pipeline.build import build
from builder.snapshot import ArchiveRow, Snapshot
from support.archives.small import INFO, NOW, blob_asset, encode, put_draft
from support.browsers.search_page import HOME, box, hits, title
from support.browsers.visiting import visiting
from support.readers.search_engine import differences, found, in_terminal, open_engine

pytest_plugins = ["support.sites.fixtures"]

DANDISETS = {
    # Newest first; the words of each weigh alike.
    "000001": ("Grid cells in the barn", ("a.nwb",)),
    "000002": ("Grid cells of moles", ()),
    "000003": ("Grid cells in the field", ("a.nwb", "b.nwb")),
    "000004": ("“Place cells”", ()),
    "000005": ("Place cells, place cells and more place cells: all of them", ("a.nwb",)),
    "000006": ("Another kind", ()),
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "snapshot.sqlite"
    with Snapshot.writable(path) as opened:
        opened.put_archive(ArchiveRow(info=encode(INFO), api_url="https://api.dandiarchive.org/api", read_utc=NOW))
        for number, (identifier, (name, paths)) in enumerate(DANDISETS.items()):
            assets = [blob_asset(10 * number + place, file) for place, file in enumerate(paths)]
            put_draft(opened, identifier, name, assets, created=f"202{9 - number}-01-01T00:00:00Z")
        opened.settle()
    return path


@pytest.fixture(scope="module")
def stored(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> KeptIndex:
    with Snapshot.readable(snapshot) as opened:
        return open_index(opened, Settings(), tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("grid cells", ["000001", "000003", "000002", "(000005)", "(000004)"]),
        ("grid cells of moles", ["000002", "(000005)", "(000001)", "(000003)", "(000004)"]),
        ("  GRID   cells of Moles ", ["000002", "(000005)", "(000001)", "(000003)", "(000004)"]),
        ("2", ["000002"]),
        ("000004", ["000004"]),
        ("created:2010..", ["000001", "000003", "000005", "000002", "000004", "000006"]),
        ("grid has:files", ["000001", "000003"]),
        ("grid -has:files", ["000002"]),
    ],
)
def test_without_files_comes_after_its_like_but_named_first(stored: KeptIndex, query: str, wanted: list[str]) -> None:
    assert found(stored, query) == wanted


def test_both_programs_agree(browser: Browser, stored: KeptIndex, tmp_path: Path) -> None:
    page = open_engine(browser, stored, tmp_path)
    words = [
        "grid",
        "cells",
        "place cells",
        '"place cells"',
        "“Place cells”",
        "kind",
        "",
        "another kind",
        "2",
        "000004",
    ]
    queries = [*words, *(name for name, _ in DANDISETS.values()), *(f"{word} created:2010.." for word in words)]

    assert differences(page, stored, queries) == []
    page.close()


def test_how_many_is_told(stored: KeptIndex, snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    told = CliRunner().invoke(command, ["cells", "--snapshot", str(snapshot)], standalone_mode=False)

    assert in_terminal(stored, "cells").empty == 2
    assert "5 dandisets, 2 without files yet" in told.output.replace("\xa0", " ")


def test_a_switch_leaves_them_out(browser: Browser, snapshot: Path, tmp_path: Path) -> None:
    build(snapshot, Settings(), tmp_path / "site", jobs=1)
    with in_background(create_preview(tmp_path / "site")) as url, visiting(browser, url) as visitor:
        page = visitor.open(HOME)
        switch = page.get_by_role("button", name="Has files")
        box(page).fill("cells")
        expect(title(page)).to_have_text("5 dandisets, 2 without files yet")
        expect(switch).to_have_attribute("aria-pressed", "false")
        switch.click()
        expect(title(page)).to_have_text("3 dandisets")
        expect(hits(page)).to_have_text(["000005", "000001", "000003"])
        expect(switch).to_have_attribute("aria-pressed", "true")
        expect(page.locator("[data-search-chips]")).to_be_hidden()
        switch.click()
        expect(title(page)).to_have_text("5 dandisets, 2 without files yet")
        box(page).fill("barn")
        expect(title(page)).to_have_text("1 dandiset")

        expect(switch).to_be_hidden()
