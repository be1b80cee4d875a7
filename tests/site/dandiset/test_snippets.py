"""Commands hold whatever names files have; and what names an address is what the archive documents."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess

import pytest

from builder.catalog.links.archive_links import asset_s3_uri
from builder.catalog.links.instances import KNOWN_INSTANCES, own_instance
from builder.catalog.schema.asset import Asset
from builder.site.parts import snippets

DANDI = KNOWN_INSTANCES["dandi"]
URL = "https://api.dandiarchive.org/api/assets/1/download/"
NAMES = [
    "sub-01.nwb",
    "two words.nwb",
    "it's.nwb",
    'say "hi".nwb',
    "cost $5 `date` $(date).nwb",
    "plan #2 & more; rm -rf x.nwb",
    "100%PATH%.nwb",
    "wow!.nwb",
    "back\\slash.nwb",
    "line\nbreak.nwb",
    "two words!.nwb",
    "-rf",
    "-",
    "~root",
    "脳 🧠.nwb",
    "*?[a].nwb",
]


def words(command: str) -> list[str]:
    """As Bash itself takes it apart where people type, so that `!` asks for what was typed before."""
    script = f'set -o history -o histexpand\nset -f; for word in {command}; do printf "%s\\0" "$word"; done'
    ran = subprocess.run(["bash"], input=script.encode(), capture_output=True, check=True)
    return ran.stdout.decode().split("\0")[:-1]


def named(name: str) -> str:
    return f"./{name}" if name.startswith(("-", "~")) else name


WRITTEN = {
    "back\\slash.nwb": "back_slash.nwb",
    "..\\..\\windows\\win.ini": ".._.._windows_win.ini",
    "C:x.nwb": "C_x.nwb",
    "..": "file..",
    ".": "file.",
    "": "file",
}
"""Names that lead elsewhere, on Windows at least, and what they are written as."""


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_one_word_of_its_command(name: str) -> None:
    curl = snippets.curl_download(URL, name)
    copy = snippets.s3_copy("s3://bucket/blobs/1", name)
    sync = snippets.s3_sync("s3://bucket/zarr/1/", name)
    get = snippets.datalad_get(name)

    written = WRITTEN.get(name, named(name))
    assert words(curl) == ["curl", "--fail", "--location", "--output", written, URL]
    assert words(copy) == ["aws", "s3", "cp", "--no-sign-request", "s3://bucket/blobs/1", written]
    assert words(sync) == ["aws", "s3", "sync", "--no-sign-request", "s3://bucket/zarr/1/", f"{written}/"]
    assert words(get) == ["datalad", "get", named(name)]
    assert shlex.split(curl) == words(curl)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_file_is_written_into_the_current_folder(name: str) -> None:
    written = WRITTEN[name]

    assert words(snippets.curl_download(URL, name))[4] == written
    assert words(snippets.s3_copy("s3://bucket/blobs/1", name))[-1] == written
    assert words(snippets.s3_sync("s3://bucket/zarr/1/", name))[-1] == f"{written}/"
    assert snippets.matlab_download(URL, name).startswith(f'websave("{written}", ')


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_is_asked_for_by_its_encoded_address(name: str) -> None:
    command = words(snippets.folder_download(DANDI, "000003", "draft", f"{name}/"))

    assert command[:3] == ["dandi", "download", "--preserve-tree"]
    assert re.fullmatch(
        r"https://dandiarchive\.org/dandiset/000003/draft/files\?location=[A-Za-z0-9%/._~-]+/", command[3]
    )


def test_a_file_is_asked_for_as_a_glob_since_its_address_alone_is_a_folders() -> None:
    command = words(snippets.file_download(DANDI, "000003", "draft", "sub-1/a b+c.nwb"))

    assert command == [
        *("dandi", "download", "--preserve-tree", "--path-type", "glob"),
        "https://dandiarchive.org/dandiset/000003/draft/files?location=sub-1/a%20b%2Bc.nwb",
    ]


@pytest.mark.parametrize("name", ["two words.nwb", "plan #2 & more.nwb", "files?location=sub-1/"])
def test_double_quotes_are_used_where_they_will_do(name: str) -> None:
    assert snippets.shell_word(name) == f'"{name}"'


@pytest.mark.parametrize("name", NAMES)
def test_matlab_gets_a_name_on_one_line(name: str) -> None:
    first, second = snippets.matlab_download(URL, name).splitlines()

    assert re.fullmatch(r'websave\(("(?:[^"\n]|"")*"), "https://[^"]*"\);', first)
    assert re.fullmatch(r'nwbfile = nwbRead\("(?:[^"\n]|"")*"\)', second)


def test_python_is_python_whatever_the_address() -> None:
    hostile = 'https://example.org/"; import os #\n\\'

    for code in (snippets.stream_nwb(hostile), snippets.stream_nwb_zarr(hostile), snippets.stream_zarr(hostile)):
        texts = [node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)]
        assert "https://example.org/%22;%20import%20os%20#%0A%5C" in texts


def test_a_published_version_is_a_tag_of_the_datalad_copy() -> None:
    url = DANDI.datalad_url
    assert url

    assert snippets.datalad_clone(url, "000003", "0.230629.1955").splitlines() == [
        "datalad clone https://github.com/dandisets/000003",
        "cd 000003",
        "git checkout 0.230629.1955",
    ]
    assert "checkout" not in snippets.datalad_clone(url, "000003", None)


def test_the_bucket_is_named_as_its_own_clients_name_it() -> None:
    blob = Asset(asset_id="1", path="a.nwb", blob="bb81f7b3-4cfa-40e7-aa89-95beb1954d8c")
    zarr = Asset(asset_id="2", path="a.zarr", zarr="7723d02f-1f71-4553-a7b0-47bda1ae8b42")

    assert asset_s3_uri(DANDI, blob) == "s3://dandiarchive/blobs/bb8/1f7/bb81f7b3-4cfa-40e7-aa89-95beb1954d8c"
    assert asset_s3_uri(DANDI, zarr) == "s3://dandiarchive/zarr/7723d02f-1f71-4553-a7b0-47bda1ae8b42/"
    assert asset_s3_uri(KNOWN_INSTANCES["linc"], blob) is None


@pytest.mark.parametrize(
    ("archive", "target"),
    [
        ("dandi", "DANDI:000003/draft"),
        ("sandbox", "https://sandbox.dandiarchive.org/dandiset/000003/draft"),
        ("ember", "https://dandi.emberarchive.org/dandiset/000003/draft"),
        ("linc", "https://lincbrain.org/dandiset/000003/draft"),
    ],
)
def test_the_short_form_is_for_the_main_archive_alone(archive: str, target: str) -> None:
    assert snippets.download_target(KNOWN_INSTANCES[archive], "000003", "draft") == target


def test_an_unknown_archive_is_named_by_its_address() -> None:
    instance = own_instance(api_url="https://api.example.org/api", web_url="https://example.org/")

    assert snippets.download_target(instance, "000003", "0.1.2") == "https://example.org/dandiset/000003/0.1.2"
