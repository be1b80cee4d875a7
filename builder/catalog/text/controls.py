"""Characters that no page, table or terminal may show, in the archive's text: controls, and what is no character."""

from __future__ import annotations

import re

from builder.catalog.text.mending import mend_json

# As JSON has them: escaped below the blank, as they are or escaped above it. Tabs and line breaks stay. A half of a
# pair (a surrogate) is only looked for by its escape, which may belong to a whole pair: mending tells them apart.
# Signs of no width are looked for at the ends of texts, and of words.
_MAY_BE_THERE = re.compile(
    rb"\\(?:[bf]|u(?:00(?:0[0-8bcef]|1[0-9a-f]|7f|[89][0-9a-f])|d[89a-f]|fd[de]|fff[ef]))"
    rb"|\x7f|\xc2[\x80-\x9f]|\xef\xb7[\x90-\xaf]|\xef\xbf[\xbe\xbf]|[\xf0-\xf4][\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]"
    rb'|(?:(?<=")|(?<= ))(?:\xe2\x80\x8b|\xe2\x81\xa0|\xef\xbb\xbf|\\u(?:200b|2060|feff))'
    rb'|(?:\xe2\x80\x8b|\xe2\x81\xa0|\xef\xbb\xbf|\\u(?:200b|2060|feff))[ "]',
    re.IGNORECASE,
)


def without_controls(raw: bytes) -> bytes:
    """The same JSON with a blank in place of each, and without signs of no width at the ends of its texts; a document
    that holds none keeps its bytes.

    Broken JSON may raise msgspec.DecodeError.
    """
    if b"\\" not in raw and raw.isascii() and b"\x7f" not in raw:  # as most documents
        return raw
    return mend_json(raw) if _MAY_BE_THERE.search(raw) else raw
