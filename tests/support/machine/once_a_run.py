"""What all processes of a run share: made once, by whichever needs it first, while the others wait for it."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock

T = TypeVar("T")


def once_a_run(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], T]) -> T:
    """What `make` answers when it has filled an empty folder; for reading only. The next tries again what fails.

    The answer goes from process to process pickled, so it mustn't hold what lives in one of them, as a server.
    """
    base = factory.getbasetemp()
    # Each of several processes has a folder of its own in the run's.
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "once" / name
    made = folder.with_name(f"{name}.made")
    made.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f"{name}.lock")):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            answer = make(folder)
            made.write_bytes(pickle.dumps(answer))
            return answer
    found: T = pickle.loads(made.read_bytes())
    return found
