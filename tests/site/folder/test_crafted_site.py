"""An old site that somebody crafted, its manifest above all: a build goes nowhere else for it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builder.check.site import check_site
from builder.errors import IntegrityError, UsageError
from builder.settings import Settings
from builder.site.folder.journal import WORK
from builder.site.folder.manifest import MANIFEST, read_manifest, write_file
from builder.site.pipeline.build import build
from builder.snapshot import Snapshot
from support.archives.small import blob_asset, make_small_archive, put_draft
from support.sites.pages import bytes_of

OUTSIDE = [
    "",
    "/",
    ".",
    "..",
    "../x",
    "/tmp/x",
    "a/../../x",
    "a/..",
    "a//b",
    "a/",
    "./a",
    "a/./b",
    "..\\x",
    "a\\..\\x",
    "C:x",
    "a\0b",
]


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_file_is_not_written_out_of_the_folder(tmp_path: Path, address: str) -> None:
    (tmp_path / "deep" / "site").mkdir(parents=True)

    with pytest.raises(IntegrityError, match="it was not written"):
        write_file(tmp_path / "deep" / "site", address, b"x")
    assert bytes_of(tmp_path) == {}


def test_a_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").symlink_to(tmp_path / "mine")
    (tmp_path / "site" / "new.html").symlink_to(tmp_path / "new")

    for address in ("index.html", "new.html"):
        with pytest.raises(FileExistsError):
            write_file(tmp_path / "site", address, b"x")
    assert (tmp_path / "mine").read_text() == "mine"
    assert not (tmp_path / "new").exists()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot and its site, side by side; for reading only."""
    folder = tmp_path_factory.mktemp("sound")
    make_small_archive(folder / "snapshot.sqlite")
    build(folder / "snapshot.sqlite", Settings(), folder / "site")
    return folder


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after one dandiset has changed."""
    folder = tmp_path_factory.mktemp("news")
    change(make_small_archive(folder / "snapshot.sqlite"))
    build(folder / "snapshot.sqlite", Settings(), folder / "site")
    return folder


@pytest.fixture(params=["sound", "news"])
def newest(request: pytest.FixtureRequest) -> Path:
    """What to build from, with the site that it should make."""
    found: Path = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def place(sound: Path, tmp_path: Path) -> Path:
    """A copy of both, two folders deep, and a file beside that is none of a build's business."""
    folder = tmp_path / "a" / "b"
    shutil.copytree(sound, folder)
    (folder / "victim.html").write_text("mine")
    return folder


def change(snapshot: Path) -> None:
    with Snapshot.writable(snapshot) as opened:
        put_draft(opened, "000002", "Another title", [blob_asset(9, "a.nwb")], created="2022-02-02T02:02:02Z")
        opened.settle()


Edit = Callable[[dict[str, Any]], object]


def edit_manifest(site: Path, edit: Edit) -> None:
    manifest = json.loads((site / MANIFEST).read_text())
    edit(manifest)
    (site / MANIFEST).write_text(json.dumps(manifest))


MANIFESTS: dict[str, Edit] = {
    "a dated page elsewhere": lambda m: m["dated"].update({"../victim.html": "theirs"}),
    "a file elsewhere": lambda m: m["sizes"].update({"../victim.html": 4}),
    "a page elsewhere": lambda m: m["shared"].update({"../victim.html": "key"}),
    "a dandiset elsewhere": lambda m: m["dandisets"].update({"..": m["dandisets"]["000001"]}),
    "a part of a dandiset elsewhere": lambda m: m["sizes"].update({"dandiset/000001/../../../victim.html": 4}),
    "a shard elsewhere": lambda m: m["sizes"].update({"search/files-/../../../victim.html": 4}),
    "the root": lambda m: m["sizes"].update({"/etc/passwd": 4}),
    "a dated page that isn't there": lambda m: m["dated"].update({"missing.html": "theirs"}),
    "sizes below nothing": lambda m: m["sizes"].update({"index.html": -1}),
    "text for sizes": lambda m: m.update(sizes="all"),
    "depth": lambda m: m.update(sizes=json.loads("[" * 900 + "]" * 900)),
}


