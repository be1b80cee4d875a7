"""`check`: damage in a snapshot; broken links, HTML and budgets in a site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from builder.commands.options import SITE, SNAPSHOT, Command, FiniteRange, PathOption, verbosity
from builder.commands.output import print_json, print_lines
from builder.errors import IntegrityError, UsageError
from builder.printable import excerpt
from builder.words import formats

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
    import msgspec

    from builder.check.site import check_site
    from builder.check.snapshot import check_snapshot

    if snapshot is None and site is None:
        snapshot = SNAPSHOT if SNAPSHOT.exists() else None
        site = SITE if SITE.exists() else None
        if snapshot is None and site is None:
            raise UsageError(f"neither {SNAPSHOT} nor {SITE}/ is here: name what to check with --snapshot or --site")
    if max_age is not None and snapshot is None:
        raise UsageError("--max-age is about a snapshot: name it with --snapshot")
    result: dict[str, Any] = {"ok": True, "problems": [], "notes": [], "content_hash": None}
    if snapshot is not None:
        found = check_snapshot(snapshot, max_age_days=max_age, now_utc=datetime.now(UTC).isoformat())
        result |= msgspec.to_builtins(found)
    if site is not None:
        of_site = msgspec.to_builtins(check_site(site, jobs=jobs))
        result |= {"problems": [*result["problems"], *of_site["problems"]], "notes": of_site["notes"]}
    result["ok"] = not result["problems"]
    if as_json:
        print_json(result)
    else:
        print_lines(check_lines(result, snapshot, site))
    return 0 if result["ok"] else IntegrityError.exit_code


def check_lines(result: Mapping[str, Any], snapshot: Path | None, site: Path | None) -> Iterator[str]:
    """What was looked at, what of it could not be read, what is broken; `result` as `check --json` prints it."""
    if snapshot:
        yield (
            f"{snapshot}: {result['dandisets']} dandisets, {result['versions']} versions, {result['assets']} assets; "
            f"content {result['content_hash'][:16]}"
        )
        for unread in result["unread"][:_PROBLEMS_SHOWN]:
            yield f"  not read: {_problem(unread)}"
        if len(result["unread"]) > _PROBLEMS_SHOWN:
            yield f"  … and {len(result['unread']) - _PROBLEMS_SHOWN} more that could not be read: see --json"
    for note in result["notes"][:_NOTES_SHOWN]:
        yield f"  note: {_problem(note)}"
    if len(result["notes"]) > _NOTES_SHOWN:
        yield f"  … and {len(result['notes']) - _NOTES_SHOWN} more notes on what the archive's text says: see --json"
    for problem in result["problems"][:_PROBLEMS_SHOWN]:
        yield f"  {_problem(problem)}"
    if len(result["problems"]) > _PROBLEMS_SHOWN:
        yield f"  … and {len(result['problems']) - _PROBLEMS_SHOWN} more: see --json"
    checked = " and ".join(str(path) for path in (snapshot, site) if path)
    yield f"Checked {checked}: {formats.counted(len(result['problems']), 'problem')}"


def _problem(problem: Mapping[str, str]) -> str:
    return f"{excerpt(problem['where'], _CHARACTERS_SHOWN)}: {excerpt(problem['what'], _CHARACTERS_SHOWN)}"
