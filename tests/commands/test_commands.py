"""The commands: what they print, and how they end."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click
import pytest
import requests

from builder import __version__
from builder.commands import terminal
from builder.commands.main import COMMANDS, commands, main
from builder.sample.contents import missing_note
from builder.sample.make import Sample
from builder.serve import AS_HARVESTED, bind, create_api, in_background
from builder.settings import Settings
from builder.site.folder.journal import WORK
from builder.site.pipeline.build import build
from builder.snapshot import ArchiveRow, Snapshot
from builder.snapshot.lock import locked
from support import ROOT
from support.archives.faulty import NOT_FOUND, WEB_PAGE, Answer, open_door, says
from support.archives.small import NOW, blob_asset, make_small_archive, metadata_of, put_open, version_object
from support.sites.pages import bytes_of

NAMES = sorted(COMMANDS)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, object]:
        """The one JSON object on stdout."""
        (line,) = self.out.splitlines()
        found = json.loads(line)
        assert isinstance(found, dict)
        return found

    @property
    def said(self) -> str:
        """What stands on stderr, in one line."""
        return " ".join(self.err.split())


Cli = Callable[..., Ended]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Cli]:
    """Runs a command in an empty folder; whatever it raises but its exit fails the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def run(*words: str | Path) -> Ended:
        monkeypatch.setattr(sys, "argv", ["dandi-catalog", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, printed.out, printed.err)

    yield run
    root.handlers[:], root.level = handlers, level


@pytest.fixture(scope="module")
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small archive on loopback."""
    path = make_small_archive(tmp_path_factory.mktemp("upstream") / "archive.sqlite")
    with in_background(create_api(path, settings=AS_HARVESTED)) as url:
        yield url


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot; for reading only."""
    return make_small_archive(tmp_path_factory.mktemp("stored") / "snapshot.sqlite")


@pytest.fixture(scope="module")
def site(stored: Path) -> Path:
    """Its site; for reading only."""
    build(stored, Settings(), stored.parent / "site")
    return stored.parent / "site"


@pytest.fixture
def not_a_snapshot(tmp_path: Path) -> Path:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0" * 2000)
    return path


@pytest.fixture
def newer_snapshot(tmp_path: Path) -> Path:
    path = make_small_archive(tmp_path / "newer.sqlite")
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    return path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# -- what is told of the commands -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_the_help_of_every_command_has_an_example(cli: Cli, name: str, option: str) -> None:
    ended = cli(name, option)

    assert ended.code == 0
    assert re.search(rf"Example: +dandi-catalog {name}\b", ended.out)
    assert ended.err == ""


def option_list(name: str) -> list[click.Parameter]:
    command = commands.get_command(click.Context(commands), name)
    assert command
    return command.params


@pytest.mark.parametrize("name", NAMES)
def test_every_option_says_what_it_does(name: str) -> None:
    silent = [option.name for option in option_list(name) if isinstance(option, click.Option) and not option.help]

    assert silent == []
    assert {"quiet", "verbose"} <= {option.name for option in option_list(name)}


def test_the_help_names_every_command(cli: Cli) -> None:
    ended = cli("--help")

    assert ended.code == 0
    assert all(re.search(rf"^  {name} ", ended.out, re.MULTILINE) for name in NAMES)


def test_the_version_is_told(cli: Cli) -> None:
    assert cli("--version") == Ended(0, f"dandi-catalog, version {__version__}\n", "")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("fly",),
        ("build", "--wings"),
        ("build", "--jobs", "0"),
        ("build", "--jobs", "two"),
        ("harvest", "--workers", "99"),
        ("harvest", "--deadline", "0"),
        ("harvest", "--rate", "-1"),
        ("harvest", "--instance", "nowhere"),
        ("harvest", "000003"),
        ("serve", "--port", "70000"),
        ("check", "--max-age", "old"),
    ],
)
def test_wrong_words_end_with_2(cli: Cli, words: tuple[str, ...]) -> None:
    ended = cli(*words)

    assert ended.code == 2
    assert ended.out == ""
    assert "Usage: dandi-catalog" in ended.err


# -- harvest --------------------------------------------------------------------------------------------------------


def test_a_harvest_says_what_it_did(cli: Cli, upstream: str) -> None:
    ended = cli("harvest", "--api", f"{upstream}/api")

    assert ended.code == 0
    assert ended.out.startswith("Harvested into snapshot.sqlite: 3 listed, 3 fetched, 0 unchanged, 0 failed")
    assert Path("snapshot.sqlite").is_file()


