"""Files whose names hold whatever a name may hold: each keeps its own size, id, sum and links."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from builder.catalog.text.lines import shown_path
from builder.records.cells import harmless
from builder.site.frame import addresses
from builder.site.parts import snippets
from support.readers.run_commands import run_command
from support.sites.odd_files import AS_THEY_ARE, IDENTIFIER, SHOWN, OddSite
from support.sites.pages import read_page

pytest_plugins = ["support.sites.odd_files_fixtures"]


@pytest.mark.parametrize("path", SHOWN, ids=ascii)
def test_what_is_not_seen_in_a_path_is_shown(path: str) -> None:
    assert shown_path(path) == SHOWN[path]
    assert shown_path(SHOWN[path]) == SHOWN[path]


@pytest.mark.parametrize("path", AS_THEY_ARE, ids=ascii)
def test_other_paths_are_shown_as_they_are(path: str) -> None:
    assert shown_path(path) == path


# -- what a browser loads -------------------------------------------------------------------------------------------


def test_each_file_of_the_scripts_has_its_own_size_id_sum_and_name(odd: OddSite) -> None:
    found = {file.row["asset_id"]: file for file in odd.pieces.files}

    assert found.keys() == odd.files.keys()
    for asset_id, asset in odd.files.items():
        row = found[asset_id].row
        assert (row["size"], row["blob"]) == (asset["size"], asset["blob"])
        assert [row["sum"]] == list(asset["metadata"]["digest"].values())


def test_the_scripts_tell_each_path_as_it_is_shown(odd_made: OddSite) -> None:
    found = {file.row["asset_id"]: file.path for file in odd_made.pieces.files}

    assert (
        found == odd_made.paths == {asset_id: shown_path(asset["path"]) for asset_id, asset in odd_made.files.items()}
    )


# -- the tables -----------------------------------------------------------------------------------------------------


def table_of(made: OddSite) -> list[list[str]]:
    text = (made.folder / "files.tsv").read_text(encoding="utf-8")
    assert text.endswith("\n")
    return [line.split("\t") for line in text[:-1].split("\n")]


def test_the_table_has_a_row_for_each_file_and_no_other(odd: OddSite) -> None:
    head, *rows = table_of(odd)

    assert head == ["path", "size", "asset_id", "sha256", "download_url"]
    assert sorted(row[2] for row in rows) == sorted(odd.files)
    for _, size, asset_id, sha256, url in rows:
        assert url == f"https://api.dandiarchive.org/api/assets/{asset_id}/download/"
        assert (int(size), sha256) == (
            odd.files[asset_id]["size"],
            odd.files[asset_id]["metadata"]["digest"]["dandi:sha2-256"],
        )


def test_every_reader_of_tables_reads_the_same(odd: OddSite) -> None:
    text = (odd.folder / "files.tsv").read_text(encoding="utf-8")

    assert [line.split("\t") for line in text.splitlines()] == table_of(odd)
    assert list(csv.reader(text.splitlines(), delimiter="\t")) == table_of(odd)
    assert list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)) == table_of(odd)


def test_no_cell_of_a_table_is_run_by_a_spreadsheet(odd: OddSite) -> None:
    assert [cell for row in table_of(odd) for cell in row if harmless(cell) != cell or cell[:1] in {'"', "'"}] == []


def test_a_path_of_the_table_is_the_files_own(odd_made: OddSite) -> None:
    for path, _, asset_id, *_ in table_of(odd_made)[1:]:
        shown = shown_path(odd_made.files[asset_id]["path"])
        assert path in (shown, f"./{shown}")
        assert (path == shown) == ((shown[0].isalnum() and shown[0] != "\u3164") or shown[0] in "_.")


# -- the commands that read them ------------------------------------------------------------------------------------

AWKS = [found for name in ("mawk", "gawk", "original-awk", "awk") if (found := shutil.which(name))]


@pytest.mark.parametrize("awk", AWKS)
def test_aria2_is_told_each_files_own_address_and_no_place_out_of_the_folder(
    odd: OddSite, tmp_path: Path, awk: str
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    shutil.copy(odd.folder / "files.tsv", folder)
    [command] = [
        code.text for code in odd.page.all(".//code") if "awk" in (code.text or "") and "aria2c" in code.text
    ]
    ran = run_command(command, folder, awk=awk)
    lines = ran.aria2.split("\n")
    asked = dict(zip(lines[:-1:2], lines[1::2], strict=True))

    assert ran.made == set()
    for asset_id, path in odd.paths.items():
        url = f"https://api.dandiarchive.org/api/assets/{asset_id}/download/"
        if leads_out(path.removeprefix("./")):
            assert url not in asked, ascii(path)
        else:
            assert asked[url] == f"  out={path.removeprefix('./')}", ascii(path)
    assert asked.keys() <= {f"https://api.dandiarchive.org/api/assets/{asset_id}/download/" for asset_id in odd.files}


def leads_out(path: str) -> bool:
    """Whether writing there may leave the folder, here or on Windows."""
    parts = path.replace("\\", "/").split("/")
    return parts[0] == "" or path[1:2] == ":" or not {".", ".."}.isdisjoint(parts)


@pytest.mark.parametrize("awk", AWKS)
def test_curl_gets_the_files_of_the_folder_that_was_asked_for(odd_made: OddSite, tmp_path: Path, awk: str) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    shutil.copy(odd_made.folder / "files.tsv", folder)
    for start in ("sub-1/", "a/"):
        ran = run_command(snippets.curl_matching(start, "files.tsv", path=1, url=5), folder, awk=awk)
        wanted = [asset for asset in odd_made.files.values() if shown_path(asset["path"]).startswith(start)]

        assert ran.made == set()
        assert sorted(call[-1] for call in ran.calls) == sorted(
            f"https://api.dandiarchive.org/api/assets/{asset['asset_id']}/download/" for asset in wanted
        )
        assert wanted


def test_what_the_page_says_to_run_runs_nothing_else(odd: OddSite, tmp_path: Path) -> None:
    """Each command of the page of files and of the dandiset's own."""
    own = read_page(odd.folder.parents[3], addresses.dandiset(IDENTIFIER))
    codes = [code.text or "" for page in (own, odd.page) for code in page.all(".//code")]
    commands = [code for code in codes if code.split(" ")[0] in {"curl", "aws", "dandi", "datalad"}]
    folder = tmp_path / "here"
    folder.mkdir()

    assert {command.split(" ")[0] for command in commands} == {"curl", "aws", "dandi", "datalad"}
    for command in commands:
        if "clone" not in command:  # which goes on in the folder that it makes
            ran = run_command(command, folder)
            assert ran.made == set()
            assert [call[0] for call in ran.calls] == [command.split(" ")[0]]
