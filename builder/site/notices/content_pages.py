"""The pages of content/: Markdown files with a head of YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml

from builder.errors import UsageError
from builder.site.contexts import ContentPage, Head, NavLink
from builder.site.frame import addresses
from builder.site.frame.scope import Scope
from builder.site.frame.statics import names_in
from builder.site.prose.render import own_plain_text, own_prose
from builder.words import formats

ABOUT = "about"
"""The page that says whose catalog this is; the footer of every page leads there."""

_HEAD = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n(.*)\Z", re.DOTALL)
_LINK = re.compile(r"(\]\()([^)\s:]+)\.md((?:#[^)\s]*)?\))")
_SITE_LINK = re.compile(r"(\]\()/([^)\s:#]+)((?:#[^)\s]*)?\))")
"""To a page or static file that is no content file: its address behind a slash, as `(/browse/index.html)`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentFile:
    """A file of content/, read."""

    slug: str
    """Its path without the suffix, as `help/find`."""
    title: str
    description: str
    order: int
    """Its place in the navigation or among its siblings."""
    nav: bool
    """Whether the navigation of every page names it."""
    text: str

    @property
    def address(self) -> str:
        return addresses.content(self.slug)


def read_content(folders: Sequence[Path]) -> tuple[ContentFile, ...]:
    """All content files; one in a later folder takes the place of an earlier one with the same path."""
    found: dict[str, ContentFile] = {}
    for folder in folders:
        for name in names_in(folder, "*.md"):
            slug = name.removesuffix(".md")
            found[slug] = _read_file(folder / name, slug)
    return tuple(sorted(found.values(), key=lambda file: (file.order, file.slug)))


def nav_links(files: Sequence[ContentFile]) -> tuple[NavLink, ...]:
    """Of the files that ask for a place in the navigation of all pages."""
    return tuple(NavLink(text=file.title, address=file.address) for file in files if file.nav)


def content_page(scope: Scope, file: ContentFile, files: Sequence[ContentFile], *, read_utc: str) -> ContentPage:
    """`files` are all of them, to lead from one to the others; `read_utc` is when the archive was read."""
    is_about = file.slug == ABOUT
    return ContentPage(
        site=scope.site,
        head=Head(
            title=file.title,
            description=file.description or own_plain_text(file.text, 160),
            canonical=scope.canonical(file.address),
        ),
        address=file.address,
        title=file.title,
        body=own_prose(_with_links(file, scope.static_names)),
        siblings=_siblings(file, files),
        read_text=formats.moment(read_utc) if is_about else None,
        read_utc=read_utc if is_about else None,
    )


def _read_file(path: Path, slug: str) -> ContentFile:
    try:
        parts = _HEAD.match(path.read_text(encoding="utf-8"))
        head = yaml.safe_load(parts[1]) if parts else None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"{path}: can't be read: {error}") from error
    if not parts or not isinstance(head, dict) or not head.get("title"):
        raise UsageError(f"{path}: must begin with a head like:", "---", "title: About", "---")
    order = head.get("order") or 0
    if not isinstance(order, int):
        raise UsageError(f"{path}: order: {order!r} is not a whole number")
    return ContentFile(
        slug=slug,
        title=str(head["title"]),
        description=str(head.get("description") or ""),
        order=order,
        nav=bool(head.get("nav")),
        text=parts[2],
    )


def _siblings(file: ContentFile, files: Sequence[ContentFile]) -> tuple[NavLink, ...]:
    folder = PurePosixPath(file.slug).parent
    beside = [other for other in files if PurePosixPath(other.slug).parent == folder and folder != PurePosixPath(".")]
    # The folder's own page leads to the others, so it comes before them.
    beside.sort(key=lambda other: PurePosixPath(other.slug).name != "index")
    return tuple(NavLink(text=other.title, address=other.address) for other in beside)


def _with_links(file: ContentFile, static_names: Mapping[str, str]) -> str:
    text = _LINK.sub(lambda match: _page_link(file, match), file.text)

    def site_link(found: re.Match[str]) -> str:
        target = static_names.get(found[2], found[2])
        return f"{found[1]}{addresses.relative(target, file.address)}{found[3]}"

    return _SITE_LINK.sub(site_link, text)


def _page_link(file: ContentFile, match: re.Match[str]) -> str:
    """A link to another content file, `find.md`, as a link to its page."""
    target = _normal(PurePosixPath(file.slug).parent / match[2])
    return f"{match[1]}{addresses.relative(addresses.content(target), file.address)}{match[3]}"


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
