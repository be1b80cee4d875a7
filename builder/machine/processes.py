"""Several processes for one job: each holds a worker of its own. And what is said when one of them is killed."""

from __future__ import annotations

import multiprocessing
import pickle
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Generic, ParamSpec, TypeVar

from builder.errors import OutOfMemory
from builder.machine.signals import deaf_children, end_with_parent

W = TypeVar("W")
P = ParamSpec("P")
A = TypeVar("A")
R = TypeVar("R")


class Processes(Generic[W]):
    """Runs methods of a worker, in whichever process is free."""

    def __init__(self, count: int, make: Callable[P, W], *given: P.args, **named: P.kwargs) -> None:
        """Each process makes its worker by `make` and what is given to it."""
        self._folder = TemporaryDirectory(prefix="dandi-catalog-")
        # By a file: at the pipe to a process that is killed before it has read everything we would wait for ever.
        order = Path(self._folder.name, "worker")
        order.write_bytes(pickle.dumps(partial(make, *given, **named)))
        context = multiprocessing.get_context("spawn")
        with deaf_children():  # one that keeps account of semaphores
            self._pool = ProcessPoolExecutor(count, context, initializer=_make_worker, initargs=(order,))
        # All at once, before anything watches them: one that is started while the pool ends since another was killed
        # is told nothing, and waited for for ever (python/cpython#90622).
        self._pool._safe_to_dynamically_spawn_children = False  # type: ignore[attr-defined]

    def __enter__(self) -> Processes[W]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(at_once=kind is not None)

    def submit(self, do: Callable[[W, A], R], item: A) -> Future[R]:
        """`do` is a method of the worker's class."""
        with deaf_children():  # the first one starts them
            return self._pool.submit(partial(_run, do), item)

    def map(self, do: Callable[[W, A], R], items: Iterable[A], *, at_once: int = 1) -> Iterator[R]:
        """In the order of the items, of which a process gets so many `at_once`."""
        with deaf_children():
            return self._pool.map(partial(_run, do), items, chunksize=at_once)

    def close(self, *, at_once: bool = False) -> None:
        """End them; what was not begun is given up, and `at_once` what was begun, too."""
        if at_once:
            for process in tuple((self._pool._processes or {}).values()):
                process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._folder.cleanup()


@contextmanager
def told_of_memory(where: Path, jobs: int) -> Iterator[None]:
    """Say what to do where memory runs out while `jobs` processes read or write what is `where`."""
    try:
        yield
    except (BrokenProcessPool, MemoryError) as error:
        killed = isinstance(error, BrokenProcessPool)
        what = "a process was killed, most likely because memory ran out" if killed else "memory ran out"
        remedy = "go where there is more of it" + (", or take one process: --jobs 1" if jobs > 1 else "")
        raise OutOfMemory(f"{where}: {what}: {remedy}") from error


_worker: Any = None
"""The worker of this process, or the error that came of making it."""


def _make_worker(order: Path) -> None:
    global _worker
    end_with_parent(partial(shutil.rmtree, order.parent, ignore_errors=True))
    try:
        _worker = pickle.loads(order.read_bytes())()
    except Exception as error:  # raised here, it would be told as the death of a process
        _worker = error


def _run(do: Callable[[Any, A], R], item: A) -> R:
    if isinstance(_worker, Exception):
        raise _worker
    return do(_worker, item)