@pytest.mark.parametrize("edit", MANIFESTS.values(), ids=MANIFESTS.keys())
def test_a_crafted_manifest_leads_nowhere(place: Path, tmp_path: Path, newest: Path, edit: Edit) -> None:
    edit_manifest(place / "site", edit)
    around = {name: data for name, data in bytes_of(tmp_path).items() if not name.startswith("a/b/site/")}
    build(newest / "snapshot.sqlite", Settings(), place / "site")

    assert {name: data for name, data in bytes_of(tmp_path).items() if not name.startswith("a/b/site/")} == around
    assert bytes_of(place / "site") == bytes_of(newest / "site")


def test_a_site_without_the_date_of_the_last_harvest_gets_it_again(place: Path, sound: Path) -> None:
    edit_manifest(place / "site", lambda m: m["sizes"].pop("current.js"))
    (place / "site" / "current.js").unlink()
    build(sound / "snapshot.sqlite", Settings(), place / "site")

    assert bytes_of(place / "site") == bytes_of(sound / "site")


@pytest.mark.parametrize("edit", [MANIFESTS["a file elsewhere"], MANIFESTS["the root"], MANIFESTS["depth"]])
def test_a_check_believes_no_crafted_manifest(place: Path, edit: Edit) -> None:
    edit_manifest(place / "site", edit)

    assert (MANIFEST, "can't be read: build the site again") in [
        (p.where, p.what) for p in check_site(place / "site").problems
    ]


def test_a_manifest_is_not_read_through_a_link(place: Path) -> None:
    (place / "site" / MANIFEST).rename(place / "manifest.json")
    (place / "site" / MANIFEST).symlink_to(place / "manifest.json")

    assert read_manifest(place / "site").format == 0


@pytest.mark.parametrize("size", ["its size", "no size"])
@pytest.mark.parametrize("address", ["index.html", "dandiset/000001/index.html", "current.js"])
def test_a_link_in_the_old_site_is_neither_followed_nor_kept(
    place: Path, newest: Path, address: str, size: str
) -> None:
    page, victim = place / "site" / address, place / "victim.html"
    page.replace(victim)
    page.symlink_to(victim)
    before = victim.read_bytes()
    if size == "no size":
        edit_manifest(place / "site", lambda m: m["sizes"].update({address: -1}))
    build(newest / "snapshot.sqlite", Settings(), place / "site")

    assert not any(path.is_symlink() for path in (place / "site").rglob("*"))
    assert (victim.read_bytes(), victim.stat().st_nlink) == (before, 1)
    assert bytes_of(place / "site") == bytes_of(newest / "site")


def test_a_link_in_a_folders_place_is_refused(place: Path) -> None:
    shutil.move(place / "site" / "dandiset", place / "dandiset")
    (place / "site" / "dandiset").symlink_to(place / "dandiset")
    before = bytes_of(place / "dandiset")

    with pytest.raises(UsageError, match="dandiset is a link"):
        build(place / "snapshot.sqlite", Settings(), place / "site")
    assert bytes_of(place / "dandiset") == before


@pytest.mark.parametrize("halves", [b'"\xff\xff\xff\xff","AAAA"', b'"A","AAA"', b'"AAAA","AAA="', b'"AAAA","AAAA"'])
def test_what_search_knew_of_files_is_made_anew_where_it_is_broken(place: Path, news: Path, halves: bytes) -> None:
    sizes = {}
    for shard in (place / "site" / "search").glob("files-*.js"):
        start = shard.read_bytes().partition(b"[")[0]
        sizes[f"search/{shard.name}"] = shard.write_bytes(start + b"[" + halves + b"]);\n")
    assert sizes
    edit_manifest(place / "site", lambda m: m["sizes"].update(sizes))
    build(news / "snapshot.sqlite", Settings(), place / "site")

    assert bytes_of(place / "site") == bytes_of(news / "site")


