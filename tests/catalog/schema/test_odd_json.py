"""Whatever a value is, it costs its own field and no other: odd JSON in every field that is read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.catalog.schema.asset import Asset
from builder.catalog.schema.dandiset import ListedItem
from builder.catalog.schema.reading import read_record
from builder.catalog.schema.version import Version
from builder.catalog.text.cleaning import clean_json
from builder.catalog.text.limits import DOCUMENT, NOTES
from support.archives.odd_json import ODD, Path, documents, odd_values, paths, put

DOCUMENTS = [(kind, document) for kind in (Version, Asset, ListedItem) for document in documents(kind)]
PLACES = [(kind, document, path) for kind, document in DOCUMENTS for path in paths(document)]
FIELDS = 40
"""More than any document has that may be too long."""


@pytest.mark.parametrize(("kind", "document"), DOCUMENTS)
def test_the_documents_hold_each_field_that_is_read(kind, document):
    found, problems = read(kind, msgspec.json.encode(document))

    assert problems == ()
    assert document.keys() == set(kind.__struct_encode_fields__)
    assert [path for path in paths(document) if at(document, path) != at(plain(found), path)] == []


@given(place=st.sampled_from(PLACES), odd=odd_values(), show_emails=st.booleans())
def test_an_odd_value_costs_its_field_and_no_other(place, odd, show_emails):
    check(*place, odd, show_emails=show_emails)


@pytest.mark.parametrize("number", range(len(ODD)))
def test_no_known_mischief_does_harm(number):
    """Each once, in places that differ from one to the next."""
    check(*PLACES[number * 997 % len(PLACES)], ODD[number], show_emails=False)


def check(kind, document, path, odd, *, show_emails):
    raw = put(document, path, odd)
    before = plain(read(kind, msgspec.json.encode(document))[0])
    value, problems = read(kind, raw, show_emails=show_emails)
    after = plain(value)

    assert msgspec.json.decode(msgspec.json.encode(value), type=kind) == value
    assert len(problems) <= NOTES + FIELDS
    assert [text for text in texts(after) if not is_printable(text)] == []
    if sum(map(len, texts(after))) < DOCUMENT // 2:  # else there was no room for what comes later
        assert is_same_beside(path, before, after), f"{path}: {odd[:80]}"


def read(kind, raw, *, show_emails=False):
    return read_record(clean_json(raw, show_emails=show_emails), kind, "000001/draft")


def plain(value: object) -> Any:
    """What was read as the objects and lists of JSON."""
    return msgspec.json.decode(msgspec.json.encode(value))


def at(value: Any, path: Path) -> Any:
    """What lies there; a mapping's or a list's is told by what lies in it."""
    for key in path:
        value = value[key]
    return None if isinstance(value, (dict, list)) else value


def is_same_beside(path: Path, before: Any, after: Any) -> bool:
    """Whether all that is not on the way to a place is as it was. Of a list, what is on the way may be gone."""
    if not path:
        return True
    key, *rest = path
    if isinstance(before, dict):
        others, others_after = ({name: item for name, item in of.items() if name != key} for of in (before, after))
        return others == others_after and (key not in after or is_same_beside(rest, before[key], after[key]))
    others = before[:key] + before[key + 1 :]
    if len(after) < len(before):
        return after == others
    return others == after[:key] + after[key + 1 :] and is_same_beside(rest, before[key], after[key])


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def is_printable(text: str) -> bool:
    """Without controls, halves of characters and what is no character, but for tabs and line breaks."""
    return not any(
        (unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\t\r\n")
        or 0xFDD0 <= ord(letter) <= 0xFDEF
        or ord(letter) & 0xFFFE == 0xFFFE
        for letter in text
    )
