"""Take e-mail addresses out of the archive's answers before anything is made from them."""

from __future__ import annotations

import re

# An escape of JSON is taken as a whole, so that none is torn. The last part of an address must be letters:
# `dandi://DANDI/000003@0.230629.1955` is none.
_ADDRESS = re.compile(
    rb"(\\(?:u[0-9a-fA-F]{4}|.))|(?:mailto:)?[A-Za-z0-9][A-Za-z0-9._%+-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
)

HIDDEN = "[e-mail hidden]"


def hide_emails(raw: bytes) -> bytes:
    """The same JSON, each e-mail address in it replaced by a remark."""
    if b"@" not in raw:
        return raw
    return _ADDRESS.sub(lambda match: match[1] or HIDDEN.encode(), raw)
