"""The static files: one stylesheet and one script made of the sources, and everything else as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from builder.settings import Settings
from builder.site.frame import addresses
from builder.site.frame.bundles import BUNDLES


def static_files(folders: Sequence[Path], settings: Settings) -> dict[str, bytes]:
    """Address -> bytes. Files of later folders take the place of those with the same name; bundles are joined."""
    found: dict[str, Path] = {}
    for folder in folders:
        found |= {name: folder / name for name in names_in(folder, "*")}
    files = {f"static/{name}": path.read_bytes() for name, path in sorted(found.items()) if not _is_source(name)}
    for bundle in BUNDLES:
        files[bundle.address] = b"\n".join(found[name].read_bytes() for name in bundle.sources(found))
    for address in (addresses.ENGINE, addresses.FILES_SCRIPT):
        files[address] = slim_script(files[address].decode()).encode()
    files[addresses.STYLESHEET] += _accent(settings.accent)
    if settings.logo:
        files[logo_address(settings.logo)] = settings.logo.read_bytes()
    return files


def names_in(folder: Path, pattern: str) -> list[str]:
    """Paths from the folder of its files; what is hidden, or lies in a hidden folder, is not for the public."""
    names = (path.relative_to(folder) for path in sorted(folder.rglob(pattern)) if path.is_file())
    return [name.as_posix() for name in names if not any(part.startswith(".") for part in name.parts)]


def slim_script(script: str) -> str:
    """A script without indents and lines that are comments alone: what a first visit has to load.

    For our own sources, which keep comments on lines of their own and have no texts over several lines.
    """
    lines = (line.strip() for line in _COMMENT.sub("", script).splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


_COMMENT = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*$", re.DOTALL | re.MULTILINE)


def logo_address(logo: Path) -> str:
    return f"static/logo{logo.suffix.lower()}"


def _accent(colour: str | None) -> bytes:
    return f"@layer tokens {{ :root {{ --accent: {colour}; }} }}\n".encode() if colour else b""


def _is_source(name: str) -> bool:
    return any(bundle.holds(name) for bundle in BUNDLES)
