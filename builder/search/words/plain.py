"""Descriptions, which are Markdown or HTML, as plain sentences to search and to show a piece of. Pure."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]{0,500}|!--.{0,500}?--)>", re.DOTALL)
_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}(?:\s[^()]{0,200})?\)")
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}|[-*+>]|`{3}\S*)[ \t]+", re.MULTILINE)
_EMPHASIS = re.compile(
    r"(?<![\w*])\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?!\w)|\*{2,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|`"
)
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Without marks and tags, on one line. What looks like a tag but is none (`p < 0.05`) stays."""
    shown = _IMAGE_OR_LINK.sub(r"\1", _TAG.sub(" ", text))
    shown = _EMPHASIS.sub("", _LINE_MARK.sub("", shown))
    return _SPACE.sub(" ", html.unescape(shown)).strip()
