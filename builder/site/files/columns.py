"""The columns of the files' tree: one entry each, of which page, scripts and tables are made. Pure.

A script finds them in `catalogServices.columns`, and their values in the pieces under their keys; what is done with
a form of value there stands in static/files/data/forms.js. docs/architecture.md says how to add one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from builder.catalog.files.folder_tree import Folder
from builder.catalog.files.table import ListedFile, day_text
from builder.site.contexts import ColumnHead, TreeCell
from builder.words import formats

Value = str | int | None
"""None for what is not known."""


class Form(StrEnum):
    """What a value is; it decides how it reads and how rows are ordered by it."""

    WORDS = "words"
    SIZE = "size"
    """Bytes."""
    DAY = "day"
    """Counted from 1970."""
    FILES = "files"
    """Of folders: how many files lie in them and below."""


class Width(StrEnum):
    """Of a column on a wide screen; static/styles/files/tree.css says how much that is."""

    NARROW = "narrow"
    MEDIUM = "medium"
    WIDE = "wide"


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeColumn:
    """A column of values, between the names and the links."""

    key: str
    """Its name for scripts, addresses (`#sort=-size`) and, if it stands there, in files.tsv."""
    label: str
    """Its head."""
    said: str
    """What it tells, in a sentence that names all columns."""
    form: Form
    of_file: Callable[[ListedFile], Value]
    folder_form: Form | None = None
    """None where folders have no such value."""
    of_folder: Callable[[Folder], Value] = lambda folder: None
    width: Width
    example: str
    """The text of a cell on made-up data."""
    in_table: bool = False
    """Whether it stands in files.tsv."""


KIND = TreeColumn(
    key="kind",
    label="Kind",
    said="kind",
    form=Form.WORDS,
    of_file=lambda file: file.kind,
    folder_form=Form.FILES,
    of_folder=lambda folder: folder.files,
    width=Width.WIDE,
    example="NWB",
)
SIZE = TreeColumn(
    key="size",
    label="Size",
    said="size",
    form=Form.SIZE,
    of_file=lambda file: file.size,
    folder_form=Form.SIZE,
    # Of zarrs alone, whose bytes the archive has not counted, nobody knows how much it is.
    of_folder=lambda folder: folder.size_bytes or None,
    width=Width.NARROW,
    example="812 MB",
    in_table=True,
)
ADDED = TreeColumn(
    key="added",
    label="Added",
    said="date added",
    form=Form.DAY,
    of_file=lambda file: file.created,
    folder_form=Form.DAY,
    of_folder=lambda folder: folder.newest,
    width=Width.MEDIUM,
    example="5 Feb 2024",
)

COLUMNS = (KIND, SIZE, ADDED)
"""All of them, in order."""

_CSS = {Form.WORDS: "", Form.SIZE: "number", Form.DAY: "file__date", Form.FILES: ""}


def tree_heads() -> tuple[ColumnHead, ...]:
    """The heads of the tree: of names, of all columns, of links."""
    name = ColumnHead(key="name", label="Name", css="tree__head")
    links = ColumnHead(key="links", label="Open", css=f"tree__links tree__head {_width(Width.MEDIUM)}")
    return name, *map(_head, COLUMNS), links


def _head(column: TreeColumn) -> ColumnHead:
    css = " ".join(filter(None, (_CSS[column.form], "tree__head", _width(column.width))))
    return ColumnHead(key=column.key, label=column.label, css=css)


def _width(width: Width) -> str:
    return f"tree__head--{width}"


def example_cells() -> tuple[TreeCell, ...]:
    """Of a row of the tree that scripts copy."""
    return tuple(
        TreeCell(key=column.key, text=column.example, css=" ".join(filter(None, ("tree__cell", _CSS[column.form]))))
        for column in COLUMNS
    )


def file_cells(file: ListedFile) -> tuple[TreeCell, ...]:
    """In order of the columns."""
    return tuple(_cell(column, column.form, column.of_file(file)) for column in COLUMNS)


def folder_cells(folder: Folder) -> tuple[TreeCell, ...]:
    """In order of the columns; empty where folders have no such value."""
    return tuple(_cell(column, column.folder_form, column.of_folder(folder)) for column in COLUMNS)


def _cell(column: TreeColumn, form: Form | None, value: Value) -> TreeCell:
    """Beside texts that can't be counted with stands for scripts what they are made of: bytes, days."""
    counts = form is Form.SIZE or (form is Form.DAY and value is not None)
    return TreeCell(
        key=column.key,
        text=_text(form, value),
        css=_CSS[column.form],
        value=str(value or 0) if counts else None,
    )


def _text(form: Form | None, value: Value) -> str:
    if value is None or form is None:
        return ""
    if isinstance(value, str):
        return value
    match form:
        case Form.SIZE:
            return formats.filesize(value)
        case Form.DAY:
            return formats.date(day_text(value))
        case Form.FILES:
            return formats.counted(value, "file")
        case Form.WORDS:
            return str(value)


def table_text(column: TreeColumn, file: ListedFile) -> str:
    """For other programs: sizes in bytes, days as `2024-02-05`; empty for what is not known."""
    value = column.of_file(file)
    if column.form is Form.DAY and isinstance(value, int):
        return day_text(value)
    return "" if value is None else str(value)


def script_columns() -> list[dict[str, str | None]]:
    """What scripts are told of the columns; docs/files.md describes it."""
    return [{"key": column.key, "form": column.form, "folders": column.folder_form} for column in COLUMNS]


def in_a_sentence(words: Sequence[str]) -> str:
    """`size, kind and date`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
