"""A new site gets into the folder file by file: whole at every moment, ended by the next build if it was killed."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from builder.errors import UsageError
from builder.settings import Settings
from builder.site.folder import journal
from builder.site.folder.journal import WORK, in_order
from builder.site.folder.manifest import MANIFEST
from builder.site.frame.addresses import relative, stays_inside
from builder.site.pipeline.build import build
from builder.snapshot import DandisetState, Snapshot
from support.archives.small import NOW, blob_asset, make_small_archive, put_draft
from support.sites.pages import bytes_of


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    return make_small_archive(tmp_path / "snapshot.sqlite")


@pytest.fixture
def out(snapshot: Path, tmp_path: Path) -> Path:
    build(snapshot, Settings(), tmp_path / "site")
    return tmp_path / "site"


def change(snapshot: Path, identifier: str, name: str) -> None:
    with Snapshot.writable(snapshot) as opened:
        put_draft(opened, identifier, name, [blob_asset(9, "a.nwb")], created="2022-02-02T02:02:02Z")
        opened.settle()


def hide(snapshot: Path, identifier: str) -> None:
    with Snapshot.writable(snapshot) as opened:
        opened.hide_dandiset(identifier, DandisetState.GONE, now_utc=NOW)
        opened.settle()


def files_of(site: Path) -> dict[str, bytes]:
    return {address: data for address, data in bytes_of(site).items() if not address.startswith(f"{WORK}/")}


def states(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of each file."""
    found = {path.relative_to(folder).as_posix(): path.stat() for path in folder.rglob("*") if path.is_file()}
    return {address: (state.st_ino, state.st_mtime_ns) for address, state in found.items()}


_LINK = re.compile(rb'(?:href|src)="([^"#?]*)')


def links(address: str, data: bytes) -> Iterator[str]:
    """The files of the site that a page leads to."""
    for link in _LINK.findall(data):
        text = unquote(link.decode())
        if text and ":" not in text and not text.startswith("/"):
            yield os.path.normpath(os.path.join(os.path.dirname(address), text))  # noqa: PTH118, PTH120


def broken_links(site: Path) -> set[tuple[str, str]]:
    """From every page that the home page leads to, however far."""
    broken: set[tuple[str, str]] = set()
    seen, todo = {"index.html"}, ["index.html"]
    while todo:
        address = todo.pop()
        for target in links(address, (site / address).read_bytes()):
            if not (site / target).is_file():
                broken.add((address, target))
            elif target.endswith(".html") and target not in seen:
                seen.add(target)
                todo.append(target)
    return broken


# -- the folder stays, and so does what did not change --------------------------------------------------------------


def test_the_folder_itself_is_never_replaced(snapshot: Path, out: Path) -> None:
    """A container that has it mounted would go on with the old one."""
    before = out.stat().st_ino
    change(snapshot, "000002", "Now it has a title")
    build(snapshot, Settings(title="Other"), out, full=True)

    assert out.stat().st_ino == before


def test_files_with_the_same_bytes_keep_inode_and_time(snapshot: Path, out: Path, tmp_path: Path) -> None:
    old, before = files_of(out), states(out)
    change(snapshot, "000002", "Now it has a title")
    build(snapshot, Settings(), out, full=True)
    new, after = files_of(out), states(out)

    same = {address for address, data in new.items() if old.get(address) == data}
    assert same
    assert same < new.keys()
    assert {address: after[address] for address in same} == {address: before[address] for address in same}
    build(snapshot, Settings(), tmp_path / "fresh")
    assert new == files_of(tmp_path / "fresh")


def test_a_build_leaves_nothing_but_the_site(snapshot: Path, out: Path, tmp_path: Path) -> None:
    change(snapshot, "000002", "Now it has a title")
    build(snapshot, Settings(), out)

    assert not (out / WORK).exists()
    assert {path.name for path in tmp_path.iterdir()} == {"snapshot.sqlite", "site"}


def test_empty_folders_go_with_what_was_in_them(snapshot: Path, out: Path) -> None:
    build(snapshot, Settings(exclude=("000001",)), out)

    assert not (out / "dandiset/000001").exists()
    assert [path for path in out.rglob("*") if path.is_dir() and not any(path.iterdir())] == []


