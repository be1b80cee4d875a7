"""The page of a version's files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from builder.site.contexts.dandiset import FileRow
from builder.site.contexts.frame import Command, NavLink, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRow:
    """A folder or file at the top."""

    number: int
    """Of a folder, or the place of a file among the pieces."""
    is_folder: bool
    name: str
    anchor: str | None
    """Where the files of a folder stand on the page; None where they don't."""
    kind: str
    """Of a folder: how many files there are in it and below."""
    size: str
    size_bytes: int
    modified: str
    file: FileRow | None
    """The links of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTree:
    """The top level, and what the script needs to open the rest; docs/files.md tells of it."""

    first_script: str
    """Address of the first of the scripts that hold the pieces."""
    packed: str
    """`all` where there is one script; else empty."""
    pieces_version: str
    piece_files: int
    """How many files a piece may hold; likewise folders."""
    piece_folders: int
    identifier: str
    version: str
    folders: int
    """Of all levels, the top included."""
    files: int
    rows: tuple[TreeRow, ...]
    more_rows: str
    """How many there are beyond those; empty if none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFiles:
    """Files of one folder."""

    folder: str
    anchor: str | None
    """Set where a folder at the top begins."""
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesPage(Page):
    """The page of a version's files."""

    template: ClassVar[str] = "pages/files.html"
    crumbs: tuple[NavLink, ...]
    title: str
    archive_url: str
    neurosift_url: str | None
    total: str
    size: str
    tree: FileTree | None
    """None for a version without files."""
    groups: tuple[FolderFiles, ...]
    """The files one by one; of a long listing the first."""
    listed: str
    """How many of them these are; empty if all."""
    tables: tuple[NavLink, ...]
    """All files, as tables for other programs."""
    commands: tuple[Command, ...]
