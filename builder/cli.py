"""The commands. The only module that prints or exits."""

from __future__ import annotations

import math
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn, TypeVar

import click
import msgspec

from builder import __version__, reports
from builder.archive import ArchiveClient, Stop
from builder.catalog.links.instances import KNOWN_INSTANCES
from builder.check.site import check_site
from builder.check.snapshot import check_snapshot
from builder.diff.snapshots import diff_snapshots
from builder.diff.versions import diff_versions, version_diff
from builder.errors import CatalogError, IntegrityError, OutOfMemory, UsageError
from builder.harvest import HarvestOptions
from builder.harvest import harvest as run_harvest
from builder.machine.folders import cache_folder
from builder.machine.memory import return_freed_memory
from builder.machine.signals import AskedToEnd, answering_signals
from builder.printable import printable, printable_json
from builder.sample import make_sample
from builder.sample.demo import run_demo
from builder.search.query.run import search
from builder.search.query.store import open_index
from builder.serve import AS_HARVESTED, bind, create_api, create_preview, run
from builder.settings import ArchiveAddresses, Settings, load_settings
from builder.site.pipeline.build import build
from builder.snapshot import Snapshot
from builder.terminal import (
    ProgressLine,
    error_console,
    output_encoding,
    replace_what_is_not_shown,
    show_answer,
    show_log,
)

EXIT_PARTIAL = 1
EXIT_INTERRUPTED = 130
EXIT_BUG = 70
TOKEN_VARIABLE = "DANDI_CATALOG_TOKEN"  # not the client's own, which would then go to whatever host is harvested

_SNAPSHOT = Path("snapshot.sqlite")
_SITE = Path("site")


class FiniteRange(click.FloatRange):
    """A range that knows neither nan nor inf."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a number to count with.", param, ctx)
        return number


F = TypeVar("F", bound=Callable[..., Any])
PathOption = click.Path(path_type=Path)
err = error_console()


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
        err.print(f"dandi-catalog: {error}", style="red")
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort) as error:
        _end_interrupted(error.__cause__ or error)
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = EXIT_PARTIAL
    except MemoryError:
        err.print("dandi-catalog: memory ran out: go where there is more of it", style="red")
        code = OutOfMemory.exit_code
    except OSError as error:
        err.print(f"dandi-catalog: {printable(str(error))}", style="red")
        code = UsageError.exit_code
    except Exception:
        # A fault of the program. Python would end with 1, which means "done in part" to those who call us.
        err.print(*map(printable, traceback.format_exc().splitlines()), sep="\n")
        code = EXIT_BUG
    sys.exit(code)


def _end_interrupted(why: BaseException) -> NoReturn:
    """At once: a thread may still wait for an answer of the archive."""
    told, code = (str(why), why.exit_code) if isinstance(why, AskedToEnd) else ("interrupted", EXIT_INTERRUPTED)
    with suppress(OSError):  # the terminal may have gone
        err.print(f"dandi-catalog: {told}; the same command goes on where this one stopped")
        if sys.stdout:
            sys.stdout.flush()
    os._exit(code)


class _Command(click.Command):
    """One whose help can be shown in the terminal's encoding: click writes UTF-8 where that is ASCII."""

    def get_help(self, ctx: click.Context) -> str:
        return super().get_help(ctx).encode(output_encoding(), "replace").decode(output_encoding())


class _Commands(_Command, click.Group):
    command_class = _Command


def loudness(command: F) -> F:
    """The options that every command has."""

    def set_up(context: click.Context, option: click.Parameter, value: bool) -> bool:
        context.meta[str(option.name)] = value
        show_log(err, verbose=context.meta.get("verbose", False), quiet=context.meta.get("quiet", False))
        return value

    for names, help_text in (
        (("-q", "--quiet"), "Say nothing but results and errors."),
        (("-v", "--verbose"), "Say more."),
    ):
        command = click.option(*names, is_flag=True, expose_value=False, callback=set_up, help=help_text)(command)
    return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dandi-catalog")
