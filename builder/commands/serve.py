"""`serve`: a site, and a snapshot as an API, on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from builder.commands.options import SITE, Command, PathOption, verbosity
from builder.commands.output import echo
from builder.errors import UsageError


@click.command("serve", cls=Command)
@click.argument("folder", type=PathOption, default=SITE, metavar="[DIR]")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port on 127.0.0.1.  [default: 8000, or the next free one]"
)
@click.option("--snapshot", type=PathOption, help="Also serve this snapshot as a live DANDI API, under /api/.")
@click.option(
    "--config", type=PathOption, help="Settings that say what the API shows.  [default: catalog.yaml if there is one]"
)
@verbosity
def command(folder: Path, port: int | None, snapshot: Path | None, config: Path | None) -> int:
    """Preview a site on this machine as a static host would serve it.

    The API shows what the site does: the dandisets that select and exclude leave in, and no e-mail addresses unless
    show_emails is true. It has all versions that are stored, whatever the setting versions says.

    \b
    Example:   dandi-catalog serve site --snapshot snapshot.sqlite
    """
    from builder.serve import bind, create_api, create_preview, run
    from builder.settings import load_settings

    if config and not snapshot:
        raise UsageError("--config says what the API shows: name what it is made from with --snapshot")
    api = create_api(snapshot, settings=load_settings(config)) if snapshot else None
    app = create_preview(folder, api=api)
    sock = bind(port)
    echo(f"http://127.0.0.1:{sock.getsockname()[1]}/  (Ctrl-C ends it)")
    run(app, sock)
    return 0
