"""What `search` found, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from builder.commands.terminal import console
from builder.printable import printable
from builder.search.query.marks import Pieces
from builder.search.query.run import SearchAnswer
from builder.words import formats


def answer_lines(answer: SearchAnswer) -> Iterator[str]:
    """How many dandisets were found."""
    partial = answer.total - answer.complete
    found = formats.counted(answer.complete, "dandiset")
    found += f", {formats.number(answer.empty)} without files yet" if answer.empty else ""
    yield found + (f", and {formats.number(partial)} with some of the words" if partial else "")


def show_answer(answer: SearchAnswer) -> None:
    """The hits of a search as a table; those with some of the words below a line that says so."""
    table = Table(box=None, padding=(0, 1), pad_edge=False, show_edge=False)
    table.add_column("", justify="right", style="dim")
    table.add_column("dandiset", no_wrap=True, style="bold")
    table.add_column("title and where it was found", ratio=1)
    table.add_column("year", no_wrap=True)
    table.add_column("files", justify="right", no_wrap=True)
    table.add_column("score", justify="right", no_wrap=True, style="dim")
    for number, hit in enumerate(answer.hits, 1):
        if hit.is_partial and (number == 1 or not answer.hits[number - 2].is_partial):
            words = "Only some of the words:" if answer.complete else "None has all of the words; some of them have:"
            table.add_row("", "", Text(words, style="yellow"))
        title = _marked(hit.title, "")
        if hit.snippet:
            title = Text("\n").join(
                [title, _marked(((f"{hit.why}: ", False), *hit.snippet) if hit.why else hit.snippet, "dim")]
            )
        listed = hit.listed
        table.add_row(
            str(number),
            Text(printable(listed.identifier)),
            title,
            str(listed.year) if listed.year else "draft",
            f"{listed.files:,}",
            f"{hit.score:.2f}" if hit.score else "",
        )
    console(stderr=False).print(table)


def _marked(pieces: Pieces, style: str) -> Text:
    text = Text(style=style)
    for piece, is_marked in pieces:
        text.append(printable(piece), style="bold green not dim" if is_marked else "")
    return text
