"""Control characters in the archive's text, which no page, table or terminal may show."""

from __future__ import annotations

import re

# As JSON has them: escaped below the blank, as they are above it. Tabs and line breaks stay.
_CONTROL = re.compile(
    rb"(?<!\\)(?P<before>(?:\\\\)*)\\(?:u00(?:0[0-8bce-f]|1[0-9a-f]|7f|[89][0-9a-f])|[bf])|\x7f|\xc2[\x80-\x9f]",
    re.IGNORECASE,
)
_MAY_BE_THERE = re.compile(rb"\\u00|\\[bf]|\x7f|\xc2[\x80-\x9f]")


def without_controls(raw: bytes) -> bytes:
    """The same JSON with a blank in place of each control character."""
    if not _MAY_BE_THERE.search(raw):
        return raw
    return _CONTROL.sub(rb"\g<before> ", raw)
