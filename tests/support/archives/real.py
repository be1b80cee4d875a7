"""A fixture: the real metadata of 351 dandisets, harvested once a run over HTTP; skips where they aren't at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import SHARED
from support.archives.shared_server import harvest_folder
from support.machine.once_a_run import once_a_run


@pytest.fixture(scope="session")
def real_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For reading only: all tests share it."""
    if not (SHARED / "archive").is_dir():
        pytest.skip("the real metadata is not beside the project: ../shared/archive")
    return once_a_run(tmp_path_factory, "real", _harvest)


def _harvest(folder: Path) -> Path:
    return harvest_folder(SHARED / "archive", folder / "snapshot.sqlite")
