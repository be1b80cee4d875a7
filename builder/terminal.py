"""What a terminal shows: long work on stderr (a bar, plain lines, or nothing when it should be quiet), and hits.

Nothing that goes there is read as markup, and letters that its encoding lacks are replaced.
"""

from __future__ import annotations

import codecs
import io
import logging
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from types import TracebackType

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from builder.printable import printable
from builder.search.query.marks import Pieces
from builder.search.query.run import Answer

_PLAIN_EVERY_S = 10.0


class ProgressLine:
    """Progress over dandisets; fits both the harvest's and the build's."""

    def __init__(self, verb: str, console: Console, *, quiet: bool) -> None:
        self._verb = verb
        self._console = console
        self._quiet = quiet
        self._done = self._total = self._assets = 0
        self._started = self._said_at = time.monotonic()
        self._bar: Progress | None = None
        self._task = TaskID(0)

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
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[more]}"),
            )
            self._bar = Progress(*columns, TimeRemainingColumn(), console=self._console, transient=True)
            self._task = self._bar.add_task(self._verb, total=total, more="")
            self._bar.start()
        else:
            self._say()

    def advance(self, identifier: str, assets: int = 0) -> None:
        self._done += 1
        self._assets += assets
        if self._bar:
            self._bar.update(self._task, advance=1, more=", ".join(self._counts()))
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


def replace_what_is_not_shown() -> None:
    """From now on stdout and stderr take a question mark for a letter that their encoding lacks, and don't fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def output_encoding() -> str:
    """By the name that Python has for it."""
    return codecs.lookup(getattr(sys.stdout, "encoding", None) or "utf-8").name


def show_answer(answer: Answer) -> None:
    """The hits of a search as a table; those with some of the words below a line that says so."""
    table = Table(box=None, padding=(0, 1), pad_edge=False, show_edge=False)
    table.add_column("", justify="right", style="dim")
    table.add_column("dandiset", no_wrap=True, style="bold")
    table.add_column("title and where it was found", ratio=1)
    table.add_column("year", no_wrap=True)
    table.add_column("files", justify="right", no_wrap=True)
    table.add_column("score", justify="right", no_wrap=True, style="dim")
    for number, hit in enumerate(answer.hits, 1):
        if hit.is_partial and (number == 1 or not answer.hits[number - 2].is_partial):
            words = "Only some of the words:" if answer.complete else "None has all of the words; some of them have:"
            table.add_row("", "", Text(words, style="yellow"))
        title = _marked(hit.title, "")
        if hit.snippet:
            title = Text("\n").join(
                [title, _marked(((f"{hit.why}: ", False), *hit.snippet) if hit.why else hit.snippet, "dim")]
            )
        listed = hit.listed
        table.add_row(
            str(number),
            Text(printable(listed.identifier)),
            title,
            str(listed.year) if listed.year else "draft",
            f"{listed.files:,}",
            f"{hit.score:.2f}" if hit.score else "",
        )
    _console(stderr=False).print(table)


def _marked(pieces: Pieces, style: str) -> Text:
    text = Text(style=style)
    for piece, is_marked in pieces:
        text.append(printable(piece), style="bold green not dim" if is_marked else "")
    return text


class _LineFormatter(logging.Formatter):
    """A message is one printable line, whatever it tells of."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        return printable(super().formatMessage(record))


def error_console() -> Console:
    """What goes to stderr, letter by letter, and in lines that only the terminal breaks."""
    return _console(stderr=True, soft_wrap=True)


def _console(*, stderr: bool, soft_wrap: bool = False) -> Console:
    return Console(stderr=stderr, soft_wrap=soft_wrap, markup=False, emoji=False, highlight=False)


def show_log(console: Console, *, verbose: bool, quiet: bool) -> None:
    """Send the log to stderr: warnings, or with `verbose` every request."""
    level = logging.DEBUG if verbose else logging.ERROR if quiet else logging.WARNING
    handler = RichHandler(console=console, show_path=False, show_time=verbose)
    handler.setFormatter(_LineFormatter("%(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("urllib3", "MARKDOWN", "asyncio", "hdmf", "h5py"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
