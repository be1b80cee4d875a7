"""What leaves the archive's text before anything is made of it, whoever reads it: site, terminal or API."""

from __future__ import annotations

import msgspec

from builder.catalog.controls import without_controls
from builder.catalog.emails import hide_emails
from builder.catalog.mending import is_deep, mend_json


def clean_json(raw: bytes, *, show_emails: bool) -> bytes:
    """The same JSON document without characters that nobody may show, without endless nesting and, unless they are to
    be shown, without e-mail addresses.

    A document that holds none of these keeps its bytes. Broken JSON may raise msgspec.DecodeError, or stay for who
    reads it.
    """
    raw = without_controls(raw)
    if is_deep(raw):
        raw = mend_json(raw)
    if show_emails:
        return raw
    try:
        return hide_emails(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):  # as of a number out of range
        return hide_emails(mend_json(raw))
