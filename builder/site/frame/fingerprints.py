"""Static files under names that change with their bytes, so that browsers may keep them for ever. Pure.

Sources name a file as it lies in its folder: templates by `link('static/site.css')`, stylesheets by `url(...)`.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.errors import UsageError
from builder.site.frame.addresses import PLAIN

_DIGITS = 8
_CSS_LINK = re.compile(r"""(?P<start>url\(\s*|["'])(?P<link>[^"')?#\s]+)""", re.IGNORECASE)
"""What url() holds, and what stands in quotes: in url(), @import, image-set() and wherever a file may be named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFiles:
    """The static files of a site."""

    names: Mapping[str, str]
    """Address that sources name a file by -> the one it has in the site."""
    files: Mapping[str, bytes]
    """By the address in the site."""


def fingerprint(files: Mapping[str, bytes]) -> StaticFiles:
    """Each file with a hash in its name.

    UsageError for stylesheets that import each other in a circle, and for names that some host refuses.
    """
    for address in files:
        if not PLAIN.fullmatch(address):
            raise UsageError(f"{address}: names of files may hold a-z 0-9 . _ - alone: rename it")
    naming = _Naming(files)
    for address in files:
        naming.name(address)
    return StaticFiles(names=naming.names, files=naming.files)


def pattern(address: str) -> str:
    """A regular expression for the address in a site of what sources name so."""
    stem, suffix = posixpath.splitext(address)
    return rf"{re.escape(stem)}\.[0-9a-f]{{{_DIGITS}}}{re.escape(suffix)}"


class _Naming:
    def __init__(self, sources: Mapping[str, bytes]) -> None:
        self._sources = sources
        self.names: dict[str, str] = {}
        self.files: dict[str, bytes] = {}

    def name(self, address: str, importing: Sequence[str] = ()) -> str:
        """The file's address in the site; what it names itself is named before."""
        if address in importing:
            raise UsageError(f"{address}: stylesheets import each other in a circle: {' -> '.join(importing)}")
        if address not in self.names:
            data = self._sources[address]
            if address.endswith(".css"):
                data = self._with_links(address, data, (*importing, address))
            stem, suffix = posixpath.splitext(address)
            self.names[address] = f"{stem}.{hashlib.sha256(data).hexdigest()[:_DIGITS]}{suffix}"
            self.files[self.names[address]] = data
        return self.names[address]

    def _with_links(self, address: str, data: bytes, importing: Sequence[str]) -> bytes:
        folder = posixpath.dirname(address)

        def renamed(found: re.Match[str]) -> str:
            target = posixpath.normpath(posixpath.join(folder, found["link"]))
            if target not in self._sources:
                return found[0]
            return found["start"] + posixpath.relpath(self.name(target, importing), folder)

        # Byte for byte where it isn't UTF-8.
        return _CSS_LINK.sub(renamed, data.decode("latin-1")).encode("latin-1")
