"""`build`: a snapshot, as a site of plain files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.commands.options import SITE, SNAPSHOT, Command, PathOption, is_quiet, verbosity
from builder.commands.output import print_json, print_lines
from builder.errors import IntegrityError
from builder.words import formats

if TYPE_CHECKING:
    from builder.site.pipeline.build import BuildReport


@click.command("build", cls=Command)
@click.option("--snapshot", type=PathOption, default=SNAPSHOT, show_default=True, help="What to build from.")
@click.option("--config", type=PathOption, help="The settings.  [default: catalog.yaml if there is one]")
@click.option("--out", type=PathOption, default=SITE, show_default=True, help="The site's folder.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), help="Processes.  [default: one for each processor that it may use]"
)
@click.option("--full", is_flag=True, help="Render every page again, also those that did not change.")
@click.option("--strict", is_flag=True, help="Take warnings for errors (exit 4).")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@verbosity
@click.pass_context
def command(
    context: click.Context,
    snapshot: Path,
    config: Path | None,
    out: Path,
    jobs: int | None,
    full: bool,
    strict: bool,
    as_json: bool,
) -> int:
    """Render a snapshot as a site of plain files. The old site stays until the new one is whole.

    \b
    Example:   dandi-catalog build --snapshot snapshot.sqlite --out site
    """
    from builder.commands.terminal import ProgressLine
    from builder.settings import load_settings
    from builder.site.pipeline.build import build

    with ProgressLine("Building", quiet=is_quiet(context)) as progress:
        report = build(snapshot, load_settings(config), out, jobs=jobs, full=full, progress=progress)
    if as_json:
        print_json(report)
    else:
        print_lines(build_lines(report, out))
    return IntegrityError.exit_code if strict and report.warnings else 0


def build_lines(report: BuildReport, out: Path) -> Iterator[str]:
    """One summary line, then warnings."""
    kept = f", {report.skipped} of them unchanged" if report.skipped else ""
    yield (
        f"Built {out}: {report.dandisets} dandisets on {report.pages} pages{kept}; "
        f"{report.files} files, {formats.filesize(report.bytes)}, {report.seconds:.1f} s"
    )
    for warning in report.warnings:
        yield f"  warning: {warning}"
