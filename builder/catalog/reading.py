"""Read the archive's JSON into the model, field by field: what can't be read is noted, never guessed."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec

T = TypeVar("T")

Note = Callable[[str, str], None]


class Record(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Part of the model. Every field has a default, since drafts may lack any; other keys are ignored."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that could not be read as the schema means it."""

    where: str
    """Path of the field, as `000003/draft: contributor[2].roleName`."""
    what: str


_TOO_DEEP = "nested too deeply to be read"


def read_record(raw: bytes, kind: type[T], where: str) -> tuple[T, tuple[Problem, ...]]:
    """Decode `raw` as `kind`.

    What fits is decoded in one go. Otherwise each field is tried by itself: null and unreadable values become the
    field's default, a bare value where a list belongs becomes a list of one, list items that don't fit are left out.
    All but null is noted as a problem. Broken JSON raises msgspec.DecodeError: a harvest never stores it.
    """
    try:
        return msgspec.json.decode(raw, type=kind), ()
    except msgspec.ValidationError:
        pass
    except RecursionError:
        return kind(), (Problem(where, _TOO_DEEP),)
    problems: list[Problem] = []

    def note(path: str, what: str) -> None:
        problems.append(Problem(f"{where}: {path}" if path else where, what))

    try:
        value = _read(msgspec.json.decode(raw), kind, "", note)
    except RecursionError:
        return kind(), (Problem(where, _TOO_DEEP),)
    return (kind() if value is _UNREADABLE else value), tuple(problems)


class _Unreadable:
    pass


_UNREADABLE = _Unreadable()


def _read(value: Any, kind: Any, path: str, note: Note) -> Any:
    """The value as `kind`, or _UNREADABLE with a note."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        pass
    if get_origin(kind) in (Union, types.UnionType):
        return _read_union(value, get_args(kind), path, note)
    if get_origin(kind) is tuple:
        return _read_tuple(value, get_args(kind)[0], path, note)
    if get_origin(kind) is dict and isinstance(value, dict):
        return _read_dict(value, get_args(kind)[1], path, note)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(value, dict):
        return _read_struct(value, kind, path, note)
    if kind is str and isinstance(value, (int, float)) and not isinstance(value, bool):
        note(path, f"a number where text belongs: {value}")
        return str(value)
    note(path, f"can't be read: {_shown(value)}")
    return _UNREADABLE


def _read_union(value: Any, kinds: tuple[Any, ...], path: str, note: Note) -> Any:
    """Of the kinds that a value may have, the one of its shape."""
    shape = dict if isinstance(value, dict) else tuple if isinstance(value, list) else str
    for kind in kinds:
        origin = get_origin(kind) or kind
        is_struct = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
        if (shape is dict and is_struct) or origin is shape:
            return _read(value, kind, path, note)
    note(path, f"can't be read: {_shown(value)}")
    return _UNREADABLE


def _read_tuple(value: Any, kind: Any, path: str, note: Note) -> Any:
    if value is None:
        return ()
    if not isinstance(value, list):
        note(path, f"a single value where a list belongs: {_shown(value)}")
        value = [value]
    items = (_read(item, kind, f"{path}[{index}]", note) for index, item in enumerate(value))
    return tuple(item for item in items if item is not _UNREADABLE)


def _read_dict(value: dict[str, Any], kind: Any, path: str, note: Note) -> Any:
    items = {key: _read(item, kind, f"{path}.{key}", note) for key, item in value.items()}
    return {key: item for key, item in items.items() if item is not _UNREADABLE}


def _read_struct(value: dict[str, Any], kind: type[msgspec.Struct], path: str, note: Note) -> Any:
    found = {}
    for field in msgspec.structs.fields(kind):
        given = value.get(field.encode_name)
        if given is None:
            continue
        item = _read(given, field.type, f"{path}.{field.encode_name}".lstrip("."), note)
        if item is not _UNREADABLE:
            found[field.name] = item
    return kind(**found)


def _shown(value: Any) -> str:
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= 80 else f"{text[:77]}…"
