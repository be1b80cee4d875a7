"""Search over the real metadata of 351 dandisets: the judged queries, in the terminal and in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from builder.search.index.search_index import KeptIndex
from builder.search.query.store import open_index
from builder.settings import Settings
from builder.snapshot import Snapshot
from measuring.judged import evaluate, read_judged
from support.readers.search_engine import differences, found, open_engine

pytest_plugins = ["support.archives.real", "support.sites.fixtures"]
pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def stored(real_snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> KeptIndex:
    with Snapshot.readable(real_snapshot) as snapshot:
        return open_index(snapshot, Settings(), tmp_path_factory.mktemp("cache"))


def test_browser_finds_what_the_terminal_finds(browser: Browser, stored: KeptIndex, tmp_path: Path) -> None:
    page = open_engine(browser, stored, tmp_path)
    different = differences(page, stored, [judged.query for judged in read_judged()])
    page.close()

    assert different == []


@pytest.mark.parametrize("held_out", [True, False])
def test_judged_queries_are_answered(stored: KeptIndex, held_out: bool) -> None:
    results = evaluate(lambda query: [name.strip("()") for name in found(stored, query)], held_out=held_out)

    assert all(value >= 0.9 for value in results["all"])
    assert results["identifier"] == results["doi"] == (1.0, 1.0, 1.0)
    assert results["nonsense"][0] < 5


def test_file_leads_to_its_dandiset(stored: KeptIndex) -> None:
    path = "sub-YutaMouse41/sub-YutaMouse41_ses-YutaMouse41-150821_behavior+ecephys.nwb"

    assert found(stored, "sub-YutaMouse41")[0] == found(stored, "YutaMouse41")[0] == "000003"
    assert found(stored, path)[0] in found(stored, "sub-YutaMouse41") or found(stored, path)[0].startswith("(")
