"""Read the archive's JSON into the model, field by field: what can't be read is noted, never guessed."""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Meta

from builder.catalog.text.limits import DOCUMENT, EXACT, FEW, LINE, MANY, NOTES, NUMBER, PATH, PROSE
from builder.catalog.text.mending import is_deep, mend_json

T = TypeVar("T")

# The model's fields have these types, so that none of them has any length: a test sees to that.
Line = Annotated[str, Meta(max_length=LINE)]
"""Text in a line or two; what is longer is cut."""
Prose = Annotated[str, Meta(max_length=PROSE)]
"""Running text; what is longer is cut."""
Exact = Annotated[str, Meta(max_length=EXACT, extra={"is_whole": True})]
"""An identifier, an address, a date: cut it would be another, so that what is longer can't be read."""
FilePath = Annotated[str, Meta(max_length=PATH, extra={"is_whole": True})]
"""A file's path: cut it would be another file's."""
Few = Annotated[tuple[T, ...], Meta(max_length=FEW)]
Many = Annotated[tuple[T, ...], Meta(max_length=MANY)]
Count = Annotated[int, Meta(ge=0, le=NUMBER)]
Whole = Annotated[int, Meta(ge=-NUMBER, le=NUMBER)]


class Record(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Part of the model. Every field has a default, since drafts may lack any; other keys are ignored."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that could not be read as the schema means it."""

    where: str
    """Path of the field, as `000003/draft: contributor[2].roleName`."""
    what: str
    shortened: str = ""
    """The field, as `contributor`, that is not read whole for its length; empty for other problems."""


def read_record(raw: bytes, kind: type[T], where: str) -> tuple[T, tuple[Problem, ...]]:
    """Decode `raw` as `kind`.

    What fits is decoded in one go. Otherwise each field is tried by itself: null and unreadable values become the
    field's default, a bare value where a list belongs becomes a list of one, list items that don't fit are left out,
    texts and lists that are too long are cut. All but null is noted as a problem. Broken JSON raises
    msgspec.DecodeError: a harvest never stores it.
    """
    if len(raw) <= DOCUMENT:
        try:
            return msgspec.json.decode(raw, type=kind), ()
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass
    reader = _Reader(is_large=len(raw) > DOCUMENT)
    value = reader.read(_decoded(raw), kind, "")
    return (kind() if value is _UNREADABLE else value), tuple(reader.problems(where))


def _decoded(raw: bytes) -> Any:
    if not is_deep(raw):
        with suppress(msgspec.DecodeError, UnicodeDecodeError):
            return msgspec.json.decode(raw)
    return msgspec.json.decode(mend_json(raw))


class _Unreadable:
    pass


_UNREADABLE = _Unreadable()


class _Reader:
    """Goes through one document, and takes notes."""

    def __init__(self, *, is_large: bool) -> None:
        """`is_large`: it may hold more than is read of a document as a whole."""
        self._is_large = is_large
        self._left = DOCUMENT
        self._notes: list[tuple[str, str, str]] = []
        self._shortened: set[str] = set()
        self._unnoted = 0

    def problems(self, where: str) -> Iterator[Problem]:
        """The first of them, all fields that are too long, and how many more there are."""
        for path, what, field in self._notes:
            yield Problem(f"{where}: {path}" if path else where, what, field)
        if self._unnoted:
            yield Problem(where, f"{self._unnoted} more values that can't be read, or are too long")

    def read(self, value: Any, kind: Any, path: str) -> Any:
        """The value as `kind`, or _UNREADABLE with a note."""
        if not (self._is_large and isinstance(value, (str, list, dict))):
            try:
                return msgspec.convert(value, kind)
            except msgspec.ValidationError:
                pass
        kind, meta = _unwrapped(kind)
        origin = get_origin(kind)
        if origin in (Union, types.UnionType):
            return self._read_union(value, get_args(kind), path)
        if origin is tuple:
            return self._read_tuple(value, get_args(kind)[0], meta, path)
        if origin is dict and isinstance(value, dict):
            return self._read_dict(value, get_args(kind), meta, path)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(value, dict):
            return self._read_struct(value, kind, path)
        if kind is str and isinstance(value, (int, float)) and not isinstance(value, bool):
            self._note(path, f"a number where text belongs: {value}")
            value = str(value)
        if kind is str and isinstance(value, str):
            return self._read_text(value, meta, path)
        self._note(path, f"can't be read: {_shown(value)}")
        return _UNREADABLE

    def _read_union(self, value: Any, kinds: tuple[Any, ...], path: str) -> Any:
        """Of the kinds that a value may have, the one of its shape."""
        shape = dict if isinstance(value, dict) else tuple if isinstance(value, list) else str
        for kind in kinds:
            bare = _unwrapped(kind)[0]
            is_struct = isinstance(bare, type) and issubclass(bare, msgspec.Struct)
            if (shape is dict and is_struct) or (get_origin(bare) or bare) is shape:
                return self.read(value, kind, path)
        self._note(path, f"can't be read: {_shown(value)}")
        return _UNREADABLE

    def _read_tuple(self, value: Any, kind: Any, meta: Meta, path: str) -> Any:
        if value is None:
            return ()
        if not isinstance(value, list):
            self._note(path, f"a single value where a list belongs: {_shown(value)}")
            value = [value]
        items = (self.read(value[i], kind, f"{path}[{i}]") for i in self._within(len(value), meta, path))
        return tuple(item for item in items if item is not _UNREADABLE)

    def _read_dict(self, value: dict[str, Any], kinds: tuple[Any, ...], meta: Meta, path: str) -> Any:
        given = list(value.items())
        items = (
            (self.read(given[i][0], kinds[0], path), self.read(given[i][1], kinds[1], f"{path}.{given[i][0]}"))
            for i in self._within(len(given), meta, path)
        )
        return {key: item for key, item in items if key is not _UNREADABLE and item is not _UNREADABLE}

    def _within(self, count: int, meta: Meta, path: str) -> Iterator[int]:
        """The indices of the items that are read."""
        for index in range(count):
            if self._left <= 0 or index == meta.max_length:
                self._note(path, f"too long: {count} items, of which {index} are read", is_too_long=True)
                return
            self._left -= 1
            yield index

    def _read_struct(self, value: dict[str, Any], kind: type[msgspec.Struct], path: str) -> Any:
        found = {}
        for field in _fields(kind):
            given = value.get(field.encode_name)
            if given is None:
                continue
            item = self.read(given, field.type, f"{path}.{field.encode_name}".lstrip("."))
            if item is not _UNREADABLE:
                found[field.name] = item
        return kind(**found)

    def _read_text(self, text: str, meta: Meta, path: str) -> Any:
        most = len(text) if meta.max_length is None else meta.max_length
        most = max(0, min(most, self._left))
        if len(text) <= most:
            self._left -= len(text)
            return text
        if most == 0 or (meta.extra or {}).get("is_whole"):
            self._note(path, f"too long: {len(text)} characters, where {most} are the most", is_too_long=True)
            return _UNREADABLE
        self._left -= most
        self._note(path, f"too long: {len(text)} characters, of which {most} are read", is_too_long=True)
        return f"{text[: most - 1].rstrip()}…"

    def _note(self, path: str, what: str, *, is_too_long: bool = False) -> None:
        field = _field(path) if is_too_long else ""
        if len(self._notes) < NOTES or (field and field not in self._shortened):
            self._notes.append((path, what, field))
            self._shortened.add(field)
        else:
            self._unnoted += 1


_fields = lru_cache(maxsize=None)(msgspec.structs.fields)


def _unwrapped(kind: Any) -> tuple[Any, Meta]:
    """A type without what bounds it, and that."""
    if get_origin(kind) is Annotated:
        return kind.__origin__, kind.__metadata__[0]
    return kind, Meta()


def _field(path: str) -> str:
    """`contributor` of `metadata.contributor[2].name`."""
    return re.split(r"[.\[]", path.removeprefix("metadata."), maxsplit=1)[0]


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if len(text) <= 80 else f"{text[:77]}…"
