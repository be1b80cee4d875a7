"""Pages that tell when the archive was last read, kept with a placeholder for that date.

So an idle harvest, which changes that date alone, needs no page rendered anew. Pure.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from builder.site.contexts import Page
from builder.site.frame import addresses
from builder.site.pipeline.current import current_script
from builder.words import formats

_UTC = "\ue000read-utc\ue001"
_TEXT = "\ue000read-text\ue001"


def with_date_placeholder(page: Page) -> Page:
    """The page with placeholders for the date; another kind of page stays as it is.

    Contexts that tell the date have a field `read_utc` and beside it `read_text`.
    """
    dated: Any = page
    replaced: Page = dataclasses.replace(dated, read_utc=_UTC, read_text=_TEXT) if _tells_date(page) else page
    return replaced


def _tells_date(page: Page) -> bool:
    return bool(getattr(page, "read_utc", None))


def has_date_placeholder(text: str) -> bool:
    """Whether a rendered page waits for the date."""
    return _UTC in text or _TEXT in text


def dated_files(dated: Mapping[str, str], read_utc: str, search_list: str, *, is_whole: bool) -> dict[str, bytes]:
    """Every file that holds the date of the last harvest, by address.

    `dated` are the pages with their placeholders; for the rest see `current_script`.
    """
    moment = formats.moment(read_utc)
    pages = {address: text.replace(_UTC, read_utc).replace(_TEXT, moment) for address, text in dated.items()}
    files = {address: text.encode() for address, text in pages.items()}
    return files | {addresses.CURRENT: current_script(read_utc, moment, search_list, is_whole=is_whole)}
