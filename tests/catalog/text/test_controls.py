"""Control characters, and what is no character, leave the archive's text before anything is made of it."""

from __future__ import annotations

import json

import pytest

from builder.catalog.text.controls import without_controls

CONTROLS = [chr(code) for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160))]
NO_CHARACTERS = [
    *(chr(code) for code in range(0xFDD0, 0xFDF0)),
    *(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
]


@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "as they are"])
@pytest.mark.parametrize("control", [*CONTROLS, *NO_CHARACTERS], ids=lambda text: f"{ord(text):#04x}")
def test_a_control_character_becomes_a_blank(control: str, ascii_only: bool) -> None:
    raw = json.dumps({"name": f"a{control}b"}, ensure_ascii=ascii_only).encode()

    assert json.loads(without_controls(raw)) == {"name": "a b"}


@pytest.mark.parametrize(
    ("odd", "text"),
    [
        ("a\ud800b", "a b"),
        ("a\udfff", "a "),
        ("\udc00\ud800", "  "),
        ("\ud83d\ud83d\ude00", " 😀"),
        ("\ude00😀", " 😀"),
        ("\\\ud800", "\\ "),
    ],
    ids=ascii,
)
def test_half_of_a_character_becomes_a_blank(odd: str, text: str) -> None:
    assert json.loads(without_controls(json.dumps({odd: [odd]}).encode())) == {text: [text]}


@pytest.mark.parametrize(
    "text", ["\ufdcf", "\ufdf0", "\ufffd", "\U0001fffd", "\U00020000", "\ue000", "a\u200bb", "\u2028"]
)
@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "as it is"])
def test_neighbors_of_what_is_no_character_stay(text: str, ascii_only: bool) -> None:
    raw = json.dumps([text], ensure_ascii=ascii_only).encode()

    assert json.loads(without_controls(raw)) == [text]


@pytest.mark.parametrize(
    "text", ["plain", "Buzsáki, György", "°C, 10 µm", "🧠", 'tab\t, line\n, "quoted"', "\\u0041"]
)
def test_a_document_without_any_keeps_its_bytes(text: str) -> None:
    raw = json.dumps({"name": text, "size": 1.50}, ensure_ascii=False, indent=1).encode()

    assert without_controls(raw) is raw


@pytest.mark.parametrize(
    "text", ["tab\tand\nlines\r", "a backslash \\u001b that is text", "\\\\b", "Buzsáki", "°C", "🧠", "\\", "\\f\\b"]
)
@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "as it is"])
def test_other_text_stays(text: str, ascii_only: bool) -> None:
    raw = json.dumps([text], ensure_ascii=ascii_only).encode()

    assert json.loads(without_controls(raw)) == [text]


def test_a_control_character_after_backslashes_goes_and_they_stay() -> None:
    assert json.loads(without_controls(json.dumps(["\\\x1b\\\\\x07"]).encode())) == ["\\ \\\\ "]


@pytest.mark.parametrize("sign", ["\u200b", "\u2060", "\ufeff"], ids=ascii)
@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "as it is"])
def test_a_sign_of_no_width_leaves_the_ends_of_a_text(sign: str, ascii_only: bool) -> None:
    texts = [f"{sign}Alder", f" {sign}{sign} Alder {sign}", f"Alder{sign}", f"Al{sign}der", f'"{sign}"', sign]
    raw = json.dumps({"identifier": texts, "path": f"{sign}a"}, ensure_ascii=ascii_only).encode()

    read = json.loads(without_controls(raw))

    assert read["identifier"] == ["Alder", "Alder", "Alder", f"Al{sign}der", f'"{sign}"', ""]
    assert read["path"] == f"{sign}a"  # of a file, which has no other name
