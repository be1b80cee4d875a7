"""Where each page lies in the site. Pure, and the only place that knows."""

from __future__ import annotations

import re

HOME = "index.html"
NOT_FOUND = "404.html"
STATISTICS = "statistics/index.html"
STATISTICS_CSV = "statistics/statistics.csv"
COMPONENTS = "about/components/index.html"
# As sources name static files; in a site they have a hash in their names, see fingerprints.py.
STYLESHEET = "static/site.css"
SCRIPT = "static/site.js"
ICON = "static/icon.svg"
ENGINE = "static/search.js"
FILES_SCRIPT = "static/files.js"
STATIC = "static/"
SEARCH = "search/"
OPENSEARCH = "opensearch.xml"
CURRENT = "current.js"
"""What changes with every harvest; the only script whose name doesn't change with its bytes."""


def dandisets(page: int = 1) -> str:
    """The list of all dandisets."""
    return _paged("dandiset", page)


def dandiset(identifier: str) -> str:
    """A dandiset's default version."""
    return f"dandiset/{identifier}/index.html"


def version(identifier: str, name: str) -> str:
    """One of a dandiset's versions; `name` is the archive's, as `0.230629.1955` or `draft`."""
    return f"dandiset/{identifier}/{name}/index.html"


def compare(identifier: str) -> str:
    """What changed between a dandiset's versions."""
    return f"dandiset/{identifier}/compare/index.html"


def files(identifier: str, name: str) -> str:
    """A version's files."""
    return f"dandiset/{identifier}/{name}/files/index.html"


def files_part(identifier: str, name: str, file: str) -> str:
    """A script or table of a version's files."""
    return f"dandiset/{identifier}/{name}/files/{file}"


def browse() -> str:
    """All facets."""
    return "browse/index.html"


def facet(name: str, page: int = 1) -> str:
    """The values of a facet; `name` is the facet's own."""
    return _paged(f"browse/{name}", page)


def facet_value(name: str, slug: str, page: int = 1) -> str:
    """The dandisets that have a value."""
    return _paged(f"browse/{name}/{slug}", page)


def subjects(identifier: str, name: str, page: int = 1) -> str:
    """A version's subjects and sessions."""
    return _paged(f"dandiset/{identifier}/{name}/subjects", page)


def version_file(identifier: str, name: str, file: str) -> str:
    """A file beside a version's page: a table, or a twin for other programs."""
    return f"dandiset/{identifier}/{name}/{file}"


def is_browse(address: str) -> bool:
    """Whether it is, or would be, a browse page: which there are follows from all dandisets together."""
    return address.startswith("browse/")


def is_static(address: str) -> bool:
    return address.startswith(STATIC)


def is_search(address: str) -> bool:
    """Whether it is a file that the browser's search loads."""
    return address.startswith(SEARCH)


def is_file_shard(address: str) -> bool:
    """Whether it is one of those by which search knows names of files."""
    return address.startswith(f"{SEARCH}files-")


def dandiset_of(address: str) -> str | None:
    """The identifier of the dandiset that a page or file is of; None for what isn't of one."""
    folder, _, rest = address.partition("/")
    identifier, slash, _ = rest.partition("/")
    return identifier if folder == "dandiset" and slash else None


def top_folder(address: str) -> str | None:
    """The folder at the site's root that it lies in; None for what lies in none."""
    folder, slash, _ = address.partition("/")
    return folder if slash else None


def content(slug: str) -> str:
    """A page of content/, by its path there without the suffix; `help/index` is the page of the folder."""
    folder, _, name = slug.rpartition("/")
    inside = folder if name == "index" and folder else slug
    return f"{inside}/index.html"


def may_be_of_a_site(address: str) -> bool:
    """Whether some build may have written it: pages, and what lies at the places of ours."""
    return address in _AT_THE_ROOT or address.startswith(_FOLDERS) or address.rpartition("/")[2] == HOME


_AT_THE_ROOT = frozenset({HOME, NOT_FOUND, OPENSEARCH, CURRENT, "_headers", "_redirects"})
_FOLDERS = ("dandiset/", "browse/", "statistics/", STATIC, SEARCH)
PLAIN = re.compile(r"[A-Za-z0-9._/-]+")
"""What any disk and host takes as an address."""


def stays_inside(address: str) -> bool:
    """Whether it names a file below the site's folder on any system: no part of it is empty, `.` or `..`."""
    # Quickly, as there are tens of thousands.
    plain = "\\" not in address and ":" not in address and "\0" not in address
    return plain and _LEAVING.isdisjoint(address.split("/"))


_LEAVING = frozenset({"", ".", ".."})


def relative(target: str, source: str) -> str:
    """The link from one page to another file; it names index.html, so that it works from a disk too."""
    here, there = source.split("/")[:-1], target.split("/")
    shared = 0
    for ours, theirs in zip(here, there[:-1], strict=False):
        if ours != theirs:
            break
        shared += 1
    return "/".join([".."] * (len(here) - shared) + there[shared:])


def pretty(address: str) -> str:
    """The address as a host shows it: without index.html."""
    return address.removesuffix("index.html")


def _paged(folder: str, page: int) -> str:
    return f"{folder}/index.html" if page == 1 else f"{folder}/page-{page}/index.html"
