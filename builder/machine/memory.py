"""How the process gives memory back."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_M_TRIM_THRESHOLD = -1
_M_ARENA_MAX = -8


def return_freed_memory() -> None:
    """Have glibc return what is freed, rather than keep it for each thread.

    Large answers come and go in several threads, and the C library keeps what they leave in heaps that it can't
    shrink: a harvest of 2,100 dandisets grew to 274 MB where it needs 88. Elsewhere this does nothing.
    """
    if not sys.platform.startswith("linux"):
        return
    with suppress(OSError, AttributeError):  # a C library that has no such settings
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_TRIM_THRESHOLD, 1 << 20)  # any value: it also ends the growth of the limit for blocks of their own
        mallopt(_M_ARENA_MAX, 2)
