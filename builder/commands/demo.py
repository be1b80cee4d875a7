"""`demo`: the whole job on the built-in archive."""

from __future__ import annotations

from pathlib import Path

import click

from builder.commands.build import build_lines
from builder.commands.check import check_lines
from builder.commands.harvest import harvest_lines
from builder.commands.options import Command, PathOption, verbosity
from builder.commands.output import echo, print_lines, say
from builder.errors import IntegrityError


@click.command("demo", cls=Command)
@click.option("--out", type=PathOption, default=Path("demo"), show_default=True, help="Folder for snapshot and site.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port on 127.0.0.1.  [default: 8000, or the next free one]"
)
@click.option("--no-serve", is_flag=True, help="End when the site is built.")
@verbosity
def command(out: Path, port: int | None, no_serve: bool) -> int:
    """The whole job on the built-in archive: harvest it over HTTP, build its site, check and serve it.

    \b
    Example:   dandi-catalog demo --out demo
    """
    from builder.check.report import join_findings
    from builder.check.site import check_site
    from builder.sample.demo import run_demo
    from builder.serve import bind, create_api, create_preview, run

    done = run_demo(out)
    for note in done.notes:
        say(note)
    for report in done.harvests:
        print_lines(harvest_lines(report, done.snapshot))
    print_lines(build_lines(done.built, done.site))
    checked = join_findings(None, check_site(done.site))
    print_lines(check_lines(checked, None, done.site))
    if checked.problems or any(report.partial for report in done.harvests):
        return IntegrityError.exit_code
    if not no_serve:
        sock = bind(port)
        echo(f"Serving http://127.0.0.1:{sock.getsockname()[1]}/  (Ctrl-C ends it)")
        run(create_preview(done.site, api=create_api(done.snapshot)), sock)
    return 0
