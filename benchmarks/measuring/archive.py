"""An archive to measure against: the reference material's stand-in if it lies beside the project, or the sample."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from builder.sample import make_sample
from builder.serve import AS_HARVESTED, create_api, in_background

STAND_IN = Path(__file__).resolve().parents[3] / "shared" / "tools" / "archive_server.py"


@contextmanager
def serving(*, copies: int = 1, latency_ms: int = 0) -> Iterator[tuple[str, str]]:
    """Yields what is served, in words, and the API's address. Copies and latency need the stand-in."""
    if not STAND_IN.exists():
        with TemporaryDirectory() as scratch:
            sample = make_sample(Path(scratch) / "sample.sqlite")
            with in_background(create_api(sample.snapshot_path, settings=AS_HARVESTED, blobs=sample.blobs)) as url:
                yield "the built-in archive", f"{url}/api"
        return
    command = [sys.executable, str(STAND_IN), "--port", "0", "--copies", str(copies), "--latency", str(latency_ms)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            words = server.stdout.readline().split()
            yield f"{words[1]} dandisets, {latency_ms} ms latency", words[0]
        finally:
            server.terminate()


def control(api_url: str, verb: str) -> dict[str, int]:
    """Ask the stand-in for a change, or with "log" for what it has counted since; empty for the built-in archive."""
    answer = requests.post(f"{api_url.removesuffix('/api')}/_control/{verb}", timeout=60)
    return answer.json() if answer.ok else {}
