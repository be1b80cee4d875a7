"""The pages of a version's files: the top level, files one by one, scripts and tables with all of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import run
from xml.etree.ElementTree import Element

import pytest

from builder.catalog.contents.file_order import sort_files
from builder.catalog.files.table import ListedFile, list_file
from builder.catalog.files.viewers import chosen_viewers, offered
from builder.catalog.links.archive_links import asset_download
from builder.catalog.links.instances import KNOWN_INSTANCES
from builder.catalog.schema.asset import Asset, read_asset
from builder.site.files import listing as files_listing
from builder.site.files.columns import ADDED, SIZE
from builder.site.files.page import FILES_SHOWN
from builder.site.files.pieces import PIECE_FILES
from builder.site.frame import addresses
from builder.site.parts import snippets
from builder.words import formats
from support.archives.sample import Archive
from support.sites.file_pieces import Pieces, read_pieces
from support.sites.files_site import PAGE, write_files_site
from support.sites.pages import Html, read_page, target_of, text_of

pytest_plugins = ["support.sites.fixtures"]

DANDI = KNOWN_INSTANCES["dandi"]
Key = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """A file as its page shows it."""

    path: str
    cells: tuple[str, ...]
    links: dict[str, str]
    """Text -> address."""


@pytest.fixture(scope="module")
def listed(archive: Archive, pages: dict[str, Html]) -> dict[Key, list[Row]]:
    """The files that each version's page shows one by one."""
    return {key: list(rows_of(pages[addresses.files(*key)])) for key in archive.assets}


@pytest.fixture(scope="module")
def pieces(archive: Archive, pages: dict[str, Html], site: Path) -> dict[Key, Pieces]:
    """What the script of each page with files would load."""
    found = {}
    for key, assets in archive.assets.items():
        if assets:
            tree = tree_of(pages[addresses.files(*key)])
            first = site / target_of(addresses.files(*key), tree.get("data-first-script"))[0]
            scripts = [first] if tree.get("data-packed") == "all" else sorted(first.parent.glob("*.js"))
            found[key] = read_pieces(scripts, int(tree.get("data-piece-files")))
    return found


def tree_of(page: Html) -> Element:
    [tree] = page.all(".//*[@data-module='file-tree']")
    return tree


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


# -- the page -------------------------------------------------------------------------------------------------------


def test_every_version_of_up_to_a_thousand_files_lists_them_all(archive: Archive, listed) -> None:
    few = {key: assets for key, assets in archive.assets.items() if len(assets) <= FILES_SHOWN}
    wrong = [
        key
        for key, assets in few.items()
        if sorted(row.path for row in listed[key]) != sorted(asset["path"] for asset in assets)
    ]

    assert FILES_SHOWN == 1000
    assert len(few) > 20
    assert wrong == []


def test_a_larger_version_lists_the_first_thousand_in_a_readers_order(archive: Archive, listed) -> None:
    [(key, assets)] = [(key, assets) for key, assets in archive.assets.items() if len(assets) > FILES_SHOWN]
    paths = [asset.path for asset in sort_files(map(read, assets))]

    assert [row.path for row in listed[key]] == paths[:FILES_SHOWN]


def test_files_stand_in_the_order_that_readers_expect(archive: Archive, listed) -> None:
    for key, rows in listed.items():
        assert [row.path for row in rows] == [asset.path for asset in sort_files(map(read, archive.assets[key]))][
            :FILES_SHOWN
        ]


def test_every_file_leads_to_the_first_viewer_that_opens_it(archive: Archive, listed) -> None:
    viewers = chosen_viewers(DANDI, {})
    for key, rows in listed.items():
        assets = {asset["path"]: list_file(read(asset)) for asset in archive.assets[key]}
        for row in rows:
            [*found] = offered(viewers, DANDI, assets[row.path], *key)
            if found:
                viewer, url = found[0]
                assert row.links[viewer.label] == url
            else:
                assert set(row.links) <= {row.path.rpartition("/")[2], "S3", "JSON"}


