"""JSON that is legal, yet more than programs hold, is mended: only what can't be held is lost."""

from __future__ import annotations

import json

import msgspec
import pytest

from builder.catalog.text.cleaning import clean_json
from builder.catalog.text.limits import DEPTH
from builder.catalog.text.mending import is_deep, mend_json


@pytest.mark.parametrize(
    "value",
    [
        {"a": [1, -2.5, True, None, "text"], "b": {"c": []}},
        [2**53, -(2**53), 10**17, 1e308, 1e-300],
        'a \\ " [ { text',
        ["[" * 1000, '{"' * 1000],
        {"": {"": ""}},
    ],
)
def test_what_can_be_held_stays(value: object) -> None:
    assert json.loads(mend_json(json.dumps(value).encode())) == value


@pytest.mark.parametrize("number", ["1e400", "-1e400", "9" * 19, "-" + "9" * 5000, "NaN", "Infinity", "-Infinity"])
def test_a_number_out_of_range_becomes_text(number: str) -> None:
    mended = msgspec.json.decode(mend_json(f'{{"a": [{number}, 1], "b": 2}}'.encode()))

    assert mended == {"a": [number, 1], "b": 2}


@pytest.mark.parametrize(("opened", "closed"), [("[", "]"), ('{"a":', "}"), ('[{"a":[', "]}]"), ('["]",', ',"["]')])
@pytest.mark.parametrize("times", [DEPTH + 1, 1000, 100_000])
def test_what_is_nested_too_deeply_is_left_out_and_nothing_else(opened: str, closed: str, times: int) -> None:
    raw = f'{{"before": 1, "deep": [{opened * times}1{closed * times}, 2], "after": [3]}}'.encode()
    mended = mend_json(raw)
    value = msgspec.json.decode(mended)

    assert is_deep(raw)
    assert not is_deep(mended)
    assert (value["before"], value["deep"][-1], value["after"]) == (1, 2, [3])
    assert "…" in mended.decode()


@pytest.mark.parametrize("depth", [DEPTH - 1, DEPTH])
def test_what_is_nested_as_deeply_as_may_be_stays(depth: int) -> None:
    raw = b"[" * depth + b"]" * depth

    assert not is_deep(raw)
    assert json.loads(mend_json(raw)) == json.loads(raw)


def test_brackets_in_texts_are_not_counted() -> None:
    raw = json.dumps({"a": "[{" * 1000, "b": '\\"[' * 1000, "c": [[1]] * 1000}).encode()

    assert not is_deep(raw)
    assert json.loads(mend_json(raw)) == json.loads(raw)


@pytest.mark.parametrize(
    "raw",
    [
        *(
            b"",
            b"{",
            b'{"a": 1',
            b'{"a": 1}}',
            b"[1,]",
            b"nul",
            b"<html>",
            b'"a\x01b"',
            b'"\\x"',
            b'"open',
            b"\xff",
            b'"\xff"',
        ),
        *(b"[" * 1000, b"]" * 1000, b"[" * 1000 + b"]" * 999, b'"\xed\xa0\x80"'),
    ],
)
def test_what_is_broken_is_not_mended(raw: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        mend_json(raw)


@pytest.mark.parametrize("odd", ["1e400", "NaN", "[" * 5000 + "]" * 5000, '"\\ud800"', "9" * 5000])
def test_an_address_beside_what_can_not_be_held_is_hidden_and_the_rest_stays(odd: str) -> None:
    cleaned = clean_json(f'{{"a": "jane@example.org", "b": [{odd}], "c": 3}}'.encode(), show_emails=False)
    value = msgspec.json.decode(mend_json(cleaned))

    assert b"example.org" not in cleaned
    assert (list(value), value["c"]) == (["a", "b", "c"], 3)
