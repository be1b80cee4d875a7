"""What the file tree in a browser loads: folders and files in pieces, each a script or all in one. Pure.

docs/files.md describes them; static/files reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from builder.catalog.files.folder_tree import FolderTree
from builder.catalog.files.table import ListedFile
from builder.catalog.links.archive_links import given_s3
from builder.identifiers import UUID
from builder.script_data import script_data
from builder.site.files.columns import COLUMNS, Form, Value

FORMAT = " ".join(("5", *(f"{column.key}:{column.form}:{column.folder_form}" for column in COLUMNS)))
"""Part of every version of the pieces: raise its number with each change of what they hold but for the columns."""
PIECE_FILES = 600
"""In a piece at most: with their details at most 100 KB on the way to a browser."""
PIECE_FOLDERS = 200
PACKED = "all"
"""The script that holds all pieces of a version that needs but one of each kind."""


@dataclass(frozen=True, slots=True)
class Run:
    """Files of a folder that lie in a piece, one after the other."""

    folder: int
    files: Sequence[ListedFile]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the files of a version lie."""

    tree: FolderTree
    places: Sequence[int]
    """Of each folder's first file."""
    pieces: Sequence[Sequence[Run]]

    @property
    def is_packed(self) -> bool:
        return len(self.pieces) <= 1 and len(self.tree.folders) <= PIECE_FOLDERS

    @property
    def first_script(self) -> str:
        return f"{PACKED}.js" if self.is_packed else f"{_name('folders', 0)}.js"


def place_files(tree: FolderTree) -> Placed:
    """Put the files of each folder into one piece where that holds them, else into pieces that they begin."""
    places: list[int] = []
    pieces: list[list[Run]] = [[]]
    used = 0
    for number, folder in enumerate(tree.folders):
        if used + len(folder.own) > PIECE_FILES and used:
            pieces.append([])
            used = 0
        places.append((len(pieces) - 1) * PIECE_FILES + used)
        for start in range(0, len(folder.own), PIECE_FILES):
            if start:
                pieces.append([])
                used = 0
            part = folder.own[start : start + PIECE_FILES]
            pieces[-1].append(Run(number, part))
            used += len(part)
    return Placed(tree, places, pieces)


def piece_scripts(placed: Placed, version: str) -> Iterator[tuple[str, str]]:
    """Name and text of each script; `version` is what the pieces and their page must agree on."""
    calls = (
        (name, f'catalogFiles.put("{name}","{version}",{script_data(data)});\n') for name, data in _pieces(placed)
    )
    if placed.is_packed:
        yield f"{PACKED}.js", "".join(call for _, call in calls)
    else:
        yield from ((f"{name}.js", call) for name, call in calls)


def _pieces(placed: Placed) -> Iterator[tuple[str, dict[str, Any]]]:
    for start in range(0, len(placed.tree.folders), PIECE_FOLDERS):
        yield _name("folders", start // PIECE_FOLDERS), _folders(placed, start)
    for number, runs in enumerate(placed.pieces):
        files = [file for run in runs for file in run.files]
        yield _name("names", number), _names(runs, files)
        yield _name("details", number), _details(files)


def _name(kind: str, number: int) -> str:
    return f"{kind}-{number:04}"


def _folders(placed: Placed, start: int) -> dict[str, Any]:
    folders = placed.tree.folders[start : start + PIECE_FOLDERS]
    return {
        "names": [folder.name for folder in folders],
        "parents": [folder.parent for folder in folders],
        "children": [folder.children for folder in folders],
        "first": folders[0].first_child,
        "own": [len(folder.own) for folder in folders],
        "at": placed.places[start : start + PIECE_FOLDERS],
        "files": [folder.files for folder in folders],
        "columns": {
            column.key: _values(column.folder_form, map(column.of_folder, folders))
            for column in COLUMNS
            if column.folder_form not in (None, Form.FILES)
        },
    }


def _names(runs: Sequence[Run], files: Sequence[ListedFile]) -> dict[str, Any]:
    states = {str(number): file.state for number, file in enumerate(files) if file.state}
    return {
        "names": [file.name for file in files],
        "folders": [number for run in runs for number in (run.folder, len(run.files))],
        "columns": {column.key: _values(column.form, map(column.of_file, files)) for column in COLUMNS},
        **_coded("subjects", "subject", (file.subjects for file in files)),
        **_coded("sessions", "session", (file.session for file in files)),
        **({"states": states} if states else {}),
        **({"zarr": [int(file.is_zarr) for file in files]} if any(file.is_zarr for file in files) else {}),
    }


def _details(files: Sequence[ListedFile]) -> dict[str, Any]:
    urls = [given_s3(file) or "" for file in files]
    return {
        "ids": _joined(_ID, [file.asset_id for file in files]),
        "blobs": _joined(_ID, [file.blob or file.zarr or "" for file in files]),
        "sums": _joined(_SHA256, [file.sha256 or file.other_sum for file in files]),
        **_coded("sumKinds", "sumKind", (_sum_kind(file) for file in files)),
        **_coded("types", "type", (file.media_type for file in files)),
        "changed": [_or_minus_one(file.written) for file in files],
        **({"urls": urls} if any(urls) else {}),
    }


def _values(form: Form | None, values: Iterable[Value]) -> dict[str, Any] | list[Value]:
    """The values of a column: words coded, else numbers; -1 for what is not known."""
    if form is Form.WORDS:
        return _coded("values", "codes", (str(value or "") for value in values))
    return [-1 if value is None else value for value in values]


def _coded(values_name: str, name: str, values: Iterable[str | tuple[str, ...]]) -> dict[str, Any]:
    """The different values, and the number of each one's; -1 for an empty one."""
    numbers: dict[str | tuple[str, ...], int] = {}
    coded = [numbers.setdefault(value, len(numbers)) if value else -1 for value in values]
    return {values_name: list(numbers), name: coded}


_ID = re.compile(UUID)
_SHA256 = re.compile(r"[0-9a-f]{64}")


def _joined(form: re.Pattern[str], texts: list[str]) -> str | list[str]:
    """One text if all have the form, which is of one length, without hyphens; as many as there are otherwise."""
    return "".join(texts).replace("-", "") if all(map(form.fullmatch, texts)) else texts


def _sum_kind(file: ListedFile) -> str:
    if file.sha256:
        return "SHA-256"
    if not file.other_sum:
        return ""
    return "Zarr checksum" if file.is_zarr else "DANDI ETag"


def _or_minus_one(number: int | None) -> int:
    return -1 if number is None else number
