"""The harvest as a program of its own: how Ctrl-C ends it, and what of a token it ever shows."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from support import ROOT
from support.archives.faulty import APPLICATION_ERROR, NOT_FOUND, Answer, Door, dripping, redirect, says
from support.harvests.harvesting import SECRET, contents, run, shown

pytest_plugins = ["support.harvests.fixtures"]

BUSY = says("Come back later", 503, Retry_After="100")


def start(*words: str | Path, cwd: Path, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "builder", *map(str, words)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def harvest_until_asked(door: Door, part: str, answer: Answer, cwd: Path) -> subprocess.Popen[str]:
    """A harvest whose requests for `part` get this answer; back when the first of them has come in."""
    came = threading.Event()

    def fault(asked) -> Answer | None:
        if part not in asked.path:
            return None
        came.set()
        return answer

    door.faults.append(fault)
    started = start("harvest", "--api", door.api, cwd=cwd)
    assert came.wait(30)
    return started


@pytest.mark.parametrize(
    "answer", [BUSY, dripping("body")(says({})), dripping("all")(says({}))], ids=["busy", "body", "all"]
)
@pytest.mark.parametrize("part", ["/api/info/", "/dandisets/?", "/000005/versions/draft/assets/"])
def test_ctrl_c_ends_a_harvest_whatever_it_waits_for(door, upstream, mine, part, answer):
    started = harvest_until_asked(door, part, answer, mine.parent)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=20)

    assert (started.returncode, out) == (130, "")
    assert "interrupted; the same command goes on where this one stopped" in " ".join(err.split())
    assert "Traceback" not in err
    assert {path.name for path in mine.parent.iterdir()} <= {"snapshot.sqlite"}
    door.faults.clear()
    run(door, mine)
    assert shown(mine) == shown(upstream)


def test_the_token_shows_up_nowhere(door, mine, tmp_path):
    door.at("/000001/versions/draft/info/", APPLICATION_ERROR)
    door.at("/000002/versions/draft/info/", NOT_FOUND, always=True)
    door.at("/000005/versions/draft/assets/", redirect("https://example.org/"), always=True)
    said = []
    for words in (("harvest", "--api", door.api, "-v", "--json"), ("build", "-v", "--json")):
        done = start(*words, cwd=mine.parent, DANDI_CATALOG_TOKEN=SECRET)
        said += done.communicate(timeout=60)
        assert done.returncode == (1 if "harvest" in words else 0), said

    report = json.loads(said[0])
    assert {asked.headers["Authorization"] for asked in door.asked} == {f"token {SECRET}"}
    assert [failure["identifier"] for failure in report["failed"]] == ["000002", "000005"]
    assert "try 2 of" in " ".join(said[1].split())  # it did say more
    written = [path for path in mine.parent.rglob("*") if path.is_file()]
    assert len(written) > 10
    assert not any(SECRET in text for text in said)
    assert not any(SECRET.encode() in path.read_bytes() for path in written)
    assert set(contents(mine)) == {"000001"}
