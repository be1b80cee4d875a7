"""Markdown to HTML that is safe to show: the only source of ready-made HTML in the site."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterable
from xml.etree import ElementTree

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString
from markupsafe import Markup

from builder.catalog.text.emails import hide_in_text, holds_email
from builder.catalog.text.web_addresses import link_words, web_url
from builder.site.prose.characters import without_forbidden
from builder.site.prose.order import in_order

_TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"),
    *("strong", "b", "em", "i", "u", "s", "del", "ins", "sub", "sup", "small", "code", "pre", "kbd", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td", "caption"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt"}, "ol": {"start"}, "th": {"scope"}}
_SCHEMES = {"http", "https", "mailto"}

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>')
_VALUE = re.compile(r'="([^"]*)"')
_SPACE = re.compile(r"\s+")
# What follows on the line loses its entities to the end of the text: Markdown 3.11 looks for tags there, too.
_BLOCK_END = re.compile(r"(</(?:p|div|h[1-6]|[uod]l|table|blockquote|section|center)>)[ \t]*(?=\S)")
_LIST_ITEM = re.compile(r"[-*+] ")
# Markdown keeps what it has converted under marks of these two control characters.
_URL = re.compile(r"https?://(?:\([^\s()<>\"'`\x02\x03]*\)|(?!&[lg]t;)[^\s()\[\]<>\"'`\x02\x03])+")
_PUNCTUATION = ".,;:!?*_"
"""What ends a sentence or a mark rather than an address."""


class _Verbatim(InlineProcessor):
    """Keeps an address in running text whole: an underscore in it is no mark. The span goes in cleaning."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Markdown's own name
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int, int]:
        url = m[0].rstrip(_PUNCTUATION)
        span = ElementTree.Element("span")
        span.text = AtomicString(url)
        return span, m.start(0), m.start(0) + len(url)


