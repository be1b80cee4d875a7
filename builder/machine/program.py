"""Which program this is: a hash of all its modules and tables, and of the libraries that it works with.

What one program made is no other's to go on with: a module that isn't hashed would leave its faults in every site
that is built on. So there is no list of modules or libraries to be kept: all of them count.
"""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import builder
from builder.errors import UsageError

_DISTRIBUTION = "dandi-catalog"
_SUFFIXES = (".py", ".tsv")
"""Of what a package brings of its own: modules, and tables that they read."""


@cache
def program_key() -> str:
    """Another one for another program: other modules, other versions of a library or of Python.

    Python's counts to its last figure. Its `html`, `urllib` and `unicodedata` decide on what pages and indexes hold,
    and are mended with it.
    """
    folder = Path(builder.__file__).parent
    modules = [
        (path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(path for suffix in _SUFFIXES for path in folder.rglob(f"*{suffix}"))
    ]
    parts = (platform.python_version(), sorted(_libraries()), modules)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _libraries() -> Iterator[str]:
    """What their distributions say of themselves, of those that are needed here, and that these need in turn."""
    found: set[str] = set()
    waiting = [_DISTRIBUTION]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        head = _head(name)
        yield head
        waiting += (_SEPARATORS.sub("-", needed).lower() for needed in _NEEDED.findall(head))


# Of a distribution's metadata; those that an extra needs have no part in a site.
_NEEDED = re.compile(r"^Requires-Dist: *([\w.-]+)(?!.*\bextra *==)", re.MULTILINE)
_SEPARATORS = re.compile(r"[-_.]+")


def _head(name: str) -> str:
    """The head of a distribution's metadata, with its version; empty where this Python needs none of it."""
    try:
        found = distribution(name)
    except PackageNotFoundError as error:
        if name == _DISTRIBUTION:
            raise UsageError(
                f"{Path(builder.__file__).parent}: which libraries dandi-catalog works with isn't known, so this "
                "installation is not whole: install dandi-catalog again"
            ) from error
        return ""
    # Not by `found.metadata`, which takes a millisecond for each.
    return (found.read_text("METADATA") or found.read_text("PKG-INFO") or "").partition("\n\n")[0]
