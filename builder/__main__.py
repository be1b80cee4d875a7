"""Where the command starts: `dandi-catalog`, or `python -m builder`."""

from __future__ import annotations

from typing import NoReturn


def main() -> NoReturn:
    """Run the command line; Ctrl-C ends it in order, even while its parts are still being imported."""
    try:
        from builder.commands.main import main as run
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    run()


if __name__ == "__main__":
    main()
