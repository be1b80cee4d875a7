"""Query parameters, read as the archive reads them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from builder.serve.http.answers import Refused

_Row = TypeVar("_Row")
_TRUE = frozenset(("t", "y", "yes", "true", "on", "1"))
_FALSE = frozenset(("f", "n", "no", "false", "off", "0"))


def read_flag(query: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    """A yes or no; nothing written is the default, anything else is refused."""
    value = query.get(name, "").lower()
    if not value:
        return default
    if value not in _TRUE | _FALSE:
        raise Refused({name: ["Must be a valid boolean."]}, 400)
    return value in _TRUE


def read_choice(query: Mapping[str, str], name: str, choices: Collection[str], *, default: str) -> str:
    """One of some words; nothing written is the default, anything else is refused."""
    value = query.get(name, "")
    if value and value not in choices:
        raise Refused({name: [f'"{value}" is not a valid choice.']}, 400)
    return value or default


def read_order(query: Mapping[str, str], allowed: Collection[str]) -> tuple[tuple[str, bool], ...]:
    """The fields of `?order=`, each with whether it runs backwards; an unknown one is refused."""
    fields: dict[str, bool] = {}
    for word in filter(None, (part.strip() for part in query.get("order", "").split(","))):
        name = word.removeprefix("-")
        if name not in allowed:
            choice = f"Select a valid choice. {word} is not one of the available choices."
            raise Refused({"order": [choice]}, 400)
        fields.setdefault(
            name, word.startswith("-")
        )  # named again, it can't change the order, and would cost as much
    return tuple(fields.items())


def sort_by(
    rows: Sequence[_Row], order: Sequence[tuple[str, bool]], key: Callable[[str, _Row], str]
) -> Sequence[_Row]:
    """Rows by several fields, the first of them above all; equals keep their order."""
    for name, backwards in reversed(order):
        rows = sorted(rows, key=lambda row, name=name: key(name, row), reverse=backwards)  # type: ignore[misc]
    return rows


def date_key(stamp: str | None) -> str:
    """A date of the API as text that sorts: it drops the fraction where that is zero, so Z must not take part."""
    return (stamp or "").removesuffix("Z")
