"""Text of others, on its way to a terminal."""

from __future__ import annotations

import json
import unicodedata

import pytest

from builder.errors import ArchiveError, IntegrityError
from builder.printable import excerpt, in_one_line, printable, printable_json

OBEYED = {
    "escape": "\x1b[2J",
    "title": "\x1b]0;pwn\x07",
    "control of one byte": "\x9b31m",
    "backspace": "\b\b\b",
    "delete": "\x7f",
    "carriage return": "\rforged",
    "line feed": "\nforged",
    "next line": "\x85forged",
    "line separator": "\u2028forged",
    "right to left": "\u202egpj.exe",
    "isolate": "\u2066",
    "zero width": "a\u200bb",
    "byte order mark": "\ufeff",
    "tag": "\U000e0041",
    "noncharacter": "\ufffe",
    "NUL": "\x00",
}

each_of_them = pytest.mark.parametrize("text", OBEYED.values(), ids=OBEYED)


def is_harmless(text: str) -> bool:
    """Nothing but letters, marks and blanks."""
    return all(letter.isprintable() or unicodedata.category(letter) == "Zs" for letter in text)


@each_of_them
def test_what_a_terminal_obeys_gives_way(text):
    shown = printable(f"before {text} after")

    assert is_harmless(shown)
    assert shown.startswith("before ")
    assert shown.endswith(" after")
    assert "\ufffd" in shown


def test_what_a_terminal_shows_stays():
    text = "György Buzsáki · 12\u00a0kB · 脳 · 🐭 [red]{}[/red] :smile:"

    assert printable(text) == text


def test_bytes_that_are_no_letters_give_way():
    assert printable("a\udcffb") == "a\ufffdb"


@each_of_them
def test_json_says_the_same_in_escapes(text):
    value = {"title": f"before {text} 脳 after"}
    shown = printable_json(json.dumps(value, ensure_ascii=False))

    assert is_harmless(shown)
    assert json.loads(shown) == value
    assert "脳" in shown


def test_an_excerpt_is_cut():
    assert excerpt("short") == "short"
    assert excerpt("x" * 1_000_000, 10) == "xxxxxxxxx…"


def test_running_text_keeps_its_words_apart():
    assert in_one_line("a\r\n\tb\u2028c\x1bd") == "a b c\ufffdd"


@each_of_them
def test_no_error_holds_what_a_terminal_obeys(text):
    assert is_harmless(str(ArchiveError(f"answered 500 {text}")))


def test_an_error_has_the_lines_that_it_was_given():
    assert str(IntegrityError("one\ntwo", "three")) == "one\ufffdtwo\nthree"
