"""What changes with every harvest, in one small script, so that no page changes with it. Pure."""

from __future__ import annotations

import re

from builder.script_data import script_data
from builder.search.index.search_index import SCHEMA
from builder.site.frame import addresses


def current_script(read_utc: str, read_text: str, search_list: str, *, is_whole: bool) -> bytes:
    """When the archive was last read, and where the search begins: `search_list` is the address of its list.

    `is_whole` says whether the archive was read to the end then; `builder.unchanged` reads it.
    """
    name = search_list.removeprefix(addresses.SEARCH).removesuffix(".js")
    facts = {
        "read": {"utc": read_utc, "text": read_text, "whole": is_whole},
        "search": {"format": SCHEMA, "list": name},
    }
    return f"catalogCurrent.put({script_data(facts)});\n".encode()


def search_list_of(script: str) -> str | None:
    """The address of the search's list, as such a script tells it."""
    found = _LIST.search(script)
    return f"{addresses.SEARCH}{found[1]}.js" if found else None


_LIST = re.compile(r'"list":\s*"(list\.[0-9a-z]+)"')