def test_a_harvest_prints_one_json_object(cli: Cli, upstream: str) -> None:
    first = cli("harvest", "--api", f"{upstream}/api", "--json").json
    second = cli("harvest", "--api", f"{upstream}/api", "--json", "--quiet").json

    assert {"listed", "fetched", "unchanged", "failed", "deleted", "requests", "bytes", "seconds"} <= set(first)
    assert (first["listed"], first["fetched"], first["unchanged"], first["failed"]) == (3, 3, 0, [])
    assert (second["listed"], second["fetched"], second["unchanged"]) == (3, 0, 3)


def test_a_harvest_says_how_far_it_is_on_stderr_unless_it_is_to_be_quiet(cli: Cli, upstream: str) -> None:
    loud = cli("harvest", "--api", f"{upstream}/api", "--snapshot", "loud.sqlite")
    quiet = cli("harvest", "--api", f"{upstream}/api", "--snapshot", "quiet.sqlite", "--quiet")

    assert loud.err == "Harvesting: 0 of 3 dandisets\n"
    assert quiet.err == ""


def test_plain_lines_tell_assets_rate_and_time_left(cli: Cli, upstream: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "_PLAIN_EVERY_S", 0)
    lines = cli("harvest", "--api", f"{upstream}/api", "--workers", "1").err.splitlines()

    assert lines[0] == "Harvesting: 0 of 3 dandisets"
    assert re.fullmatch(r"Harvesting: 1 of 3 dandisets, 5 assets, [0-9,]+ dandisets/min, 0:00:\d\d left", lines[1])
    assert re.fullmatch(r"Harvesting: 3 of 3 dandisets, 2,508 assets, .*, 0:00:00 left", lines[3])


@pytest.mark.skipif(os.name != "posix", reason="makes a POSIX terminal")
def test_on_a_terminal_a_bar_tells_assets_rate_and_time_left(tmp_path: Path, upstream: str) -> None:
    ours, theirs = os.openpty()
    started = start("harvest", "--api", f"{upstream}/api", cwd=tmp_path, stderr=theirs, TERM="xterm", COLUMNS="120")
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # how a terminal says that its program has ended
        while chunk := os.read(ours, 4096):
            shown += chunk
    os.close(ours)
    out, _ = started.communicate(timeout=30)

    assert (started.returncode, out.partition(":")[0]) == (0, "Harvested into snapshot.sqlite")
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode())
    assert re.search(r"Harvesting .*0/3.*-:--:--", text)
    assert re.search(r"Harvesting .*3/3 2,508 assets, [0-9,]+ dandisets/min 0:00:00", text)


def test_a_harvest_of_one_dandiset_fetches_no_other(cli: Cli, upstream: str) -> None:
    ended = cli("harvest", "--api", f"{upstream}/api", "--only", "000002", "--json")

    assert (ended.code, ended.json["fetched"]) == (0, 1)


def test_a_harvest_takes_the_archive_from_the_settings(cli: Cli, upstream: str) -> None:
    write(Path("catalog.yaml"), f"archive: {{api: '{upstream}/api', web: 'https://lab.example'}}\n")

    assert cli("harvest", "--json").json["fetched"] == 3


def test_the_archive_is_told_for_which_catalog_it_is_asked(cli: Cli, upstream: str) -> None:
    write(Path("catalog.yaml"), "base_url: https://data.example.org/catalog/\n")
    with open_door(upstream) as door:
        cli("harvest", "--api", door.api)

    assert {asked.headers["User-Agent"].partition("(")[2] for asked in door.asked} == {
        "harvests metadata for https://data.example.org/catalog/)"
    }


def test_a_dandiset_that_fails_is_named_and_the_harvest_ends_with_1(cli: Cli, upstream: str) -> None:
    with open_door(upstream) as door:
        door.at("/dandisets/000001/versions/draft/info/", NOT_FOUND, always=True)
        told = cli("harvest", "--api", door.api)
        ended = cli("harvest", "--api", door.api, "--json")

    assert (told.code, ended.code) == (1, 1)
    assert re.search(r"(?m)^  failed: 000001: .*draft/info.*404", told.out)
    assert [failure["identifier"] for failure in ended.json["failed"]] == ["000001"]  # type: ignore[attr-defined]
    assert cli("build").code == 0


def test_a_deadline_ends_a_harvest_with_1(cli: Cli, upstream: str) -> None:
    ended = cli("harvest", "--api", f"{upstream}/api", "--deadline", "0.0001")

    assert ended.code == 1
    assert "deadline" in ended.out + ended.err


