"""The page of a version's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from builder.site.contexts.dandiset import FileRow
from builder.site.contexts.frame import Command, NavLink, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnHead:
    """The head of a column."""

    key: str
    """What scripts know it by."""
    label: str
    css: str = ""
    """Classes; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeCell:
    """A value in a row of the tree."""

    key: str
    """Of its column."""
    text: str
    css: str
    """Classes; empty for none."""
    value: str | None = None
    """What scripts read where the text says less: bytes, days counted from 1970."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRow:
    """A folder or file at the top."""

    renamed: ClassVar[Mapping[str, str]] = dict.fromkeys(("kind", "size", "size_bytes", "modified"), "cells")

    number: int
    """Of a folder, or the place of a file among the pieces."""
    is_folder: bool
    name: str
    anchor: str | None
    """Where the files of a folder stand on the page; None where they don't."""
    cells: tuple[TreeCell, ...]
    """Between its name and its links, a cell a column."""
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
    heads: tuple[ColumnHead, ...]
    """Of all columns, those of names and of links too."""
    said: str
    """What the columns tell beside names and links, as part of a sentence."""
    example: tuple[TreeCell, ...]
    """Of the row that scripts copy."""
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
    group_heads: tuple[ColumnHead, ...]
    """Of their columns."""
    listed: str
    """How many of them these are; empty if all."""
    tables: tuple[NavLink, ...]
    """All files, as tables for other programs."""
    tables_said: str
    """What those tell of each file, as part of a sentence."""
    commands: tuple[Command, ...]
