"""Check the script that names what the search begins with. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from builder.check.site.notes import Finding
from builder.site.frame.addresses import CURRENT
from builder.site.pipeline.current import search_list_of


def current_problems(script: str | None, addresses: Collection[str]) -> Iterator[Finding]:
    """`script` is its text, if there is one; the site has these addresses."""
    if script is None:
        yield Finding(where=CURRENT, what="is missing: no page can tell when the archive was read, or search")
        return
    listed = search_list_of(script)
    if listed is None:
        yield Finding(where=CURRENT, what="names no list of the search: build the site again")
    elif listed not in addresses:
        yield Finding(where=CURRENT, what=f"names a list of the search that the site doesn't have: {listed}")