def test_where_nothing_listens_a_harvest_ends_with_3(cli: Cli) -> None:
    sock = bind(0)
    port = sock.getsockname()[1]
    sock.close()
    ended = cli("harvest", "--api", f"http://127.0.0.1:{port}/api")

    assert (ended.code, ended.out) == (3, "")
    assert f"http://127.0.0.1:{port}/api" in ended.said
    assert not Path("snapshot.sqlite").exists()


@pytest.mark.parametrize(
    "answer",
    [WEB_PAGE, NOT_FOUND, says({"name": "another service"}), says([1, 2]), says("text")],
    ids=["HTML", "nothing there", "another service", "a list", "a text"],
)
def test_what_is_no_archive_ends_a_harvest_with_3(cli: Cli, answer) -> None:
    with open_door() as door:
        door.at("/", answer, always=True)
        ended = cli("harvest", "--api", door.api)

    assert (ended.code, ended.out) == (3, "")
    assert f"dandi-catalog: {door.api}/info/" in ended.said
    assert not Path("snapshot.sqlite").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--api", "dandiarchive.org"), "--api 'dandiarchive.org': write a whole address"),
        (("--api", ""), "--api '': write a whole address"),
        (("--api", "ftp://dandiarchive.org/api"), "write a whole address"),
        (("--api", "http://127.0.0.1:1/api", "--instance", "dandi"), "give one of them"),
        (("--api", "http://127.0.0.1:1/api", "--max-deletes", "many"), "--max-deletes many: write a number"),
        (("--api", "http://127.0.0.1:1/api", "--max-deletes", "9" * 5000), "write a number"),
        (("--api", "http://127.0.0.1:1/api", "--max-deletes", "-1"), "--max-deletes -1: write a number"),
        (("--config", "no-such.yaml"), "no-such.yaml: there is no such settings file"),
    ],
)
def test_a_wrong_argument_of_a_harvest_is_told(cli: Cli, words: tuple[str, ...], told: str) -> None:
    ended = cli("harvest", *words)

    assert (ended.code, ended.out) == (2, "")
    assert told in ended.said


@pytest.mark.parametrize("identifier", ["999999", "3", "DANDI:000001", ""])
def test_an_unknown_dandiset_is_named(cli: Cli, upstream: str, identifier: str) -> None:
    ended = cli("harvest", "--api", f"{upstream}/api", "--only", "000001", "--only", identifier)

    assert (ended.code, ended.out) == (2, "")
    assert f"--only {identifier}".strip() in ended.said


@pytest.mark.parametrize(
    "place",
    ["file/snapshot.sqlite", "folder", "/proc/nowhere/snapshot.sqlite", "/proc/mine.sqlite"],
)
def test_a_place_where_no_snapshot_can_be_written_is_told(cli: Cli, upstream: str, place: str) -> None:
    write(Path("file"), "mine")
    Path("folder").mkdir()
    ended = cli("harvest", "--api", f"{upstream}/api", "--snapshot", place)

    assert (ended.code, ended.out) == (2, "")
    assert place in ended.said


def test_a_harvest_into_something_else_leaves_it_alone(cli: Cli, upstream: str, not_a_snapshot: Path) -> None:
    before = not_a_snapshot.read_bytes()
    ended = cli("harvest", "--api", f"{upstream}/api", "--snapshot", not_a_snapshot)

    assert (ended.code, ended.out) == (4, "")
    assert "not a snapshot" in ended.said
    assert not_a_snapshot.read_bytes() == before


def test_a_second_harvest_at_the_same_time_ends_with_5(cli: Cli, upstream: str) -> None:
    with locked(Path("snapshot.sqlite")):
        ended = cli("harvest", "--api", f"{upstream}/api")

    assert (ended.code, ended.out) == (5, "")
    assert f"process {os.getpid()}" in ended.said


# -- build ----------------------------------------------------------------------------------------------------------


def test_a_build_says_what_it_did(cli: Cli, stored: Path) -> None:
    first = cli("build", "--snapshot", stored)
    second = cli("build", "--snapshot", stored)

    assert (first.code, second.code) == (0, 0)
    assert re.match(r"Built site: 3 dandisets on \d+ pages; \d+ files, [\d.]+ .?B, [\d.]+ s\n$", first.out)
    assert re.match(r"Built site: 3 dandisets on \d+ pages, \d+ of them unchanged; ", second.out)
    assert Path("site/index.html").is_file()


