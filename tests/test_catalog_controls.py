"""Control characters leave the archive's text before anything is made of it; all else stays."""

from __future__ import annotations

import json

import pytest

from builder.catalog.controls import without_controls

CONTROLS = [chr(code) for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160))]


@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "as they are"])
@pytest.mark.parametrize("control", CONTROLS, ids=lambda text: f"{ord(text):#04x}")
def test_a_control_character_becomes_a_blank(control: str, ascii_only: bool) -> None:
    raw = json.dumps({"name": f"a{control}b"}, ensure_ascii=ascii_only).encode()

    assert json.loads(without_controls(raw)) == {"name": "a b"}


@pytest.mark.parametrize(
    "text", ["tab\tand\nlines\r", "a backslash \\u001b that is text", "\\\\b", "Buzsáki", "°C", "🧠", "\\", "\\f\\b"]
)
@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "as it is"])
def test_other_text_stays(text: str, ascii_only: bool) -> None:
    raw = json.dumps([text], ensure_ascii=ascii_only).encode()

    assert json.loads(without_controls(raw)) == [text]


def test_a_control_character_after_backslashes_goes_and_they_stay() -> None:
    assert json.loads(without_controls(json.dumps(["\\\x1b\\\\\x07"]).encode())) == ["\\ \\\\ "]
