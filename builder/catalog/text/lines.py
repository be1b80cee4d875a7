"""Text of the archive that stands on one line, as a path or a name does. Pure."""

from __future__ import annotations

import re

from builder.catalog.text.emails import HIDDEN

# Controls, ends of lines, and the marks that turn the direction of all that follows (Unicode's bidi controls).
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_NOTHING = re.compile(r"(?:^|(?<=/))(?=/|$)")
_CHANGED = re.compile("[\u2400-\u2421\u2424\ufffd]|" + re.escape(HIDDEN))


def shown_path(path: str) -> str:
    """A path on which nothing works that isn't seen: each control character is a picture of it, as ␊, or else �.

    So is a name that is empty: before, between or behind slashes. Two files may read alike then; ids tell them apart.
    """
    if path.isprintable() and path and "//" not in path and path[0] != "/" != path[-1]:
        return path
    return _NOTHING.sub(picture("\0"), _CONTROL.sub(lambda found: picture(found[0]), path))


def is_true_path(path: str) -> bool:
    """Whether the archive knows a file under the path that is shown: nothing in it was replaced."""
    return not _CHANGED.search(path)


def one_line(text: str) -> str:
    """The text with a blank in place of each end of a line, tab or other control character."""
    return text if text.isprintable() else _CONTROL.sub(" ", text)


def picture(sign: str) -> str:
    """What is seen in place of a sign that isn't: Unicode's picture of a control character, or else �."""
    if sign < " ":
        return chr(0x2400 + ord(sign))
    return {"\x7f": "\u2421", "\x85": "\u2424", "\u2028": "\u2424", "\u2029": "\u2424"}.get(sign, "\ufffd")
