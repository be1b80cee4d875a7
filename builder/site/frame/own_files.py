"""What an operator adds to a site, the theme and the logo: which of its files may become public."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from builder.errors import UsageError
from builder.settings.reading import THEME_FOLDERS
from builder.site.frame.budgets import LARGEST_FILE_BYTES
from builder.site.frame.former_names import TODAY
from builder.words import formats


def check_theme(theme: Path) -> None:
    """UsageError for what lies outside it and a link leads to, for what is no file, and for what no host takes.

    So it is for what has a name of before, as nothing would be laid over by it.

    The theme may be a link itself, and links within it may lead anywhere in it.
    """
    for name in THEME_FOLDERS:
        for path in _all_in(theme / name, set()):
            _check(path, theme)
            _check_name(path, theme)


def check_logo(logo: Path) -> None:
    """UsageError as for a theme; a link may lead to another file of its folder."""
    _check(logo, logo.parent)


def _all_in(path: Path, visited: set[str]) -> Iterator[Path]:
    """The path and all that lies below it, where links lead to folders too; each folder once."""
    yield path
    real = os.path.realpath(path)
    if path.is_dir() and real not in visited:
        visited.add(real)
        for inside in sorted(path.iterdir()):
            yield from _all_in(inside, visited)


def _check_name(path: Path, theme: Path) -> None:
    today = TODAY.get(path.relative_to(theme).as_posix())
    if today:
        raise UsageError(f"{path}: is {today} now: rename it, and compare it with the built-in one of that name")


def _check(path: Path, root: Path) -> None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return  # a link to nothing, as editors leave: nothing comes of it
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from error
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(os.path.realpath(root)):
        raise UsageError(f"{path}: leads out of {root}, to {target}: put a copy in place of the link")
    is_file = stat.S_ISREG(found.st_mode)
    if not is_file and not stat.S_ISDIR(found.st_mode):
        raise UsageError(f"{path}: is neither a file nor a folder: remove it")
    if not os.access(path, os.R_OK):
        raise UsageError(f"{path}: can't be read: let the build read it, or remove it")
    if is_file and found.st_size > LARGEST_FILE_BYTES:
        most = formats.filesize(LARGEST_FILE_BYTES)
        raise UsageError(
            f"{path}: {formats.filesize(found.st_size)}, where hosts take {most} a file: make it smaller"
        )
