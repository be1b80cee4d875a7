"""The page of a version's files: the top level, and the first of them one by one. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from builder.catalog.files.folder_tree import Folder, FolderTree
from builder.catalog.files.table import ListedFile
from builder.catalog.links import archive_links as links
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.version import Version
from builder.site.contexts import ColumnHead, Command, FilesPage, FileTree, FolderFiles, Head, NavLink, TreeRow
from builder.site.files.columns import (
    ADDED,
    COLUMNS,
    SIZE,
    example_cells,
    file_cells,
    folder_cells,
    in_a_sentence,
    tree_heads,
)
from builder.site.files.listing import PATH, TABLE, URL, table_names
from builder.site.files.pieces import PIECE_FILES, PIECE_FOLDERS, Placed
from builder.site.frame import addresses
from builder.site.frame.scope import Scope
from builder.site.parts import snippets
from builder.site.parts.file_rows import file_row
from builder.words import formats

FILES_SHOWN = 1_000
"""One by one, on the page itself."""
ROWS_SHOWN = 1_000
"""Of the top level; the tree in a browser shows all."""


_GROUP_HEADS = (
    ColumnHead(key="name", label="File"),
    ColumnHead(key=SIZE.key, label=SIZE.label, css="number"),
    ColumnHead(key=ADDED.key, label=ADDED.label),
    ColumnHead(key="links", label="Open"),
)
"""Of the list for whoever has no scripts; components/files/file_row.html makes its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The files of a version, and where their scripts and tables lie."""

    placed: Placed
    pieces_version: str
    holder: str
    """The version beside which scripts and tables lie: the oldest with the same files."""


def files_page(scope: Scope, dandiset: Dandiset, version: Version, listing: Listing) -> FilesPage:
    """Whole without scripts for up to `FILES_SHOWN` files; of more it shows the first and links the tables."""
    identifier, name = dandiset.identifier, version.version
    tree = listing.placed.tree
    total = formats.counted_files(tree.top.files)
    address = addresses.files(identifier, name)
    shown = tuple(_first_files(tree))
    count = sum(len(part.files) for part in shown)
    groups = tuple(_groups(scope, identifier, name, shown, is_brief=count < tree.top.files))
    tables = tuple(
        NavLink(text=table, address=addresses.files_part(identifier, listing.holder, table))
        for table in table_names(tree)
    )
    return FilesPage(
        site=scope.site,
        head=Head(
            title=f"Files of {identifier}/{name}",
            description=f"{total} of {version.title}",
            canonical=scope.canonical(address),
        ),
        address=address,
        crumbs=(NavLink(text=f"{identifier}/{name}", address=addresses.version(identifier, name)),),
        title=version.title,
        archive_url=links.archive_files(scope.instance, identifier, name),
        neurosift_url=links.neurosift_dandiset(scope.instance, identifier, name) if tree.top.files else None,
        total=total,
        size=formats.counted_size(tree.top.size_bytes, tree.top.files),
        tree=_tree(scope, identifier, name, listing, groups) if tree.top.files else None,
        groups=groups,
        group_heads=_GROUP_HEADS,
        listed=formats.number(count) if count < tree.top.files else "",
        tables=tables,
        tables_said=in_a_sentence([column.said for column in TABLE]),
        commands=_commands(scope, identifier, name, tree, tables),
    )


def _tree(scope: Scope, identifier: str, version: str, listing: Listing, groups: Sequence[FolderFiles]) -> FileTree:
    placed = listing.placed
    anchors = {group.anchor for group in groups}
    rows = tuple(itertools.islice(_rows(scope, identifier, version, placed, anchors), ROWS_SHOWN))
    top = placed.tree.top
    more = top.children + len(top.own) - len(rows)
    return FileTree(
        first_script=addresses.files_part(identifier, listing.holder, placed.first_script),
        packed="all" if placed.is_packed else "",
        pieces_version=listing.pieces_version,
        piece_files=PIECE_FILES,
        piece_folders=PIECE_FOLDERS,
        identifier=identifier,
        version=version,
        folders=len(placed.tree.folders),
        files=top.files,
        heads=tree_heads(),
        said=in_a_sentence([column.said for column in COLUMNS]),
        example=example_cells(),
        rows=rows,
        more_rows=formats.number(more) if more else "",
    )


def _rows(
    scope: Scope, identifier: str, version: str, placed: Placed, anchors: Collection[str | None]
) -> Iterator[TreeRow]:
    """`anchors` are those of the page: folders lead to their files where these are listed."""
    tree = placed.tree
    for number, folder in enumerate(tree.children(tree.top), tree.top.first_child):
        yield TreeRow(
            number=number,
            is_folder=True,
            name=f"{folder.name}/",
            anchor=_anchor(number) if _anchor(number) in anchors else None,
            cells=folder_cells(folder),
            file=None,
        )
    for place, file in enumerate(tree.top.own, placed.places[0]):
        yield TreeRow(
            number=place,
            is_folder=False,
            name=file.name,
            anchor=None,
            cells=file_cells(file),
            file=file_row(scope, file, identifier, version, is_brief=True),
        )


def _anchor(number: int) -> str:
    return f"folder-{number}"


@dataclass(frozen=True, slots=True)
class _Shown:
    """Files of one folder that stand on the page."""

    folder: Folder
    top: int
    """Number of the folder at the top that it lies in; 0 for the top itself."""
    files: Sequence[ListedFile]


def _first_files(tree: FolderTree) -> Iterator[_Shown]:
    left = FILES_SHOWN
    for number in (*tree.numbers(0), 0):
        for folder in tree.walk(number) if number else (tree.top,):
            if folder.own and left:
                yield _Shown(folder, number, folder.own[:left])
                left -= len(folder.own[:left])


def _groups(
    scope: Scope, identifier: str, version: str, shown: Sequence[_Shown], *, is_brief: bool
) -> Iterator[FolderFiles]:
    """Files of one folder, under one heading; a folder at the top begins with the first of them."""
    before = 0
    for part in shown:
        path = part.folder.path
        yield FolderFiles(
            folder=f"{path}/" if path else "",
            anchor=_anchor(part.top) if part.top not in (0, before) else None,
            files=tuple(file_row(scope, file, identifier, version, is_brief=is_brief) for file in part.files),
        )
        before = part.top


def _commands(
    scope: Scope, identifier: str, version: str, tree: FolderTree, tables: tuple[NavLink, ...]
) -> tuple[Command, ...]:
    """What to do with the tables."""
    everything = Command(
        label="Everything, with the DANDI client",
        text=f"dandi download {snippets.download_target(scope.instance, identifier, version)}",
    )
    if not tables or scope.instance.needs_key:
        return (everything,)
    names = "files.tsv" if len(tables) == 1 else "files.tsv files-*.tsv"
    aria2 = Command(
        label=f"What is in {'files.tsv' if len(tables) == 1 else 'all tables'}, with aria2, into folders as here",
        text=snippets.aria2_all(names, **_PLACES),
        note="Zarrs are not in it: they are no single files.",
    )
    if not (folder := _plain_folder(tree)):
        return everything, aria2
    curl = Command(
        label="Some of them, with curl: those whose path begins so",
        text=snippets.curl_matching(f"{folder}/", names, **_PLACES),
    )
    return everything, aria2, curl


_PLACES = {"path": 1 + TABLE.index(PATH), "url": 1 + TABLE.index(URL)}
"""Of the columns that commands read."""


def _plain_folder(tree: FolderTree) -> str | None:
    """A folder at the top as an example, of those whose names mean the same in every program; None without any."""
    names = (folder.name for folder in tree.children(tree.top))
    return next((name for name in names if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", name)), None)
