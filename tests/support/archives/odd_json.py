"""Odd JSON in every field that the model reads: documents made from the model itself, and what may stand in them.

A document is a value of Python's; an odd value is JSON text, since much of it no Python value stands for.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from hypothesis import strategies as st

Path = tuple[str | int, ...]

_DEEPEST = 2
"""How often a kind lies in itself, as a sample in a sample."""
_MARK = "the odd value stands here"


def documents(kind: type[msgspec.Struct]) -> tuple[dict[str, Any], ...]:
    """Documents of this kind with every field, one for each form that a field may have."""
    return tuple(_full(kind, "", form, ()) for form in range(3))


def _full(kind: Any, name: str, form: int, above: tuple[Any, ...]) -> Any:
    """A value of this kind that fits; `form` chooses among those that a union has."""
    if get_origin(kind) is Annotated:
        kind = kind.__origin__
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        forms = [one for one in get_args(kind) if one is not type(None)]
        return _full(forms[form % len(forms)], name, form, above)
    if origin is tuple:
        return [_full(get_args(kind)[0], name, form, above) for _ in range(2 if len(above) <= 2 else 1)]
    if origin is dict:
        return {"dandi:sha2-256": "0" * 64, "dandi:dandi-etag": "0" * 32 + "-1"}
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return {
            field.encode_name: _full(field.type, field.encode_name, form, (*above, kind))
            for field in msgspec.structs.fields(kind)
            if above.count(kind) < _DEEPEST or not _holds(field.type, kind)
        }
    return {int: 7, float: 0.5, bool: True, str: _TEXTS.get(name, f"some {name}")}[kind]


def _holds(field: Any, kind: Any) -> bool:
    return field is kind or any(_holds(part, kind) for part in get_args(field))


_DATE = "2024-03-05T10:00:00Z"
_TEXTS = {
    **dict.fromkeys(("created", "modified", "startDate", "endDate", "dateCreated", "dateModified"), _DATE),
    **dict.fromkeys(("datePublished", "blobDateModified", "embargoedUntil"), _DATE),
    **dict.fromkeys(("url", "contentUrl", "protocol", "manifestLocation"), "https://example.org/a"),
    "path": "sub-1/sub-1_ses-2_ecephys.nwb",
    "schemaVersion": "0.6.4",
    "status": "Valid",
    "version": "draft",
    "asset_id": "00000001-0000-4000-8000-000000000001",
    "blob": "00000002-0000-4000-8000-000000000002",
}


def paths(value: Any, above: Path = ()) -> Iterator[Path]:
    """Where something lies in a document, the whole of it not included."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield (*above, key)
        yield from paths(item, (*above, key))


def put(document: dict[str, Any], path: Path, odd: str) -> bytes:
    """The document as JSON, with the odd text at one place."""
    *above, last = path
    copied = json.loads(json.dumps(document))
    holder = copied
    for key in above:
        holder = holder[key]
    holder[last] = _MARK
    return json.dumps(copied).replace(json.dumps(_MARK), odd, 1).encode()


_NUMBERS = (
    *("0", "-0", "-1", "1.5", "-2.5", "1e400", "-1e400", "1e-400", "1e308", "1E+22", "9007199254740993", "NaN"),
    *("9223372036854775807", "9223372036854775808", "18446744073709551616", "Infinity", "-Infinity"),
    *("1" * 400, "9" * 5000, "-" + "9" * 5000, "0." + "1" * 5000, "9" * 5000 + ".5", "1e" + "9" * 400),
)
_TEXTS_OF_ALL_KINDS = (
    *(
        "",
        " ",
        "\x00",
        "\x1b[31m",
        "\x7f\x85\x9b",
        "\ud800",
        "a\udfffb",
        "\udc00\ud800",
        "🧠",
        "\ufffe",
        "\U0010ffff",
    ),
    *(
        "\ufdd0\ufdef",
        "\u202e\u200b\ufeff",
        "a\nb\tc\rd",
        "\\u0000",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59Z",
    ),
    *(
        "9999-12-31T23:59:59.999999-23:59",
        "0000-00-00",
        "P99999999999Y",
        "P1e400D",
        "P" + "9" * 400 + "Y/P1D",
        "1e400",
    ),
    *("http://[", "//", "../../..", "a/" * 256, "/" * 600, "__proto__", "draft", "dandi:EmbargoedAccess"),
)
_LONG = ("x" * 1_000_000, "\ud83d" * 100_000, "é" * 100_000, "a/" * 100_000, "<a " * 5_000, "word " * 100_000)


def _texts(ascii_only: bool) -> Iterator[str]:
    for text in (*_TEXTS_OF_ALL_KINDS, *_LONG):
        is_plain = not any("\ud800" <= letter <= "\udfff" for letter in text)
        yield json.dumps(text, ensure_ascii=ascii_only or not is_plain)


_CONTAINERS = (
    *("[]", "{}", "[null]", "[[]]", "[{}]", '{"": null}', '{"name": 1e400}', '{"a": 1, "a": [1e400]}', "[1e400, -1]"),
    *(
        "[" * 10_000 + "]" * 10_000,
        '{"a":' * 10_000 + "1" + "}" * 10_000,
        "[" * 70 + "]" * 70,
        "[{}," * 500 + "1" + "]" * 500,
    ),
    *('{"valueReference":' * 2_000 + "{}" + "}" * 2_000, '{"wasDerivedFrom":[' * 2_000 + "]}" * 2_000),
    *('{"wasDerivedFrom":[' * 60 + "{}" + "]}" * 60, '{"value":{"value":' * 30 + "1" + "}}" * 30),
    *(f"[{','.join(['1'] * 100_000)}]", f"[{','.join(['{}'] * 100_000)}]", f"[{','.join(['null'] * 30_000)}]"),
    "[" + ",".join(f'"word {number}"' for number in range(100_000)) + "]",
    "[" + ",".join(f'{{"name": "Doe, {number}", "roleName": 1}}' for number in range(30_000)) + "]",
    "[" + ",".join([json.dumps("x" * 10_000)] * 300) + "]",
    "{" + ",".join(f'"key {number}": {number}' for number in range(30_000)) + "}",
)
ODD = (*("null", "true", "false"), *_NUMBERS, *_texts(True), *_texts(False), *_CONTAINERS)
"""Each of these is tried somewhere by any run."""

_LETTERS = st.text(st.characters(exclude_categories=()), max_size=40)
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _LETTERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_LETTERS, inner, max_size=4),
    max_leaves=12,
).map(json.dumps)


def odd_values() -> st.SearchStrategy[str]:
    """Odd JSON as text: known mischief, or anything."""
    return st.sampled_from(ODD) | _ANY
