"""Places where a build can't write, or that somebody mounted: a full disk, a read-only one, one shown elsewhere."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from builder.check.site import check_site
from builder.errors import LockedError, UsageError
from builder.settings import Settings
from builder.site.folder import journal
from builder.site.folder.journal import WORK, has_journal
from builder.site.pipeline.build import build
from builder.snapshot import Snapshot
from builder.snapshot.lock import locked
from support.archives.small import blob_asset, make_small_archive, put_draft
from support.harvests.kept_catalog import files_of, states
from support.machine.disks import Resize, mounted
from support.sites.pages import bytes_of

pytest_plugins = ["support.machine.disk_fixtures"]

OTHER = Settings(title="Other", exclude=("000001",))
"""With these every page changes, and some go."""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make_small_archive(tmp_path_factory.mktemp("places") / "snapshot.sqlite")
    with Snapshot.writable(path) as opened:  # with so few files it takes less time
        put_draft(opened, "000005", "Few files", [blob_asset(9, "a.nwb")], created="2022-02-02T02:02:02Z")
        opened.settle()
    return path


@pytest.fixture(scope="module")
def first(snapshot: Path) -> Path:
    build(snapshot, Settings(), snapshot.parent / "first")
    return snapshot.parent / "first"


@pytest.fixture(scope="module")
def second(snapshot: Path) -> Path:
    build(snapshot, OTHER, snapshot.parent / "second")
    return snapshot.parent / "second"


@pytest.fixture
def out(first: Path, tmp_path: Path) -> Path:
    shutil.copytree(first, tmp_path / "site")
    return tmp_path / "site"


# -- each step of a build --------------------------------------------------------------------------------------------


@dataclass
class Watch:
    """Sees what is written below a folder, and lets it fail from some step on."""

    folder: Path
    fails_from: int | None = None
    error: int = 0
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    """What is done, and to which paths."""

    def see(self, event: str, *paths: str) -> None:
        is_removal = event in ("os.remove", "os.rmdir", "os.rename")
        if not any(path.startswith(f"{self.folder}{os.sep}") for path in paths):
            return
        self.steps.append((event, paths[0], paths[-1]))
        if self.fails_from is not None and len(self.steps) > self.fails_from:
            if self.error == errno.ENOSPC and is_removal:
                return  # on a full disk that goes on
            raise OSError(self.error, os.strerror(self.error), paths[0])


_watching: list[Watch] = []


def _audit(event: str, arguments: tuple) -> None:
    if not _watching or event not in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"):
        return
    if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
        return
    folder = arguments[-1] if event in ("os.remove", "os.rmdir") else -1
    names = arguments[:2] if event == "os.rename" else arguments[:1]
    if folder == -1 and all(isinstance(name, str | bytes | os.PathLike) for name in names):
        _watching[0].see(event, *(str(Path(os.fsdecode(name)).absolute()) for name in names))


sys.addaudithook(_audit)


@contextmanager
def watching(watch: Watch) -> Iterator[Watch]:
    _watching.append(watch)
    try:
        yield watch
    finally:
        _watching.clear()


@pytest.fixture(scope="module")
def steps(snapshot: Path, first: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str]]:
    """Those of a build that changes all pages; addresses within the site."""
    folder = tmp_path_factory.mktemp("counted") / "site"
    shutil.copytree(first, folder)
    with watching(Watch(folder)) as watch:
        build(snapshot, OTHER, folder, jobs=1)
    start = len(f"{folder}{os.sep}")
    return [(event, source[start:], target[start:]) for event, source, target in watch.steps]


SHARES = (0.0, 0.003, 0.006, 0.02, 0.4, 0.45, 0.5, 0.55, 0.6, 0.75, 0.9, 0.98)
USUAL = (0.0, 0.006, 0.4, 0.6, 0.75, 0.98)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, pytest.param(errno.EIO, marks=pytest.mark.proof)])
@pytest.mark.parametrize("share", [s if s in USUAL else pytest.param(s, marks=pytest.mark.proof) for s in SHARES])
def test_an_error_at_any_step_is_named_and_the_next_build_ends_it(
    snapshot: Path, first: Path, second: Path, out: Path, tmp_path: Path, steps: list, share: float, error: int
) -> None:
    check_that_it_is_ended(snapshot, first, second, out, fails_from=int(len(steps) * share), error=error)
    assert {path.name for path in tmp_path.iterdir()} == {"site"}


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize("before", [0, 1])
def test_so_is_one_at_the_journal(
    snapshot: Path, first: Path, second: Path, out: Path, steps: list, before: int, error: int
) -> None:
    (draft,) = [number for number, (event, path, _) in enumerate(steps) if event == "open" and "journal" in path]
    check_that_it_is_ended(snapshot, first, second, out, fails_from=draft + before, error=error)


def check_that_it_is_ended(
    snapshot: Path, first: Path, second: Path, out: Path, *, fails_from: int, error: int
) -> None:
    old, new = files_of(first), files_of(second)
    with watching(Watch(out, fails_from=fails_from, error=error)):
        said = said_by_a_build(snapshot, out)
    now = files_of(out)
    # If nothing was said, it was the lock alone that could not be removed.
    assert os.strerror(error) in said if said else new.items() <= now.items()
    assert [a for a, data in now.items() if data not in (old.get(a), new.get(a))] == []
    assert [a for a in old.keys() & new.keys() if a not in now] == []
    if error == errno.ENOSPC:
        assert (out / WORK).exists() == has_journal(out)
    build(snapshot, OTHER, out, jobs=1)
    assert bytes_of(out) == bytes_of(second)


def said_by_a_build(snapshot: Path, out: Path) -> str:
    """Why it failed; nothing if it didn't."""
    try:
        build(snapshot, OTHER, out, jobs=1)
    except UsageError as error:
        return str(error)
    return ""