def test_a_build_prints_one_json_object(cli: Cli, stored: Path) -> None:
    found = cli("build", "--snapshot", stored, "--out", "there", "--jobs", "1", "--full", "--json").json

    assert {"pages", "files", "bytes", "seconds", "skipped"} <= set(found)
    assert found["files"] == sum(path.is_file() for path in Path("there").rglob("*")) - 1


@pytest.mark.parametrize("command", ["build", "check", "serve"])
def test_a_snapshot_that_is_not_there_is_told(cli: Cli, command: str) -> None:
    Path("site").mkdir()
    ended = cli(command, "--snapshot", "missing.sqlite")

    assert (ended.code, ended.out) == (2, "")
    assert "missing.sqlite: no snapshot there" in ended.said


@pytest.mark.parametrize("command", ["build", "serve", "check"])
def test_a_snapshot_that_is_none_ends_with_4(cli: Cli, command: str, not_a_snapshot: Path) -> None:
    Path("site").mkdir()
    ended = cli(command, "--snapshot", not_a_snapshot)

    assert ended.code == 4
    assert f"{not_a_snapshot} is not a snapshot" in ended.said + ended.out


@pytest.mark.parametrize("command", ["build", "serve", "check", "harvest"])
def test_a_snapshot_of_a_newer_program_ends_with_4(
    cli: Cli, upstream: str, command: str, newer_snapshot: Path
) -> None:
    Path("site").mkdir()
    before = newer_snapshot.read_bytes()
    more = ("--api", f"{upstream}/api") if command == "harvest" else ()
    ended = cli(command, "--snapshot", newer_snapshot, *more)

    assert ended.code == 4
    assert "snapshot format 99 is newer" in ended.said + ended.out
    assert "update dandi-catalog" in ended.said + ended.out
    assert newer_snapshot.read_bytes() == before


def test_a_snapshot_that_was_never_filled_is_told(cli: Cli) -> None:
    Snapshot.writable(Path("snapshot.sqlite")).close()
    ended = cli("build")

    assert (ended.code, ended.out) == (2, "")
    assert "run dandi-catalog harvest first" in ended.said


@pytest.mark.parametrize("place", ["file", "file/site", "full", ".", "..", "/proc/nowhere/site"])
def test_a_place_where_no_site_can_be_written_is_told(cli: Cli, stored: Path, place: str) -> None:
    write(Path("file"), "mine")
    write(Path("full/thesis.tex"), "mine")
    ended = cli("build", "--snapshot", stored, "--out", place)

    assert (ended.code, ended.out) == (2, "")
    assert ended.said.startswith("dandi-catalog: ")
    assert {path.name for path in Path().iterdir()} == {"file", "full"}


def test_mistakes_in_the_settings_are_told_all_at_once(cli: Cli, stored: Path) -> None:
    write(Path("catalog.yaml"), "titel: Ours\nversions: some\nexclude: [3]\n")
    ended = cli("build", "--snapshot", stored)

    assert (ended.code, ended.out) == (2, "")
    assert [line for line in (1, 2, 3) if f"catalog.yaml: line {line}: " not in ended.said] == []
    assert not Path("site").exists()


@pytest.mark.parametrize("text", ["title: [", "\ttitle: x", "- a list", "\x00", 'title: "\\U99999999"', "just text"])
def test_settings_that_are_no_settings_are_told(cli: Cli, stored: Path, text: str) -> None:
    write(Path("ours.yaml"), text)
    ended = cli("build", "--snapshot", stored, "--config", "ours.yaml")

    assert (ended.code, ended.out) == (2, "")
    assert "ours.yaml: line 1: " in ended.said


def test_a_template_that_names_what_is_not_there_is_told(cli: Cli, stored: Path, site: Path) -> None:
    write(Path("catalog.yaml"), "theme: ours\n")
    write(
        Path("ours/templates/pages/404.html"),
        "{% extends 'base.html' %}\n\n{% block main %}{{ pgae }}{% endblock %}\n",
    )
    ended = cli("build", "--snapshot", stored)

    assert (ended.code, ended.out) == (2, "")
    assert "ours/templates/pages/404.html, line 3: 'pgae' is undefined" in ended.said
    assert not Path("site").exists()


def test_a_second_build_at_the_same_time_ends_with_5(cli: Cli, stored: Path) -> None:
    Path("site", WORK).mkdir(parents=True)
    with locked(Path("site", WORK, "build").resolve()):
        ended = cli("build", "--snapshot", stored)

    assert (ended.code, ended.out) == (5, "")


