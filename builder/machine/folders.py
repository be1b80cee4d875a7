"""Where the built-in templates, static files and content pages lie, and what is kept between runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import platformdirs

import builder
from builder.errors import UsageError

BuiltinName = Literal["templates", "static", "content"]

_PACKAGE = Path(builder.__file__).resolve().parent


def builtin_folder(name: BuiltinName) -> Path:
    """The built-in folder of that name: in a wheel inside the package, in a checkout beside it."""
    # The wheel's place comes first: beside an installed package, in site-packages, anyone may have put a `static`.
    for folder in (_PACKAGE / "_site" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise UsageError(
        f"{_PACKAGE}: the built-in folder {name}/ is missing, so this installation is not whole: "
        "install dandi-catalog again"
    )


def cache_folder() -> Path:
    """The user's; where there is no home, as in containers, one that can't be written, and no `~` in this folder."""
    nowhere = Path(os.devnull, "dandi-catalog")
    try:
        found = platformdirs.user_cache_path("dandi-catalog")
    except RuntimeError:
        return nowhere
    return found if found.is_absolute() else nowhere  # as older versions of the library have it
