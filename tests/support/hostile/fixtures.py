"""Fixtures that plant payloads in an archive, harvest it, build its site and check it: once for each corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.serve import create_preview, in_background
from support.archives.served import ServedArchive
from support.hostile.figures import Figures
from support.hostile.payloads import own_payloads
from support.hostile.shared import CORPUS, shared_payloads
from support.hostile.site import ALL, CORPORA, Hostile, build_hostile
from support.machine.once_a_run import once_a_run

_FIGURES: dict[str, Figures] = {}
"""Corpus -> what was counted."""


@pytest.fixture(scope="session", params=CORPORA)
def hostile(
    request: pytest.FixtureRequest, sample_archive: ServedArchive, tmp_path_factory: pytest.TempPathFactory
) -> Hostile:
    """With our own payloads, then with those that lie beside the project."""
    payloads = own_payloads() if request.param == "ours" else shared_payloads()
    if not payloads:
        pytest.skip(f"the corpus is not beside the project: ../shared/{CORPUS.name}")

    def make(folder: Path) -> Hostile:
        return build_hostile(payloads, sample_archive.snapshot_path, folder)

    made = once_a_run(tmp_path_factory, f"hostile-{request.param}", make)
    _FIGURES[request.param] = made.figures
    return made


@pytest.fixture(scope="session")
def hostile_server(hostile: Hostile) -> Iterator[str]:
    with in_background(create_preview(hostile.site)) as url:
        yield url


@pytest.fixture(params=["served", "from disk"])
def hostile_home(request: pytest.FixtureRequest, hostile: Hostile, hostile_server: str) -> str:
    return hostile_server if request.param == "served" else hostile.site.as_uri()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for corpus, figures in _FIGURES.items() if ALL else ():
        for line in figures.lines(f"hostile archive, payloads: {corpus}"):
            terminalreporter.write_line(line)
