"""How finished files get into the site's folder: one by one, by renames that the next build can end.

The folder itself is never replaced: a container or a web server that has it mounted would go on with the old one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from builder.errors import UsageError
from builder.site.frame.addresses import stays_inside

WORK = ".dandi-catalog"
"""In the site's folder, as a rename works within one disk alone: what a build needs while it runs."""
NEW = "new"
"""In there: files that wait for their place."""
_JOURNAL = "journal.json"
_DRAFT = "journal.draft"


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """What is left to do once all new files are written. Doing it again does no harm."""

    moves: tuple[str, ...]
    """Addresses of the new files, in order."""
    removals: tuple[str, ...]
    """Addresses of files that the new site has not."""


def in_order(moves: Iterable[str], there: Collection[str], last: Sequence[str]) -> tuple[str, ...]:
    """The order in which every link of every page that a reader gets leads somewhere.

    First what pages need, then pages that nothing links to yet, then those that were there; at the end what `last`
    names, in its order.
    """
    ranks = {address: number for number, address in enumerate(last, 3)}

    def rank(address: str) -> int:
        if address in ranks or not address.endswith(".html"):
            return ranks.get(address, 0)
        return 2 if address in there else 1

    return tuple(sorted(moves, key=lambda address: (rank(address), address)))


def write_journal(out: Path, journal: Journal) -> None:
    """From here on the new site is the one that counts."""
    path = out / WORK / _JOURNAL
    draft = path.with_name(_DRAFT)
    with draft.open("wb") as file:
        file.write(msgspec.json.encode(journal))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def has_journal(out: Path) -> bool:
    """Whether a build was killed, or failed, while it put files into their places."""
    return (out / WORK / _JOURNAL).exists()


def forget(out: Path) -> None:
    """Remove what waits for its place, unless there is a journal by which it is to get there."""
    if not has_journal(out):
        shutil.rmtree(out / WORK / NEW, ignore_errors=True)
        with suppress(OSError):
            (out / WORK / _DRAFT).unlink()


def end_journal(out: Path) -> None:
    """Do what the journal in the folder says, and remove it."""
    path = out / WORK / _JOURNAL
    try:
        journal = msgspec.json.decode(path.read_bytes(), type=Journal)
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(f"{path} is damaged ({error}): remove {path.parent}, then build with --full") from error
    if not all(map(stays_inside, (*journal.moves, *journal.removals))):
        raise UsageError(f"{path} names places outside the site: remove {path.parent}, then build with --full")
    _carry_out(out, journal)
    path.unlink()


def _carry_out(out: Path, journal: Journal) -> None:
    new = f"{out}/{WORK}/{NEW}"
    going = frozenset(journal.removals)
    for address in journal.moves:
        source, target = f"{new}/{address}", f"{out}/{address}"
        try:
            os.replace(source, target)  # noqa: PTH105 - a Path for each of some ten thousand takes longer
        except OSError as error:
            if not os.path.lexists(source):
                continue  # it was moved before a kill
            _make_room(out, address, going, error)
            os.replace(source, target)  # noqa: PTH105
    for address in journal.removals:
        target = f"{out}/{address}"
        # Where a new folder has the old file's name, or a new file that of a folder above it, it's gone already.
        if not os.path.isdir(target):  # noqa: PTH112
            with suppress(FileNotFoundError, NotADirectoryError):
                os.unlink(target)  # noqa: PTH108
    _remove_empty(out, {address.rpartition("/")[0] for address in journal.removals})


def _make_room(out: Path, address: str, going: Collection[str], error: OSError) -> None:
    """Make the folders that a file lies in, where old files have their names, and take away a folder of its own name.

    Only files that the new site has not, as the journal says, are in the way.
    """
    parts = address.split("/")
    for end in range(1, len(parts)):
        above = "/".join(parts[:end])
        if above in going:
            (out / above).unlink(missing_ok=True)
    (out / address).parent.mkdir(parents=True, exist_ok=True)
    if (out / address).is_dir():
        left = [a for a in _below(out / address, f"{address}/") if a not in going]
        if left:
            raise UsageError(f"{out / address} is a folder that holds {left[0]}, where a file belongs") from error
        shutil.rmtree(out / address)


def _below(folder: Path, prefix: str) -> list[str]:
    return [prefix + path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()]


def _remove_empty(out: Path, folders: Iterable[str]) -> None:
    """The folders that are empty now, and those above them."""
    above = {folder[:end] for folder in folders for end in _ends(folder)}
    for folder in sorted(above, key=len, reverse=True):
        with suppress(OSError):
            os.rmdir(f"{out}/{folder}")  # noqa: PTH106


def _ends(folder: str) -> list[int]:
    return [end for end, sign in enumerate(f"{folder}/") if sign == "/" and end]


def is_same(new: str, old: str, size: int) -> bool:
    """Whether two files of one size hold the same bytes."""
    with open(new, "rb") as ours, open(old, "rb") as theirs:  # noqa: PTH123
        return size == 0 or ours.read() == theirs.read()


def drop_equal(out: Path, fresh: Mapping[str, int], found: Mapping[str, int]) -> list[str]:
    """Remove new files that are what lies in the site already, which keeps its time; answers the others."""
    changed = []
    for address, size in fresh.items():
        new = f"{out}/{WORK}/{NEW}/{address}"
        if found.get(address) == size and is_same(new, f"{out}/{address}", size):
            os.unlink(new)  # noqa: PTH108
        else:
            changed.append(address)
    return changed
