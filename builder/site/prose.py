"""Markdown to HTML that is safe to show: the only source of ready-made HTML in the site."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markupsafe import Markup

_TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"),
    *("strong", "b", "em", "i", "u", "s", "del", "ins", "sub", "sup", "small", "code", "pre", "kbd", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td", "caption"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt"}, "ol": {"start"}, "th": {"scope"}}
_SCHEMES = {"http", "https", "mailto"}

_IMAGE = re.compile(r"<img([^>]*)>")
_HEADING = re.compile(r"<(/?)h([1-6])>")
_SPACE = re.compile(r"\s+")
_LIST_START = re.compile(r"(?m)(^(?!\s*[-*+] ).*\S.*\n)(?=[-*+] )")


class _BareUrl(InlineProcessor):
    """An address in running text becomes a link, without the punctuation that follows it."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Markdown's own name
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int, int]:
        link = ElementTree.Element("a", href=m[0])
        link.text = m[0]
        return link, m.start(0), m.end(0)


class _BareUrls(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's own name
        pattern = r"https?://[^\s<>\"'`\])]*[^\s<>\"'`\])(.,;:!?]"
        md.inlinePatterns.register(_BareUrl(pattern, md), "bare-url", 85)


def archive_prose(text: str, *, heading_level: int) -> Markup:
    """The archive's Markdown, cleaned.

    Only harmless tags and http(s) and mailto links stay. Images become links to them, so that no reader's browser
    asks a third party; headings start at `heading_level`.
    """
    # Line breaks count, since many descriptions are lists without marks; and a list may follow its paragraph at once.
    html_text = _markdown("nl2br").convert(_LIST_START.sub(r"\1\n", text))
    return Markup(_clean(html_text, heading_level, link_rel="nofollow noopener"))


def own_prose(text: str) -> Markup:
    """Our own Markdown, of content/ and the settings: cleaned too, but relative links and headings stay."""
    return Markup(_clean(_markdown().convert(text), 1, link_rel=None))


def plain_text(text: str, longest: int) -> str:
    """The first words of a Markdown text without marks, for summaries."""
    shown: str = html.unescape(nh3.clean(_markdown().convert(text), tags=set()))
    words = _SPACE.sub(" ", shown).strip()
    return words if len(words) <= longest else words[: longest - 1].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


def _clean(html_text: str, heading_level: int, link_rel: str | None) -> str:
    def heading(match: re.Match[str]) -> str:
        return f"<{match[1]}h{min(6, int(match[2]) + heading_level - 1)}>"

    cleaned = nh3.clean(html_text, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=link_rel)
    linked = _IMAGE.sub(lambda match: _image_link(match[1], link_rel), cleaned)
    return str(_HEADING.sub(heading, linked))


def _image_link(attributes: str, link_rel: str | None) -> str:
    """A link in place of an image; `attributes` are as nh3 wrote them, quoted and escaped."""
    found: dict[str, str] = dict(re.findall(r'(src|alt)="([^"]*)"', attributes))
    if not found.get("src", "").startswith(("http://", "https://")):
        return found.get("alt", "")
    rel = f' rel="{link_rel}"' if link_rel else ""
    return f'<a href="{found["src"]}"{rel}>Image: {found.get("alt") or found["src"]}</a>'


def _markdown(*more: str) -> Markdown:
    """A fresh parser for each text: one that is kept remembers link definitions from text to text."""
    return Markdown(extensions=["tables", "fenced_code", "sane_lists", _BareUrls(), *more])
