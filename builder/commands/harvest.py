"""`harvest`: what changed in an archive, into a snapshot."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from builder.commands.options import EXIT_PARTIAL, SNAPSHOT, Command, FiniteRange, PathOption, is_quiet, verbosity
from builder.commands.output import print_json, print_lines
from builder.errors import UsageError
from builder.words import formats

if TYPE_CHECKING:
    from builder.harvest import HarvestReport
    from builder.settings import Settings

TOKEN_VARIABLE = "DANDI_CATALOG_TOKEN"  # not the client's own, which would then go to whatever host is harvested


class Instance(click.ParamType[str]):
    """The name of a known archive; which there are is read when it is asked."""

    name = "name"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return f"[{'|'.join(_instances())}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        return click.Choice(_instances()).convert(value, param, ctx)


def _instances() -> list[str]:
    from builder.catalog.links.instances import KNOWN_INSTANCES

    return sorted(KNOWN_INSTANCES)


@click.command("harvest", cls=Command)
@click.option("--api", help="Address of the archive's API, as https://api.dandiarchive.org/api.")
@click.option("--instance", type=Instance(), help="A known archive, by name.")
@click.option(
    "--snapshot", type=PathOption, default=SNAPSHOT, show_default=True, help="The file to bring up to date."
)
@click.option("--config", type=PathOption, help="Settings that name the archive.  [default: catalog.yaml]")
@click.option("--only", multiple=True, metavar="ID", help="Only this dandiset; may be repeated.")
@click.option("--workers", type=click.IntRange(1, 16), default=4, show_default=True, help="Requests at a time.")
@click.option(
    "--rate",
    type=FiniteRange(min=0),
    help="Requests a minute; 0 for no limit.  [default: 300; none on loopback]",
)
@click.option(
    "--verify", is_flag=True, help="Read everything again, also what seems unchanged, and name what differs."
)
@click.option(
    "--max-deletes",
    default="10%",
    show_default=True,
    metavar="N|P%",
    help="Stop, and hide nothing, if more dandisets are gone or embargoed. A share always allows five.",
)
@click.option("--deadline", type=FiniteRange(min=0, min_open=True), metavar="S", help="Stop after so many seconds.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@verbosity
@click.pass_context
def command(
    context: click.Context,
    api: str | None,
    instance: str | None,
    snapshot: Path,
    config: Path | None,
    only: tuple[str, ...],
    workers: int,
    rate: float | None,
    verify: bool,
    max_deletes: str,
    deadline: float | None,
    as_json: bool,
) -> int:
    """Read what changed in an archive into a snapshot.

    An idle run asks for the list of dandisets, which shows the draft and the newest published version of each, and
    for the versions of a thirtieth of them, another each time. So it is seen within 30 runs, a month of nights, that
    the archive has withdrawn or changed an older published version; with --only at once. What no idle run can see:
    assets or metadata that changed while a version's date, count and size stood still; --verify finds them.

    A version that keeps changing while it is read holds back none of the others. A token, if the archive needs one,
    is read from the environment: DANDI_CATALOG_TOKEN.

    \b
    Example:   dandi-catalog harvest --instance dandi --only 000003 --only 000409
    """
    from builder.archive import ArchiveClient, Stop
    from builder.commands.terminal import ProgressLine
    from builder.harvest import HarvestOptions
    from builder.harvest import harvest as run_harvest
    from builder.machine.memory import return_freed_memory
    from builder.settings import load_settings

    if not re.fullmatch(r"[0-9]{1,9}%?", max_deletes):
        raise UsageError(f"--max-deletes {max_deletes}: write a number, or a share like 10%")
    return_freed_memory()
    settings = load_settings(config)
    client = ArchiveClient(
        _api_url(api, instance, settings),
        rate_per_minute=rate,
        token=os.environ.get(TOKEN_VARIABLE),
        stop=Stop(deadline),
        catalog_url=settings.base_url,
    )
    options = HarvestOptions(only=only, workers=workers, verify=verify, max_deletes=max_deletes)
    with ProgressLine("Harvesting", quiet=is_quiet(context)) as progress:
        report = run_harvest(client, snapshot, options, progress)
    if as_json:
        print_json(report)
    else:
        print_lines(harvest_lines(report, snapshot))
    return EXIT_PARTIAL if report.partial else 0


def _api_url(api: str | None, instance: str | None, settings: Settings) -> str:
    """Where to harvest from: what was asked for, else what the settings say, else the DANDI archive."""
    from builder.catalog.links.instances import KNOWN_INSTANCES
    from builder.settings import ArchiveAddresses

    if api is not None and instance:
        raise UsageError("--api and --instance name two archives: give one of them")
    if api is not None:  # an empty one is a variable that was not set, and not the public archive
        if not re.match(r"(?i)https?://[^/]", api):
            raise UsageError(f"--api {api!r}: write a whole address, as https://api.dandiarchive.org/api")
        return api
    if instance:
        return KNOWN_INSTANCES[instance].api_url
    archive = settings.archive
    if isinstance(archive, ArchiveAddresses):
        return archive.api
    return KNOWN_INSTANCES[archive or "dandi"].api_url


def harvest_lines(report: HarvestReport, snapshot: Path) -> Iterator[str]:
    """One summary line, then what needs a reader's eye."""
    parts = [
        f"{report.listed} listed",
        f"{report.fetched} fetched",
        f"{report.unchanged} unchanged",
        f"{len(report.failed)} failed",
        f"{report.stale} stale",
        *([f"{len(report.embargoed)} embargoed"] if report.embargoed else []),
        f"{len(report.deleted)} deleted",
    ]
    work = f"{report.requests} requests, {formats.filesize(report.bytes)}, {report.seconds:.1f} s"
    yield f"Harvested into {snapshot}: {', '.join(parts)}; {work}"
    for failure in report.failed:
        yield f"  failed: {failure.identifier}: {failure.reason}"
    for what, identifiers in (
        ("deleted", report.deleted),
        ("embargoed", report.embargoed),
        ("drifted", report.drifted),
    ):
        if identifiers:
            yield f"  {what}: {' '.join(identifiers)}"
    for note in report.notes:
        yield f"  note: {note}"
    if report.interrupted:
        yield f"  ended early: {report.interrupted}; the next run goes on from here"
