"""What leaves the archive's text before anything is made of it, whoever reads it: site, terminal or API."""

from __future__ import annotations

from builder.catalog.controls import without_controls
from builder.catalog.emails import hide_emails


def clean_json(raw: bytes, *, show_emails: bool) -> bytes:
    """The same JSON document without control characters and, unless they are to be shown, e-mail addresses.

    A document that holds neither keeps its bytes.
    """
    # Addresses first: a control character between its parts hides one from nobody once it is a blank.
    return without_controls(raw if show_emails else hide_emails(raw))
