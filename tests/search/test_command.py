"""`dandi-catalog search`: what it prints, and its cache."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builder.commands.main import main
from builder.search.query.store import open_index
from builder.settings import Select, Settings
from builder.snapshot import Snapshot

Search = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def search(
    sample_snapshot: Path,
    cache: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Search]:
    """Runs the command on the built-in archive: its exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dandi-catalog", "search", "--snapshot", str(sample_snapshot), *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(str(ended.value.code)), printed.out, printed.err

    yield run
    root.handlers[:], root.level = handlers, level


def test_hits_are_one_object_of_json(search: Search) -> None:
    code, out, _ = search("--json", "--limit", "3", "granule", "mossy", "cells")
    found = json.loads(out)

    assert code == 0
    assert found["query"] == "granule mossy cells"
    assert found["hits"][0]["identifier"] == "000003"
    assert found["hits"][0]["title"].startswith("Physiological Properties")
    assert found["hits"][0]["score"] > 0
    assert len(found["hits"]) == 3 <= found["total"]


def test_table_shows_hits_and_where_partial_ones_begin(search: Search) -> None:
    code, out, err = search("hippocampal", "granule", "embryonic", "--quiet")

    assert code == 0
    assert "None has all of the words; some of them have:" in out
    assert "000003" in out
    assert "000552" in out
    assert err == ""


@pytest.mark.parametrize(
    ("words", "query"),
    [
        (["granule", "-mouse"], "granule -mouse"),
        (["-vole", "granule"], "-vole granule"),
        (["-hippocampus"], "-hippocampus"),
        (["-q", "granule"], "granule"),
        (["--", "--json", "-q"], "--json -q"),
        (["--limitless", "granule"], "--limitless granule"),
    ],
)
def test_words_that_begin_with_a_hyphen_are_query(search: Search, words: list[str], query: str) -> None:
    code, out, _ = search("--json", *words)

    assert (code, json.loads(out)["query"]) == (0, query)


def test_query_that_cannot_be_read_has_its_best_reading_and_a_message(search: Search) -> None:
    code, out, err = search('granule has:wings "mossy')

    assert code == 0
    assert "000003" in out
    assert "has: knows publication" in err
    assert "no partner" in err


def test_typo_is_mended(search: Search) -> None:
    _, out, err = search("hipocampus")

    assert "Did you mean: hippocampus" in err
    assert "000552" in out


def test_nothing_found_is_said(search: Search) -> None:
    code, out, _ = search("blockchain")

    assert (code, out.split()) == (0, ["0", "dandisets"])


@pytest.mark.parametrize("words", [[], ["--limit", "0", "x"]])
def test_wrong_usage_ends_with_2(search: Search, words: list[str]) -> None:
    assert search(*words)[0] == 2


def test_index_is_kept_and_damage_makes_no_difference(sample_snapshot: Path, tmp_path: Path) -> None:
    with Snapshot.readable(sample_snapshot) as snapshot:
        made = open_index(snapshot, Settings(), tmp_path)
        (kept,) = tmp_path.glob("index-*.bin")
        written = kept.stat().st_mtime_ns
        again = open_index(snapshot, Settings(), tmp_path)
        assert kept.stat().st_mtime_ns == written
        kept.write_bytes(b"\0" * 100)
        mended = open_index(snapshot, Settings(), tmp_path)

    assert made == again == mended


def test_files_are_read_once_whatever_the_settings_show(sample_snapshot: Path, tmp_path: Path) -> None:
    started: list[int] = []

    class Listener:
        def start(self, total: int) -> None:
            started.append(total)

        def advance(self, identifier: str) -> None:
            pass

    with Snapshot.readable(sample_snapshot) as snapshot:
        everything = open_index(snapshot, Settings(), tmp_path, Listener())
        fewer = open_index(snapshot, Settings(select=Select(ids=("000003", "000004"))), tmp_path, Listener())

    assert [listed.identifier for listed in fewer.index.listed] == ["000003", "000004"]
    assert started == [len(everything.index.listed), 0]


def test_folder_that_cannot_be_written_is_done_without(sample_snapshot: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with Snapshot.readable(sample_snapshot) as snapshot:
        stored = open_index(snapshot, Settings(), tmp_path / "file" / "cache")

    assert stored.index.listed
