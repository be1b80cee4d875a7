"""Where each page lies in the site. Pure, and the only place that knows."""

from __future__ import annotations

import posixpath

HOME = "index.html"
NOT_FOUND = "404.html"
STYLESHEET = "static/site.css"
SCRIPT = "static/site.js"
FRESHNESS = "static/freshness.js"


def dandisets(page: int = 1) -> str:
    """The list of all dandisets."""
    return _paged("dandiset", page)


def dandiset(identifier: str) -> str:
    """A dandiset's default version."""
    return f"dandiset/{identifier}/index.html"


def version(identifier: str, name: str) -> str:
    return f"dandiset/{identifier}/{name}/index.html"


def files(identifier: str, name: str, page: int = 1) -> str:
    """A version's files."""
    return _paged(f"dandiset/{identifier}/{name}/files", page)


def subjects(identifier: str, name: str, page: int = 1) -> str:
    """A version's subjects and sessions."""
    return _paged(f"dandiset/{identifier}/{name}/subjects", page)


def version_file(identifier: str, name: str, file: str) -> str:
    """A file beside a version's page."""
    return f"dandiset/{identifier}/{name}/{file}"


def content(slug: str) -> str:
    """A page of content/, by its path there without the suffix; `help/index` is the page of the folder."""
    folder, _, name = slug.rpartition("/")
    inside = folder if name == "index" and folder else slug
    return f"{inside}/index.html"


def relative(target: str, source: str) -> str:
    """The link from one page to another file; it names index.html, so that it works from a disk too."""
    return posixpath.relpath(target, posixpath.dirname(source) or ".")


def pretty(address: str) -> str:
    """The address as a host shows it: without index.html."""
    return address.removesuffix("index.html")


def _paged(folder: str, page: int) -> str:
    return f"{folder}/index.html" if page == 1 else f"{folder}/page-{page}/index.html"