def test_a_disk_that_is_full_once_the_journal_is_begun_leaves_nothing_of_it(
    snapshot: Path, first: Path, second: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(journal.os, "fsync", full)
        with pytest.raises(UsageError, match="No space left"):
            build(snapshot, OTHER, out, jobs=1)
    assert bytes_of(out) == bytes_of(first)
    build(snapshot, OTHER, out, jobs=1)
    assert bytes_of(out) == bytes_of(second)


def test_what_a_kill_left_goes_with_the_next_build_although_nothing_changed(
    snapshot: Path, first: Path, out: Path
) -> None:
    (out / WORK / "new/dandiset").mkdir(parents=True)
    for name in ("new/dandiset/index.html", "journal.draft", "build.lock", "build.lock.owner"):
        (out / WORK / name).write_text("1 2")
    build(snapshot, Settings(), out, jobs=1)

    assert bytes_of(out) == bytes_of(first)


@pytest.mark.parametrize("free_kb", [0, 40, 400])
def test_a_disk_that_is_full_for_real_is_named_and_the_next_build_goes_on(
    snapshot: Path, first: Path, second: Path, small_disk: tuple[Path, Resize], free_kb: int
) -> None:
    place, remount = small_disk
    remount("size=64m")
    shutil.copytree(first, place / "site")
    filler = place / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(place).free - 1024 * free_kb)
    with pytest.raises(UsageError, match=r"site.*No space left on device"):
        build(snapshot, OTHER, place / "site")

    assert files_of(place / "site") == files_of(first)
    assert not (place / "site" / WORK).exists()
    filler.unlink()
    build(snapshot, OTHER, place / "site")
    assert bytes_of(place / "site") == bytes_of(second)


def test_a_disk_that_is_read_only_is_named(
    snapshot: Path, first: Path, second: Path, small_disk: tuple[Path, Resize]
) -> None:
    place, remount = small_disk
    remount("size=64m")
    shutil.copytree(first, place / "site")
    remount("ro")
    with pytest.raises(UsageError, match="Read-only file system"):
        build(snapshot, OTHER, place / "site")

    assert bytes_of(place / "site") == bytes_of(first)
    assert check_site(place / "site").problems == ()
    remount("rw")
    build(snapshot, OTHER, place / "site")
    assert bytes_of(place / "site") == bytes_of(second)


# -- mounts ----------------------------------------------------------------------------------------------------------


