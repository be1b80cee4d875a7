"""The command line: which commands there are, and how each ends."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from builder import __version__
from builder.commands.options import EXIT_PARTIAL, Command
from builder.commands.output import replace_what_is_not_shown, say
from builder.errors import CatalogError, OutOfMemory, UsageError
from builder.machine.signals import AskedToEnd, answering_signals
from builder.printable import printable

EXIT_INTERRUPTED = 130
EXIT_BUG = 70

COMMANDS = ("harvest", "build", "check", "diff", "search", "serve", "sample", "demo")
"""Each is `command` in a module of its name."""


def main() -> NoReturn:
    """Run a command and end with its exit code; never with a traceback for bad input."""
    replace_what_is_not_shown()
    try:
        with answering_signals():
            code = commands.main(prog_name="dandi-catalog", standalone_mode=False)
    except click.ClickException as error:
        error.show(file=sys.stderr)
        code = 2
    except CatalogError as error:
        say(f"dandi-catalog: {error}", style="red")
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort) as error:
        _end_interrupted(error.__cause__ or error)
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = EXIT_PARTIAL
    except MemoryError:
        say("dandi-catalog: memory ran out: go where there is more of it", style="red")
        code = OutOfMemory.exit_code
    except OSError as error:
        say(f"dandi-catalog: {printable(str(error))}", style="red")
        code = UsageError.exit_code
    except Exception:
        # A fault of the program. Python would end with 1, which means "done in part" to those who call us.
        say("\n".join(map(printable, traceback.format_exc().splitlines())))
        code = EXIT_BUG
    sys.exit(code)


def _end_interrupted(why: BaseException) -> NoReturn:
    """At once: a thread may still wait for an answer of the archive."""
    told, code = (str(why), why.exit_code) if isinstance(why, AskedToEnd) else ("interrupted", EXIT_INTERRUPTED)
    with suppress(OSError):  # the terminal may have gone
        say(f"dandi-catalog: {told}; the same command goes on where this one stopped")
        if sys.stdout:
            sys.stdout.flush()
    os._exit(code)


class _Commands(Command, click.Group):
    """Knows the commands by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"builder.commands.{cmd_name}").command
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dandi-catalog")
def commands() -> None:
    """Harvest a DANDI archive's metadata and publish it as a static catalog.

    \b
    Begin with:   dandi-catalog demo
    Your own:     dandi-catalog harvest && dandi-catalog build && dandi-catalog serve
    """
