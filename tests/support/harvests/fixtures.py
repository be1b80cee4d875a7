"""Fixtures for harvests of a small archive behind a door where faults are added."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from builder.archive import ArchiveClient
from builder.archive import client as client_module
from builder.harvest import harvest
from builder.serve import AS_HARVESTED, create_api, in_background
from support.archives.faulty import Door, open_door
from support.archives.small import make_small_archive


class Served:
    """The API of any snapshot."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None
        self.url = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app
        await self.app(scope, receive, send)


@pytest.fixture
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries follow one another at once."""
    monkeypatch.setattr(client_module, "backoff_s", lambda attempt: 0.0)


@pytest.fixture(scope="session")
def small_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_archive(tmp_path_factory.mktemp("small") / "archive.sqlite")


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """One server for all tests, since each takes a while to end."""
    app = Served()
    with in_background(app) as app.url:
        yield app


@pytest.fixture(scope="session")
def first_harvest(small_archive: Path, served: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("first") / "snapshot.sqlite"
    served.app = create_api(small_archive, settings=AS_HARVESTED)
    harvest(ArchiveClient(f"{served.url}/api"), path)
    return path


@pytest.fixture
def upstream(small_archive: Path, tmp_path: Path) -> Path:
    """What the door's archive is served from: a change of it is a change of the archive."""
    return Path(shutil.copy(small_archive, tmp_path / "archive.sqlite"))


@pytest.fixture
def door(upstream: Path, served: Served, no_waits: None) -> Iterator[Door]:
    """In front of the archive; faults are added here."""
    served.app = create_api(upstream, settings=AS_HARVESTED)
    with open_door(served.url) as door:
        yield door


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Where the harvest goes."""
    (tmp_path / "mine").mkdir()
    return tmp_path / "mine" / "snapshot.sqlite"


@pytest.fixture
def harvested(first_harvest: Path, mine: Path) -> Path:
    """A snapshot of the archive as it was at first."""
    return Path(shutil.copy(first_harvest, mine))
