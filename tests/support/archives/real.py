"""A fixture: the real metadata of 351 dandisets, harvested once a run over HTTP; skips where they aren't at hand."""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path

import pytest

from builder.archive import ArchiveClient
from builder.harvest import harvest
from support import SHARED
from support.machine.once_a_run import once_a_run


@pytest.fixture(scope="session")
def real_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For reading only: all tests share it."""
    if not (SHARED / "archive").is_dir():
        pytest.skip("the real metadata is not beside the project: ../shared/archive")
    return once_a_run(tmp_path_factory, "real", _harvest)


def _harvest(folder: Path) -> Path:
    return harvest_files(SHARED / "archive", folder)


def harvest_files(archive: Path, folder: Path) -> Path:
    """A snapshot, in a folder, of an archive that lies in files as ../shared/archive does."""
    spec = importlib.util.spec_from_file_location("archive_server", SHARED / "tools" / "archive_server.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    server = module.serve(archive)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        harvest(ArchiveClient(f"http://127.0.0.1:{server.server_port}/api"), folder / "snapshot.sqlite")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    return folder / "snapshot.sqlite"
