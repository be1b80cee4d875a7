"""Archives that lie beside the project, served as DANDI's API and harvested."""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path
from typing import Any

from builder.archive import ArchiveClient
from builder.harvest import harvest
from support import SHARED


def harvest_folder(archive: Path, snapshot: Path) -> Path:
    """Harvest the archive in a folder into a snapshot."""
    server = _server_module().serve(archive)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        harvest(ArchiveClient(f"http://127.0.0.1:{server.server_port}/api"), snapshot)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    return snapshot


def _server_module() -> Any:
    spec = importlib.util.spec_from_file_location("archive_server", SHARED / "tools" / "archive_server.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