def test_the_neurosift_link_has_the_documented_form(listed) -> None:
    shown = {row.links.get("Neurosift") for row in listed["001695", "draft"]}

    assert (
        "https://neurosift.app/nwb?url=https://api.dandiarchive.org/api/assets/"
        "52b551c4-2a2f-4a87-82f5-3d804b7cb82a/download/&dandisetId=001695&dandisetVersion=draft"
    ) in shown


def test_every_file_has_its_links_size_and_date(archive: Archive, listed) -> None:
    for key, rows in listed.items():
        assets = {asset["path"]: asset for asset in archive.assets[key]}
        is_brief = len(rows) < len(assets)
        for row in rows:
            asset = assets[row.path]
            name = row.path.rpartition("/")[2]
            api = f"https://api.dandiarchive.org/api/assets/{asset['asset_id']}/"
            blob = asset["blob"]
            s3 = blob and f"https://dandiarchive.s3.amazonaws.com/blobs/{blob[:3]}/{blob[3:6]}/{blob}"

            is_uncounted = asset["zarr"] and not asset["size"]
            size = "" if is_uncounted else formats.filesize(asset["size"])

            assert row.cells[:2] == (size, formats.date(asset["created"]))
            assert row.links.get(name) == (f"{api}download/" if blob else None)
            assert row.links.get("S3") == (None if is_brief else s3)
            assert row.links.get("JSON") == (None if is_brief else api)


def test_a_zarr_has_no_link_to_where_there_is_nothing_but_one_to_browse_it(archive: Archive, listed) -> None:
    zarrs = {asset["path"]: asset for asset in archive.every_asset() if asset["zarr"]}
    rows = [row for rows in listed.values() for row in rows if row.path in zarrs]

    assert {bool(zarrs[row.path]["size"]) for row in rows} == {True, False}
    for row in rows:
        browse = f"https://open.quiltdata.com/b/dandiarchive/tree/zarr/{zarrs[row.path]['zarr']}/"
        assert row.links["Browse in S3"] == browse
        assert "S3" not in row.links


def test_a_dandiset_page_shows_some_of_its_files(archive: Archive, pages: dict[str, Html]) -> None:
    for key, assets in archive.assets.items():
        shown = {row.path for row in rows_of(pages[addresses.version(*key)])}

        assert shown <= {asset["path"] for asset in assets}
        assert bool(shown) == bool(assets)


def test_lists_of_files_have_columns_of_the_tree_and_captions_that_name_them(pages: dict[str, Html]) -> None:
    tables = [
        (address, table)
        for address, page in pages.items()
        for table in page.all(".//table")
        if "files" in (table.get("class") or "").split()
    ]
    heads = {tuple(text_of(head) for head in table.findall("./thead/tr/th"))[1:3] for _, table in tables}
    captions = {text_of(table.find("caption")) for _, table in tables}

    assert {address.split("/")[-2] for address, _ in tables} >= {"components", "files", "draft"}
    assert heads == {(SIZE.label, ADDED.label)}
    assert [told for told in captions if not (SIZE.said in told and ADDED.said in told)] == []


def test_the_top_level_stands_on_the_page_with_counts_and_sizes(archive: Archive, pages: dict[str, Html]) -> None:
    for key, assets in archive.assets.items():
        tops: dict[str, list[int]] = {}
        for asset in assets:
            head, slash, _ = asset["path"].partition("/")
            tops.setdefault(head + slash, []).append(asset["size"])
        page = pages[addresses.files(*key)]
        rows = page.all(".//*[@data-module='file-tree']//tbody/tr")
        shown = {raw_text(row.find("th")): [text_of(cell) for cell in row.iter("td")] for row in rows}

        assert set(shown) == set(tops)
        for name, sizes in tops.items():
            assert shown[name][1] == (formats.filesize(sum(sizes)) if sum(sizes) else "")
            if name.endswith("/"):
                assert shown[name][0] == formats.counted(len(sizes), "file").replace("\xa0", " ")


