"""Text that people typed, as a record can hold it anywhere."""

from __future__ import annotations

import html
import re
import unicodedata

# Only what is a tag beyond doubt: `a<b and c>d` is none.
_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|center|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s|script|small|span|strong|style"
    r"|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul)(?:\s+[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))*\s*/?>",
    re.IGNORECASE,
)
_BREAKING = re.compile(r"</?(?:blockquote|br|div|h[1-6]|hr|li|ol|p|pre|table|td|th|tr|ul)\b", re.IGNORECASE)
_UNSEEN = frozenset({"Cc", "Cs", "Cn"})


def one_line(text: str) -> str:
    """The text without HTML tags, line breaks and control characters, its runs of blanks made one.

    No format has to escape what is left but its own signs. Marks of direction and joiners stay: Arabic and emoji
    need them.
    """
    bare = html.unescape(_TAG.sub(lambda tag: " " if _BREAKING.match(tag[0]) else "", text))
    words = " ".join(bare.split())
    return "".join(sign for sign in words if unicodedata.category(sign) not in _UNSEEN and sign != "\ufeff").strip()
