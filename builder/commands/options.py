"""What commands have in common: options, exit codes, and where things lie if nothing else is said."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from builder.commands.output import output_encoding, show_log

EXIT_PARTIAL = 1
SNAPSHOT = Path("snapshot.sqlite")
SITE = Path("site")


class FiniteRange(click.FloatRange):
    """A range that knows neither nan nor inf."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a number to count with.", param, ctx)
        return number


F = TypeVar("F", bound=Callable[..., Any])
PathOption = click.Path(path_type=Path)


class Command(click.Command):
    """One whose help can be shown in the terminal's encoding: click writes UTF-8 where that is ASCII."""

    def get_help(self, ctx: click.Context) -> str:
        return super().get_help(ctx).encode(output_encoding(), "replace").decode(output_encoding())


def verbosity(command: F) -> F:
    """The options that every command has."""

    def set_up(context: click.Context, option: click.Parameter, value: bool) -> bool:
        context.meta[str(option.name)] = value
        show_log(verbose=context.meta.get("verbose", False), quiet=context.meta.get("quiet", False))
        return value

    for names, help_text in (
        (("-q", "--quiet"), "Say nothing but results and errors."),
        (("-v", "--verbose"), "Say more."),
    ):
        command = click.option(*names, is_flag=True, expose_value=False, callback=set_up, help=help_text)(command)
    return command


def is_quiet(context: click.Context) -> bool:
    return bool(context.meta.get("quiet"))
