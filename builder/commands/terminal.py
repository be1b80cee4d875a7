"""What a terminal shows: long work on stderr (a bar, plain lines, or nothing when it should be quiet).

Nothing that goes there is read as markup, and letters that its encoding lacks are replaced.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.logging import RichHandler

from builder.printable import printable

if TYPE_CHECKING:
    from rich.progress import Progress

_PLAIN_EVERY_S = 10.0


class ProgressLine:
    """Progress over dandisets; fits both the harvest's and the build's."""

    def __init__(self, verb: str, *, quiet: bool) -> None:
        self._verb = verb
        self._console = error_console()
        self._quiet = quiet
        self._done = self._total = self._assets = 0
        self._started = self._said_at = time.monotonic()
        self._bar: Progress | None = None

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def start(self, total: int) -> None:
        self._total = total
        self._started = self._said_at = time.monotonic()
        if self._quiet or not total:
            return
        if self._console.is_terminal:
            self._bar = _bar(self._console)
            self._bar.add_task(self._verb, total=total, more="")
            self._bar.start()
        else:
            self._say()

    def advance(self, identifier: str, assets: int = 0) -> None:
        self._done += 1
        self._assets += assets
        if self._bar:
            self._bar.update(self._bar.task_ids[0], advance=1, more=", ".join(self._counts()))
        elif not self._quiet and time.monotonic() - self._said_at >= _PLAIN_EVERY_S:
            self._say()

    def _say(self) -> None:
        self._said_at = time.monotonic()
        parts = [f"{self._done} of {self._total} dandisets", *self._counts()]
        if self._done:
            left_s = self._seconds() / self._done * (self._total - self._done)
            parts.append(f"{timedelta(seconds=round(left_s))} left")
        self._console.print(f"{self._verb}: {', '.join(parts)}")

    def _counts(self) -> Iterator[str]:
        """Assets, where they are counted, and the rate."""
        if self._assets:
            yield f"{self._assets:,} assets"
        if self._done:
            yield f"{60 * self._done / self._seconds():,.0f} dandisets/min"

    def _seconds(self) -> float:
        """Since the start; never 0."""
        return max(0.001, time.monotonic() - self._started)


class _LineFormatter(logging.Formatter):
    """A message is one printable line, whatever it tells of."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        return printable(super().formatMessage(record))


def _bar(console: Console) -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # slow to load

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[more]}"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True)


@cache
def error_console() -> Console:
    """What goes to stderr, letter by letter, and in lines that only the terminal breaks."""
    return console(stderr=True, soft_wrap=True)


def console(*, stderr: bool, soft_wrap: bool = False) -> Console:
    return Console(stderr=stderr, soft_wrap=soft_wrap, markup=False, emoji=False, highlight=False)


def show_log(*, verbose: bool, quiet: bool) -> None:
    """Send the log to stderr: warnings, or with `verbose` every request."""
    level = logging.DEBUG if verbose else logging.ERROR if quiet else logging.WARNING
    handler = RichHandler(console=error_console(), show_path=False, show_time=verbose)
    handler.setFormatter(_LineFormatter("%(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("urllib3", "MARKDOWN", "asyncio", "hdmf", "h5py"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
