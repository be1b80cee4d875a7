"""Signals that ask the program to end. It then ends as after Ctrl-C: what was begun is cleared away."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_ENDING = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)  # what service managers, closed terminals and Windows send


class AskedToEnd(KeyboardInterrupt):
    """A signal came; whoever answers Ctrl-C answers this."""

    def __init__(self, number: int) -> None:
        self.exit_code = 128 + number
        super().__init__(f"ended by {signal.Signals(number).name}")


@contextmanager
def answering_signals() -> Iterator[None]:
    """Raise AskedToEnd in the block when one comes; the next ones are ignored, so that the end is not cut short.

    One that whoever started us wants ignored, as nohup does, stays so.
    """
    before = {number: signal.getsignal(number) for number in _ENDING}
    answered = [number for number, handler in before.items() if handler is signal.SIG_DFL]

    def end(number: int, frame: FrameType | None) -> None:
        for one in answered:
            signal.signal(one, signal.SIG_IGN)
        raise AskedToEnd(number)

    for number in answered:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in answered:
            signal.signal(number, before[number])


@contextmanager
def deaf_children() -> Iterator[None]:
    """Processes that are started in the block hear of no signal, Ctrl-C's neither: their parent ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, *_ENDING})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent(clear: Callable[[], object]) -> None:
    """Called in a process that another one started: if that is killed, this one must not wait for work for ever.

    What the other one would have cleared away, `clear` does.
    """
    import multiprocessing  # which is here already, where there is such a process

    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent:
            parent.join()
            clear()
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    threading.Thread(target=watch, daemon=True).start()
