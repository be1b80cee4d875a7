"""Which elements and attributes may stand in a page: those of our templates, and what is left of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from builder.machine.folders import builtin_folder
from support.sites.pages import Html

PROBE = "x-probe"
"""An element or attribute of this name is a payload's."""

_PLAIN = (
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "a"),
    *("strong", "b", "em", "i", "u", "s", "del", "ins", "sub", "sup", "small", "code", "pre", "kbd", "th"),
    *("table", "thead", "tbody", "tr", "td", "caption"),
)
_WITH_ATTRIBUTES = {"a": ("href", "title", "rel"), "ol": ("start",), "th": ("scope",)}
PROSE = {name: frozenset(_WITH_ATTRIBUTES.get(name, ())) for name in _PLAIN}
"""What people's Markdown may become, within an element of this class alone."""
PROSE_CLASS = "prose"

_ADDRESSES = ("href", "src", "action", "data", "poster", "cite", "xlink:href")
_SCHEMES = frozenset(("", "http", "https", "mailto"))

_SVG = "{http://www.w3.org/2000/svg}"

_JINJA_TEXT = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_JINJA_LOGIC = re.compile(r"\{[%#].*?[%#]\}", re.DOTALL)
_TAG = re.compile(r"<([a-z][a-zA-Z0-9-]*)([^>]*)>")
_ATTRIBUTE = re.compile(r"([a-zA-Z][a-zA-Z0-9:-]*)(?:=\"[^\"]*\"|(?=[\s/]|$))")


@dataclass(frozen=True)
class Foreign:
    """Something in a page that is not of our making."""

    address: str
    what: str


@cache
def shapes_of_templates() -> dict[str, frozenset[str]]:
    """Every element that a template writes -> its attributes."""
    found: dict[str, set[str]] = {}
    for path in sorted(builtin_folder("templates").rglob("*.html")):
        text = _JINJA_LOGIC.sub(" ", _JINJA_TEXT.sub("x", path.read_text(encoding="utf-8")))
        for name, attributes in _TAG.findall(text):
            found.setdefault(name.lower(), set()).update(
                attribute.lower() for attribute in _ATTRIBUTE.findall(attributes)
            )
    found.setdefault("tbody", set())  # which a parser adds by itself
    return {name: frozenset(attributes) for name, attributes in found.items()}


def foreign_nodes(page: Html) -> Iterator[Foreign]:
    """What of a page's elements neither our templates nor harmless Markdown could have made."""
    yield from _walk(page.root, page.address, in_prose=False)


def _walk(element: Element, address: str, *, in_prose: bool) -> Iterator[Foreign]:
    if isinstance(element.tag, str):
        yield from (Foreign(address, what) for what in _faults(element, in_prose=in_prose))
        in_prose = in_prose or PROSE_CLASS in element.get("class", "").split()
    for child in element:
        yield from _walk(child, address, in_prose=in_prose)


def _faults(element: Element, *, in_prose: bool) -> Iterator[str]:
    tag = str(element.tag).removeprefix(_SVG).lower()
    attributes = {str(name).lower(): value for name, value in element.attrib.items()}
    allowed = shapes_of_templates().get(tag)
    if in_prose and tag in PROSE:
        allowed = PROSE[tag]
    if allowed is None:
        yield f"<{tag}>"
        return
    yield from (f"<{tag} {name}>" for name in attributes if name not in allowed)
    for name in _ADDRESSES:
        if name in attributes and not _leads_well(attributes[name]):
            yield f"<{tag} {name}={attributes[name][:80]!r}>"
    for name in ("class", "id", "name"):
        if PROBE in attributes.get(name, "").split():
            yield f"<{tag} {name}={PROBE}>"
    if tag == "script" and (element.text or "").strip() and attributes.get("type") != "application/ld+json":
        yield "a script with a text"


def _leads_well(address: str) -> bool:
    """Whether an address says where it leads, as a browser too reads it, and leads nowhere by a program."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    bare = address.isprintable() and address == address.strip() and "\\" not in address.partition("?")[0]
    if parts.scheme in ("http", "https"):
        return bare and bool(host) and "@" not in parts.netloc and "%" not in parts.netloc and parts.netloc.isascii()
    return bare and parts.scheme in _SCHEMES and not parts.netloc
