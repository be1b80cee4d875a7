"""The site of the built-in archive with what search loads."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.sample.demo import Demo
from builder.search.export import export_index
from builder.search.store import open_index
from builder.serve import create_preview, in_background
from builder.settings import Settings
from builder.snapshot import Snapshot


@pytest.fixture(scope="session")
def search_site(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's site itself where its build has the index; else a copy that gets one."""
    if (demo.site / "search" / "list.js").exists():
        return demo.site
    site = tmp_path_factory.mktemp("search") / "site"
    shutil.copytree(demo.site, site)
    with Snapshot.readable(demo.snapshot) as snapshot:
        stored = open_index(snapshot, Settings(), site.parent / "cache")
    (site / "search").mkdir()
    for name, text in export_index(stored.index).items():
        (site / "search" / name).write_text(text, encoding="utf-8")
    return site


@pytest.fixture(scope="session")
def search_server(search_site: Path) -> Iterator[str]:
    with in_background(create_preview(search_site)) as url:
        yield url
