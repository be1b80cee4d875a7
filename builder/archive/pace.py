"""How fast and how often to ask: the rate limit, the waits between tries, and what Retry-After says."""

from __future__ import annotations

import email.utils
import random
import threading
import time
from datetime import UTC, datetime

from builder.archive.stop import Stop

ATTEMPTS = 8
FIRST_ATTEMPTS = 4
"""For the very first request: who mistyped an address should hear so within seconds."""
BUDGET_S = 600.0
"""So long after the first try there is no other: failures that take their time would else hold a thread for hours."""

_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 30.0
_LONGEST_RETRY_AFTER_S = 120.0


class Pace:
    """At most so many requests a minute over all threads, evenly spread; None means no limit."""

    def __init__(self, per_minute: float | None, stop: Stop) -> None:
        self._gap_s = 60.0 / per_minute if per_minute else 0.0
        self._stop = stop
        self._lock = threading.Lock()
        self._next = 0.0

    def take_turn(self) -> None:
        """Wait until the next request may go out."""
        if not self._gap_s:
            return self._stop.check()
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next)
            self._next = turn + self._gap_s
        return self._stop.wait(turn - now)


def backoff_s(attempt: int) -> float:
    """Seconds to wait after failed attempt 0, 1, 2…: doubling, capped, spread so that threads don't march in step."""
    return min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2.0**attempt) * random.uniform(0.5, 1.0)


def retry_after_s(value: str | None) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or a date; None where it is absent or garbage."""
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            when = email.utils.parsedate_to_datetime(value)
        except (ValueError, OverflowError):
            return None
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        seconds = (when - datetime.now(UTC)).total_seconds()
    if seconds != seconds:  # "nan" is a float too
        return None
    return min(max(seconds, 0.0), _LONGEST_RETRY_AFTER_S)
