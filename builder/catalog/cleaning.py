"""What leaves the archive's text before anything is made of it, whoever reads it: site, terminal or API."""

from __future__ import annotations

from builder.catalog.controls import without_controls
from builder.catalog.emails import hide_emails
from builder.catalog.mending import is_deep, mend_json


def clean_json(raw: bytes, *, show_emails: bool) -> bytes:
    """The same JSON document without characters that nobody may show, without endless nesting and, unless they are to
    be shown, without e-mail addresses.

    A document that holds none of these keeps its bytes. Broken JSON may raise msgspec.DecodeError, or stay for who
    reads it.
    """
    if is_deep(raw):
        raw = mend_json(raw)
    # Addresses first: a control character between its parts hides one from nobody once it is a blank.
    return without_controls(raw if show_emails else _without_emails(raw))


def _without_emails(raw: bytes) -> bytes:
    try:
        return hide_emails(raw)
    except ValueError:  # msgspec's and Python's for what can't be decoded, as a number out of range
        return hide_emails(mend_json(raw))
