"""Dandisets that have little, much or something odd: every link of their pages leads somewhere."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from builder.check.site import check_site
from builder.settings import Settings
from builder.site.frame import addresses
from builder.site.pipeline.build import build
from support.archives.edges import METADATA, PATHS, make_edge_archive
from support.sites.pages import Html, pages_of, read_page, text_of

DANDISETS = {name: f"{number:06d}" for number, name in enumerate((*METADATA, *PATHS), start=1)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edges")
    build(make_edge_archive(folder / "snapshot.sqlite"), Settings(), folder / "site", jobs=1)
    return folder / "site"


def test_a_site_of_odd_dandisets_stands_the_check(site: Path) -> None:
    assert check_site(site).problems == ()


@pytest.mark.parametrize("name", DANDISETS)
def test_a_page_links_to_just_those_parts_that_it_has(site: Path, name: str) -> None:
    page = read_page(site, addresses.dandiset(DANDISETS[name]))
    nav = page.one(".//nav[@aria-label='On this page']")
    linked = [href.removeprefix("#") for href in page.hrefs(nav)]
    parts = [section.get("aria-labelledby", "") for section in page.all(".//section")]

    if text_of(page.section("files")).endswith("No files yet."):
        parts.remove("files")
    # The smallest parts, as keywords, are in sight of others.
    assert linked == [part for part in parts if part in LINKED]
    assert all(text_of(page.section(part)).removeprefix(text_of(page.one(f".//*[@id='{part}']"))) for part in parts)


LINKED = ("description", "files", "download", "cite", "contributors", "contents", "related", "versions")


@pytest.mark.parametrize("name", PATHS)
def test_a_folder_leads_to_the_first_of_its_files_where_they_are_listed(site: Path, name: str) -> None:
    page = read_page(site, addresses.files(DANDISETS[name], "draft"))
    links = [link for row in page.all(".//tr[@data-folder]") for link in row.iter("a")]
    targets = {f"#{body.get('id')}": text_of(body.find("tr[@class='files__folder']")) for body in bodies(page)}

    assert [link.get("href") for link in links] == list(targets)
    # A folder without a name at the top is none for the eye.
    assert [
        text
        for link, text in zip(links, targets.values(), strict=True)
        if not f"{text}/".removeprefix("/").startswith(text_of(link).removeprefix("/"))
    ] == []


def bodies(page: Html) -> list[Element]:
    return page.all(".//tbody[@id]")


def test_every_kind_of_page_is_among_them(site: Path) -> None:
    kinds = {address.split("/")[0] for address in pages_of(site)}

    assert kinds >= {"dandiset", "browse", "index.html", "404.html", "statistics", "help", "about"}