def test_a_build_writes_below_the_site_s_folder_alone_and_never_moves_it(
    snapshot: Path, second: Path, steps: list, out: Path, tmp_path: Path
) -> None:
    """So it may be a mount, or mounted elsewhere: what is renamed stays on one disk, and the folder is the same."""
    with watching(Watch(tmp_path)) as watch:
        build(snapshot, OTHER, out, jobs=1)

    start = f"{out}{os.sep}"
    assert [step for step in watch.steps if not step[1].startswith(start) or not step[2].startswith(start)] == []
    assert len(watch.steps) == len(steps)
    assert {event for event, *_ in steps} == {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"}


def test_the_folder_may_be_a_mount(
    snapshot: Path, first: Path, second: Path, small_disk: tuple[Path, Resize]
) -> None:
    place, remount = small_disk
    remount("size=64m")
    for settings, like in ((Settings(), first), (OTHER, second)):
        build(snapshot, settings, place)
        assert bytes_of(place) == bytes_of(like)
        assert check_site(place).problems == ()


def test_a_new_mount_takes_a_site_and_is_left_as_it_was_if_that_fails(
    snapshot: Path, small_disk: tuple[Path, Resize]
) -> None:
    place, _ = small_disk
    with pytest.raises(UsageError, match="No space left"):
        build(snapshot, Settings(), place)

    assert list(place.iterdir()) == []


def test_a_folder_that_is_mounted_elsewhere_shows_each_new_site_there(
    snapshot: Path, out: Path, second: Path, tmp_path: Path
) -> None:
    """As into a container with a web server."""
    (tmp_path / "served").mkdir()
    with mounted(tmp_path / "served", "--bind", str(out)):
        build(snapshot, OTHER, out)
        assert bytes_of(tmp_path / "served") == bytes_of(second)
        before = states(tmp_path / "served")
        build(snapshot, OTHER, tmp_path / "served")
        assert states(out) == before
        with locked(out / WORK / "build"), pytest.raises(LockedError):
            build(snapshot, Settings(), tmp_path / "served")


# -- two builds, and the clock ---------------------------------------------------------------------------------------


class BuildsMeanwhile:
    """Tries to build into the same folder while another build renders."""

    def __init__(self, snapshot: Path, out: Path) -> None:
        self.snapshot = snapshot
        self.out = out
        self.refused: list[str] = []

    def start(self, total: int) -> None:
        assert total > 0

    def advance(self, identifier: str) -> None:
        with pytest.raises(LockedError) as told:
            build(self.snapshot, Settings(), self.out, jobs=1)
        self.refused.append(str(told.value))


@pytest.mark.parametrize("name", ["site", "a-link"])
def test_a_build_that_comes_while_another_renders_is_refused_and_does_no_harm(
    snapshot: Path, second: Path, out: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "a-link").symlink_to(out)
    meanwhile = BuildsMeanwhile(snapshot, tmp_path / name)
    build(snapshot, OTHER, out, jobs=1, progress=meanwhile)

    assert meanwhile.refused
    assert all(f"{out} is in use by process {os.getpid()}" in said for said in meanwhile.refused)
    assert bytes_of(out) == bytes_of(second)


def test_of_builds_that_begin_at_once_each_is_whole_or_refused(
    snapshot: Path, second: Path, out: Path, tmp_path: Path
) -> None:
    program = "import sys; from builder.commands.main import main; sys.argv[0] = 'dandi-catalog'; main()"
    (tmp_path / "catalog.yaml").write_text('title: Other\nexclude: ["000001"]\n')
    options = ["--config", str(tmp_path / "catalog.yaml"), "--snapshot", str(snapshot), "--out", str(out)]
    command = [sys.executable, "-c", program, "build", *options, "--jobs", "1"]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in started]

    codes = [process.returncode for process in started]
    assert 0 in codes, said
    assert set(codes) <= {0, 5}, said
    assert bytes_of(out) == bytes_of(second)


@pytest.mark.parametrize("years", [-50, 10])
def test_a_clock_that_was_wrong_when_the_site_was_built_changes_nothing(
    snapshot: Path, first: Path, out: Path, years: int
) -> None:
    wrong = 1.7e9 + years * 365 * 86400
    for path in out.rglob("*"):
        os.utime(path, (wrong, wrong))
    before = states(out)
    build(snapshot, Settings(), out, jobs=1, full=True)
    assert states(out) == before
    (out / "index.html").write_bytes(b"somebody changed it")
    build(snapshot, Settings(), out, jobs=1)

    after = states(out)
    assert {address for address in before if after[address] != before[address]} == {"index.html"}
    assert bytes_of(out) == bytes_of(first)
