"""The one tree of errors; each knows the exit code that the command line ends with.

CatalogError
├── UsageError            2   a wrong argument, or a place that can't be read or written
│   ├── SettingsError     2   mistakes in catalog.yaml, all at once
│   ├── TemplateError     2   a template (of a theme, mostly) that can't be rendered
│   └── OutOfMemory       2   the machine has too little memory for what was asked
├── ArchiveError          3   the archive can't be reached, or what answers isn't one
│   ├── NotFound              404: no such dandiset, version or page
│   ├── Forbidden             401 or 403: embargoed, or the token is wrong
│   ├── Inconsistent          answers that contradict each other, even when asked again
│   └── Interrupted       1   a deadline or Ctrl-C came while waiting
├── IntegrityError        4   a snapshot that is broken, a site that fails its check
│   └── DamagedError      4   a snapshot that holds what no harvest writes
└── LockedError           5   another run holds the lock
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from builder.printable import printable


class CatalogError(Exception):
    """Whatever the program can say about a failure: what, where, what to do; mostly in one line.

    Much of it is someone else's text: an archive's, a proxy's, a snapshot's. Here it becomes printable, so that
    whoever shows, stores or logs an error need not see to it.
    """

    exit_code = 1

    def __init__(self, *lines: object) -> None:
        super().__init__(*(printable(str(line)) for line in lines))

    def __str__(self) -> str:
        return "\n".join(self.args)


class UsageError(CatalogError):
    """An argument is wrong, or names a place that can't be read or written."""

    exit_code = 2


class SettingsError(UsageError):
    """Mistakes in the settings file, all of them at once."""

    def __init__(self, path: Path, mistakes: Sequence[str]) -> None:
        self.path = path
        self.mistakes = tuple(mistakes)
        super().__init__(*(f"{path}: {mistake}" for mistake in self.mistakes))


class TemplateError(UsageError):
    """A template can't be read or names something that its page doesn't have."""


class OutOfMemory(UsageError):
    """The machine has too little memory for so many processes, or for so much."""


class ArchiveError(CatalogError):
    """The archive can't be reached, or what answers there isn't a DANDI archive."""

    exit_code = 3


class NotFound(ArchiveError):
    """The archive has nothing at this address (404)."""


class Forbidden(ArchiveError):
    """The archive doesn't show this to us (401 or 403): embargoed, or a wrong token."""


class Inconsistent(ArchiveError):
    """Answers contradict each other: rows moved while they were read, or a page is missing."""


class Interrupted(ArchiveError):
    """The run was told to stop (deadline or Ctrl-C) while it was waiting for the archive."""

    exit_code = 1


class IntegrityError(CatalogError):
    """What we keep is broken: a damaged snapshot, or a site that fails its check."""

    exit_code = 4


class DamagedError(IntegrityError):
    """A snapshot holds what no harvest writes: somebody changed it, or the disk did."""

    def __init__(self, what: str, *, where: str = "", path: Path | None = None) -> None:
        self.what = what
        self.where = where
        """A table, or a dandiset or version as `000003/draft`; empty for the snapshot as a whole."""
        self.path = path
        """The snapshot; None where only one is being read."""
        places = (str(place) for place in (path, where) if place)
        super().__init__(": ".join((*places, what, "harvest into a new file")))


class LockedError(CatalogError):
    """Another run is writing to the same place."""

    exit_code = 5
