"""Check the files that are no pages: that they can be read, and that stylesheets stay within the site. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from xml.etree import ElementTree

import msgspec

from builder.check.site.links import Links, SiteFiles
from builder.check.site.notes import Finding, PageNotes

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_LINK = re.compile(r"""url\(\s*["']?([^"')\s]*)|@import\s+["']([^"']*)""", re.IGNORECASE)


def is_checked(address: str) -> bool:
    """Whether anything is known about such files; others need not be opened."""
    return _suffix(address) in (_STYLESHEET, *_READERS)


def check_data_file(address: str, data: bytes, files: SiteFiles) -> tuple[Finding, ...]:
    """What is wrong with a file of which `is_checked` is true."""
    if _suffix(address) == _STYLESHEET:
        return tuple(_check_stylesheet(address, data, files))
    try:
        _READERS[_suffix(address)](data)
    except (ValueError, SyntaxError) as error:  # what msgspec and ElementTree raise are such
        return (Finding(where=address, what=f"can't be read: {error}"),)
    return ()


def _suffix(address: str) -> str:
    return address.rpartition(".")[2].lower()


def _read_xml(data: bytes) -> object:
    return ElementTree.fromstring(data)


_STYLESHEET = "css"
_READERS: dict[str, Callable[[bytes], object]] = {
    "json": msgspec.json.decode,
    "atom": _read_xml,
    "svg": _read_xml,
    "xml": _read_xml,
}


def _check_stylesheet(address: str, data: bytes, files: SiteFiles) -> Iterator[Finding]:
    text = _CSS_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), data.decode(errors="replace"))
    notes = PageNotes(address, text)
    for match in _CSS_LINK.finditer(text):
        links = Links(address, files, root="/", note=partial(notes.add, position=match.start()))
        links.add(match[1] or match[2] or "", loads=True)
    yield from notes.problems()
