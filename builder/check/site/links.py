"""Where a page's links lead: into the site, to a place on a page, or outside."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote

from builder.catalog.text.private_hosts import private_host
from builder.check.site.notes import Note
from builder.site.frame.addresses import HOME, NOT_FOUND

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB = re.compile(r"https?://[^/?#\s\\]", re.IGNORECASE)
_OUTSIDE = frozenset(("http:", "https:", "mailto:"))
_TABS_AND_LINES = str.maketrans("", "", "\t\n\r")
_SHOWN = 100


class SiteFiles:
    """What files the site has, for links to be held against."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._addresses = frozenset(addresses)
        self._folders = {str(folder) for address in self._addresses for folder in PurePosixPath(address).parents}
        self._spelling = {address.casefold(): address for address in self._addresses}

    def obstacle(self, address: str) -> str | None:
        """Why a link can't lead there; None if it can. An address that ends in a slash means a folder."""
        if address in self._addresses:
            return None
        if address.rstrip("/") in self._folders:
            return "names a folder, which opens from no disk: name its index.html"
        spelled = self._spelling.get(address.casefold())
        return f"differs by case from {spelled}" if spelled else "leads to a file that the site doesn't have"


class Links:
    """Judges the links of one page, and gathers the places that they name."""

    def __init__(self, address: str, files: SiteFiles, *, root: str, note: Note) -> None:
        """`root` is the site's path on its host, with a slash at both ends; it counts for the 404 page alone."""
        self.own: set[str] = set()
        """Ids that links want of this page."""
        self.elsewhere: set[tuple[str, str]] = set()
        """Other pages, and the ids that links want of them."""
        self._address = address
        self._folder = posixpath.dirname(address)
        self._files = files
        self._root = root
        self._note = note

    def add(self, written: str, *, loads: bool) -> None:
        """Judge a link; `loads` if the browser asks for it, or sends to it, where a reader might not expect it."""
        link = written.translate(_TABS_AND_LINES).strip()
        scheme = _SCHEME.match(link)
        if scheme or link.startswith(("//", "\\", "/\\")):
            what = self._problem_outside(link, scheme[0].lower() if scheme else "//", loads=loads)
        else:
            what = self._problem_inside(link)
        if what:
            self._note(f"{what}: {link[:_SHOWN]}")

    def _problem_outside(self, link: str, scheme: str, *, loads: bool) -> str | None:
        if scheme not in _OUTSIDE:
            return f"a link that begins with {scheme}, where only http:, https: and mailto: may"
        if loads:
            return "the browser would ask another host for this"
        if scheme == "mailto:":
            return None
        if not _WEB.match(link):
            return "names no host"
        host = private_host(link)
        return f"holds an address that only private networks have, {host}" if host else None

    def _problem_inside(self, link: str) -> str | None:
        path, _, fragment = link.partition("#")
        path = unquote(path.partition("?")[0])
        if not path:
            self._want(self._address, fragment)
            return None
        if self._address == NOT_FOUND:
            if not path.startswith(self._root):
                return f"does not begin with {self._root}, as links of a page have to that shows at any address"
            target = path.removeprefix(self._root)
            target += HOME if target.endswith("/") or not target else ""
        elif path.startswith("/"):
            return "begins with /, which breaks it under a sub-path and from a disk"
        else:
            target = posixpath.normpath(posixpath.join(self._folder, path)) + ("/" if path.endswith("/") else "")
        if target == ".." or target.startswith("../"):
            return "leads outside the site's folder"
        self._want(target, fragment)
        return self._files.obstacle(target)

    def _want(self, target: str, fragment: str) -> None:
        # With a = a fragment is the state of a view, which a script reads; :~: are words for the browser to find.
        if not fragment or "=" in fragment or fragment == "top" or not target.endswith(".html"):
            return
        place = unquote(fragment)
        if target == self._address:
            self.own.add(place)
        else:
            self.elsewhere.add((target, place))
