"""Output whose encoding isn't UTF-8, as that of files on Windows: every command ends as it always does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from builder.commands.main import COMMANDS
from builder.settings import Settings
from builder.site.pipeline.build import build
from builder.snapshot import ArchiveRow, Snapshot
from support import ROOT
from support.archives.small import INFO, NOW, blob_asset, encode, metadata_of, put_open, version_object

NAME = "Théta → 脳 🐭 “cells”"
LOCALES = {
    "Windows": {"PYTHONIOENCODING": "cp1252"},
    "ASCII": {"PYTHONIOENCODING": "ascii"},
    "no locale": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "UTF-16": {"PYTHONIOENCODING": "utf-16-le"},
    "UTF-8": {"PYTHONIOENCODING": "utf-8"},
}
ENCODINGS = {"Windows": "cp1252", "ASCII": "ascii", "no locale": "ascii", "UTF-16": "utf-16-le", "UTF-8": "utf-8"}
USUAL = ("Windows", "no locale")
"""One that is named and holds some letters, and what Python falls back to; a proof tries all."""
in_each = pytest.mark.parametrize(
    "locale", [pytest.param(name, marks=() if name in USUAL else pytest.mark.proof) for name in LOCALES]
)


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two snapshots and a site of a dandiset with a name of many scripts."""
    path = tmp_path_factory.mktemp("scripts")
    for file, extra in (("old.sqlite", ""), ("snapshot.sqlite", "…")):
        with Snapshot.writable(path / file) as opened:
            opened.put_archive(
                ArchiveRow(info=encode(INFO), api_url="https://api.dandiarchive.org/api", read_utc=NOW)
            )
            versions = []
            for version, more in (("0.210101.1200", ""), ("draft", extra)):
                assets = [blob_asset(1, f"sub-脳/{NAME}{more}.nwb")]
                listed = version_object(version, NAME, assets, status="Valid", created=NOW, modified=NOW)
                versions.append((listed, metadata_of("000001", version, NAME + more), assets))
            put_open(opened, "000001", "", versions)
            opened.settle()
    build(path / "snapshot.sqlite", Settings(), path / "site")
    (path / "wrong.yaml").write_text(f"titel: {NAME}\n", encoding="utf-8")
    return path


# The encoding is settled as Python starts, which takes a second: so it starts once, and has a child for each command.
DRIVER = """
import importlib, json, os, sys
from builder.commands.main import COMMANDS, main
import builder.diff.versions, builder.sample.demo, builder.search.query.store
for name in COMMANDS:
    importlib.import_module(f"builder.commands.{name}")
for number, words in enumerate(json.load(sys.stdin.buffer)):
    child = os.fork()
    if not child:
        for descriptor, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(f"{sys.argv[1]}/{number}.{name}", os.O_WRONLY | os.O_CREAT), descriptor)
        sys.argv = ["dandi-catalog", *(os.fsdecode(word.encode()) for word in words)]
        main()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with open(f"{sys.argv[1]}/{number}.code", "w", encoding="ascii") as file:
        file.write(str(code))
"""


def run_all(folder: Path, locale: str, calls: Sequence[Sequence[str]]) -> list[Ended]:
    """What commands wrote, as their encoding has it: what isn't in it fails the test."""
    with TemporaryDirectory() as scratch:
        subprocess.run(
            [sys.executable, "-c", DRIVER, scratch],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache"), **LOCALES[locale]},
            input=json.dumps(calls).encode(),
            check=True,
            timeout=300,
        )
        at = Path(scratch)
        return [
            Ended(
                int((at / f"{number}.code").read_text()),
                *((at / f"{number}.{name}").read_bytes().decode(ENCODINGS[locale]) for name in ("out", "err")),
            )
            for number in range(len(calls))
        ]


def shown(text: str, locale: str) -> str:
    return text.encode(ENCODINGS[locale], "replace").decode(ENCODINGS[locale])


CALLS: list[tuple[tuple[str, ...], int]] = [
    (("--help",), 0),
    (("--version",), 0),
    ((NAME,), 2),
    *(((name, "--help"), 0) for name in COMMANDS),
    *(((name, f"--{NAME}"), 2) for name in COMMANDS if name != "search"),
    (("harvest", "--api", f"http://{NAME}"), 2),
    (("harvest", "--snapshot", NAME, "--api", "http://127.0.0.1:9/api", "--deadline", "0.01"), 1),
    (("build", "--config", "wrong.yaml"), 2),
    (("build", "--out", f"{NAME}/site"), 0),
    (("check", "--snapshot", "snapshot.sqlite", "--site", "site"), 0),
    (("check", "--site", NAME, "--max-age", "1"), 2),
    (("diff", "000001", "0.210101.1200", "draft"), 0),
    (("diff", "000001", NAME, "draft"), 2),
    (("diff", "--since", "old.sqlite"), 0),
    (("search", "théta", "脳"), 0),
    (("search", f"{NAME}:", "nothing"), 0),
    (("serve", f"no {NAME}"), 2),
    (("demo", "--out", "snapshot.sqlite"), 2),
]


@in_each
def test_what_can_not_be_shown_is_replaced(folder: Path, locale: str) -> None:
    for (words, code), ended in zip(CALLS, run_all(folder, locale, [words for words, _ in CALLS]), strict=True):
        assert (words, ended.code) == (words, code), ended.err
        assert "Traceback" not in ended.err
        assert ended.out or ended.err


@pytest.mark.parametrize("locale", LOCALES)
def test_names_are_shown_as_far_as_they_can_be(folder: Path, locale: str) -> None:
    calls = (("search", "théta"), ("diff", "000001", "0.210101.1200", "draft"))
    found, compared = run_all(folder, locale, calls)

    assert all(shown(word, locale) in " ".join(found.out.split()) for word in NAME.split())
    assert shown("0.210101.1200 → draft", locale) in compared.out


@in_each
def test_json_loses_nothing(folder: Path, locale: str) -> None:
    calls = (
        ("search", NAME, "--json"),
        ("diff", "000001", "0.210101.1200", "draft", "--json"),
        ("check", "--snapshot", "old.sqlite", "--json"),
    )
    for ended, whole in zip(run_all(folder, locale, calls), run_all(folder, "UTF-8", calls), strict=True):
        assert json.loads(ended.out) == json.loads(whole.out)
        assert ended.out.isascii() or locale == "UTF-8"


def test_a_terminal_that_is_not_there_is_no_fault(folder: Path) -> None:
    for words, code in ((("diff", "--since", "old.sqlite"), 0), (("search", "théta"), 0), (("serve", "nowhere"), 2)):
        command = f'exec "$0" -m builder {" ".join(words)} >&- 2>&-'
        ended = subprocess.run(
            ["sh", "-c", command, sys.executable],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")},
            timeout=120,
        )
        assert ended.returncode == code


def test_no_file_is_read_or_written_in_the_systems_encoding() -> None:
    """On Windows that isn't UTF-8 either."""
    careless = [
        f"{path.name}: {call[0]}"
        for path in sorted((ROOT / "builder").rglob("*.py"))
        for call in re.finditer(r"\.(?:read_text|write_text)\((.*)\)", path.read_text(encoding="utf-8"))
        if "encoding=" not in call[1] and not call[1].startswith('"')  # of a distribution, by name
    ]

    assert careless == []
