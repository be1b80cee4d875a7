"""Read HTML5 strictly: what a browser would have to repair is an error.

The standard library's html.parser repairs in silence, and differently from release to release; html5lib is exact,
but takes minutes for a site.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from html.entities import html5
from typing import Protocol

from builder.site.prose.characters import forbidden_place

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
"""Elements without content and end tag."""

RAW = frozenset(("script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"))
"""Elements whose content is text up to their end tag, whatever it looks like."""

_ATTRIBUTE_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++)"""
# Groups are not repeated possessively: Python 3.11.2, which Debian 12 has, goes on in the wrong place after some.
_ATTRIBUTE = rf"""[^\s"'<>/=\x00]++(?:\s*+=\s*+{_ATTRIBUTE_VALUE}|(?!\s*=))"""
_TAG = re.compile(rf"<(/?)([A-Za-z][^\s/><]*+)((?:\s++{_ATTRIBUTE})*)\s*+(/?)>")
_ATTRIBUTES = re.compile(rf"""([^\s"'<>/=]++)(?:\s*+=\s*+({_ATTRIBUTE_VALUE})|(?!\s*=))""")
_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--!>|<!--).)*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"(?:\s*+<!--(?:(?!-->).)*-->)*\s*+<!doctype\s+html\s*>", re.DOTALL | re.IGNORECASE)
_REFERENCE = re.compile(r"&(#[xX][0-9a-fA-F]*|#[0-9]*|[A-Za-z][A-Za-z0-9]*)(;?)")
_LONGEST_BARE_NAME = max(len(name) for name in html5 if not name.endswith(";"))
"""Of the references that browsers take without a semicolon."""
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}


class MarkupError(Exception):
    """The page can't be read on from here."""

    def __init__(self, what: str, position: int) -> None:
        super().__init__(what)
        self.position = position


class Reader(Protocol):
    """Hears what a page holds; names come in lower case."""

    def start(self, name: str, attributes: Mapping[str, str], closed: bool, position: int) -> None:
        """A start tag; `closed` if it ends in a slash."""

    def end(self, name: str, position: int) -> None: ...

    def text(self, text: str, position: int) -> None:
        """Text as it is written, references and all; never empty."""

    def mistake(self, what: str, position: int) -> None:
        """Something is wrong that reading goes on after."""


def read_markup(source: str, reader: Reader) -> None:
    """Tell the reader all that the page holds. MarkupError where it can't be read on."""
    place = forbidden_place(source)
    if place is not None:
        raise MarkupError(f"holds the character U+{ord(source[place]):04X}, which HTML forbids", place)
    doctype = _DOCTYPE.match(source)
    if doctype is None:
        raise MarkupError("does not begin with <!doctype html>", 0)
    position = doctype.end()
    while (opening := source.find("<", position)) >= 0:
        if opening > position:
            _read_text(source[position:opening], reader, position)
        position = _read_markup_at(source, opening, reader)
    if position < len(source):
        _read_text(source[position:], reader, position)


def _read_markup_at(source: str, position: int, reader: Reader) -> int:
    """Read the tag or comment that begins here; answers where it ends."""
    tag = _TAG.match(source, position)
    if tag is None:
        comment = _COMMENT.match(source, position)
        if comment is None:
            shown = source[position : position + 40].split("\n")[0]
            raise MarkupError(f"a < that begins no tag or comment as HTML has them: {shown}", position)
        return comment.end()
    slash, name, attributes, closed = tag.groups()
    name = name.lower()
    if slash:
        if attributes or closed:
            reader.mistake(f"</{name}>: an end tag has no attributes and no slash at its end", position)
        reader.end(name, position)
        return tag.end()
    reader.start(name, _read_attributes(name, attributes, reader, position), bool(closed), position)
    return _read_raw(source, name, tag.end(), reader) if name in RAW else tag.end()


def _read_attributes(name: str, written: str, reader: Reader, position: int) -> dict[str, str]:
    if not written:
        return {}
    found: dict[str, str] = {}
    for key, value in _ATTRIBUTES.findall(written):
        key = key.lower()
        if key in found:
            reader.mistake(f"<{name}> has the attribute {key} twice", position)
            continue
        bare = value[1:-1] if value[:1] in ('"', "'") else value
        if "&" in bare:
            for what in _bad_references(bare, in_attribute=True):
                reader.mistake(what, position)
            bare = html.unescape(bare)
        found[key] = bare
    return found


def _read_raw(source: str, name: str, position: int, reader: Reader) -> int:
    """Read the content of an element that holds text alone; answers where it ends, before its end tag."""
    end = _RAW_ENDS[name].search(source, position)
    if end is None:
        raise MarkupError(f"<{name}> is never closed", position)
    content = source[position : end.start()]
    if name == "script" and "<!--" in content:
        reader.mistake("a script that holds <!-- can hide what follows it: write < as \\u003c", position)
    if content:
        if name in ("title", "textarea"):
            _read_text(content, reader, position)
        else:
            reader.text(content, position)
    return end.start()


def _read_text(text: str, reader: Reader, position: int) -> None:
    if "&" in text:
        for what in _bad_references(text, in_attribute=False):
            reader.mistake(what, position)
    reader.text(text, position)


def _bad_references(text: str, *, in_attribute: bool) -> list[str]:
    """References that HTML calls errors; an & that begins none is allowed."""
    found = []
    for match in _REFERENCE.finditer(text):
        name, semicolon = match.groups()
        if name[0] == "#":
            good = bool(semicolon) and _is_character(name[1:])
        elif semicolon:
            good = f"{name};" in html5
        elif in_attribute:
            # As in ?a=1&copy=2, which browsers leave alone.
            good = name not in html5 or text.startswith("=", match.end())
        else:
            good = not any(name[:length] in html5 for length in range(2, _LONGEST_BARE_NAME + 1))
        if not good:
            found.append(f"{match[0]} is no reference to a character: write & as &amp;")
    return found


def _is_character(digits: str) -> bool:
    try:
        code = int(digits[1:], 16) if digits[:1] in ("x", "X") else int(digits)
    except ValueError:
        return False
    if not 0 < code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return False
    return code != 0x0D and forbidden_place(chr(code)) is None
