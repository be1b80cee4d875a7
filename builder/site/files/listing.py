"""All files of a version as tables for other programs. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from builder.catalog.files.folder_tree import FolderTree
from builder.catalog.files.table import ListedFile
from builder.catalog.links.archive_links import asset_download
from builder.catalog.links.instances import Instance
from builder.records.cells import harmless, tsv_line
from builder.site.files.columns import COLUMNS, SIZE, TreeColumn, table_text
from builder.site.frame.budgets import LARGEST_FILE_BYTES

ROWS = 50_000
"""In a table at most, and fewer where paths are so long that they would make more than hosts take."""

_ALWAYS_FIT = 5_000
_MOST_BESIDE_THE_PATH = 500
"""Bytes of a row."""


def table_names(tree: FolderTree) -> tuple[str, ...]:
    """The names of a version's tables; none for a version without files."""
    count = -(-tree.top.files // _rows_a_table(tree))
    return tuple("files.tsv" if number == 1 else f"files-{number}.tsv" for number in range(1, count + 1))


def listing_tables(tree: FolderTree, instance: Instance) -> Iterator[tuple[str, str]]:
    """Name and text of each table; rows in the order in which readers see files."""
    rows: list[str] = []
    names, most = iter(table_names(tree)), _rows_a_table(tree)
    for folder in tree.walk():
        for file in folder.own:
            rows.append(_row(file, instance))
            if len(rows) == most:
                yield next(names), _table(rows)
                rows = []
    if rows:
        yield next(names), _table(rows)


def _rows_a_table(tree: FolderTree) -> int:
    if tree.top.files <= _ALWAYS_FIT:
        return ROWS
    longest = max(len(file.path.encode()) for file in tree.files())
    return min(ROWS, max(1, LARGEST_FILE_BYTES // (longest + _MOST_BESIDE_THE_PATH)))


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of files.tsv."""

    name: str
    said: str
    """In a sentence that names all of them."""
    text: Callable[[ListedFile, Instance], str]


def _of(column: TreeColumn) -> TableColumn:
    return TableColumn(column.key, column.said, lambda file, instance: table_text(column, file))


def _url(file: ListedFile, instance: Instance) -> str:
    return (file.can_be_had and not instance.needs_key and asset_download(instance, file)) or ""


PATH = TableColumn("path", "path", lambda file, instance: table_path(file.path))
URL = TableColumn("download_url", "download address", _url)
TABLE = (
    PATH,
    _of(SIZE),
    TableColumn("asset_id", "asset id", lambda file, instance: file.asset_id),
    TableColumn("sha256", "SHA-256", lambda file, instance: file.sha256),
    URL,
    *(_of(column) for column in COLUMNS if column.in_table and column is not SIZE),
)
"""What came later stands behind, so that programs that count columns go on working."""


def _table(rows: Sequence[str]) -> str:
    return "".join([tsv_line(column.name for column in TABLE), *rows])


def _row(file: ListedFile, instance: Instance) -> str:
    return tsv_line(column.text(file, instance) for column in TABLE)


def table_path(path: str) -> str:
    """The same path as tables have it: one that begins with a mark, such as a hyphen, begins with ./"""
    is_plain = (path[0].isalnum() or path[0] in "_.") and harmless(path) == path
    return path if is_plain else f"./{path}"
