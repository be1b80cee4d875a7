"""`search`: dandisets, found as in the site's search box."""

from __future__ import annotations

import os
from pathlib import Path

import click

from builder.commands.options import SNAPSHOT, Command, PathOption, is_quiet, verbosity
from builder.commands.output import print_json, print_lines, say
from builder.printable import printable


class QueryCommand(Command):
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


@click.command("search", cls=QueryCommand)
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@click.option("--snapshot", type=PathOption, default=SNAPSHOT, show_default=True, help="What to search.")
@click.option("--config", type=PathOption, help="The settings.  [default: catalog.yaml if there is one]")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, metavar="N", help="Hits to show.")
@click.option("--json", "as_json", is_flag=True, help="Print the hits as one JSON object.")
@verbosity
@click.pass_context
def command(
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
    from builder.commands.terminal import ProgressLine
    from builder.machine.folders import cache_folder
    from builder.search.query.run import search
    from builder.search.query.store import open_index
    from builder.settings import load_settings
    from builder.snapshot import Snapshot

    text = os.fsencode(" ".join(query)).decode(errors="replace")  # a shell passes on bytes that are no letters
    cache = cache_folder() / "search"
    with (
        Snapshot.readable(snapshot) as stored,
        ProgressLine("Reading files for search", quiet=is_quiet(context)) as progress,
    ):
        index = open_index(stored, load_settings(config), cache, progress)
    answer = search(index, text, limit)
    if as_json:
        hits = [
            {"identifier": hit.listed.identifier, "title": hit.listed.title, "score": hit.score}
            | ({"partial": True} if hit.is_partial else {})
            for hit in answer.hits
        ]
        print_json(
            {"query": text, "total": answer.total, "complete": answer.complete, "hits": hits}
            | {"messages": answer.messages, "suggestion": answer.suggestion}
        )
        return 0
    from builder.commands.hits import answer_lines, show_answer

    for message in answer.messages:
        say(printable(message), style="yellow")
    if answer.suggestion:
        say(f"Did you mean: {printable(answer.suggestion)}")
    print_lines(answer_lines(answer))
    if answer.hits:
        show_answer(answer)
    return 0
