"""The recipe for a column of the files' tree, followed to the letter and halfway."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from builder.site.frame import addresses
from builder.snapshot import ArchiveRow, Snapshot
from support.archives.small import INFO, NOW, blob_asset, encode, put_draft
from support.project.recipes import Checkout, told_files
from support.sites.file_pieces import read_pieces
from support.sites.pages import read_page, text_of

COLUMNS = "builder/site/files/columns.py"
DOCS = "docs/files.md"
PAGE = addresses.files("000001", "draft")
ENTRY = """MEDIA = TreeColumn(
    key="media",
    label="Media type",
    said="media type",
    form=Form.WORDS,
    of_file=lambda file: file.media_type,
    width=Width.WIDE,
    example="application/x-nwb",
    in_table=True,
)

"""
PATHS = {"README.txt": "text/plain", "sub-1/a.nwb": "application/x-nwb"}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of one draft with a file at the top and one in a folder."""
    path = tmp_path_factory.mktemp("files") / "snapshot.sqlite"
    assets = [blob_asset(n, name, encoding=kind) for n, (name, kind) in enumerate(sorted(PATHS.items()), 1)]
    with Snapshot.writable(path) as made:
        made.put_archive(ArchiveRow(info=encode(INFO), api_url="https://api.dandiarchive.org/api", read_utc=NOW))
        put_draft(made, "000001", "Two files", assets, created=NOW)
        made.settle()
    return path


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """Where the recipe was followed to its end."""
    made = Checkout(tmp_path_factory.mktemp("column") / "project")
    made.insert(COLUMNS, ENTRY, before="COLUMNS = (")
    made.replace(COLUMNS, "COLUMNS = (KIND, SIZE, ADDED)", "COLUMNS = (KIND, MEDIA, SIZE, ADDED)")
    made.insert(DOCS, "| `media` | the MIME type | none |\n", before="| `size` | bytes | ")
    return made


@pytest.fixture(scope="module")
def site(checkout: Checkout, snapshot: Path) -> Path:
    return checkout.build(snapshot)


def test_the_recipe_names_the_files_that_are_touched(checkout: Checkout) -> None:
    assert checkout.touched <= told_files("A column of the files' tree")


def test_the_page_shows_the_column(site: Path) -> None:
    page = read_page(site, PAGE)
    [tree] = page.all(".//*[@data-module='file-tree']")
    heads = tree.findall(".//thead//th")
    rows = [[text_of(cell) for cell in row] for row in tree.findall(".//tbody/tr")]

    assert [head.get("data-column") for head in heads] == ["name", "kind", "media", "size", "added", "links"]
    assert [text_of(head) for head in heads][2] == "Media type"
    assert [row[:3] for row in rows] == [["sub-1/", "1 file", ""], ["README.txt", "Text", "text/plain"]]
    assert ", with kind, media type, size and date added" in text_of(tree.find(".//caption"))
    assert {cell.get("colspan") for cell in page.all(".//template//td[@colspan]")} == {"6"}


def test_the_scripts_hold_its_values(site: Path) -> None:
    found = read_pieces([(site / PAGE).parent / "all.js"], 600)
    [script] = (site / "static").glob("files.*.js")
    [services] = re.findall(r"^window\.catalogServices = (.+);$", script.read_text(encoding="utf-8"), re.MULTILINE)

    assert {file.path: file.row["media"] for file in found.files} == PATHS
    assert {"key": "media", "form": "words", "folders": None} in json.loads(services)["columns"]


def test_the_table_has_it_last(site: Path) -> None:
    text = (site / PAGE).with_name("files.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t"))

    assert list(rows[0])[-2:] == ["download_url", "media"]
    assert {row["path"]: row["media"] for row in rows} == PATHS


def test_a_recipe_followed_halfway_names_the_missing_entry(tmp_path: Path) -> None:
    halfway = Checkout(tmp_path / "project")
    forgotten = ENTRY.replace("MEDIA", "FORGOTTEN").replace('"media"', '"forgotten"')
    halfway.insert(COLUMNS, ENTRY + forgotten, before="COLUMNS = (")
    halfway.replace(COLUMNS, "COLUMNS = (KIND, SIZE, ADDED)", "COLUMNS = (KIND, MEDIA, SIZE, ADDED)")
    told = halfway.failed_tests("tests/site/files/test_columns.py")

    assert "assert ['FORGOTTEN'] == []" in told  # is in no table
    assert "At index 1 diff: 'size' != 'media'" in told  # stands in no docs
