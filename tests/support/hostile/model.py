"""What the program reads of an archive's answers, found by walking its own model, and sound examples of each part."""

from __future__ import annotations

import json
import types
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin

import msgspec

from builder.catalog.schema.asset import Asset
from builder.catalog.schema.dandiset import ListedItem
from builder.catalog.schema.version import Version
from builder.snapshot import Snapshot

ANSWERS = (Version, ListedItem, Asset)
"""The structs that whole answers are read into."""


def is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


@cache
def choices(kind: Any) -> tuple[Any, ...]:
    """The kinds that a value may have, without None."""
    if get_origin(kind) in (Union, types.UnionType):
        return tuple(one for one in get_args(kind) if one is not type(None))
    return (kind,)


def item_kind(kind: Any) -> Any:
    """What a list or a mapping holds; None for other kinds."""
    if get_origin(kind) is tuple:
        return get_args(kind)[0]
    return get_args(kind)[1] if get_origin(kind) is dict else None


@cache
def fields_of(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The names of a struct's fields as answers have them, with their kinds."""
    return {field.encode_name: field.type for field in msgspec.structs.fields(kind)}


def structs_of(*kinds: Any) -> set[type[msgspec.Struct]]:
    """These structs and all that they hold."""
    found: set[type[msgspec.Struct]] = set()
    todo = list(kinds)
    while todo:
        kind = todo.pop()
        if is_struct(kind) and kind not in found:
            found.add(kind)
            todo += fields_of(kind).values()
        elif not is_struct(kind):
            todo += [one for one in (*choices(kind), item_kind(kind)) if one not in (None, kind)]
    return found


def field_classes() -> set[str]:
    """Every field that is read: `Contributor.roleName`."""
    return {f"{kind.__name__}.{name}" for kind in structs_of(*ANSWERS) for name in fields_of(kind)}


_ASSETS = 40
"""Of so many files of a version examples are taken: others are like them."""


class Examples:
    """Sound parts of answers, by the struct that they are read into."""

    def __init__(self) -> None:
        self._found: dict[type, list[dict[str, Any]]] = defaultdict(list)

    @classmethod
    def of(cls, path: Path) -> Examples:
        """Those of a snapshot."""
        made = cls()
        with Snapshot.readable(path) as snapshot:
            made._read(snapshot)
        return made

    def _read(self, snapshot: Snapshot) -> None:
        for row in snapshot.dandisets():
            self._gather(json.loads(row.listed), ListedItem)
            for version in snapshot.versions(row.identifier):
                self._gather(json.loads(version.info), Version)
                for line in next(snapshot.asset_pages(row.identifier, version.version), [])[:_ASSETS]:
                    self._gather(json.loads(line), Asset)

    def take(self, kind: type, turn: int) -> dict[str, Any]:
        """One after the other; empty where there are none."""
        found = self._found[kind]
        return found[turn % len(found)] if found else {}

    def _gather(self, value: Any, kind: Any) -> None:
        for one in choices(kind):
            if is_struct(one) and isinstance(value, dict):
                self._found[one].append(value)
                for name, field in fields_of(one).items():
                    self._gather(value.get(name), field)
            elif isinstance(value, list) and get_origin(one) is tuple:
                for item in value:
                    self._gather(item, item_kind(one))
