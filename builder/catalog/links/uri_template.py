"""Addresses with gaps, as RFC 6570 writes them, of which we need levels 1 and 2. static/files has its twin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

_EXPRESSION = re.compile(r"\{(\+?)([a-z_0-9]+)\}")
_UNRESERVED = "-._~"
_RESERVED = ":/?#[]@!$&'()*+,;="


def expand(template: str, values: Mapping[str, str | None]) -> str | None:
    """The template with its values; None if one of them is unknown or empty.

    `{name}` is percent-encoded as a whole; `{+name}`, for values that are addresses themselves, keeps what is
    reserved in addresses and what is encoded already.
    """
    for _, name in _EXPRESSION.findall(template):
        if not values.get(name):
            return None
    return _EXPRESSION.sub(lambda found: _insert(found, values[found[2]] or ""), template)


def _insert(found: re.Match[str], value: str) -> str:
    if not found[1]:
        return quote(value, safe=_UNRESERVED)
    return "".join(
        part if _ENCODED.fullmatch(part) else quote(part, safe=_UNRESERVED + _RESERVED)
        for part in _ENCODED.split(value)
    )


_ENCODED = re.compile(r"(%[0-9A-Fa-f]{2})")
