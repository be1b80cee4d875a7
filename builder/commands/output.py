"""What is printed: results on stdout, the rest on stderr. What draws there is imported when it is needed."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Iterable

import click

from builder.printable import printable, printable_json


def say(text: str, style: str | None = None) -> None:
    """Print to stderr, as it stands."""
    from builder.commands.terminal import error_console

    error_console().print(text, style=style)


def show_log(*, verbose: bool, quiet: bool) -> None:
    """Send the log to stderr: warnings, or with `verbose` every request."""
    from builder.commands.terminal import show_log as show

    show(verbose=verbose, quiet=quiet)


def replace_what_is_not_shown() -> None:
    """From now on stdout and stderr take a question mark for a letter that their encoding lacks, and don't fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def output_encoding() -> str:
    """By the name that Python has for it."""
    return codecs.lookup(getattr(sys.stdout, "encoding", None) or "utf-8").name


def print_json(report: object) -> None:
    import msgspec

    text = msgspec.json.encode(report).decode()
    if output_encoding() == "utf-8":
        click.echo(printable_json(text).encode())  # also where Python would end lines as Windows does
    else:
        echo(printable_json(text, ascii_only=True))


def print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        echo(printable(line))


def echo(line: str) -> None:
    click.echo(line, file=sys.stdout)  # named, or else click takes UTF-8 for ASCII
