"""The pieces of a version's files read back, as the script in the browser reads them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_CALL = re.compile(r'catalogFiles\.put\("([a-z]+)-([0-9]{4})","([0-9a-f]{12})",(.*)\);')


@dataclass(frozen=True)
class ReadFile:
    path: str
    place: int
    row: dict[str, Any]
    """Values of all columns, decoded."""


@dataclass
class Pieces:
    version: str
    folders: list[dict[str, Any]]
    files: list[ReadFile]
    counts: list[int]
    """How many files each piece holds."""

    def folder_path(self, number: int) -> str:
        path = []
        while number:
            path.append(self.folders[number]["name"])
            number = self.folders[number]["parent"]
        return "/".join(reversed(path))


def read_pieces(scripts: list[Path], piece_files: int) -> Pieces:
    found: dict[str, dict[int, Any]] = {"folders": {}, "names": {}, "details": {}}
    versions = set()
    for script in scripts:
        for line in script.read_text(encoding="utf-8").splitlines():
            call = _CALL.fullmatch(line)
            assert call, line
            kind, number, version, data = call.groups()
            found[kind][int(number)] = json.loads(data)
            versions.add(version)
    [version] = versions
    pieces = Pieces(version, _folders(found["folders"]), [], [])
    for number in sorted(found["names"]):
        names, details = found["names"][number], found["details"][number]
        _read_files(pieces, names, details, number * piece_files)
    return pieces


def _folders(parts: dict[int, Any]) -> list[dict[str, Any]]:
    folders: list[dict[str, Any]] = []
    for number in sorted(parts):
        part = parts[number]
        first = part["first"]
        for index, name in enumerate(part["names"]):
            columns = ("parents", "children", "own", "at", "files")
            values = {column: part[column][index] for column in columns}
            values["values"] = {key: column[index] for key, column in part["columns"].items()}
            folders.append(values | {"name": name, "parent": values["parents"], "first": first})
            first += values["children"]
    return folders


def _read_files(pieces: Pieces, names: dict[str, Any], details: dict[str, Any], start: int) -> None:
    folders = [number for number, count in zip(*[iter(names["folders"])] * 2, strict=True) for _ in range(count)]
    texts = names["names"]
    assert len(texts) == len(folders)
    pieces.counts.append(len(texts))
    for index, (folder, name) in enumerate(zip(folders, texts, strict=True)):
        above = pieces.folder_path(folder)
        row = {
            **{key: _value(column, index) for key, column in names["columns"].items()},
            "subjects": _coded(names["subjects"], names["subject"][index]) or [],
            "session": _coded(names["sessions"], names["session"][index]),
            "state": names.get("states", {}).get(str(index)),
            "zarr": bool(names.get("zarr", [0] * len(texts))[index]),
            "asset_id": _id(details["ids"], index),
            "blob": _id(details["blobs"], index),
            "sum": details["sums"][64 * index : 64 * index + 64]
            if isinstance(details["sums"], str)
            else details["sums"][index],
            "sum_kind": _coded(details["sumKinds"], details["sumKind"][index]),
            "type": _coded(details["types"], details["type"][index]),
            "url": details["urls"][index] if "urls" in details else None,
        }
        pieces.files.append(ReadFile(f"{above}/{name}" if above else name, start + index, row))


def _value(column: Any, index: int) -> Any:
    return column[index] if isinstance(column, list) else _coded(column["values"], column["codes"][index])


def _coded(values: list[Any], number: int) -> Any:
    return "" if number == -1 else values[number]


def _id(column: str | list[str], index: int) -> str:
    if not isinstance(column, str):
        return column[index]
    digits = column[32 * index : 32 * index + 32]
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
