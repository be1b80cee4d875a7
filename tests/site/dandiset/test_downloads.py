"""The download box: what it offers for a version, that it can be read, and that it works."""

from __future__ import annotations

import ast
import hashlib
import re
import shlex
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
import requests

from builder.catalog.contents.read import read_contents
from builder.catalog.links.instances import KNOWN_INSTANCES, Instance, own_instance
from builder.catalog.schema.asset import Asset
from builder.catalog.schema.version import Version
from builder.site.contexts import DownloadBox
from builder.site.frame import addresses
from builder.site.parts.downloads import download_box
from builder.words import formats
from support import ROOT
from support.archives.sample import Archive
from support.archives.served import ServedArchive
from support.readers.shown_commands import Shown, bash_mistakes, shown_commands
from support.sites.pages import Html, text_of

pytest_plugins = ["support.sites.fixtures"]

API = "https://api.dandiarchive.org/api"
NWB = Asset(
    asset_id="00000000-0000-4000-8000-000000000001",
    path="sub-1/a b.nwb",
    size=2_000_000,
    blob="bb81f7b3-4cfa-40e7-aa89-95beb1954d8c",
)
ZARR = Asset(
    asset_id="00000000-0000-4000-8000-000000000002",
    path="sub-1/a.ome.zarr",
    size=5,
    zarr="7723d02f-1f71-4553-a7b0-47bda1ae8b42",
)
NWB_ZARR = Asset(
    asset_id="00000000-0000-4000-8000-000000000003",
    path="a.nwb.zarr",
    size=5,
    zarr="7723d02f-1f71-4553-a7b0-47bda1ae8b42",
)
TEXT = Asset(
    asset_id="00000000-0000-4000-8000-000000000004",
    path="README.md",
    size=5,
    blob="bb81f7b3-4cfa-40e7-aa89-95beb1954d8c",
)


@pytest.fixture(scope="module")
def shown(archive: Archive, pages: dict[str, Html]) -> dict[tuple[str, str], list[Shown]]:
    return {key: shown_commands(pages[addresses.version(*key)]) for key in archive.infos}


def box_of(
    *assets: Asset, archive: Instance | str = "dandi", version: str = "draft", size: int = 10
) -> DownloadBox | None:
    instance = KNOWN_INSTANCES[archive] if isinstance(archive, str) else archive
    read = Version(version=version, asset_count=len(assets), size=size)
    return download_box(instance, "000003", read, read_contents(assets))


def tabs_of(*assets: Asset, **more) -> list[str]:
    box = box_of(*assets, **more)
    return [tab.id.removeprefix("download-") for tab in box.tabs] if box else []


@pytest.mark.parametrize(
    ("assets", "tabs"),
    [
        ((), []),
        ((NWB,), ["dandi", "python", "matlab", "datalad", "curl", "aws"]),
        ((NWB, ZARR, TEXT), ["dandi", "python", "matlab", "datalad", "curl", "aws"]),
        ((ZARR,), ["dandi", "python", "datalad", "aws"]),
        ((ZARR, TEXT), ["dandi", "python", "datalad", "curl", "aws"]),
        ((TEXT,), ["dandi", "datalad", "curl", "aws"]),
    ],
)
def test_what_makes_no_sense_for_a_version_is_left_out(assets: tuple[Asset, ...], tabs: list[str]) -> None:
    assert tabs_of(*assets) == tabs


@pytest.mark.parametrize(
    ("archive", "tabs"),
    [
        ("sandbox", ["dandi", "python", "matlab", "curl", "aws"]),
        ("ember", ["dandi", "python", "matlab", "curl", "aws"]),
        ("linc", ["dandi"]),
    ],
)
def test_what_an_archive_does_not_have_is_left_out(archive: str, tabs: list[str]) -> None:
    assert tabs_of(NWB, ZARR, archive=archive) == tabs


def test_of_an_unknown_archive_no_bucket_is_named() -> None:
    instance = own_instance(api_url="https://api.example.org/api", web_url="https://example.org/")

    assert tabs_of(NWB, ZARR, archive=instance) == ["dandi", "python", "matlab", "curl"]
    assert tabs_of(ZARR, archive=instance) == ["dandi"]


def test_a_zarr_is_streamed_by_what_reads_its_kind() -> None:
    texts = {
        asset.path: next(tab for tab in box_of(asset).tabs if tab.id == "download-python").commands[1].text
        for asset in (ZARR, NWB_ZARR)
    }

    assert 'zarr.open("s3://dandiarchive/zarr/7723d02f' in texts["sub-1/a.ome.zarr"]
    assert 'NWBZarrIO("https://dandiarchive.s3.amazonaws.com/zarr/7723d02f' in texts["a.nwb.zarr"]


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (0, "1\u00a0file, 0 B. Free, and without an account."),
        (30_000_000, "1\u00a0file, 30.0 MB, less than a minute at 100\u00a0Mbit/s. "),
        (900_000_000, "900 MB, about a minute at "),
        (12_000_000_000, "12.0 GB, about 16\u00a0minutes at "),
        (200_000_000_000, "200 GB, about 4\u00a0hours at "),
        (2_600_000_000_000, "2.6 TB, about 2\u00a0days at "),
    ],
)
def test_how_much_and_how_long_is_told(size: int, told: str) -> None:
    box = box_of(NWB, size=size)

    assert box
    assert told in box.expected


def test_no_time_is_told_where_the_archive_has_not_counted_all() -> None:
    box = box_of(NWB, msgspec.structs.replace(ZARR, size=0), size=900_000_000)

    assert box
    assert box.expected.startswith("2\u00a0files, 900 MB without the zarrs, which the archive has not counted yet.")


