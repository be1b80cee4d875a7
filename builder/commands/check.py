"""`check`: damage in a snapshot; broken links, HTML and budgets in a site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.commands.options import SITE, SNAPSHOT, Command, FiniteRange, PathOption, verbosity
from builder.commands.output import print_json, print_lines
from builder.errors import IntegrityError, UsageError
from builder.printable import excerpt
from builder.words import formats

if TYPE_CHECKING:
    from builder.check.report import CheckReport
    from builder.check.site.notes import Finding

_PROBLEMS_SHOWN = 50
_NOTES_SHOWN = 10
_CHARACTERS_SHOWN = 500
"""Of what a problem is about: a path or a value may be as long as anyone likes."""


@click.command("check", cls=Command)
@click.option("--snapshot", type=PathOption, help="The snapshot to check.  [default: snapshot.sqlite if it is there]")
@click.option("--site", type=PathOption, help="The site to check.  [default: site if it is there]")
@click.option("--max-age", type=FiniteRange(min=0), metavar="DAYS", help="Fail if the archive was read longer ago.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), help="Processes.  [default: one for each processor that it may use]"
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@verbosity
def command(snapshot: Path | None, site: Path | None, max_age: float | None, jobs: int | None, as_json: bool) -> int:
    """Look for damage in a snapshot, and for broken links, HTML and budgets in a site.

    \b
    Example:   dandi-catalog check --snapshot snapshot.sqlite --site site --max-age 2
    """
    from builder.check.report import join_findings
    from builder.check.site import check_site
    from builder.check.snapshot import check_snapshot

    if snapshot is None and site is None:
        snapshot = SNAPSHOT if SNAPSHOT.exists() else None
        site = SITE if SITE.exists() else None
        if snapshot is None and site is None:
            raise UsageError(f"neither {SNAPSHOT} nor {SITE}/ is here: name what to check with --snapshot or --site")
    if max_age is not None and snapshot is None:
        raise UsageError("--max-age is about a snapshot: name it with --snapshot")
    of_snapshot = of_site = None
    if snapshot is not None:
        of_snapshot = check_snapshot(snapshot, max_age_days=max_age, now_utc=datetime.now(UTC).isoformat())
    if site is not None:
        of_site = check_site(site, jobs=jobs)
    report = join_findings(of_snapshot, of_site)
    if as_json:
        print_json(report)
    else:
        print_lines(check_lines(report, snapshot, site))
    return 0 if report.ok else IntegrityError.exit_code


def check_lines(report: CheckReport, snapshot: Path | None, site: Path | None) -> Iterator[str]:
    """What was looked at, what of it could not be read, what is broken."""
    if report.content_hash is not None:
        yield (
            f"{snapshot}: {report.dandisets} dandisets, {report.versions} versions, {report.assets} assets; "
            f"content {report.content_hash[:16]}"
        )
    yield from _shown(report.unread or (), _PROBLEMS_SHOWN, "not read: ", " that could not be read")
    yield from _shown(report.notes, _NOTES_SHOWN, "note: ", " notes on what the archive's text says")
    yield from _shown(report.problems, _PROBLEMS_SHOWN, "", "")
    checked = " and ".join(str(path) for path in (snapshot, site) if path)
    yield f"Checked {checked}: {formats.counted(len(report.problems), 'problem')}"


def _shown(findings: Sequence[Finding], most: int, label: str, more: str) -> Iterator[str]:
    """The first of them, and how many `more` there are."""
    for finding in findings[:most]:
        where, what = (excerpt(text, _CHARACTERS_SHOWN) for text in (finding.where, finding.what))
        yield f"  {label}{where}: {what}"
    if len(findings) > most:
        yield f"  … and {len(findings) - most} more{more}: see --json"