def test_a_strict_build_takes_warnings_for_errors(cli: Cli) -> None:
    make_small_archive(Path("snapshot.sqlite"))
    with Snapshot.writable(Path("snapshot.sqlite")) as opened:
        opened.mark_stale("000002", "503", now_utc="2026-01-02T00:00:00Z")
        opened.settle()
    lax, strict = cli("build"), cli("build", "--strict")

    assert (lax.code, strict.code) == (0, 4)
    assert "  warning: 1\u00a0dandiset could not be read again: 000002\n" in lax.out


def test_a_verbose_build_tells_how_long_its_stages_took(cli: Cli, stored: Path) -> None:
    said = cli("build", "--snapshot", stored, "-v").said
    quiet = cli("build", "--snapshot", stored, "--full").said

    stages = ["read dandisets", "pages of dandisets", "search", "other pages", "publish"]
    assert re.findall(r"INFO +([a-z ]+): [0-9]+\.[0-9] s", said) == stages
    assert "pages of dandisets" not in quiet


# -- check ----------------------------------------------------------------------------------------------------------


def test_a_check_without_a_fault_ends_with_0(cli: Cli, stored: Path, site: Path) -> None:
    ended = cli("check", "--snapshot", stored, "--site", site)

    assert ended.code == 0
    assert ended.out.endswith("0\u00a0problems\n")


def test_a_check_prints_one_json_object(cli: Cli, stored: Path, site: Path) -> None:
    found = cli("check", "--snapshot", stored, "--site", site, "--json").json

    assert {"ok", "problems", "content_hash"} <= set(found)
    assert (found["ok"], found["problems"]) == (True, [])
    assert re.fullmatch(r"[0-9a-f]{64}", str(found["content_hash"]))
    assert cli("check", "--site", site, "--json").json == {
        "ok": True,
        "problems": [],
        "notes": [],
        "content_hash": None,
    }


def test_a_check_takes_what_is_there(cli: Cli, stored: Path) -> None:
    nothing = cli("check")
    make_small_archive(Path("snapshot.sqlite"))
    one = cli("check")
    cli("build")
    both = cli("check")

    assert (nothing.code, one.code, both.code) == (2, 0, 0)
    assert "name what to check with --snapshot or --site" in nothing.said
    assert "Checked snapshot.sqlite: " in one.out
    assert "Checked snapshot.sqlite and site: " in both.out


def test_a_broken_site_ends_a_check_with_4(cli: Cli, stored: Path) -> None:
    cli("build", "--snapshot", stored)
    Path("site/about/index.html").unlink()
    told, ended = cli("check", "--site", "site"), cli("check", "--site", "site", "--json")

    assert (told.code, ended.code) == (4, 4)
    assert "about/index.html" in told.out
    assert ended.json["ok"] is False
    assert all(set(problem) == {"where", "what"} for problem in ended.json["problems"])  # type: ignore[attr-defined]


def test_a_site_that_is_not_there_is_told(cli: Cli) -> None:
    ended = cli("check", "--site", "nowhere")

    assert (ended.code, ended.out) == (2, "")
    assert "nowhere" in ended.said


def test_an_old_snapshot_can_be_a_fault(cli: Cli, stored: Path, upstream: str) -> None:
    old = cli("check", "--snapshot", stored, "--max-age", "0.001")
    cli("harvest", "--api", f"{upstream}/api")
    fresh = cli("check", "--snapshot", "snapshot.sqlite", "--max-age", "1")

    assert (old.code, fresh.code) == (4, 0)


def test_a_damaged_snapshot_ends_a_check_with_4(cli: Cli) -> None:
    path = make_small_archive(Path("snapshot.sqlite"))
    db = sqlite3.connect(path)
    db.execute("UPDATE version SET info = '{}' WHERE identifier = '000001'")
    db.commit()
    db.close()
    ended = cli("check", "--json")

    assert ended.code == 4
    assert any("000001" in problem["where"] for problem in ended.json["problems"])  # type: ignore[attr-defined]


# -- serve, sample, demo --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["serve", "sample"])
def test_a_busy_port_is_told(cli: Cli, site: Path, command: str) -> None:
    with bind(0) as sock:
        port = sock.getsockname()[1]
        ended = cli(command, *((site,) if command == "serve" else ()), "--port", str(port))

    assert (ended.code, ended.out) == (2, "")
    assert f"port {port} is busy" in ended.said


