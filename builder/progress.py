"""How far long work has come: who hears of it, and how long its parts took."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

log = logging.getLogger(__name__)


class Progress(Protocol):
    """Hears of work on dandisets, one after the other; all calls come from one thread."""

    def start(self, total: int) -> None:
        """So many dandisets are to be done."""

    def advance(self, identifier: str, assets: int = 0) -> None:
        """One more is done, with so many assets where these are counted."""


class Silent:
    """A Progress that says nothing."""

    def start(self, total: int) -> None:
        pass

    def advance(self, identifier: str, assets: int = 0) -> None:
        pass


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Log how long a part of a command's work took; --verbose shows it."""
    started = time.monotonic()
    yield
    log.info("%s: %.1f s", name, time.monotonic() - started)
