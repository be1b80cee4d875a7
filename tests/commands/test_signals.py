"""A command that is told to end ends in order: nothing half-made, no process and no word of semaphores is left."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from builder.sample import Sample
from builder.settings import Settings
from builder.site.pipeline.build import build
from builder.snapshot import ArchiveRow, Snapshot
from support import ROOT
from support.archives.small import INFO, NOW, blob_asset, encode, put_draft
from support.sites.pages import bytes_of

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes under /proc")

MOST_S = 60
MANY = 300
"""Dandisets: enough for several processes, and for a signal to come while they are at work."""

WITH_SMALL_TASKS = """
from builder.commands.main import main
from builder.check.site import run
run._WORTH_A_PROCESS_BYTES = 1000
main()
"""
SURVEYS_FOR_EVER = """
import sys, time
from pathlib import Path
from builder.commands.main import main
from builder.search.query import making
def survey(*of):
    Path("reached").touch()
    time.sleep(600)
making._survey = survey
main()
"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "snapshot.sqlite"
    with Snapshot.writable(path) as opened:
        opened.put_archive(ArchiveRow(info=encode(INFO), api_url="https://api.dandiarchive.org/api", read_utc=NOW))
        for number in range(1, MANY + 1):
            put_draft(opened, f"{number:06d}", f"Dandiset {number}", [blob_asset(number, "a.nwb")], created=NOW)
        opened.settle()
    return path


@pytest.fixture(scope="module")
def site(snapshot: Path) -> Path:
    """Its site; for reading only."""
    build(snapshot, Settings(), snapshot.parent / "site")
    return snapshot.parent / "site"


@dataclass
class Started:
    """A command at work in a session of its own, with next to nothing in its environment."""

    process: subprocess.Popen[str]
    folder: Path
    scratch: Path

    def wait_for(self, is_reached: Callable[[], bool]) -> None:
        ends = time.monotonic() + MOST_S
        while not is_reached():
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < ends
            time.sleep(0.01)

    def processes(self) -> set[int]:
        """All that are left of its session; a dead one that nobody has asked about is none."""
        found = set()
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
            except OSError:  # it has gone meanwhile
                continue
            if int(session) == self.process.pid and state != "Z":
                found.add(int(stat.parent.name))
        return found

    def end(self, number: int, *, all_of_it: bool) -> tuple[int, str, str]:
        """Exit code, stdout and stderr after a signal; to the command alone, or to its processes too."""
        (os.killpg if all_of_it else os.kill)(self.process.pid, number)
        out, err = self.process.communicate(timeout=MOST_S)
        return self.process.returncode, out, err

    def wait_for_the_last(self) -> None:
        ends = time.monotonic() + MOST_S
        while self.processes() and time.monotonic() < ends:
            time.sleep(0.01)
        assert self.processes() == set()


