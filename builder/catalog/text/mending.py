"""JSON that is legal, yet more than programs hold: numbers out of range, endless nesting, halves of characters."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from itertools import accumulate

import msgspec

from builder.catalog.text.limits import DEPTH
from builder.catalog.text.lines import picture

_LEFT_OUT = '"…"'
_LONGEST_INTEGER = 18
"""Digits and sign that are certain to fit into 64 bits."""

_TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_NO_BRACKETS = bytes(sorted(set(range(256)) - set(b"[]{}")))

_Json = dict[str, "_Json"] | list["_Json"] | str | float | None


def is_deep(raw: bytes) -> bool:
    """Whether a document is nested more deeply than is read."""
    if raw.count(b"{") + raw.count(b"[") <= DEPTH:
        return False
    brackets = _TEXT.sub(b"", raw).translate(None, delete=_NO_BRACKETS)
    return max(accumulate(1 if mark in b"[{" else -1 for mark in brackets)) > DEPTH


def mend_json(raw: bytes) -> bytes:
    """The same document as any reader can hold it; broken JSON raises msgspec.DecodeError.

    A number out of range and NaN become text, what is nested too deeply an ellipsis, what is no text a blank. Who
    reads a number there, or an object, finds text instead, and says so.
    """
    try:
        text = "".join(_flattened(raw.decode()))
        value = json.loads(text, parse_int=_integer, parse_float=_float, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise msgspec.DecodeError(str(error)) from error
    return msgspec.json.encode(_blanked(value))


def _flattened(text: str) -> Iterator[str]:
    """The parts of the document without what is nested too deeply."""
    start = depth = 0
    for bracket, depth in _brackets(text):
        if depth == DEPTH + 1 and bracket[0] in "[{":
            yield text[start : bracket.start()] + _LEFT_OUT
        elif depth == DEPTH and bracket[0] in "]}":
            start = bracket.end()
    if depth <= DEPTH:  # else it is cut off, and so broken
        yield text[start:]


_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[{]|[\]}]', re.DOTALL)


def _brackets(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Those outside of texts, each with the depth that it leads to."""
    depth = 0
    for token in _TOKEN.finditer(text):
        if token[0][0] != '"':
            depth += 1 if token[0] in "[{" else -1
            yield token, depth


def _integer(text: str) -> int | str:
    return int(text) if len(text) <= _LONGEST_INTEGER else text


def _float(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


# Controls but for tabs and line breaks, halves of pairs, and the code points that Unicode keeps out of texts.
_NO_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def _blanked(value: _Json) -> _Json:
    """With a blank in place of what is no text; in a path with a picture, or else it would be another file's."""
    if isinstance(value, str):
        return _without_nothing(_NO_TEXT.sub(" ", value))
    if isinstance(value, list):
        return [_blanked(item) for item in value]
    if isinstance(value, dict):
        return {_NO_TEXT.sub(" ", key): _pictured(key, item) for key, item in value.items()}
    return value


def _without_nothing(text: str) -> str:
    """Without signs of no width at its ends, and the blanks beside them."""
    bare = text.strip(_BLANKS + _NO_WIDTH)
    return bare if len(bare) < len(text.strip(_BLANKS)) else text


_BLANKS = " \t\r\n"
_NO_WIDTH = "\u200b\u2060\ufeff"


def _pictured(key: str, value: _Json) -> _Json:
    if key == "path" and isinstance(value, str):
        return _NO_TEXT.sub(lambda found: picture(found[0]), value)
    return _blanked(value)
