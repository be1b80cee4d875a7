"""The pages of a version's files: every file once, in order, with its links."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import pytest
from sample_archive import Archive
from site_pages import Html, target_of, text_of

from builder.catalog import links
from builder.catalog.asset import Asset, read_asset
from builder.catalog.file_order import sort_files
from builder.catalog.instances import KNOWN_INSTANCES
from builder.site import addresses, formats
from builder.site.files_page import FILES_PER_PAGE

pytest_plugins = ["site_fixtures"]

DANDI = KNOWN_INSTANCES["dandi"]


@dataclass(frozen=True)
class Row:
    """A file as its page shows it."""

    path: str
    cells: tuple[str, ...]
    links: dict[str, str]
    """Text -> address."""


@pytest.fixture(scope="module")
def listed(archive: Archive, pages: dict[str, Html]) -> dict[tuple[str, str], list[Row]]:
    """All rows of each version, page after page."""
    return {key: [row for page in files_pages(pages, *key) for row in rows_of(page)] for key in archive.assets}


def files_pages(pages: dict[str, Html], identifier: str, version: str) -> list[Html]:
    found: list[Html] = []
    while (address := addresses.files(identifier, version, len(found) + 1)) in pages:
        found.append(pages[address])
    return found


def rows_of(page: Html) -> Iterator[Row]:
    for body in page.all(".//section[@aria-labelledby='files']//tbody"):
        folder = ""
        for row in body.iter("tr"):
            if row.get("class") == "files__folder":
                folder = raw_text(row)
            else:
                yield read_row(row, folder)


def read_row(row: Element, folder: str) -> Row:
    name, *cells = list(row)
    found = {text_of(link): link.attrib["href"] for link in row.iter("a")}
    return Row(path=folder + raw_text(name), cells=tuple(text_of(cell) for cell in cells), links=found)


def raw_text(element: Element) -> str:
    return "".join(element.itertext()).strip("\n")


def read(asset: dict[str, object]) -> Asset:
    return read_asset(json.dumps(asset).encode(), "test")[0]


def test_every_file_of_every_version_is_listed_once(archive: Archive, listed) -> None:
    wrong = [
        key
        for key, rows in listed.items()
        if sorted(row.path for row in rows) != sorted(asset["path"] for asset in archive.assets[key])
    ]

    assert wrong == []


def test_every_nwb_file_has_its_neurosift_link(archive: Archive, listed) -> None:
    for (identifier, version), rows in listed.items():
        shown = {row.path: row.links.get("Neurosift") for row in rows}
        wanted = {
            asset["path"]: links.neurosift_asset(DANDI, read(asset), identifier, version)
            for asset in archive.assets[identifier, version]
        }

        assert shown == wanted
        assert all(url for path, url in shown.items() if path.endswith(".nwb"))


def test_the_neurosift_link_has_the_documented_form(listed) -> None:
    shown = {row.links.get("Neurosift") for row in listed["001695", "draft"]}

    assert (
        "https://neurosift.app/nwb?url=https://api.dandiarchive.org/api/assets/"
        "52b551c4-2a2f-4a87-82f5-3d804b7cb82a/download/&dandisetId=001695&dandisetVersion=draft"
    ) in shown


def test_only_nwb_files_in_one_piece_have_a_neurosift_link(listed) -> None:
    linked = {row.path for rows in listed.values() for row in rows if "Neurosift" in row.links}
    others = {row.path for rows in listed.values() for row in rows if "Neurosift" not in row.links}

    assert {path.rpartition(".")[2] for path in linked} == {"nwb"}
    assert {".nwb.zarr", ".nwb.lindi.json", ".ome.zarr", ".tsv", ".mp4"} <= {
        path[path.rindex("/") + 1 :][path[path.rindex("/") + 1 :].find(".") :] for path in others if "/" in path
    }


def test_every_file_has_its_links_size_and_date(archive: Archive, listed) -> None:
    for key, rows in listed.items():
        assets = {asset["path"]: asset for asset in archive.assets[key]}
        for row in rows:
            asset = assets[row.path]
            name = row.path.rpartition("/")[2]
            api = f"https://api.dandiarchive.org/api/assets/{asset['asset_id']}/"
            s3 = "https://dandiarchive.s3.amazonaws.com/"
            blob, zarr = asset["blob"], asset["zarr"]
            stored = f"blobs/{blob[:3]}/{blob[3:6]}/{blob}" if blob else f"zarr/{zarr}/"

            assert row.cells[:2] == (formats.filesize(asset["size"]), asset["modified"][:10])
            assert row.links.get(name) == (None if zarr else f"{api}download/")
            assert row.links["S3"] == s3 + stored
            assert row.links["JSON"] == api


def test_a_dandiset_page_shows_some_of_its_files(archive: Archive, pages: dict[str, Html], listed) -> None:
    for identifier, version in archive.assets:
        page = pages[addresses.version(identifier, version)]
        shown = {row.path for row in rows_of(page)}

        assert shown <= {row.path for row in listed[identifier, version]}
        assert bool(shown) == bool(listed[identifier, version])


def test_large_versions_go_over_several_pages(archive: Archive, pages: dict[str, Html]) -> None:
    key = max(archive.assets, key=lambda key: len(archive.assets[key]))
    found = files_pages(pages, *key)

    assert len(archive.assets[key]) > 5 * FILES_PER_PAGE
    assert {len(list(rows_of(page))) for page in found[:-1]} == {FILES_PER_PAGE}
    assert [page.address for page in found] == [
        target_of(found[0].address, url)[0] for url in found[0].hrefs(found[0].all(".//nav[@class='page-links']")[0])
    ]


def test_every_page_of_files_links_the_others_and_names_itself(archive: Archive, pages: dict[str, Html]) -> None:
    for key in archive.assets:
        found = files_pages(pages, *key)
        for page in found if len(found) > 1 else ():
            for nav in page.all(".//nav[@class='page-links']"):
                current = [link for link in nav.iter("a") if link.get("aria-current") == "page"]

                assert [target_of(page.address, link.attrib["href"])[0] for link in current] == [page.address]
                assert len(page.hrefs(nav)) == len(found)


def test_folders_lead_to_the_page_and_the_place_where_they_begin(archive: Archive, pages: dict[str, Html]) -> None:
    checked = 0
    for key in archive.assets:
        first, *_ = files_pages(pages, *key)
        for link in first.all(".//*[@data-module='folders']//a"):
            path, fragment = target_of(first.address, link.attrib["href"])
            place = next(element for element in pages[path].elements if element.get("id") == fragment)
            top = "".join(text_of(place.find("tr[@class='files__folder']")))

            assert (top.partition("/")[0] + "/" if top else "") == link.attrib["data-folder"]
            checked += 1

    assert checked > 20


def test_folders_say_how_much_they_hold(archive: Archive, pages: dict[str, Html]) -> None:
    for key, assets in archive.assets.items():
        tops: dict[str, list[int]] = {}
        for asset in assets:
            head, slash, _ = asset["path"].partition("/")
            tops.setdefault(head + slash if slash else "", []).append(asset["size"])
        first, *_ = files_pages(pages, *key)
        shown = {
            row.find("th/a").get("data-folder"): tuple(text_of(cell) for cell in row.iter("td"))
            for row in first.all(".//*[@data-module='folders']/tbody/tr")
        }

        assert shown == (
            {name: (formats.number(len(sizes)), formats.filesize(sum(sizes))) for name, sizes in tops.items()}
            if len(tops) > 1
            else {}
        )


def asset(path: str) -> Asset:
    return Asset(path=path, asset_id=path)


def sorted_paths(*paths: str) -> list[str]:
    return [found.path for found in sort_files(map(asset, sorted(paths)))]


def test_folders_come_before_files() -> None:
    assert sorted_paths("a.txt", "z/1.nwb", "z/y/1.nwb") == ["z/y/1.nwb", "z/1.nwb", "a.txt"]


def test_numbers_sort_by_value() -> None:
    assert sorted_paths("sub-10/a", "sub-9/a", "sub-1/a") == ["sub-1/a", "sub-9/a", "sub-10/a"]
    assert sorted_paths("a2b10", "a2b9", "a10b1", "a") == ["a", "a2b9", "a2b10", "a10b1"]


def test_case_does_not_part_names() -> None:
    assert sorted_paths("b", "A", "a", "B") == ["A", "a", "B", "b"]


@pytest.mark.parametrize("names", [("sub-01", "sub-1"), ("Sub-1", "sub-1"), ("sub-1", "sub-01", "sub-001")])
def test_folders_that_sort_alike_keep_their_files_together(names: tuple[str, ...]) -> None:
    paths = sorted_paths(*(f"{name}/{file}.nwb" for name in names for file in ("a", "b", "c")))
    folders = [path.partition("/")[0] for path in paths]

    assert [folder for at, folder in enumerate(folders) if at == 0 or folders[at - 1] != folder] == sorted(names)


def test_the_order_does_not_depend_on_the_order_of_the_listing() -> None:
    paths = ["sub-1/b", "sub-01/a", "Sub-1/a", "a", "A", "a1", "a01", "sub-1/a"]

    assert sorted_paths(*paths) == [found.path for found in sort_files(map(asset, sorted(paths, reverse=True)))]
