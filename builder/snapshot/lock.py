"""One run at a time on a snapshot or a site."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from builder.errors import LockedError, UsageError
from builder.printable import excerpt


@contextmanager
def locked(path: Path, *, of: Path | None = None) -> Iterator[None]:
    """Hold the lock beside `path`; LockedError if another process does. `of` is what it stands for, if not `path`.

    The lock is the operating system's, so that of a dead process is free. Who holds it stands in a file of its own.
    """
    from filelock import FileLock, Timeout  # only who writes needs it

    what = of or path
    lock = FileLock(f"{path}.lock", timeout=0)
    owner = Path(f"{path}.lock.owner")
    try:
        lock.acquire()
    except Timeout:
        _refuse_impossible(what, Path(lock.lock_file))
        raise LockedError(f"{what} is in use by {_holder(owner, Path(lock.lock_file))}") from None
    except NotImplementedError as error:  # a file system without locks
        raise UsageError(
            f"{what}: can't be locked, since its file system has no locks: name another place"
        ) from error
    except OSError as error:
        raise _not_lockable(what, error) from error
    try:
        _sign(what, owner)
        yield
    finally:
        # While it is held, or else it might be another's by now. Windows keeps what is open, a folder that has become
        # read-only keeps both; what else went wrong there is what is to be told.
        for file in (owner, Path(lock.lock_file)):
            with suppress(OSError):
                file.unlink()
        lock.release()


def _sign(path: Path, owner: Path) -> None:
    try:
        owner.unlink(missing_ok=True)  # as it may be a link, or of one that was killed
        with owner.open("x", encoding="utf-8") as file:
            file.write(f"{os.getpid()} {time.time()} {excerpt(platform.node())}")
    except OSError as error:
        raise _not_lockable(path, error) from error


def _refuse_impossible(path: Path, lock_file: Path) -> None:
    """UsageError where no file can be made at all, as under /proc, which the lock takes for being held."""
    if not lock_file.exists():
        try:
            lock_file.touch()
        except OSError as error:
            raise _not_lockable(path, error) from error


def _not_lockable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path}: can't be locked for writing: {error.strerror}: name another place, or free this one")


def _holder(owner: Path, lock_file: Path) -> str:
    """Who it is, and what to do: a lock on a disk of the network may outlive its holder's machine."""
    here = platform.node()
    try:
        pid, since, host = owner.read_text(encoding="utf-8").split(" ", 2)
        which = f"process {int(pid)}{f' on {excerpt(host)}' if host != here else ''}"
        held = f"{which}, for {max(0, round(time.time() - float(since)))} s: wait for it to end, or end it"
    except (OSError, ValueError):
        host, held = "", "another process: wait for it to end"
    return held if host == here else f"{held}; if it is no more, as after a crash of its machine, remove {lock_file}"