class _VerbatimUrls(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's own name
        md.inlinePatterns.register(_Verbatim(_URL.pattern, md), "verbatim-url", 85)


def archive_prose(text: str, *, heading_level: int, show_emails: bool = False) -> Markup:
    """The archive's Markdown, cleaned.

    Only harmless tags and http(s) and mailto links stay. Images become links to them, so that no reader's browser
    asks a third party; headings start at `heading_level` and never skip a level. Empty where no words are left.
    What would take too long to lay out, or hides an e-mail address between its marks, is shown as plain paragraphs,
    and says so.
    """
    # Line breaks count, since many descriptions are lists without marks.
    lines = _with_breaks(_plain_ends(text))
    rel = "nofollow noopener"
    cleaned = nh3.clean(
        _archive_html(lines, "nl2br"),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES if show_emails else _SCHEMES - {"mailto"},
        link_rel=rel,
        attribute_filter=_whole_address,
    )
    shaped = _shaped(cleaned, link_rel=rel, heading_level=heading_level)
    if shaped and _takes_long(lines):
        shaped += _note("Shown as it was typed: it has too many marks to be laid out.")
    return shaped if show_emails else _without_emails(shaped)


def own_prose(text: str) -> Markup:
    """Our own Markdown, of content/ and the settings: cleaned too, but relative links stay; headings start at h2."""
    cleaned = nh3.clean(_to_html(text), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
    return _shaped(cleaned, link_rel=None, heading_level=2)


def plain_text(text: str, longest: int, *, show_emails: bool = False) -> str:
    """The first words of a Markdown text without marks, for summaries."""
    shown: str = html.unescape(without_forbidden(nh3.clean(_archive_html(_plain_ends(text)), tags=set())))
    return _beginning(shown if show_emails else hide_in_text(shown), longest)


def own_plain_text(text: str, longest: int) -> str:
    """The same of our own Markdown."""
    return _beginning(html.unescape(nh3.clean(_to_html(text), tags=set())), longest)


def _beginning(text: str, longest: int) -> str:
    words = _SPACE.sub(" ", text).strip()
    return words if len(words) <= longest else words[: longest - 1].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


def _without_emails(shaped: Markup) -> Markup:
    """The same, or where an address only shows once marks and entities are read: its text, without that."""
    text = html.unescape(_TAG.sub("", shaped))
    values = (html.unescape(value) for tag in _TAG.finditer(shaped) for value in _VALUE.findall(tag[3]))
    if not holds_email(text) and not any(map(holds_email, values)):
        return shaped
    note = _note("Shown as plain text, since an e-mail address was hidden in it.")
    return Markup(_paragraphs(hide_in_text(text).split("\n"))) + note


def _paragraphs(parts: Iterable[str]) -> str:
    return "\n".join(f"<p>{html.escape(part, quote=False)}</p>" for part in parts if part.strip())


def _note(text: str) -> Markup:
    return Markup("\n<p><small>{}</small></p>").format(text)


def _whole_address(tag: str, attribute: str, value: str) -> str | None:
    """Of the archive's links those that lead somewhere from here, too."""
    return value if attribute != "href" or value.startswith("mailto:") else web_url(value)


def _shaped(cleaned: str, *, link_rel: str | None, heading_level: int) -> Markup:
    # A reference to a character may name one that HTML forbids; cleaning has put it in the reference's place.
    shaped = _Shaper(link_rel=link_rel).shape(without_forbidden(cleaned))
    return Markup(in_order(shaped, heading_level=heading_level))


class _Shaper:
    """Goes through cleaned HTML once, tag by tag; nh3 has closed all of them."""

    def __init__(self, *, link_rel: str | None) -> None:
        self._rel = f' rel="{link_rel}"' if link_rel else ""
        self._links: list[str | None] = []
        """Of the link that the current place is in: its address; None if it leads nowhere."""
        self._code = 0

    def shape(self, cleaned: str) -> str:
        parts, end = [], 0
        for tag in _TAG.finditer(cleaned):
            parts += [self._text(cleaned[end : tag.start()]), self._tag(tag)]
            end = tag.end()
        return "".join([*parts, self._text(cleaned[end:])])

    def _text(self, escaped: str) -> str:
        """Text, with links in place of the addresses in it."""
        if self._links or self._code or "://" not in escaped:
            return escaped
        text, parts, end = html.unescape(escaped), [], 0
        for match in _URL.finditer(text):
            found = match[0].rstrip(_PUNCTUATION)
            if address := web_url(found):
                url = html.escape(address)
                parts += [
                    html.escape(text[end : match.start()], quote=False),
                    f'<a href="{url}"{self._rel}>{url}</a>',
                ]
                end = match.start() + len(found)
        return "".join([*parts, html.escape(text[end:], quote=False)])

    def _tag(self, tag: re.Match[str]) -> str:
        closing, name, attributes = bool(tag[1]), tag[2], tag[3]
        if name == "img":
            return self._image(attributes)
        if name == "a":
            return self._link_end() if closing else self._link_start(tag[0], attributes)
        if name in ("code", "pre"):
            self._code += -1 if closing else 1
        return tag[0]

    def _link_start(self, tag: str, attributes: str) -> str:
        found = re.search(r'href="([^"]*)"', attributes)
        self._links.append(html.unescape(found[1]) if found else None)
        return tag if found else ""

    def _link_end(self) -> str:
        url = self._links.pop()
        return "" if url is None else f"{html.escape(link_words('', url))}</a>"

    def _image(self, attributes: str) -> str:
        """A link in place of an image; inside another link, its text."""
        found: dict[str, str] = dict(re.findall(r'(src|alt)="([^"]*)"', attributes))
        url = web_url(html.unescape(found.get("src", "")))
        if url is None:
            return found.get("alt", "")
        text = html.escape(link_words(f"Image: {html.unescape(found.get('alt', '')) or url}", url), quote=False)
        return text if self._links else f'<a href="{html.escape(url)}"{self._rel}>{text}</a>'


def _plain_ends(text: str) -> str:
    """With the ends of lines that Markdown reads, and without the two signs that it drops."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x02", "").replace("\x03", "")


def _with_breaks(text: str) -> str:
    """Markdown wants a blank line before a list, which people leave out, and text on a new line after a block."""
    lines: list[str] = []
    in_code = False
    for line in text.split("\n"):
        before = lines[-1] if lines else ""
        if line.startswith(("```", "~~~")):
            in_code = not in_code
        if not in_code:
            line = _BLOCK_END.sub(r"\1\n", line)
        if not in_code and _LIST_ITEM.match(line) and before.strip() and not _LIST_ITEM.match(before.lstrip()):
            lines.append("")
        lines.append(line)
    return "\n".join(lines)


@functools.cache
def _parser(*more: str) -> Markdown:
    return Markdown(extensions=["tables", "fenced_code", "sane_lists", _VerbatimUrls(), *more])


def _to_html(text: str, *more: str) -> str:
    """Convert with a parser that is kept, since making one takes longer than most texts; a reset clears it."""
    return _parser(*more).reset().convert(text)


@functools.lru_cache(maxsize=256)  # a text is asked for by each page and list that it stands on
def _archive_html(text: str, *more: str) -> str:
    return _paragraphs(text.split("\n\n")) if _takes_long(text) else _to_html(text, *more)


_LONGEST = 20_000
"""Characters; the schema allows half as many."""
_DEEPEST = 100
"""Characters before a line's own text: blanks, and the marks of lists and quotes, each of which nests."""
_MOST_WORK = 10_000_000
"""The real descriptions of 351 dandisets stay below 500,000; so much takes Markdown a fifth of a second."""
_LINE_START = re.compile(r"^(?:[ \t>]|[*+-](?=[ \t])|[0-9]{1,9}\.(?=[ \t]))*", re.MULTILINE)
_LONG_RUN = re.compile(r"(.)\1{200}|[ \t]{200}")


def _takes_long(text: str) -> bool:
    """Whether Markdown may take it long, which reads on to the end of a text from each mark."""
    size = len(text) + 13 * (text.count("\\") + text.count("`")) + 3 * text.count("\t")  # of what is made of it first
    marks = sum(map(text.count, "\n*_`\\&")) + 9 * sum(map(text.count, "[<")) + 3 * text.count("\n#")
    if len(text) > _LONGEST or size * marks > _MOST_WORK or _LONG_RUN.search(text):
        return True
    return any(len(start[0]) > _DEEPEST for start in _LINE_START.finditer(text))
