"""Take e-mail addresses out of the archive's answers before anything is made from them."""

from __future__ import annotations

import re
from typing import Any

import msgspec

HIDDEN = "[e-mail hidden]"

# The last part of an address must be letters: `dandi://DANDI/000003@0.230629.1955` is none. Each run of characters is
# tried once and taken whole (`++` gives nothing back), or else a long text would take the square of its length.
_ADDRESS = re.compile(
    r"(?<![\w.%+'-])(?:mailto:)?"
    r"(?P<before>[._%+'-]*+)[^\W_][\w.%+'-]*+"
    r"@(?:[\w-]++\.)+[^\W\d_]{2,}"
)


def hide_emails(raw: bytes) -> bytes:
    """The same JSON, each e-mail address in its texts replaced by a remark.

    An answer without addresses keeps its bytes; another is written anew. What is nested too deeply to be looked
    through becomes an empty object.
    """
    if raw.count(b"@") == raw.count(b'"@context"') and b"\\u0040" not in raw:
        return raw
    try:
        root = [msgspec.json.decode(raw)]
        _hide_in(root)
        return msgspec.json.encode(root[0])
    except RecursionError:
        return b"{}"


def _hide_in(root: list[Any]) -> None:
    """Replace every text below `root`, which is ours to change."""
    todo: list[Any] = [root]
    while todo:
        node = todo.pop()
        for key, item in node.items() if isinstance(node, dict) else enumerate(node):
            if isinstance(item, str):
                if "@" in item:
                    node[key] = _ADDRESS.sub(rf"\g<before>{HIDDEN}", item)
            elif isinstance(item, (dict, list)):
                todo.append(item)
