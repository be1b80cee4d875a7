"""One signal that ends all waiting: Ctrl-C, or a deadline."""

from __future__ import annotations

import threading
import time

from builder.errors import Interrupted


class Stop:
    """Waits that end early once the run is told to stop; shared by all threads of a run."""

    def __init__(self, deadline_s: float | None = None) -> None:
        self._event = threading.Event()
        self._ends = None if deadline_s is None else time.monotonic() + deadline_s

    def set(self) -> None:
        self._event.set()

    @property
    def past_deadline(self) -> bool:
        return self._ends is not None and time.monotonic() >= self._ends

    def check(self) -> None:
        """Raise Interrupted if the run should end."""
        if self._event.is_set():
            raise Interrupted("interrupted")
        if self.past_deadline:
            raise Interrupted("the deadline was reached")

    def limit(self, seconds: float) -> float:
        """So many seconds, or as many as are left; never 0, which a timeout may not be."""
        return seconds if self._ends is None else max(0.05, min(seconds, self._ends - time.monotonic()))

    def wait(self, seconds: float) -> None:
        """Sleep, but raise Interrupted as soon as the run should end."""
        left = seconds if self._ends is None else min(seconds, self._ends - time.monotonic())
        self._event.wait(max(0.0, left))
        self.check()
