"""`diff`: what changed between versions of a dandiset, or between snapshots."""

from __future__ import annotations

from pathlib import Path

import click

from builder.commands.options import SNAPSHOT, Command, PathOption, verbosity
from builder.commands.output import print_json, print_lines
from builder.errors import UsageError


@click.command("diff", cls=Command)
@click.argument("names", nargs=-1, metavar="[ID VERSION_A VERSION_B]")
@click.option("--since", type=PathOption, metavar="SNAPSHOT", help="Compare whole snapshots: the older one.")
@click.option(
    "--snapshot",
    type=PathOption,
    default=SNAPSHOT,
    show_default=True,
    help="What holds the versions; with --since, the newer one.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@verbosity
def command(names: tuple[str, ...], since: Path | None, snapshot: Path, as_json: bool) -> int:
    """Tell what changed between two versions of a dandiset, or from one snapshot to another.

    Of versions: the files that were added, removed, changed or moved, with sizes, and each field of the metadata. Of
    snapshots: the dandisets and versions that were added, changed or went.

    \b
    Example:   dandi-catalog diff 000003 0.210812.1448 draft
    or:        dandi-catalog diff --since last-week.sqlite --snapshot snapshot.sqlite
    """
    from builder.commands.changes import diff_lines
    from builder.diff.snapshots import diff_snapshots
    from builder.snapshot import Snapshot

    if since is None and len(names) == 3:
        return _diff_versions(snapshot, *names, as_json=as_json)
    if since is None or names:
        raise UsageError(
            "name a dandiset and two versions (diff 000003 0.210812.1448 draft), or an older snapshot with --since"
        )
    with Snapshot.readable(since) as old, Snapshot.readable(snapshot) as new:
        found = diff_snapshots(old, new)
    if as_json:
        print_json(found)
    else:
        print_lines(diff_lines(found))
    return 0


def _diff_versions(snapshot: Path, identifier: str, before: str, after: str, *, as_json: bool) -> int:
    from builder.commands.changes import version_diff_lines
    from builder.diff.versions import diff_versions, version_diff
    from builder.snapshot import Snapshot

    with Snapshot.readable(snapshot) as opened:
        changes = diff_versions(opened, identifier, before, after)
    if as_json:
        print_json(version_diff(identifier, changes))
    else:
        print_lines(version_diff_lines(identifier, changes))
    return 0