# -- what a build keeps for itself ----------------------------------------------------------------------------------


@pytest.mark.parametrize("place_of_link", ["new/a", "new/dandiset/a", "journal.json", "build.lock"])
def test_no_link_among_what_waits_is_followed(place: Path, newest: Path, tmp_path: Path, place_of_link: str) -> None:
    """Else a journal would bring files from elsewhere into the site."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    work = place / "site" / WORK
    link = work / place_of_link
    link.parent.mkdir(parents=True)
    moves = [f"{link.relative_to(work / 'new')}/secret.txt"] if "new/" in place_of_link else []
    if place_of_link != "journal.json":
        (work / "journal.json").write_text(json.dumps({"moves": moves, "removals": []}))
    link.symlink_to(outside)
    edit_manifest(place / "site", lambda m: m["sizes"].update(dict.fromkeys(moves, 6)))

    with pytest.raises(UsageError):
        build(newest / "snapshot.sqlite", Settings(), place / "site")
    assert (outside / "secret.txt").read_text() == "secret"
    assert [path for path in outside.iterdir() if path.name != "secret.txt"] == []
    assert not list((place / "site").rglob("secret.txt"))


def test_who_holds_the_lock_is_not_written_through_a_link(place: Path, newest: Path, tmp_path: Path) -> None:
    (tmp_path / "important").write_text("important")
    (place / "site" / WORK).mkdir()
    (place / "site" / WORK / "build.lock.owner").symlink_to(tmp_path / "important")
    build(newest / "snapshot.sqlite", Settings(), place / "site")

    assert (tmp_path / "important").read_text() == "important"
    assert bytes_of(place / "site") == bytes_of(newest / "site")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_a_journal_that_is_no_file_is_told(place: Path, newest: Path, make: Callable[[Path], None]) -> None:
    (place / "site" / WORK).mkdir()
    make(place / "site" / WORK / "journal.json")

    with pytest.raises(UsageError, match=r"journal\.json .*: remove"):
        build(newest / "snapshot.sqlite", Settings(), place / "site")


def test_a_file_in_the_place_of_the_builds_own_folder_is_told(place: Path, newest: Path) -> None:
    (place / "site" / WORK).write_text("")

    with pytest.raises(UsageError, match="is a file, where a build has a folder of its own: remove it"):
        build(newest / "snapshot.sqlite", Settings(), place / "site")


@pytest.mark.parametrize("text", ["", "{", "null", '{"format": 4, "sizes": 1}'])
@pytest.mark.parametrize("name", ["CNAME", "docs/thesis.txt"])
def test_what_no_site_has_is_not_removed_where_the_manifest_can_not_be_read(
    place: Path, newest: Path, name: str, text: str
) -> None:
    (place / "site" / MANIFEST).write_text(text)
    (place / "site" / name).parent.mkdir(exist_ok=True)
    (place / "site" / name).write_text("mine")

    with pytest.raises(UsageError, match=f"files that no build made.*{name}"):
        build(newest / "snapshot.sqlite", Settings(), place / "site")
    assert (place / "site" / name).read_text() == "mine"


def test_a_manifest_of_another_format_still_tells_what_a_build_made(place: Path, newest: Path) -> None:
    edit_manifest(place / "site", lambda m: m.update(format=2))
    (place / "site" / "CNAME").write_text("mine")
    with pytest.raises(UsageError, match=r"files that no build made.*CNAME"):
        build(newest / "snapshot.sqlite", Settings(), place / "site")
    (place / "site" / "CNAME").unlink()
    build(newest / "snapshot.sqlite", Settings(), place / "site")

    assert bytes_of(place / "site") == bytes_of(newest / "site")


def test_a_link_that_leads_to_itself_is_told(newest: Path, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")

    with pytest.raises(UsageError, match="loop"):
        build(newest / "snapshot.sqlite", Settings(), tmp_path / "loop")
    with pytest.raises(UsageError, match="loop"), Snapshot.writable(tmp_path / "loop"):
        pass
