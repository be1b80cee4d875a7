"""Built pages as a tree to ask, and the links between them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import msgspec

from builder.site.folder.manifest import MANIFEST, read_manifest


@dataclass(frozen=True)
class Link:
    """An address in a page: a link, or a file that the page loads."""

    url: str
    tag: str

    @property
    def is_outside(self) -> bool:
        return bool(urlsplit(self.url).scheme)


class Html:
    """A page, parsed."""

    def __init__(self, text: str, address: str = "") -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.address = address
        self.root: Element = parser.parse(text)
        self.errors = [f"{place}: {code}" for place, code, _ in parser.errors]

    @cached_property
    def elements(self) -> list[Element]:
        return [element for element in self.root.iter() if isinstance(element.tag, str)]

    @cached_property
    def ids(self) -> list[str]:
        return [element.attrib["id"] for element in self.elements if "id" in element.attrib]

    @cached_property
    def links(self) -> list[Link]:
        return [
            Link(element.attrib[name], str(element.tag))
            for element in self.elements
            for name in ("href", "src")
            if name in element.attrib
        ]

    @property
    def main(self) -> Element:
        return self.one(".//main")

    @property
    def title(self) -> str:
        return text_of(self.one(".//h1"))

    def all(self, path: str) -> list[Element]:
        return self.root.findall(path)

    def one(self, path: str) -> Element:
        (found,) = self.root.findall(path)
        return found

    def section(self, name: str) -> Element | None:
        """The section that the heading with this id names."""
        return self.root.find(f".//section[@aria-labelledby='{name}']")

    def hrefs(self, within: Element | None = None) -> list[str]:
        """Where the page's links lead, or those of a part of it."""
        start = self.root if within is None else within
        return [link.attrib["href"] for link in start.iter("a") if "href" in link.attrib]


def text_of(element: Element | None) -> str:
    """The text that a reader sees, blanks made one."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def pages_of(site: Path) -> Iterator[str]:
    """Addresses of all pages, in order."""
    return (path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html")))


def read_page(site: Path, address: str) -> Html:
    return Html((site / address).read_text(encoding="utf-8"), address)


def target_of(address: str, url: str) -> tuple[str, str]:
    """The file that a relative link leads to, and the fragment."""
    parts = urlsplit(url)
    path = (
        posixpath.normpath(posixpath.join(posixpath.dirname(address), unquote(parts.path))) if parts.path else address
    )
    return path, unquote(parts.fragment)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Everything in a folder; of a site without what only pages of the one before need, so that new ones equal it."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    if b'"retained":["' in found.get(MANIFEST, b""):
        manifest = msgspec.json.decode(found[MANIFEST])
        for address in manifest.pop("retained"):
            del found[address], manifest["sizes"][address]
        found[MANIFEST] = msgspec.json.encode(manifest | {"retained": []}, order="sorted")
    return found


def in_site(site: Path, address: str) -> str:
    """The address in the site of the static file that sources name so, or of a piece of its search."""
    stem, suffix = posixpath.splitext(address)
    retained = read_manifest(site).retained
    found = [path.relative_to(site).as_posix() for path in site.glob(f"{stem}.*{suffix}")]
    (only,) = (name for name in found if name not in retained and name.count(".") == address.count(".") + 1)
    return only