def commands() -> None:
    """Harvest a DANDI archive's metadata and publish it as a static catalog.

    \b
    Begin with:   dandi-catalog demo
    Your own:     dandi-catalog harvest && dandi-catalog build && dandi-catalog serve
    """


@commands.command()
@click.option("--api", help="Address of the archive's API, as https://api.dandiarchive.org/api.")
@click.option("--instance", type=click.Choice(sorted(KNOWN_INSTANCES)), help="A known archive, by name.")
@click.option(
    "--snapshot", type=PathOption, default=_SNAPSHOT, show_default=True, help="The file to bring up to date."
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
@loudness
@click.pass_context
def harvest(
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
    with ProgressLine("Harvesting", err, quiet=_quiet(context)) as progress:
        report = run_harvest(client, snapshot, options, progress)
    if as_json:
        _print_json(report)
    else:
        _print_lines(reports.harvest_lines(report, snapshot))
    return EXIT_PARTIAL if report.partial else 0


@commands.command("build")
@click.option("--snapshot", type=PathOption, default=_SNAPSHOT, show_default=True, help="What to build from.")
@click.option("--config", type=PathOption, help="The settings.  [default: catalog.yaml if there is one]")
@click.option("--out", type=PathOption, default=_SITE, show_default=True, help="The site's folder.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), help="Processes.  [default: one for each processor that it may use]"
)
@click.option("--full", is_flag=True, help="Render every page again, also those that did not change.")
@click.option("--strict", is_flag=True, help="Take warnings for errors (exit 4).")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@loudness
@click.pass_context
def build_command(
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
    with ProgressLine("Building", err, quiet=_quiet(context)) as progress:
        report = build(snapshot, load_settings(config), out, jobs=jobs, full=full, progress=progress)
    if as_json:
        _print_json(report)
    else:
        _print_lines(reports.build_lines(report, out))
    return IntegrityError.exit_code if strict and report.warnings else 0


@commands.command()
@click.option("--snapshot", type=PathOption, help="The snapshot to check.  [default: snapshot.sqlite if it is there]")
@click.option("--site", type=PathOption, help="The site to check.  [default: site if it is there]")
@click.option("--max-age", type=FiniteRange(min=0), metavar="DAYS", help="Fail if the archive was read longer ago.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), help="Processes.  [default: one for each processor that it may use]"
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@loudness
def check(snapshot: Path | None, site: Path | None, max_age: float | None, jobs: int | None, as_json: bool) -> int:
    """Look for damage in a snapshot, and for broken links, HTML and budgets in a site.

    \b
    Example:   dandi-catalog check --snapshot snapshot.sqlite --site site --max-age 2
    """
    if snapshot is None and site is None:
        snapshot = _SNAPSHOT if _SNAPSHOT.exists() else None
        site = _SITE if _SITE.exists() else None
        if snapshot is None and site is None:
            raise UsageError(
                f"neither {_SNAPSHOT} nor {_SITE}/ is here: name what to check with --snapshot or --site"
            )
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
        _print_json(result)
    else:
        _print_lines(reports.check_lines(result, snapshot, site))
    return 0 if result["ok"] else IntegrityError.exit_code


@commands.command()
@click.argument("names", nargs=-1, metavar="[ID VERSION_A VERSION_B]")
@click.option("--since", type=PathOption, metavar="SNAPSHOT", help="Compare whole snapshots: the older one.")
@click.option(
    "--snapshot",
    type=PathOption,
    default=_SNAPSHOT,
    show_default=True,
    help="What holds the versions; with --since, the newer one.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@loudness
def diff(names: tuple[str, ...], since: Path | None, snapshot: Path, as_json: bool) -> int:
    """Tell what changed between two versions of a dandiset, or from one snapshot to another.

    Of versions: the files that were added, removed, changed or moved, with sizes, and each field of the metadata. Of
    snapshots: the dandisets and versions that were added, changed or went.

    \b
    Example:   dandi-catalog diff 000003 0.210812.1448 draft
    or:        dandi-catalog diff --since last-week.sqlite --snapshot snapshot.sqlite
    """
    if since is None and len(names) == 3:
        return _diff_versions(snapshot, *names, as_json=as_json)
    if since is None or names:
        raise UsageError(
            "name a dandiset and two versions (diff 000003 0.210812.1448 draft), or an older snapshot with --since"
        )
    with Snapshot.readable(since) as old, Snapshot.readable(snapshot) as new:
        found = diff_snapshots(old, new)
    if as_json:
        _print_json(found)
    else:
        _print_lines(reports.diff_lines(found))
    return 0


def _diff_versions(snapshot: Path, identifier: str, before: str, after: str, *, as_json: bool) -> int:
    with Snapshot.readable(snapshot) as opened:
        changes = diff_versions(opened, identifier, before, after)
    if as_json:
        _print_json(version_diff(identifier, changes))
    else:
        _print_lines(reports.version_diff_lines(identifier, changes))
    return 0


class _QueryCommand(_Command):
    """A command whose words may begin with a hyphen: what isn't one of its options, letter by letter, is query."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_value = {
            name: isinstance(option, click.Option) and not option.is_flag
            for option in self.get_params(ctx)
            for name in (*option.opts, *option.secondary_opts)
            if name.startswith("-")
        }
        options: list[str] = []
        words: list[str] = []
        rest = list(args)
        while rest:
            word = rest.pop(0)
            if word == "--":
                words += rest
                break
            if word.partition("=")[0] in takes_value and (word in takes_value or word.startswith("--")):
                options.append(word)
                if takes_value.get(word) and rest:
                    options.append(rest.pop(0))
            else:
                words.append(word)
        return super().parse_args(ctx, [*options, "--", *words])


@commands.command("search", cls=_QueryCommand)
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@click.option("--snapshot", type=PathOption, default=_SNAPSHOT, show_default=True, help="What to search.")
@click.option("--config", type=PathOption, help="The settings.  [default: catalog.yaml if there is one]")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, metavar="N", help="Hits to show.")
@click.option("--json", "as_json", is_flag=True, help="Print the hits as one JSON object.")
@loudness
@click.pass_context
def search_command(
    context: click.Context,
    query: tuple[str, ...],
    snapshot: Path,
    config: Path | None,
    limit: int,
    as_json: bool,
) -> int:
    """Find dandisets: as in the site's search box, those with all words first, then those with some.

    The first search of a snapshot reads the files' metadata, which takes a while; then an index lies in the cache.

    \b
    Example:   dandi-catalog search mouse hippocampus theta
               dandi-catalog search '"grid cells" -mouse'           a phrase; without a word
               dandi-catalog search 'species:rat subjects:10..'     technique: anatomy: contributor: has: …
               dandi-catalog search 'zebrafish size:<1GB published:2023..'
               dandi-catalog search DANDI:000003                    or a DOI, an award, a file, a pasted address
    """
    text = os.fsencode(" ".join(query)).decode(errors="replace")  # a shell passes on bytes that are no letters
    cache = cache_folder() / "search"
    with (
        Snapshot.readable(snapshot) as stored,
        ProgressLine("Reading files for search", err, quiet=_quiet(context)) as progress,
    ):
        index = open_index(stored, load_settings(config), cache, progress)
    answer = search(index, text, limit)
    if as_json:
        hits = [
            {"identifier": hit.listed.identifier, "title": hit.listed.title, "score": hit.score}
            | ({"partial": True} if hit.is_partial else {})
            for hit in answer.hits
        ]
        _print_json(
            {"query": text, "total": answer.total, "complete": answer.complete, "hits": hits}
            | {"messages": answer.messages, "suggestion": answer.suggestion}
        )
        return 0
    for message in answer.messages:
        err.print(printable(message), style="yellow")
    if answer.suggestion:
        err.print(f"Did you mean: {printable(answer.suggestion)}")
    _print_lines(reports.answer_lines(answer))
    if answer.hits:
        show_answer(answer)
    return 0


@commands.command()
@click.argument("folder", type=PathOption, default=_SITE, metavar="[DIR]")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port on 127.0.0.1.  [default: 8000, or the next free one]"
)
@click.option("--snapshot", type=PathOption, help="Also serve this snapshot as a live DANDI API, under /api/.")
@click.option(
    "--config", type=PathOption, help="Settings that say what the API shows.  [default: catalog.yaml if there is one]"
)
@loudness
def serve(folder: Path, port: int | None, snapshot: Path | None, config: Path | None) -> int:
    """Preview a site on this machine as a static host would serve it.

    The API shows what the site does: the dandisets that select and exclude leave in, and no e-mail addresses unless
    show_emails is true. It has all versions that are stored, whatever the setting versions says.

    \b
    Example:   dandi-catalog serve site --snapshot snapshot.sqlite
    """
    if config and not snapshot:
        raise UsageError("--config says what the API shows: name what it is made from with --snapshot")
    api = create_api(snapshot, settings=load_settings(config)) if snapshot else None
    app = create_preview(folder, api=api)
    sock = bind(port)
    _echo(f"http://127.0.0.1:{sock.getsockname()[1]}/  (Ctrl-C ends it)")
    run(app, sock)
    return 0


@commands.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port on 127.0.0.1.  [default: 8765, or the next free one]"
)
@loudness
def sample(port: int | None) -> int:
    """Serve the built-in archive as a DANDI API, to harvest from.

    \b
    Example:   dandi-catalog sample --port 8765
    then:      dandi-catalog harvest --api http://127.0.0.1:8765/api
    """
    with TemporaryDirectory(prefix="dandi-catalog-") as scratch:
        made = make_sample(Path(scratch) / "sample.sqlite")
        for note in made.notes:
            err.print(note)
        sock = bind(port, default=8765)
        _echo(f"http://127.0.0.1:{sock.getsockname()[1]}/api  (Ctrl-C ends it)")
        run(create_api(made.snapshot_path, settings=AS_HARVESTED, blobs=made.blobs), sock)
    return 0


@commands.command()
@click.option("--out", type=PathOption, default=Path("demo"), show_default=True, help="Folder for snapshot and site.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port on 127.0.0.1.  [default: 8000, or the next free one]"
)
@click.option("--no-serve", is_flag=True, help="End when the site is built.")
@loudness
def demo(out: Path, port: int | None, no_serve: bool) -> int:
    """The whole job on the built-in archive: harvest it over HTTP, build its site, check and serve it.

    \b
    Example:   dandi-catalog demo --out demo
    """
    done = run_demo(out)
    for note in done.notes:
        err.print(note)
    for report in done.harvests:
        _print_lines(reports.harvest_lines(report, done.snapshot))
    _print_lines(reports.build_lines(done.built, done.site))
    checked = msgspec.to_builtins(check_site(done.site))
    _print_lines(reports.check_lines(checked, None, done.site))
    if checked["problems"] or any(report.partial for report in done.harvests):
        return IntegrityError.exit_code
    if not no_serve:
        sock = bind(port)
        _echo(f"Serving http://127.0.0.1:{sock.getsockname()[1]}/  (Ctrl-C ends it)")
        run(create_preview(done.site, api=create_api(done.snapshot)), sock)
    return 0


def _api_url(api: str | None, instance: str | None, settings: Settings) -> str:
    """Where to harvest from: what was asked for, else what the settings say, else the DANDI archive."""
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


def _quiet(context: click.Context) -> bool:
    return bool(context.meta.get("quiet"))


def _print_json(report: object) -> None:
    text = msgspec.json.encode(report).decode()
    if output_encoding() == "utf-8":
        click.echo(printable_json(text).encode())  # also where Python would end lines as Windows does
    else:
        _echo(printable_json(text, ascii_only=True))


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        _echo(printable(line))


def _echo(line: str) -> None:
    click.echo(line, file=sys.stdout)  # named, or else click takes UTF-8 for ASCII
