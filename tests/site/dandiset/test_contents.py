"""Subjects, sessions, kinds of files and the strip of sessions on the built pages and in the files beside them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from builder.catalog.contents.file_order import sort_files
from builder.catalog.contents.modality import Modality
from builder.catalog.contents.read import Contents, read_contents
from builder.catalog.schema.asset import Asset, read_asset
from builder.records.cells import csv_text
from builder.site.dandiset.contents_section import FIRST_SUBJECTS, has_full_page, species_names, subjects_section
from builder.site.dandiset.subjects_page import MOST_PAGES, ROWS_PER_PAGE, page_count
from builder.site.frame import addresses
from support.archives.entries import make_entry, summary
from support.archives.sample import Archive
from support.sites.pages import Html, text_of

pytest_plugins = ["support.sites.fixtures"]

Key = tuple[str, str]

SVG = "{http://www.w3.org/2000/svg}"
"""What stands before the name of a drawing's element once it is parsed."""


@pytest.fixture(scope="module")
def held(archive: Archive) -> dict[Key, Contents]:
    """What each version's files hold."""
    return {
        key: read_contents(sort_files(read_asset(json.dumps(asset).encode(), "test")[0] for asset in assets))
        for key, assets in archive.assets.items()
    }


def subject_pages(pages: dict[str, Html], key: Key) -> list[Html]:
    found: list[Html] = []
    while (address := addresses.subjects(*key, len(found) + 1)) in pages:
        found.append(pages[address])
    return found


def subject_names(page: Html) -> list[str]:
    """The rows of the table of subjects, where the page has one."""
    tables = page.all(".//table[@class='table subjects']")
    of_subjects = [table for table in tables if text_of(table.find("caption")).startswith("Subjects")]
    return [text_of(row.find("th")) for table in of_subjects for row in table.findall("tbody/tr")]


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_sample_has_every_case(held: dict[Key, Contents]) -> None:
    assert any(len(contents.subjects) > FIRST_SUBJECTS for contents in held.values())
    assert any(session.day for contents in held.values() for session in contents.sessions)
    assert any(not session.day for contents in held.values() for session in contents.sessions)
    assert {modality for contents in held.values() for modality in contents.modalities} == set(Modality)


def test_a_page_shows_the_first_subjects_and_how_many_there_are(held, pages) -> None:
    for key, contents in held.items():
        page = pages[addresses.version(*key)]
        shown = [squeezed(subject.identifier) for subject in contents.subjects[:FIRST_SUBJECTS]]

        assert subject_names(page) == shown
        if contents.subjects:
            (foot,) = page.all(".//p[@class='table-foot']/span")
            assert str(len(contents.subjects)) in text_of(foot)


@pytest.mark.parametrize(
    ("count", "shown", "has_full"), [(1, "", False), (FIRST_SUBJECTS, "", False), (11, "The first 10", True)]
)
def test_subjects_are_cut_where_there_are_more_than_the_first(count: int, shown: str, has_full: bool) -> None:
    dandiset = make_entry().dandiset
    contents = read_contents([Asset(path=f"sub-{n}/sub-{n}.nwb", asset_id=str(n)) for n in range(count)])
    section = subjects_section(dandiset, dandiset.default, contents)

    assert section is not None
    assert (len(section.table.rows), section.shown) == (min(count, FIRST_SUBJECTS), shown)
    assert (section.full is not None) == has_full == has_full_page(contents)


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([], ()),
        (["A", "A", ""], ("A",)),
        (["A", "B", "C"], ("A", "B", "C")),
        (["A", "B", "C", "D"], ("A", "B", "2 more species")),
        (["A", "B", "C", "D", "E"], ("A", "B", "3 more species")),
    ],
)
def test_three_species_are_named_and_of_more_the_first_two(names: list[str], shown: tuple[str, ...]) -> None:
    entry = make_entry(assetsSummary=summary(species=[(name, None) for name in names]))

    assert species_names(entry.dandiset.default, read_contents([])) == shown


def test_the_full_pages_list_every_subject_and_session_once(held, pages) -> None:
    for key, contents in held.items():
        found = subject_pages(pages, key)
        assert bool(found) == has_full_page(contents)
        if found:
            subjects = [name for page in found for name in subject_names(page)]
            assert subjects == [squeezed(subject.identifier) for subject in contents.subjects]


def test_pages_are_cut_only_where_csv_files_hold_the_rest() -> None:
    paths = [f"sub-1/sub-1_ses-{number}.nwb" for number in range(ROWS_PER_PAGE * (MOST_PAGES + 2))]
    contents = read_contents([Asset(path=path, asset_id=path) for path in paths])

    assert page_count(contents, is_cut=True) == MOST_PAGES
    assert page_count(contents, is_cut=False) == MOST_PAGES + 3  # the subject has a row, too


