"""What leaves the archive's text before anything is made of it, whoever reads it: site, terminal or API."""

from __future__ import annotations

from builder.catalog.text.controls import without_controls
from builder.catalog.text.emails import hide_emails
from builder.catalog.text.mending import is_deep, mend_json


def clean_json(raw: bytes, *, show_emails: bool) -> bytes:
    """The same JSON document without characters that nobody may show, without endless nesting and, unless they are to
    be shown, without e-mail addresses.

    A document that holds none of these keeps its bytes. Broken JSON may raise msgspec.DecodeError, or stay for who
    reads it.
    """
    # Addresses first: a control character between the parts of one hides it from nobody once it is a blank.
    hidden = raw if show_emails else hide_emails(raw)
    return without_controls(mend_json(hidden) if is_deep(hidden) else hidden)