def test_a_folder_that_is_not_there_is_not_served(cli: Cli) -> None:
    ended = cli("serve", "nowhere")

    assert (ended.code, ended.out) == (2, "")
    assert "nowhere: no site there" in ended.said


def test_settings_without_what_they_are_about_are_told(cli: Cli, site: Path) -> None:
    write(Path("catalog.yaml"), "exclude: ['000001']\n")
    ended = cli("serve", site, "--config", "catalog.yaml")

    assert (ended.code, ended.out) == (2, "")
    assert "--snapshot" in ended.said


def test_mistakes_in_the_settings_of_a_served_snapshot_are_told(cli: Cli, site: Path, stored: Path) -> None:
    write(Path("catalog.yaml"), "exlude: ['000001']\n")
    ended = cli("serve", site, "--snapshot", stored)

    assert (ended.code, ended.out) == (2, "")
    assert "exlude" in ended.said


def test_a_demo_in_the_place_of_a_file_is_told(cli: Cli) -> None:
    write(Path("file"), "mine")
    ended = cli("demo", "--no-serve", "--out", "file")

    assert (ended.code, ended.out) == (2, "")
    assert Path("file").read_text() == "mine"


def test_a_demo_overwrites_nobodys_snapshot_or_site(cli: Cli) -> None:
    make_small_archive(Path("snapshot.sqlite"))
    cli("build")
    before = bytes_of(Path())
    ended = cli("demo", "--no-serve", "--out", ".")

    assert (ended.code, ended.out) == (2, "")
    assert "something else than a demo" in ended.said
    assert bytes_of(Path()) == before


# -- diff -----------------------------------------------------------------------------------------------------------


def test_two_versions_are_compared(cli: Cli, stored: Path) -> None:
    ended = cli("diff", "000001", "0.210101.1200", "0.220101.1200", "--snapshot", stored)

    assert ended.code == 0
    title, summary, *lines = ended.out.splitlines()
    assert title == "000001: 0.210101.1200 → 0.220101.1200"
    assert summary.replace("\u00a0", " ") == "+1 file (1.0 kB), 1 keyword changed"
    assert "    - ancient" in lines
    assert "  + README.txt | 1.0 kB" in lines


def test_versions_that_are_no_neighbours_are_compared_both_ways(cli: Cli, stored: Path) -> None:
    ahead = cli("diff", "000001", "0.210101.1200", "draft", "--json", "--snapshot", stored).json
    back = cli("diff", "000001", "draft", "0.210101.1200", "--json", "--snapshot", stored).json

    assert (ahead["before"], ahead["after"], ahead["unchanged"]) == ("0.210101.1200", "draft", 1)
    assert ahead["added"] == [{"path": "sub-1/café “notes”.txt", "size_after": 1000}]
    assert back["removed"] == [{"path": "sub-1/café “notes”.txt", "size_before": 1000}]
    assert (ahead["changed"], ahead["removed"]) == ([], [])


def test_a_version_does_not_differ_from_itself(cli: Cli, stored: Path) -> None:
    ended = cli("diff", "000001", "draft", "draft", "--snapshot", stored)

    assert (ended.code, ended.out.splitlines()[1]) == (0, "no change")


def test_two_snapshots_are_compared(cli: Cli, stored: Path) -> None:
    ended = cli("diff", "--since", stored, "--snapshot", stored, "--json")

    assert (ended.code, ended.json) == (0, {"added": [], "changed": [], "removed": []})


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("1", "draft", "draft"), "1: {} holds no such dandiset, but 5 others; near it are 000001"),
        (("000001", "draft", "0.1"), "no version 0.1; it has 0.210101.1200, 0.220101.1200, draft"),
        (("000003", "draft", "draft"), "(it is embargoed)"),
        (("000001", "draft"), "name a dandiset and two versions"),
        ((), "name a dandiset and two versions"),
        (("000001", "draft", "draft", "--since", "old.sqlite"), "name a dandiset and two versions"),
    ],
)
def test_what_can_not_be_compared_is_told(cli: Cli, stored: Path, words: tuple[str, ...], told: str) -> None:
    ended = cli("diff", *words, "--snapshot", stored)

    assert ended.code == 2
    assert told.format(stored) in ended.said


