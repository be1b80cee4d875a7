"""The pages of a version's files."""

from __future__ import annotations

from dataclasses import dataclass

from builder.site.contexts.dandiset import FileRow
from builder.site.contexts.frame import NavLink, Page, PageLink


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRow:
    """A folder at the top, or the files that lie in none."""

    name: str
    files: str
    size: str
    address: str
    """The page where its files begin, with the anchor."""
    anchor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFiles:
    """Neighbouring files of one folder."""

    folder: str
    anchor: str | None
    """Set where a folder at the top begins."""
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesPage(Page):
    """A page of a version's files."""

    crumbs: tuple[NavLink, ...]
    title: str
    archive_url: str
    neurosift_url: str | None
    total: str
    size: str
    shown: str
    folders: tuple[FolderRow, ...]
    """Empty where there is but one page and little to find one's way in."""
    groups: tuple[FolderFiles, ...]
    pages: tuple[PageLink, ...]
    command: str
