"""Examples whose links lead nowhere that isn't there. Pure."""

from __future__ import annotations

import dataclasses
from typing import TypeVar, cast

_T = TypeVar("_T")


def neutral_links(part: _T, *, address: str, url: str) -> _T:
    """The same part of a context, with one address for all its links inside the site and one for those out of it.

    Made-up data have pages neither here nor elsewhere. Links that are left out stay left out, and what a drawing or a
    command says stays as it is.
    """
    if isinstance(part, tuple):
        return cast(_T, tuple(neutral_links(item, address=address, url=url) for item in part))
    if not dataclasses.is_dataclass(part) or isinstance(part, type):
        return part
    values = {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}
    return dataclasses.replace(part, **{name: _neutral(name, value, address, url) for name, value in values.items()})


def _neutral(name: str, value: object, address: str, url: str) -> object:
    if not isinstance(value, str):
        return neutral_links(value, address=address, url=url)
    if not value:
        return value
    return address if name.endswith("address") else url if name.endswith("url") else value