def test_csv_files_hold_every_subject_and_session(held, site: Path) -> None:
    checked = 0
    for key, contents in held.items():
        for name, wanted in (("subjects", contents.subjects), ("sessions", contents.sessions)):
            path = site / addresses.version_file(*key, f"{name}.csv")
            if path.exists():
                rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))
                assert [row["files"] for row in rows] == [str(item.files) for item in wanted]
                assert [row["bytes"] for row in rows] == [str(item.size_bytes) for item in wanted]
                checked += 1

    assert checked > 5


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "\n=1"])
def test_a_cell_of_a_csv_file_never_is_a_formula(text: str) -> None:
    ((cell, number),) = csv.reader(io.StringIO(csv_text((text, "n"), [])))

    assert (cell, number) == (text, "n")  # headers are ours
    _, (cell, number) = csv.reader(io.StringIO(csv_text(("a", "n"), [(text, -5)]), newline=""))
    assert (cell, number) == (f"'{text}", "-5")


def test_a_strip_says_what_it_shows_and_links_its_explanation(held, pages) -> None:
    checked = 0
    for key, contents in held.items():
        page = pages[addresses.version(*key)]
        for figure in page.all(".//figure[@class='raster-figure']"):
            (strip,) = [svg for svg in figure.iter(f"{SVG}svg") if svg.get("role") == "img"]
            label = squeezed(strip.attrib["aria-label"])
            words = "sessions" if contents.tells_sessions else "recordings by file name"
            assert f"{len(contents.sessions)} {words}" in label
            assert all(m.words in label for m in contents.modalities)
            assert any("read-a-strip" in url for url in page.hrefs(figure))
            assert len(figure.findall(".//li")) >= 1
            checked += 1

    assert checked > 3


def test_strips_on_cards_are_small(pages) -> None:
    cards = [
        svg
        for page in pages.values()
        for svg in page.all(f".//article[@class='dandiset-card']//{SVG}svg")
        if svg.get("class") == "raster"
    ]

    assert cards
    assert max(len(svg.attrib["aria-label"]) + sum(len(p.attrib["d"]) + 70 for p in svg) for svg in cards) < 3_000


def test_no_style_attributes(site: Path) -> None:
    styled = re.compile(r"<[^>]* style=")

    assert [path for path in site.rglob("*.html") if styled.search(path.read_text(encoding="utf-8"))] == []


def test_kinds_of_files_are_shown_with_bars(held, pages) -> None:
    for key, contents in held.items():
        page = pages[addresses.version(*key)]
        rows = page.all(".//table[@class='table file-kinds']/tbody/tr")

        assert [text_of(row.find("th")) for row in rows] == [kind.label for kind in contents.file_kinds]
        widths = [float(rect.attrib["width"].removesuffix("%")) for row in rows for rect in row.iter(f"{SVG}rect")]
        assert widths == sorted(widths, reverse=True)
        assert all(0 <= width <= 100 for width in widths)


def test_tables_name_no_column_that_would_be_empty(pages) -> None:
    for page in pages.values():
        for table in page.all(".//table[@class='table subjects']"):
            heads = table.findall("thead/tr/th")
            rows = [list(row) for row in table.findall("tbody/tr")]

            assert all(len(row) == len(heads) for row in rows)


def test_a_table_sorts_by_numbers_words_and_back(browser: Browser, site_server: str, held) -> None:
    key = max(held, key=lambda key: len(held[key].subjects))
    page = browser.new_page()
    page.goto(f"{site_server}/{addresses.subjects(*key)}")
    table = page.locator("table.subjects").first
    sizes = [subject.size_bytes for subject in held[key].subjects]

    def column(name: str) -> list[str]:
        place = table.locator("thead th").all_inner_texts().index(name) + 1
        return table.locator(f"tbody tr > :nth-child({place})").evaluate_all(
            "cells => cells.map((cell) => cell.dataset.value ?? cell.textContent.trim())"
        )

    before = column("Subject")
    table.get_by_role("button", name="Size").click()
    assert [int(value) for value in column("Size")] == sorted(sizes, reverse=True)
    assert table.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    table.get_by_role("button", name="Size").click()
    assert [int(value) for value in column("Size")] == sorted(sizes)
    table.get_by_role("button", name="Subject").press("Enter")
    assert column("Subject") == before
    assert table.locator("th[aria-sort]").all_inner_texts() == ["Subject"]
    page.close()
