"""`sample`: the built-in archive as an API."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from builder.commands.options import Command, verbosity
from builder.commands.output import echo, say


@click.command("sample", cls=Command)
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port on 127.0.0.1.  [default: 8765, or the next free one]"
)
@verbosity
def command(port: int | None) -> int:
    """Serve the built-in archive as a DANDI API, to harvest from.

    \b
    Example:   dandi-catalog sample --port 8765
    then:      dandi-catalog harvest --api http://127.0.0.1:8765/api
    """
    from builder.sample import make_sample
    from builder.serve import AS_HARVESTED, bind, create_api, run

    with TemporaryDirectory(prefix="dandi-catalog-") as scratch:
        made = make_sample(Path(scratch) / "sample.sqlite")
        for note in made.notes:
            say(note)
        sock = bind(port, default=8765)
        echo(f"http://127.0.0.1:{sock.getsockname()[1]}/api  (Ctrl-C ends it)")
        run(create_api(made.snapshot_path, settings=AS_HARVESTED, blobs=made.blobs), sock)
    return 0
