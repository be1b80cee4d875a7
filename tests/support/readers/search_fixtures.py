"""The index of the built-in archive, and a browser that has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from builder.search.index.search_index import KeptIndex
from builder.search.query.store import open_index
from builder.settings import Settings
from builder.snapshot import Snapshot
from support.readers.search_engine import open_engine


@pytest.fixture(scope="session")
def stored(sample_snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> KeptIndex:
    """What the terminal searches in."""
    with Snapshot.readable(sample_snapshot) as snapshot:
        return open_index(snapshot, Settings(), tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def engine(browser: Browser, stored: KeptIndex, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A blank page with the engine, opened from disk; `window.engine` has the index."""
    page = open_engine(browser, stored, tmp_path_factory.mktemp("engine"))
    yield page
    page.close()
