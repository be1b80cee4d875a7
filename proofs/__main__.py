"""`python -m proofs`: all rows; with names, only these; with --list, which there are."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from types import FrameType

from proofs.rows import ROWS
from proofs.running import Ran, Result, run_row
from proofs.table import PAGE, stamp, write_table


def main(names: Sequence[str]) -> int:
    """0 if every row that was asked for passed, 1 if one failed, 2 if one was not run or there is none like that."""
    if names == ["--list"]:
        print("\n".join(f"{row.name:20} {row.shows}" for row in ROWS))
        return 0
    unknown = set(names) - {row.name for row in ROWS}
    if unknown:
        print(f"there is no {', '.join(sorted(unknown))}; the rows are {', '.join(row.name for row in ROWS)}")
        return 2
    ran: dict[str, Ran] = {}
    for row in ROWS:
        if not names or row.name in names:
            print(f"== {row.name}: {row.shows}", flush=True)
            ran[row.name] = run_row(row)
            print(f"== {row.name}: {_words(ran[row.name])}", flush=True)
            write_table(PAGE, ROWS, ran, stamp())
    print("\n".join(f"{name:20} {_words(one)}" for name, one in ran.items()))
    results = {one.result for one in ran.values()}
    return 1 if Result.FAILED in results else 2 if Result.NOT_RUN in results else 0


def _words(ran: Ran) -> str:
    return f"{ran.result}, {ran.seconds:.0f} s: {ran.figures}"


def _end(number: int, _: FrameType | None) -> None:
    """As Ctrl-C does, so that what was started ends, too."""
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main(sys.argv[1:]))