def test_a_file_takes_the_place_of_a_folder_and_back(snapshot: Path, out: Path, tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    (theme / "static/pictures").mkdir(parents=True)
    (theme / "static/pictures/a.txt").write_text("a")
    for _ in range(2):
        build(snapshot, Settings(theme=theme), out)
        assert any("pictures" in address for address in files_of(out))
        shutil.rmtree(theme / "static/pictures")
        (theme / "static/pictures").write_text("now a file")
        build(snapshot, Settings(theme=theme), out)
        build(snapshot, Settings(theme=theme), tmp_path / "fresh")
        assert files_of(out) == files_of(tmp_path / "fresh")
        (theme / "static/pictures").unlink()
        (theme / "static/pictures").mkdir()
        (theme / "static/pictures/a.txt").write_text("a")


def test_the_current_folder_may_be_the_site(
    snapshot: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(out)
    change(snapshot, "000002", "Now it has a title")
    build(snapshot, Settings(), Path())
    build(snapshot, Settings(), tmp_path / "fresh")

    assert files_of(out) == files_of(tmp_path / "fresh")


def test_what_a_disk_has_at_its_top_may_lie_in_the_folder(snapshot: Path, tmp_path: Path) -> None:
    """A disk of its own may be mounted there."""
    (tmp_path / "disk/lost+found").mkdir(parents=True)
    for name in ("First", "Second"):
        change(snapshot, "000002", name)
        build(snapshot, Settings(), tmp_path / "disk")

    assert (tmp_path / "disk/lost+found").is_dir()
    assert broken_links(tmp_path / "disk") == set()


# -- killed at any moment -------------------------------------------------------------------------------------------

_KILLED = """
import os, sys
from pathlib import Path
from builder.settings import Settings
from builder.site.folder import journal
from builder.site.pipeline.build import build

left = int(sys.argv[3])
def counted(call):
    def made(*args, **kwargs):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
        return call(*args, **kwargs)
    return made
os.replace, os.unlink, os.rmdir = map(counted, (os.replace, os.unlink, os.rmdir))
build(Path(sys.argv[1]), Settings(), Path(sys.argv[2]), jobs=1)
"""


def kill_after(snapshot: Path, out: Path, steps: int) -> bool:
    """Build in another process that is killed (-9) after so many renames and removals; whether it was."""
    program = [sys.executable, "-c", _KILLED, str(snapshot), str(out), str(steps)]
    return subprocess.run(program, check=False, capture_output=True).returncode == -signal.SIGKILL


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.6, 0.9, 0.99])
def test_after_a_kill_every_file_is_whole_and_the_next_build_ends_it(
    snapshot: Path, out: Path, tmp_path: Path, share: float
) -> None:
    old = files_of(out)
    hide(snapshot, "000001")
    change(snapshot, "000002", "Now it has a title")
    change(snapshot, "000007", "A new one")
    build(snapshot, Settings(), tmp_path / "fresh")
    new = files_of(tmp_path / "fresh")
    steps = sum(data != old.get(address) for address, data in new.items()) + len(old.keys() - new.keys())

    assert kill_after(snapshot, out, int(share * steps))
    now = files_of(out)
    assert {a for a, data in now.items() if data not in (old.get(a), new.get(a))} == set()
    assert {a for a in old.keys() & new.keys() if a not in now} == set()
    assert broken_links(out) == set()
    build(snapshot, Settings(), out)
    assert bytes_of(out) == new


def test_a_first_build_that_was_killed_is_ended_too(snapshot: Path, tmp_path: Path) -> None:
    build(snapshot, Settings(), tmp_path / "fresh")

    assert kill_after(snapshot, tmp_path / "site", 20)
    assert not (tmp_path / "site" / MANIFEST).exists()
    report = build(snapshot, Settings(), tmp_path / "site")
    assert report.skipped == report.pages  # all was rendered when the kill came
    assert bytes_of(tmp_path / "site") == bytes_of(tmp_path / "fresh")


def test_a_kill_and_then_other_settings(snapshot: Path, out: Path, tmp_path: Path) -> None:
    change(snapshot, "000002", "Now it has a title")

    assert kill_after(snapshot, out, 5)
    build(snapshot, Settings(title="Other"), out)
    build(snapshot, Settings(title="Other"), tmp_path / "fresh")
    assert bytes_of(out) == bytes_of(tmp_path / "fresh")


