"""What a build writes: pages, and files beside them."""

from __future__ import annotations

from dataclasses import dataclass

from builder.site.contexts import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """A file beside the pages: a table, a citation."""

    address: str
    text: str


Output = Page | TextFile