def test_folders_lead_to_their_first_file_where_it_stands_on_the_page(
    archive: Archive, pages: dict[str, Html]
) -> None:
    checked = 0
    for key in archive.assets:
        page = pages[addresses.files(*key)]
        for row in page.all(".//*[@data-module='file-tree']//tr[@data-folder]"):
            name = raw_text(row.find("th"))
            link = row.find("th/a")
            headings = [raw_text(heading) for heading in page.all(".//tr[@class='files__folder']")]
            assert (link is not None) == any(heading.startswith(name) for heading in headings)
            if link is not None:
                _, fragment = target_of(page.address, link.attrib["href"])
                place = next(element for element in page.elements if element.get("id") == fragment)
                assert raw_text(place.find("tr[@class='files__folder']")).startswith(name)
                checked += 1

    assert checked > 20


def test_a_version_without_files_says_so(archive: Archive, pages: dict[str, Html]) -> None:
    empty = [key for key, assets in archive.assets.items() if not assets]

    assert empty
    for key in empty:
        page = pages[addresses.files(*key)]
        assert "No files yet." in text_of(page.all(".//main")[0])
        assert page.all(".//*[@data-module='file-tree']") == []


# -- the scripts ----------------------------------------------------------------------------------------------------


def test_the_pieces_hold_every_file_once_with_all_that_is_known(archive: Archive, pieces: dict[Key, Pieces]) -> None:
    for key, found in pieces.items():
        files = {asset["path"]: list_file(read(asset)) for asset in archive.assets[key]}

        assert sorted(file.path for file in found.files) == sorted(files)
        for read_file in found.files:
            file = files[read_file.path]
            assert read_file.row == {
                "size": -1 if file.size is None else file.size,
                "added": file.created,
                "kind": file.kind,
                "subjects": list(file.subjects),
                "session": file.session,
                "state": None,
                "zarr": file.is_zarr,
                "asset_id": file.asset_id,
                "blob": file.blob or file.zarr,
                "sum": file.sha256 or file.other_sum,
                "sum_kind": sum_kind(file),
                "type": file.media_type,
                "url": None,
            }


def sum_kind(file: ListedFile) -> str:
    if file.sha256 or not file.other_sum:
        return "SHA-256" if file.sha256 else ""
    return "Zarr checksum" if file.is_zarr else "DANDI ETag"


def test_the_folders_say_how_much_lies_below_them(archive: Archive, pieces: dict[Key, Pieces]) -> None:
    for key, found in pieces.items():
        below: dict[str, list[int]] = {"": []}
        for asset in archive.assets[key]:
            parts = asset["path"].split("/")
            for depth in range(len(parts)):
                below.setdefault("/".join(parts[:depth]), []).append(asset["size"])
        told = {
            found.folder_path(number): (folder["files"], folder["values"]["size"])
            for number, folder in enumerate(found.folders)
        }

        assert told == {path: (len(sizes), sum(sizes) or -1) for path, sizes in below.items()}


def test_the_files_of_a_folder_follow_each_other_from_the_place_that_it_names(pieces: dict[Key, Pieces]) -> None:
    for found in pieces.values():
        folders: dict[str, list[int]] = {}
        for file in found.files:
            folders.setdefault(file.path.rpartition("/")[0], []).append(file.place)
        for number, folder in enumerate(found.folders):
            places = folders.get(found.folder_path(number), [])
            assert places == list(range(folder["at"], folder["at"] + folder["own"]))


def test_children_of_a_folder_follow_each_other(pieces: dict[Key, Pieces]) -> None:
    for found in pieces.values():
        for number, folder in enumerate(found.folders):
            children = found.folders[folder["first"] : folder["first"] + folder["children"]]
            assert all(child["parent"] == number for child in children)
        assert sum(folder["children"] for folder in found.folders) == len(found.folders) - 1


def test_a_page_of_a_folder_is_one_piece(pieces: dict[Key, Pieces]) -> None:
    for found in pieces.values():
        assert max(found.counts) <= PIECE_FILES
        for folder in found.folders:
            first, last = folder["at"] // PIECE_FILES, (folder["at"] + folder["own"] - 1) // PIECE_FILES
            if 0 < folder["own"] <= PIECE_FILES:
                assert first == last

    assert max(len(found.counts) for found in pieces.values()) > 5


