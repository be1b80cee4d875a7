"""A build writes what the browser's search loads, and goes on with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.search.index import file_keys
from builder.settings import Settings
from builder.site.pipeline.build import build
from builder.snapshot import Snapshot
from support.archives.edges import make_edge_archive
from support.archives.small import blob_asset, make_small_archive, put_draft
from support.sites.pages import bytes_of, in_site


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    return make_small_archive(tmp_path / "snapshot.sqlite")


def search_files(site: Path) -> dict[str, bytes]:
    return {name: data for name, data in bytes_of(site).items() if name.startswith("search/")}


def change(snapshot: Path, identifier: str, files: int) -> None:
    with Snapshot.writable(snapshot) as opened:
        assets = [blob_asset(9_000 + number, f"sub-new{number}/new{number}.nwb") for number in range(files)]
        put_draft(opened, identifier, f"Changed {identifier}", assets, created="2023-01-01T00:00:00Z")
        opened.settle()


def test_every_script_hands_over_one_piece(snapshot: Path, tmp_path: Path) -> None:
    build(snapshot, Settings(), tmp_path / "site")
    files = search_files(tmp_path / "site")
    puts = {name: re.match(rb'catalogSearch\.put\("([a-z0-9.-]+)",', data) for name, data in files.items()}

    assert in_site(tmp_path / "site", "search/list.js") in files
    assert all(put and f"search/{put[1].decode()}.js" == name for name, put in puts.items())


@pytest.mark.parametrize("files", [0, 3])
@pytest.mark.parametrize("identifier", ["000001", "000700"], ids=["changed", "added"])
def test_going_on_is_as_making_it_anew(snapshot: Path, tmp_path: Path, identifier: str, files: int) -> None:
    build(snapshot, Settings(), tmp_path / "site")
    change(snapshot, identifier, files)
    build(snapshot, Settings(), tmp_path / "site")
    build(snapshot, Settings(), tmp_path / "anew")

    assert search_files(tmp_path / "site") == search_files(tmp_path / "anew")


def test_titles_without_any_word_hinder_no_search(tmp_path: Path) -> None:
    snapshot = make_edge_archive(tmp_path / "snapshot.sqlite", {"signs": {"name": "?!", "description": "\u2014"}}, {})
    build(snapshot, Settings(), tmp_path / "site")

    assert b"?!" in (tmp_path / "site" / in_site(tmp_path / "site", "search/list.js")).read_bytes()


def test_more_shards_are_made_when_files_grow(
    snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_keys, "SHARD_KEYS", 40)
    build(snapshot, Settings(), tmp_path / "site")
    shards = len(list((tmp_path / "site" / "search").glob("files-*")))
    change(snapshot, "000700", 400)
    build(snapshot, Settings(versions="latest"), tmp_path / "site")
    build(snapshot, Settings(versions="latest"), tmp_path / "anew")

    assert len(list((tmp_path / "site" / "search").glob("files-*"))) > shards
    assert search_files(tmp_path / "site") == search_files(tmp_path / "anew")


def test_damaged_scripts_are_made_again(snapshot: Path, tmp_path: Path) -> None:
    build(snapshot, Settings(), tmp_path / "site")
    whole = search_files(tmp_path / "site")
    (tmp_path / "site" / in_site(tmp_path / "site", "search/files-0003.js")).write_text("", encoding="utf-8")
    build(snapshot, Settings(), tmp_path / "site")

    assert search_files(tmp_path / "site") == whole


def test_unchanged_scripts_are_taken_over(snapshot: Path, tmp_path: Path) -> None:
    build(snapshot, Settings(), tmp_path / "site")
    listed = tmp_path / "site" / in_site(tmp_path / "site", "search/list.js")
    before = listed.stat().st_ino
    build(snapshot, Settings(tagline="Another line"), tmp_path / "other")
    (tmp_path / "site" / "index.html").write_text("", encoding="utf-8")
    build(snapshot, Settings(), tmp_path / "site")

    assert listed.stat().st_ino == before
    assert search_files(tmp_path / "site") == search_files(tmp_path / "other")


def test_what_the_settings_leave_out_is_not_to_be_found(snapshot: Path, tmp_path: Path) -> None:
    build(snapshot, Settings(), tmp_path / "site")
    build(snapshot, Settings(exclude=("000001",)), tmp_path / "less")
    sites = [tmp_path / name for name in ("site", "less")]
    listed = [(site / in_site(site, "search/list.js")).read_text(encoding="utf-8") for site in sites]

    assert len(listed[1]) < len(listed[0])