@pytest.fixture
def start(tmp_path: Path):
    started: list[Started] = []

    def run(*words: str | Path, program: tuple[str, ...] = ("-m", "builder"), cache: Path | None = None) -> Started:
        folder, scratch = tmp_path / "here", tmp_path / "scratch"
        folder.mkdir(exist_ok=True)
        scratch.mkdir(exist_ok=True)
        process = subprocess.Popen(
            [sys.executable, *program, *map(str, words)],
            cwd=folder,
            env={"PYTHONPATH": str(ROOT), "TMPDIR": str(scratch), "XDG_CACHE_HOME": str(cache or tmp_path / "cache")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(Started(process, folder, scratch))
        return started[-1]

    yield run
    for one in started:
        for left in one.processes():
            os.kill(left, signal.SIGKILL)
        one.process.communicate(timeout=MOST_S)


def is_in_order(started: Started, err: str, why: str) -> bool:
    """Nothing is said but that it ended and why, and nothing of it is left."""
    started.wait_for_the_last()
    lines = [line for line in err.splitlines() if line and "of " not in line]  # progress
    told = f"dandi-catalog: {why}; the same command goes on where this one stopped"
    assert lines == [told]
    assert list(started.scratch.iterdir()) == []
    return True


SIGNALS = [
    pytest.param(signal.SIGTERM, False, 143, "ended by SIGTERM", id="a service manager"),
    pytest.param(signal.SIGTERM, True, 143, "ended by SIGTERM", id="a service manager, to all"),
    pytest.param(signal.SIGHUP, True, 129, "ended by SIGHUP", id="a terminal that closes"),
    pytest.param(signal.SIGINT, True, 130, "interrupted", id="Ctrl-C"),
]


@pytest.mark.parametrize(("number", "all_of_it", "code", "why"), SIGNALS)
def test_a_build_leaves_the_old_site_and_nothing_else(
    start, snapshot: Path, site: Path, number: int, all_of_it: bool, code: int, why: str
) -> None:
    started = start("build", "--snapshot", snapshot, "--out", "site", "--jobs", "2")
    started.wait_for(lambda: len(list(started.folder.rglob("*.html"))) > 20)
    assert len(started.processes()) > 2
    ended, out, err = started.end(number, all_of_it=all_of_it)

    assert (ended, out) == (code, "")
    assert is_in_order(started, err, why)
    assert [path for path in started.folder.rglob("*") if path.is_file() and not path.name.endswith("lock")] == []


def test_a_build_over_an_old_site_that_is_ended_changes_none_of_its_files(start, snapshot: Path) -> None:
    folder = start("build", "--snapshot", snapshot, "--out", "site", "--jobs", "2")
    assert folder.process.wait(timeout=MOST_S) == 0
    before = bytes_of(folder.folder)
    started = start("build", "--snapshot", snapshot, "--out", "site", "--jobs", "2", "--full")
    pages = len(list(started.folder.rglob("*.html")))
    started.wait_for(lambda: len(list(started.folder.rglob("*.html"))) > pages + 20)
    ended, _, err = started.end(signal.SIGTERM, all_of_it=False)

    assert ended == 143
    assert is_in_order(started, err, "ended by SIGTERM")
    assert bytes_of(started.folder) == before


def test_a_build_that_is_killed_leaves_no_process_that_waits_for_work_and_no_temporary_file(
    start, snapshot: Path
) -> None:
    started = start("build", "--snapshot", snapshot, "--out", "site", "--jobs", "2")
    started.wait_for(lambda: len(list(started.folder.rglob("*.html"))) > 20)
    started.end(signal.SIGKILL, all_of_it=False)

    started.wait_for_the_last()
    assert list(started.scratch.iterdir()) == []


@pytest.mark.parametrize(("number", "all_of_it", "code", "why"), [SIGNALS[0], SIGNALS[-1]])
def test_a_check_ends(start, site: Path, number: int, all_of_it: bool, code: int, why: str) -> None:
    started = start("check", "--site", site, "--jobs", "2", program=("-c", WITH_SMALL_TASKS))
    started.wait_for(lambda: len(started.processes()) > 3)
    ended, out, err = started.end(number, all_of_it=all_of_it)

    assert (ended, out) == (code, "")
    assert is_in_order(started, err, why)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_harvest_that_waits_for_an_answer_ends(start, number: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = start("harvest", "--api", f"http://127.0.0.1:{silent.getsockname()[1]}/api")
        silent.settimeout(MOST_S)
        asked, _ = silent.accept()
        with asked:
            ended, out, err = started.end(number, all_of_it=False)

    assert (ended, out) == (128 + number, "")
    assert is_in_order(started, err, f"ended by {signal.Signals(number).name}")
    assert [path.name for path in started.folder.iterdir() if not path.name.endswith(".lock")] == []


def test_a_search_that_reads_files_ends(start, snapshot: Path) -> None:
    started = start("search", "mouse", "--snapshot", snapshot, program=("-c", SURVEYS_FOR_EVER))
    started.wait_for((started.folder / "reached").exists)
    ended, out, err = started.end(signal.SIGTERM, all_of_it=False)

    assert (ended, out) == (143, "")
    assert is_in_order(started, err, "ended by SIGTERM")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_server_is_ended_in_order(start, site: Path, snapshot: Path, number: int) -> None:
    started = start("serve", site, "--port", "0", "--snapshot", snapshot)
    assert started.process.stdout
    assert started.process.stdout.readline().startswith("http://127.0.0.1:")
    time.sleep(0.5)  # until it listens to signals itself
    ended, _, err = started.end(number, all_of_it=False)

    assert (ended, err) == (0, "")


def test_a_demo_ends_and_can_be_made_again(start, sample_cache: Path, sample: Sample) -> None:
    started = start("demo", "--no-serve", "--out", "demo", cache=sample_cache)
    started.wait_for((started.folder / "demo" / "snapshot.sqlite").exists)
    ended, _, err = started.end(signal.SIGTERM, all_of_it=False)
    assert ended == 143
    assert is_in_order(started, err, "ended by SIGTERM")

    again = start("demo", "--no-serve", "--out", "demo", cache=sample_cache)
    again.process.communicate(timeout=MOST_S)
    assert again.process.returncode == 0


def test_a_signal_that_is_to_be_ignored_stays_so(start, tmp_path: Path) -> None:
    script = """
import os, signal
signal.signal(signal.SIGHUP, signal.SIG_IGN)
from builder.machine.signals import answering_signals
with answering_signals():
    os.kill(os.getpid(), signal.SIGHUP)
    print("still here")
"""
    started = start(program=("-c", script))
    out, err = started.process.communicate(timeout=MOST_S)

    assert (started.process.returncode, out, err) == (0, "still here\n", "")