def test_rows_of_the_page_have_the_numbers_of_the_pieces(
    archive: Archive, pages: dict[str, Html], pieces: dict[Key, Pieces]
) -> None:
    for key, found in pieces.items():
        tree = tree_of(pages[addresses.files(*key)])
        places = {file.place: file.path for file in found.files}
        for row in tree.findall(".//tbody/tr"):
            name = raw_text(row.find("th"))
            if (number := row.get("data-folder")) is not None:
                assert found.folder_path(int(number)) == name.removesuffix("/")
            else:
                assert places[int(row.attrib["data-file"])] == name
        assert tree.get("data-version") == found.version
        assert int(tree.attrib["data-folders"]) == len(found.folders)
        assert int(tree.attrib["data-files"]) == len(found.files)


def test_versions_with_the_same_files_share_scripts_and_tables(
    archive: Archive, pages: dict[str, Html], site: Path
) -> None:
    shared: dict[tuple[str, str], set[str]] = {}
    for (identifier, version), row in archive.version_rows.items():
        if row.lines:
            address = addresses.files(identifier, version)
            script = target_of(address, tree_of(pages[address]).get("data-first-script"))[0]
            shared.setdefault((identifier, row.assets_hash), set()).add(script)

    assert all(len(scripts) == 1 for scripts in shared.values())
    assert len(shared) < sum(bool(row.lines) for row in archive.version_rows.values())


# -- the tables -----------------------------------------------------------------------------------------------------


def test_the_table_names_every_file_in_order_with_its_address(
    archive: Archive, pages: dict[str, Html], site: Path
) -> None:
    for key, lines in archive.assets.items():
        page = pages[addresses.files(*key)]
        links = [link.attrib["href"] for link in page.all(".//section[@aria-labelledby='everything']//a")]
        if not lines:
            assert links == []
            continue
        [table] = links
        text = (site / target_of(page.address, table)[0]).read_text(encoding="utf-8")
        rows = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
        assets = sort_files(map(read, lines))

        assert rows[0] == ["path", "size", "asset_id", "sha256", "download_url"]
        assert rows[1:] == [
            [
                asset.path,
                "" if asset.zarr and not asset.size else str(asset.size),
                asset.asset_id,
                asset.metadata.digest.get("dandi:sha2-256") or "",
                asset_download(DANDI, asset) or "",
            ]
            for asset in assets
        ]


def awk_of(command: str, folder: Path) -> list[str]:
    """What the first program of a command gives to the second."""
    return run(
        ["sh", "-c", command.partition("|\n")[0]], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.splitlines()


def test_commands_for_tables_name_the_files_of_all_of_them(tmp_path: Path) -> None:
    head = "path\tsize\tasset_id\tsha256\tdownload_url\n"
    (tmp_path / "files.tsv").write_text(head + "a/1 x.nwb\t1\t\t\thttps://x/1\na/z.zarr\t1\t\t\t\n", encoding="utf-8")
    (tmp_path / "files-2.tsv").write_text(
        head + "a/2\t1\t\t\thttps://x/2\n../3\t1\t\t\thttps://x/3\n", encoding="utf-8"
    )
    tables = "files.tsv files-*.tsv"

    assert awk_of(snippets.aria2_all(tables, path=1, url=5), tmp_path) == [
        "https://x/1",
        "  out=a/1 x.nwb",
        "https://x/2",
        "  out=a/2",
    ]
    assert awk_of(snippets.curl_matching("a/", tables, path=1, url=5), tmp_path) == ["https://x/1", "https://x/2"]


def test_commands_of_a_page_read_all_of_its_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_listing, "ROWS", 1000)
    write_files_site(tmp_path)
    page = read_page(tmp_path, PAGE)
    texts = ["".join(code.itertext()) for code in page.all(".//section[@aria-labelledby='everything']//code")]

    assert ["files.tsv files-*.tsv |\n" in text for text in texts] == [False, True, True]


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