def test_what_a_kill_left_while_pages_were_rendered_is_cleared(snapshot: Path, out: Path, tmp_path: Path) -> None:
    (out / WORK / "new/dandiset").mkdir(parents=True)
    (out / WORK / "new/dandiset/index.html").write_text("half")
    (out / WORK / "journal.draft").write_text("half")
    (out / WORK / "build.lock").write_text("")
    (out / WORK / "build.lock.owner").write_text("1 2")
    change(snapshot, "000002", "Now it has a title")
    build(snapshot, Settings(), out)
    build(snapshot, Settings(), tmp_path / "fresh")

    assert bytes_of(out) == bytes_of(tmp_path / "fresh")


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"moves": ["../x"], "removals": []}', '{"moves": [], "removals": ["/x"]}']
)
def test_a_journal_that_no_build_wrote_is_refused(snapshot: Path, out: Path, text: str) -> None:
    (out / WORK).mkdir()
    (out / WORK / "journal.json").write_text(text)
    before = bytes_of(out)

    with pytest.raises(UsageError, match=r"journal\.json.*remove .*\.dandi-catalog, then build with --full"):
        build(snapshot, Settings(), out)
    assert bytes_of(out) == before


@pytest.mark.parametrize("place", ["dandiset", ".dandi-catalog", "static/site.css", "new"])
def test_no_link_in_the_folder_is_followed(snapshot: Path, out: Path, tmp_path: Path, place: str) -> None:
    """A site gets passed around, so what lies in it may be crafted."""
    (tmp_path / "elsewhere").mkdir()
    if (out / place).is_dir():
        shutil.rmtree(out / place)
    (out / place).unlink(missing_ok=True)
    (out / place).symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UsageError, match="is a link"):
        build(snapshot, Settings(title="Other"), out)
    assert list((tmp_path / "elsewhere").iterdir()) == []


# -- what a reader gets meanwhile -----------------------------------------------------------------------------------


class Reader:
    """Reads page after page from home on, as links lead, until told to stop."""

    def __init__(self, site: Path, may_go: set[str]) -> None:
        self.site = site
        self.may_go = may_go
        self.pages = 0
        self.faults: list[str] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _read(self) -> None:
        chance = random.Random(1)
        address = "index.html"
        while not self._ended.is_set():
            try:
                data = (self.site / address).read_bytes()
            except FileNotFoundError:
                self.faults += [] if self.is_going(address) else [f"{address} is gone"]
                address = "index.html"
                continue
            self.pages += 1
            if not data.endswith(b"</body>\n</html>\n"):
                self.faults.append(f"{address} is half")
            targets = [target for target in links(address, data) if not self.is_going(target)]
            self.faults += [f"{address} leads to {t}" for t in targets if not (self.site / t).is_file()]
            address = chance.choice([t for t in targets if t.endswith(".html")] or ["index.html"])

    def is_going(self, address: str) -> bool:
        return any(address.startswith(start) for start in self.may_go)


@pytest.mark.parametrize("builds", [12, pytest.param(50, marks=pytest.mark.proof)])
def test_every_page_that_a_reader_gets_during_builds_is_whole_and_its_links_work(
    snapshot: Path, out: Path, builds: int
) -> None:
    with Reader(out, {"browse/"}) as reader:
        for number in range(builds):
            change(snapshot, f"{number % 3 + 7:06d}", f"Title {number}")
            build(snapshot, Settings(), out, jobs=1)
        time.sleep(0.1)

    assert reader.faults == []
    assert reader.pages > 100


# -- the order ------------------------------------------------------------------------------------------------------


def test_pages_come_after_what_they_need_and_new_ones_before_those_that_link_to_them() -> None:
    moves = ["b/index.html", "_headers", "a/index.html", "z.js", MANIFEST, "index.html", "c.tsv"]

    assert in_order(moves, {"index.html", "b/index.html"}, ("_headers", MANIFEST)) == (
        "c.tsv",
        "z.js",
        "a/index.html",
        "b/index.html",
        "index.html",
        "_headers",
        MANIFEST,
    )


def test_only_names_below_the_folder_stay_inside() -> None:
    for address in ("", ".", "..", "/x", "x/", "a//b", "a/../b", "a/./b", "a\\b", "c:x", "a\0b"):
        assert not stays_inside(address), address
    assert stays_inside(relative("a/b.html", "index.html"))


def test_a_full_disk_while_files_are_moved_is_named_and_the_next_build_goes_on(
    snapshot: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(snapshot, "000007", "A new one")
    calls = 0

    def full(source: str, target: str) -> None:
        nonlocal calls
        calls += 1
        if calls > 3:
            raise OSError(28, "No space left on device", target)
        os.rename(source, target)  # noqa: PTH104

    with monkeypatch.context() as patch:
        patch.setattr(journal.os, "replace", full)
        with pytest.raises(UsageError, match="No space left"):
            build(snapshot, Settings(), out)
    assert broken_links(out) == set()
    build(snapshot, Settings(), out)
    build(snapshot, Settings(), tmp_path / "fresh")
    assert bytes_of(out) == bytes_of(tmp_path / "fresh")