def test_a_terminal_obeys_no_text_of_the_archive(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "hostile.sqlite"
    with Snapshot.writable(path) as snapshot:
        versions = []
        for name in ("0.210101.1200", "draft"):
            assets = [blob_asset(1, f"{name}\x1b[2J\x07\u202e.nwb")]
            metadata = metadata_of("000001", name, f"{name}\x1b]0;title\x07\r\nline")
            listed = version_object(name, "x", assets, status="Valid", created=NOW, modified=NOW)
            versions.append((listed, metadata, assets))
        put_open(snapshot, "000001", "", versions)

    ended = cli("diff", "000001", "0.210101.1200", "draft", "--snapshot", path)

    assert ended.code == 0
    assert all(line.replace("\u00a0", " ").replace("\u202f", " ").isprintable() for line in ended.out.splitlines())


FOUL = "[red]no[/red] :skull: \x1b[2J\x1b]0;pwn\x07\x9b31m\x85dandi-catalog: forged"


def is_harmless(text: str) -> bool:
    return all(line.replace("\u00a0", " ").replace("\u202f", " ").isprintable() for line in text.split("\n"))


def test_a_terminal_obeys_no_answer_of_a_server(cli: Cli, upstream: str) -> None:
    with open_door(upstream) as door:
        assert cli("harvest", "--api", door.api).code == 0
        door.at("/000001/versions/draft/info/", Answer(418, reason=FOUL), always=True)
        told = cli("harvest", "--api", door.api, "--verify", "-v")
        in_json = cli("harvest", "--api", door.api, "--verify", "--json")
        door.at("/api/info/", Answer(418, reason=FOUL), always=True)
        refused = cli("harvest", "--api", door.api)
    checked = cli("check", "--snapshot", "snapshot.sqlite", "--max-age", "0")

    assert (told.code, in_json.code, refused.code, checked.code) == (1, 1, 3, 4)
    for text in (told.out, told.err, in_json.out, refused.err, checked.out):
        assert is_harmless(text)
        assert "[red]no[/red] :skull:" in " ".join(text.split())


def test_a_terminal_obeys_no_title_that_is_found(cli: Cli, tmp_path: Path) -> None:
    with Snapshot.writable(tmp_path / "snapshot.sqlite") as snapshot:
        snapshot.put_archive(ArchiveRow(info=b"{}", api_url="https://archive.example/api", read_utc=NOW))
        name = "Grid cells [red]no[/red] :skull: \u202egpj\u2066 \u2028forged"
        listed = version_object("draft", name, [], status="Valid", created=NOW, modified=NOW)
        put_open(snapshot, "000001", "", [(listed, metadata_of("000001", "draft", name), [])])

    shown, in_json = cli("search", "grid"), cli("search", "grid", "--json")

    assert is_harmless(shown.out)
    assert is_harmless(in_json.out)
    assert "[red]no[/red] :skull:" in shown.out
    (hit,) = in_json.json["hits"]  # type: ignore[misc]
    assert hit["title"].startswith("Grid cells [red]no[/red] :skull:")


def test_a_terminal_obeys_nothing_that_a_check_quotes(cli: Cli, tmp_path: Path) -> None:
    path = "a\x9b31m\u202e\u2028dandi-catalog: forged" + "x" * 5000
    with Snapshot.writable(tmp_path / "snapshot.sqlite") as snapshot:
        asset = blob_asset(1, path)
        asset["metadata"]["contentSize"] = "\u202e many"
        listed = version_object("draft", "x", [asset], status="Valid", created=NOW, modified=NOW)
        put_open(snapshot, "000001", "", [(listed, metadata_of("000001", "draft", "x"), [asset])])

    ended = cli("check", "--snapshot", "snapshot.sqlite")

    assert "contentSize" in cli("check", "--snapshot", "snapshot.sqlite", "--json").out
    assert is_harmless(ended.out)
    assert max(map(len, ended.out.splitlines())) < 1500


def test_a_terminal_obeys_no_word_that_is_searched(cli: Cli, stored: Path) -> None:
    ended = cli("search", "grdi", "celss", 'species:"x\x1b[2J\x9b31m"', '"\x1b]0;pwn\x07"', "--snapshot", stored)

    assert "No species is called" in ended.err
    assert is_harmless(ended.out + ended.err)


def test_a_terminal_obeys_no_suggestion(cli: Cli, stored: Path) -> None:
    ended = cli("search", "bzsaki", "\x1b[2J", "--snapshot", stored)

    assert "Did you mean" in ended.err
    assert is_harmless(ended.out + ended.err)


def test_a_terminal_obeys_no_text_in_a_fault_of_the_program(
    cli: Cli, stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> NoReturn:
        raise RuntimeError(FOUL)

    monkeypatch.setattr("builder.search.query.store.open_index", fail)
    ended = cli("search", "grid", "--snapshot", stored)

    assert "RuntimeError: [red]no[/red] :skull:" in ended.err
    assert is_harmless(ended.err)


def test_a_word_that_is_no_text_is_searched_all_the_same(cli: Cli, stored: Path) -> None:
    ended = cli("search", "grid", "\udcff", "--snapshot", stored, "--json")

    assert (ended.code, ended.json["query"]) == (0, "grid \ufffd")


# -- where there is little to rely on ------------------------------------------------------------------------------


@pytest.fixture(params=["no home", "nothing to write to"])
def no_cache(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A user whom the system doesn't know, as in containers; or one whose home is read-only."""

    def unknown(*_: object) -> NoReturn:
        raise KeyError

    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", unknown)
    if request.param == "nothing to write to":
        monkeypatch.setenv("HOME", "/proc")


def test_without_a_cache_a_search_takes_longer(cli: Cli, stored: Path, no_cache: None) -> None:
    ended = cli("search", "grid", "--snapshot", stored)

    assert ended.code == 0
    assert list(Path().iterdir()) == []


def test_without_a_cache_a_demo_says_what_it_needs(cli: Cli, no_cache: None) -> None:
    ended = cli("demo", "--no-serve")

    assert (ended.code, ended.out) == (2, "")
    assert "set XDG_CACHE_HOME to a folder that can be written to" in ended.said
    assert [path.name for path in Path().rglob("*")] == ["demo"]


def test_a_hint_is_shown_letter_by_letter_in_one_line(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    note = missing_note(["000001", "000002"])
    made = make_small_archive(tmp_path / "made.sqlite")
    sample = Sample(snapshot_path=made, blobs={}, notes=(note,))
    monkeypatch.setattr("builder.sample.make_sample", lambda path: sample)
    with bind(0) as busy:
        ended = cli("sample", "--port", str(busy.getsockname()[1]))

    assert "pip install 'dandi-catalog[nwb]'" in note
    assert ended.err.splitlines()[0] == note


# -- as a program of its own ----------------------------------------------------------------------------------------


def start(*words: str | Path, cwd: Path, stderr: int = subprocess.PIPE, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "builder", *map(str, words)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


def test_an_interrupted_harvest_ends_with_130(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = start("harvest", "--api", f"http://127.0.0.1:{silent.getsockname()[1]}/api", cwd=tmp_path)
        silent.settimeout(30)
        asked, _ = silent.accept()  # it waits for an answer now
        with asked:
            started.send_signal(signal.SIGINT)
            out, err = started.communicate(timeout=30)

    assert (started.returncode, out) == (130, "")
    assert "interrupted" in err
    assert "Traceback" not in err


def test_a_site_and_its_archive_are_served_until_ctrl_c(tmp_path: Path, site: Path, stored: Path) -> None:
    started = start("serve", site, "--port", "0", "--snapshot", stored, cwd=tmp_path)
    assert started.stdout is not None
    url = started.stdout.readline().split()[0]
    page, info = requests.get(url, timeout=30), requests.get(f"{url}api/info/", timeout=30)
    started.send_signal(signal.SIGINT)
    _, err = started.communicate(timeout=30)

    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert info.json()["instance_config"]["instance_name"] == "DANDI"
    assert (started.returncode, err) == (0, "")


@pytest.mark.parametrize("options", [(), ("--config", "other.yaml")], ids=["by default", "as named"])
def test_a_served_archive_keeps_to_the_settings(tmp_path: Path, site: Path, stored: Path, options) -> None:
    write(tmp_path / (options[1] if options else "catalog.yaml"), "exclude: ['000001']\n")
    started = start("serve", site, "--port", "0", "--snapshot", stored, *options, cwd=tmp_path)
    assert started.stdout is not None
    url = started.stdout.readline().split()[0]
    listed = requests.get(f"{url}api/dandisets/", timeout=30).json()
    excluded = requests.get(f"{url}api/dandisets/000001/versions/draft/info/", timeout=30)
    started.send_signal(signal.SIGINT)
    started.communicate(timeout=30)

    assert [item["identifier"] for item in listed["results"]] == ["000002", "000005"]
    assert excluded.status_code == 404


def test_a_reader_that_goes_away_is_no_crash(tmp_path: Path, stored: Path) -> None:
    started = start("check", "--snapshot", stored, "--json", cwd=tmp_path)
    assert started.stdout is not None
    assert started.stderr is not None
    started.stdout.close()
    err = started.stderr.read()
    started.stderr.close()

    assert started.wait(timeout=30) in (0, 1)
    assert err == ""
