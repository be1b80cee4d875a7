"""One level of the folders that asset paths form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder.serve.api.asset_listing import AssetHead


@dataclass(slots=True, kw_only=True)
class FolderEntry:
    """A file or a folder."""

    path: str
    """From the version's root, without a slash at its end."""
    files: int = 0
    """How many assets it holds; 1 for a file."""
    size_bytes: int = 0
    number: int | None = None
    """A file's place in the listing; None for a folder."""


def list_folder(heads: Iterable[AssetHead], prefix: str) -> list[FolderEntry] | None:
    """What lies right below a folder, in order of name; None where nothing has this path.

    Below a file there is nothing, which is not the same as no such path.
    """
    folder = prefix.rstrip("/")
    start = f"{folder}/" if folder else ""
    entries: dict[str, FolderEntry] = {}
    known = not prefix
    for number, head in enumerate(heads):
        known = known or (bool(folder) and head.path == folder)
        if not head.path or not head.path.startswith(start):
            continue
        known = known or bool(folder)
        name, _, below = head.path[len(start) :].partition("/")
        entry = entries.setdefault(name, FolderEntry(path=start + name))
        entry.files += 1
        entry.size_bytes += head.size or 0
        if not below:
            entry.number = number
    return [entries[name] for name in sorted(entries)] if known else None