def test_every_version_with_files_has_a_box_with_its_size(archive: Archive, shown, pages: dict[str, Html]) -> None:
    for key, info in archive.infos.items():
        assert bool(shown[key]) == bool(info["asset_count"])
        if shown[key]:
            text = text_of(pages[addresses.version(*key)].section("download").find("p"))
            assert formats.filesize(info["size"]) in text


def test_every_shell_command_can_be_read(shown) -> None:
    texts = [command.text for commands in shown.values() for command in commands if command.is_shell]

    assert len(texts) > 100
    assert bash_mistakes(texts) == ""
    assert {shlex.split(text)[0] for text in texts} == {"pip", "dandi", "datalad", "curl", "aws"}


def test_all_code_can_be_read(shown) -> None:
    python = [c.text for commands in shown.values() for c in commands if c.tab == "python" and not c.is_shell]
    matlab = [c.text for commands in shown.values() for c in commands if c.tab == "matlab"]

    assert python
    assert matlab
    for text in python:
        ast.parse(text)
    for line in (line for text in matlab for line in text.splitlines()):
        assert re.fullmatch(r'(?:nwbfile = )?\w+\("(?:[^"]|"")*"(?:, "(?:[^"]|"")*")*\);?', line)


def test_commands_name_this_version_and_its_own_files(archive: Archive, shown) -> None:
    for (identifier, version), commands in shown.items():
        assets = archive.assets[identifier, version]
        known = {asset["asset_id"] for asset in assets}
        stored = {asset["blob"] or asset["zarr"] for asset in assets}
        texts = "\n".join(command.text for command in commands)

        if commands:
            assert f"dandi download DANDI:{identifier}/{version}" in texts
            assert (f"git checkout {version}" in texts) == (version != "draft")
        assert set(re.findall(rf"{API}/assets/([0-9a-f-]+)/download/", texts)) <= known
        assert {uuid for _, uuid in re.findall(r"s3://dandiarchive/(blobs/.../...|zarr)/([0-9a-f-]{36})", texts)} <= (
            stored
        )
        hosts = set(re.findall(r"https://([^/]+)/", texts))
        assert hosts <= {"api.dandiarchive.org", "dandiarchive.org", "github.com", "dandiarchive.s3.amazonaws.com"}


def served(commands: dict[tuple[str, str], list[Shown]], tab: str, sample: ServedArchive) -> list[str]:
    """What a tab says to run, at the sample's own server, for files whose bytes it has."""
    texts = {c.text for shown in commands.values() for c in shown if c.tab == tab and "/download/" in c.text}
    found = []
    for text in sorted(text.replace(API, sample.api_url) for text in texts):
        url = re.search(r"http://[^\s\"]+", text)
        assert url
        answer = requests.get(url[0], allow_redirects=False, timeout=20)
        if "127.0.0.1" in answer.headers["location"]:
            found.append(text)
    return found


def test_curl_gets_the_file_that_the_metadata_describe(
    archive: Archive, shown, sample_archive: ServedArchive, tmp_path: Path
) -> None:
    digests = {
        asset["metadata"]["digest"]["dandi:sha2-256"]
        for asset in archive.every_asset()
        if asset["metadata"]["digest"].get("dandi:sha2-256")
    }
    commands = served(shown, "curl", sample_archive)

    assert commands
    for number, command in enumerate(commands):
        folder = tmp_path / str(number)
        folder.mkdir()
        subprocess.run(["bash", "-c", f"{command} --silent"], cwd=folder, check=True)
        (file,) = folder.iterdir()
        assert hashlib.sha256(file.read_bytes()).hexdigest() in digests
        assert file.name in {asset["path"].rpartition("/")[2] for asset in archive.every_asset()}


def test_the_python_code_reads_its_file_over_http(shown, sample_archive: ServedArchive) -> None:
    pytest.importorskip("pynwb")
    codes = served(shown, "python", sample_archive)

    assert codes
    for code in codes[:5]:
        # In a process of its own, as readers run it. In ours HDF5's lock, held while it waits for the server, would
        # meet the server's thread when that happens to clear away another test's HDF5 objects.
        command = [sys.executable, "-W", "ignore", "-c", code]
        said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
        assert "root pynwb.file.NWBFile" in said


def test_the_help_names_the_same_commands(shown) -> None:
    help_text = (ROOT / "content" / "help" / "download.md").read_text(encoding="utf-8")
    example = {command.text for command in shown["000003", "0.230629.1955"]}
    code = next(text for text in example if "remfile.File(url)" in text)

    for line in code.splitlines():
        assert re.sub(r"[0-9a-f-]{36}", "ASSET_ID", line) in help_text
    for wanted in (
        "pip install --upgrade dandi",
        "pip install pynwb remfile",
        "dandi download DANDI:000003/0.230629.1955",
        "dandi download --existing refresh DANDI:000003/0.230629.1955",
        "dandi ls -r https://dandiarchive.org/dandiset/000003/0.230629.1955",
        "git checkout 0.230629.1955",
        "datalad clone https://github.com/dandisets/000003",
        "datalad get .",
    ):
        assert wanted in example or any(wanted in text for text in example), wanted
        assert wanted in help_text, wanted
    for start in (
        "curl --fail --location --output ",
        "aws s3 cp --no-sign-request s3://",
        "dandi download --preserve-tree",
    ):
        assert any(text.startswith(start) for text in example)
        assert start in help_text
