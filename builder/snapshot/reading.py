"""What SQLite gives as what the program sees, where it is what a harvest stores: DamagedError else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec

from builder.catalog.text.mending import mend_json
from builder.errors import DamagedError
from builder.snapshot.pages import AssetPage, unpack_lines
from builder.snapshot.rows import DandisetRow, DandisetState, RunMemory, VersionRow

_decode_object = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_decode_memory = msgspec.json.Decoder(RunMemory).decode
_decode_any = msgspec.json.Decoder(msgspec.Raw).decode


def read_dandiset(row: sqlite3.Row, path: Path) -> DandisetRow:
    """DamagedError for what no harvest writes; `path` is the snapshot's, for its message."""
    values = dict(row)
    values["state"] = DandisetState(row["state"])
    values["listed"] = _read_object(row["listed"], row["identifier"], path)
    values["past_versions"] = tuple(row["past_versions"].split())
    return DandisetRow(**values)


def read_version(row: sqlite3.Row, identifier: str, path: Path) -> VersionRow:
    """DamagedError as for a dandiset."""
    return VersionRow(**{**dict(row), "info": _read_object(row["info"], identifier, path)})


def read_memory(report: str, path: Path) -> RunMemory:
    """What the report of a run hands on to the next."""
    try:
        try:
            return _decode_memory(report)
        except (msgspec.DecodeError, RecursionError):
            return _decode_memory(mend_json(report.encode()))
    except msgspec.DecodeError as error:
        raise DamagedError(f"a report that no harvest writes: {error}", where="run.report", path=path) from error


def read_page(page: AssetPage, where: str, path: Path) -> list[bytes]:
    """The lines of a page, each a JSON object."""
    try:
        lines = unpack_lines(page)
        for line in lines:
            _check_asset(line)
    except ValueError as error:
        raise DamagedError(str(error), where=where, path=path) from error
    return lines


def _check_asset(line: bytes) -> None:
    """Quickly, as there are millions: ValueError for what is no JSON object."""
    try:
        _decode_any(line)
    except (msgspec.DecodeError, RecursionError):
        try:
            mend_json(line)  # legal, but more than can be held, is for its readers
        except msgspec.DecodeError as error:
            raise ValueError(f"an asset that is no JSON: {error}") from error
    if not line.startswith(b"{"):
        raise ValueError("an asset that is no JSON object")


def _read_object(text: str, where: str, path: Path) -> bytes:
    raw = text.encode()
    try:
        check_object(raw)
    except msgspec.DecodeError as error:
        raise DamagedError(f"metadata that is no JSON: {error}", where=where, path=path) from error
    return raw


def check_object(raw: bytes) -> None:
    """msgspec.DecodeError for what is no JSON object; what is legal, but can't be held, is for its readers."""
    try:
        _decode_object(raw)
    except (msgspec.DecodeError, RecursionError):
        _decode_object(mend_json(raw))
