"""Take e-mail addresses out of the archive's answers before anything is made from them. Pure."""

from __future__ import annotations

import json
import re
from functools import cache

from builder.catalog.text.resolved_text import resolve

HIDDEN = "[e-mail hidden]"

# Punctuation beyond ASCII, which ends a name. Any other sign may be part of one: letters with their marks, emoji.
_PUNCTUATION = (
    "\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u2010-\u2027\u2030-\u205e\u3001-\u3003\u3008-\u3020\u3030\ufe10-\ufe19"
    "\ufe30-\ufe52\ufe54-\ufe63\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_EDGE = r"._%+'!$^~\-"
"""May stand within a name; around one it belongs to the text."""
_NO_NAME = rf'\s@"(),:;<>\[\]\\/=?&#{{}}|*`{_PUNCTUATION}'
_NAME = rf"[^{_NO_NAME}]"
_LABEL = rf"[^{_NO_NAME}.%+'!$^~]"
_LETTER = rf"[^{_NO_NAME}{_EDGE}0-9]"
_AT = r"(?:\s*+@\s*+|\s*+[(\[{<]\s*+at\s*+[)\]}>]\s*+)"
_DOT = r"(?:\.| \. |\s?[(\[{<]\s?dot\s?[)\]}>]\s?)"
# The last part of a host must be letters, and no file's ending: `dandi://DANDI/000003@0.230629.1955` is no address.
_ENDINGS = "(?:nwb|zarr|json|tsv|csv|txt|mat|np[yz]|png|jpe?g|gif|svg|tiff?|avi|mkv|mp4|ya?ml|xml|html|pdf)"
_HOST = (
    rf"(?:(?:{_LABEL}++{_DOT})+(?!{_ENDINGS}(?!\w))(?:xn--[a-z0-9-]++|{_LETTER}{{2,}}+|(?<=[^\W\d_]\.){_LETTER}(?!\w))"
    r"|localhost(?![\w-])|\[(?:ipv6:)?[0-9a-f:.]{2,}+\])"
)
# Each run of signs is tried once and taken whole (`++` gives nothing back), or else a long text would take the square
# of its length.
_WHO = rf'(?:(?<!{_NAME})(?P<edge>[{_EDGE}]*+){_NAME}++|"[^"\n]{{1,64}}+")'


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Of an address, and of a name before markup. Made at the first text that may hold one: that takes 10 ms."""
    address = re.compile(
        rf"(?P<scheme>mailto:(?://)?)?+(?:{_WHO}{_AT}(?:{_HOST}|(?(scheme){_LABEL}++|(?!)))"
        rf"(?:{_NAME}*+{_AT}{_HOST})*+"
        rf"|(?<!{_NAME})[{_EDGE}]++@{_HOST})",
        re.IGNORECASE,
    )
    # Nobody can say what all markup amounts to. Where some that isn't plain follows the sign, the name before it
    # goes.
    before_markup = re.compile(
        rf"(?P<scheme>){_WHO}\s*+@\s*+(?:{_LABEL}|\.)*+"
        r"(?=<[a-z/!?][^<>\"']*+[\"']|\[?[^\[\]\n]{0,200}+\]\([^()]*+\()",
        re.IGNORECASE,
    )
    return address, before_markup


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKUP = re.compile(r"<[a-z/!?][^<>]*>|\]\([^()]*\)|\]\[[^\[\]]*\]|[\[\]*`~]", re.IGNORECASE)

_PERCENT = "\ue025"
"""Stands for a percent sign that means itself: a sign as any other in a name."""
_MAY_SAY_AT = re.compile(r"[@＠﹫%&\\]|\bat\s*[)\]}>]", re.IGNORECASE)
# In JSON: the first few are quickly seen to be absent from nearly all documents, of which there may be a million.
_RARE = (b"%", b"&", b"\\", b"\xef")
_SPELLED = (re.compile(rb"at ?[)\]}>]"), re.compile(rb"AT ?[)\]}>]"))
_WRITTEN_AT = re.compile(
    rb"%(?:25)*(?:26|40|5c|ef)|&(?:#|commat|amp)|\\(?:u(?:00[2-7]|f[ef])|\\[ux])|\xef(?:\xbc\xa0|\xb9\xab)",
    re.IGNORECASE,
)
_JSON_TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)', re.DOTALL)


def hide_emails(raw: bytes) -> bytes:
    """The same JSON, each e-mail address in its texts and keys replaced by a remark, however it is written.

    All else keeps its bytes. Broken JSON stays broken.
    """
    return _JSON_TEXT.sub(_hidden_in_json, raw) if _may_say_at(raw) else raw


def hide_in_text(text: str) -> str:
    """The text, each e-mail address in it replaced by a remark."""
    parts: list[str] = []
    place = 0
    for start, end in _addresses(text):
        parts += (text[place:start], HIDDEN)
        place = end
    return "".join((*parts, text[place:])) if parts else text


def holds_email(text: str) -> bool:
    return bool(_addresses(text))


def _may_say_at(raw: bytes) -> bool:
    place = raw.find(b"@")
    if place >= 0 and (not raw.startswith(b'@context"', place) or raw.find(b"@", place + 1) >= 0):
        return True
    if any(spelled.search(raw) for spelled in _SPELLED):
        return True
    return any(sign in raw for sign in _RARE) and _WRITTEN_AT.search(raw) is not None


def _hidden_in_json(written: re.Match[bytes]) -> bytes:
    if not _may_say_at(written[0]):
        return written[0]
    try:
        text: str = json.loads(written[0].decode(), strict=False)
    except ValueError:
        return written[0]
    shown = hide_in_text(text)
    return written[0] if shown == text else json.dumps(shown).encode()


def _addresses(text: str) -> list[tuple[int, int]]:
    """Where e-mail addresses stand, as the text is read, with and without its markup and its percent codes."""
    if not _MAY_SAY_AT.search(text):
        return []
    read = resolve(text)
    bare = read.without(_COMMENT, read.text.rfind("-->") + 3).without(_MARKUP)
    address, before_markup = _patterns()
    readings = [(read, address), (bare, address), (read, before_markup)]
    if "%" in text:  # which a name may hold for itself, too
        readings.append((resolve(text.replace("%", _PERCENT)), address))
    spans = (
        seen.span(_start(found), found.end()) for seen, pattern in readings for found in pattern.finditer(seen.text)
    )
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart


def _start(found: re.Match[str]) -> int:
    """Where an address begins, with `mailto:` but without the punctuation before it."""
    return found.start() if found["scheme"] or found["edge"] is None else found.end("edge")
