"""Who renders: this process, or several where there is enough to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from types import TracebackType

from builder.machine.processes import Processes
from builder.site.frame.outputs import Output
from builder.site.pipeline.worker import Worker, Workplace, WrittenDandiset, WrittenPages

_WORTH_A_PROCESS = 40
"""Dandisets: for fewer, starting processes takes longer than rendering."""
_PAGES_AT_ONCE = 40
_PAGES_WORTH_A_PROCESS = 400


class WorkerPool:
    """Writes into the staging folder; what was begun is ended or given up when the pool is left."""

    def __init__(self, place: Workplace, jobs: int) -> None:
        self._place = place
        self._jobs = jobs
        self._pool: Processes[Worker] | None = None
        self._alone: Worker | None = None

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.close(at_once=kind is not None)
        if self._alone:
            self._alone.close()

    def write_dandisets(self, identifiers: Sequence[str], take: Callable[[str, WrittenDandiset], None]) -> None:
        """Begin them in the given order; `take` gets each, with its identifier, as it is done."""
        pool = self._pool_for(len(identifiers) // _WORTH_A_PROCESS)
        if pool is None:
            for identifier in identifiers:
                take(identifier, self._worker().write_dandiset(identifier))
            return
        tasks = {pool.submit(Worker.write_dandiset, identifier): identifier for identifier in identifiers}
        for task in as_completed(tasks):
            take(tasks[task], task.result())

    def write_pages(self, outputs: Sequence[Output]) -> list[WrittenPages]:
        """Pages that aren't of one dandiset, some at a time."""
        chunks = [outputs[start : start + _PAGES_AT_ONCE] for start in range(0, len(outputs), _PAGES_AT_ONCE)]
        pool = self._pool_for(len(outputs) // _PAGES_WORTH_A_PROCESS)
        if pool is None:
            return [self._worker().write_pages(chunk) for chunk in chunks]
        return list(pool.map(Worker.write_pages, chunks))

    def file_keys(self, identifiers: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """What search knows of the files of dandisets whose pages were kept."""
        pool = self._pool_for(len(identifiers) // _WORTH_A_PROCESS)
        if pool is None:
            yield from ((identifier, self._worker().file_keys(identifier)) for identifier in identifiers)
        else:
            yield from zip(identifiers, pool.map(Worker.file_keys, identifiers, at_once=8), strict=True)

    def _worker(self) -> Worker:
        if self._alone is None:
            self._alone = Worker(self._place)
        return self._alone

    def _pool_for(self, processes: int) -> Processes[Worker] | None:
        """Processes, if they run already or there is work for more than one; None where one does."""
        processes = min(self._jobs, processes)
        if self._pool is None and processes > 1:
            self._pool = Processes(processes, Worker, self._place)
        return self._pool
