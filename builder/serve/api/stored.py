"""Stored JSON, read for answers: a snapshot may come from anywhere, so nothing of its shape is taken for granted."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from builder.catalog.schema.reading import read_record

T = TypeVar("T")

_decode_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_decode_text = msgspec.json.Decoder(str).decode

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What reading JSON may raise; a number beyond all measure is a msgspec.ValidationError, which is a DecodeError."""


def read_stored(raw: bytes, kind: type[T]) -> T:
    """What of an object can be read as `kind`, each field of which has a default."""
    return read_whole(raw, kind) or kind()


def read_whole(raw: bytes, kind: type[T]) -> T | None:
    """The same, but None for what isn't JSON."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError:
        pass
    except UNREADABLE:
        return None
    try:
        return read_record(raw, kind, "")[0]
    except msgspec.ValidationError:
        return kind()
    except UNREADABLE:
        return None


def fields_of(raw: bytes) -> dict[str, msgspec.Raw]:
    """The fields of an object, as they are written; none of what is no object."""
    try:
        return _decode_fields(raw)
    except UNREADABLE:
        return {}


def text_of(raw: bytes | None) -> str:
    """A text; "" for everything else."""
    try:
        return _decode_text(raw) if raw is not None else ""
    except UNREADABLE:
        return ""


def is_whole(raw: bytes) -> bool:
    """Whether it is an object, all of which is JSON."""
    try:
        _decode_fields(raw)
    except UNREADABLE:
        return False
    return True
