"""A process of a build or a check is killed, as a machine does that has no memory left."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType

import pytest

from builder.check.site import check_site, run
from builder.commands.main import main
from builder.errors import OutOfMemory
from builder.machine.processes import Processes
from builder.settings import Settings
from builder.site.pipeline.build import build
from builder.site.pipeline.worker import Worker
from builder.snapshot import ArchiveRow, Snapshot
from support.archives.small import INFO, NOW, blob_asset, encode, put_draft
from support.sites.pages import bytes_of

FOR_EVER_S = 120


@pytest.fixture(autouse=True)
def no_waiting_for_ever() -> Iterator[None]:
    def give_up(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"still waiting after {FOR_EVER_S} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(FOR_EVER_S)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of so many dandisets that a build takes two processes."""
    path = tmp_path_factory.mktemp("killed") / "snapshot.sqlite"
    with Snapshot.writable(path) as opened:
        opened.put_archive(ArchiveRow(info=encode(INFO), api_url="https://api.dandiarchive.org/api", read_utc=NOW))
        for number in range(1, 101):
            put_draft(opened, f"{number:06d}", f"Dandiset {number}", [blob_asset(number, "a.nwb")], created=NOW)
        opened.settle()
    return path


@pytest.fixture(scope="module")
def site(snapshot: Path) -> Path:
    build(snapshot, Settings(), snapshot.parent / "site", jobs=1)
    return snapshot.parent / "site"


class KillsOnTheWay:
    """Hears of the first dandiset that is done, and kills a process."""

    def __init__(self) -> None:
        self.killed = False

    def start(self, total: int) -> None:
        assert total == 100

    def advance(self, identifier: str) -> None:
        if not self.killed:
            self.killed = kill_one()


def kill_one() -> bool:
    """Whether there is a process to kill."""
    for process in multiprocessing.active_children():
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        return True
    return False


@contextmanager
def killing_at_the_start() -> Iterator[None]:
    """Kill the first process that is started, before it can have read what it is to do."""
    over = threading.Event()

    def watch() -> None:
        while not over.is_set() and not kill_one():
            pass

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def test_a_build_says_what_happened_and_what_to_do_and_the_old_site_stays(snapshot: Path, site: Path) -> None:
    before = bytes_of(site)

    with pytest.raises(OutOfMemory) as told:
        build(snapshot, Settings(), site, jobs=2, full=True, progress=KillsOnTheWay())

    assert str(told.value) == (
        f"{site}: a process was killed, most likely because memory ran out: "
        "go where there is more of it, or take one process: --jobs 1"
    )
    assert told.value.exit_code == 2
    assert bytes_of(site) == before
    assert {path.name for path in site.parent.iterdir() if path.name.startswith(".site")} <= {".site.lock"}


def test_a_build_whose_process_is_killed_as_it_starts_ends(snapshot: Path, tmp_path: Path) -> None:
    with pytest.raises(OutOfMemory), killing_at_the_start():
        build(snapshot, Settings(), tmp_path / "site", jobs=2)

    assert not (tmp_path / "site").exists()


def test_a_check_says_what_happened_and_what_to_do(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_WORTH_A_PROCESS_BYTES", 1000)

    with (
        pytest.raises(OutOfMemory, match=r"a process was killed, .* take one process: --jobs 1"),
        killing_at_the_start(),
    ):
        check_site(site, jobs=2)


def test_the_command_ends_with_2_and_without_a_traceback(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "_WORTH_A_PROCESS_BYTES", 1000)
    monkeypatch.setattr(sys, "argv", ["dandi-catalog", "check", "--site", str(site), "--jobs", "2"])

    with pytest.raises(SystemExit) as ended, killing_at_the_start():
        main()

    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(f"dandi-catalog: {site}: a process was killed, most likely because memory ran out")
    assert "Traceback" not in said


def test_a_process_that_is_killed_before_it_has_read_its_order_is_not_waited_for() -> None:
    more_than_a_pipe_holds = b"x" * (1 << 20)

    with (
        pytest.raises(BrokenProcessPool),
        killing_at_the_start(),
        closing(Processes(1, bytes, more_than_a_pipe_holds)) as processes,
    ):
        processes.submit(bytes.upper, b"").result()


def too_much(worker: Worker, identifier: str) -> None:
    raise MemoryError


@pytest.mark.parametrize(("jobs", "remedy"), [(1, "go where there is more of it"), (2, "take one process: --jobs 1")])
def test_memory_that_runs_out_without_a_kill_is_told_too(
    snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, remedy: str
) -> None:
    monkeypatch.setattr(Worker, "write_dandiset", too_much)

    with pytest.raises(OutOfMemory) as told:
        build(snapshot, Settings(), tmp_path / "site", jobs=jobs)

    assert str(told.value).startswith(f"{tmp_path / 'site'}: memory ran out: ")
    assert str(told.value).endswith(remedy)


class Broken:
    def __init__(self) -> None:
        raise ValueError("no worker")

    def work(self, item: int) -> int:
        return item


def test_a_worker_that_can_not_be_made_tells_why() -> None:
    with closing(Processes(1, Broken)) as processes, pytest.raises(ValueError, match="no worker"):
        processes.submit(Broken.work, 1).result()
