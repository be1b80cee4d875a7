"""E-mail addresses leave the archive's answers, whatever stands around them; nothing else does."""

from __future__ import annotations

import json

import msgspec
import pytest

from builder.catalog.emails import HIDDEN, hide_emails

ADDRESSES = [
    "jane@example.org",
    "jane.doe+dandi@lab-1.example.org",
    "JANE_DOE@EXAMPLE.ORG",
    "o'brien@example.org",
    "j%d@example.org",
    "1@example.org",
    "émile@example.org",
    "jörg.müller@example.org",
    "zola@école.example",
    "почта@пример.рф",
    "jane@a.b.c.d.example.org",
]

AROUND = [
    "{}",
    "write to {}.",
    "<{}>",
    "({})",
    "“{}”",
    "'{}'",
    '"{}"',
    "_{}_",
    "**{}**",
    "[me](mailto:{})",
    "a\n{}\nb",
    "a\t{}\tb",
    "back\\{}",
    "back\\\\{}\\",
    "{}, {}; {}",
    "https://example.org/?q={}",
    "\u2028{}\u2029",
    "𝔘 {} 🐭",
    "\x01{}\x7f",
    "Ü: {}",
]

KEPT = [
    "",
    "@",
    "a@b",
    "at @ sign",
    "@context",
    "@jane",
    "dandi://DANDI/000003@0.230629.1955",
    "dandi://DANDI/000003@draft/sub-1/a.nwb",
    "https://medium.example/@jane.doe/story",
    "50 µV @ 30.5 kHz",
    "user@localhost",
    "\\u0040 is written so",
    "jane\\u0040 is no address",
    'tab\there \\n and \\\\ and \\" stay',
    "\u0000\u001f",
]


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("around", AROUND)
def test_an_address_is_hidden_and_what_stands_around_it_stays(around, ascii_only):
    for address in ADDRESSES:
        text = around.replace("{}", address)
        raw = json.dumps({"@context": "x", "text": text, "number": 1.5}, ensure_ascii=ascii_only).encode()

        hidden = json.loads(hide_emails(raw))

        bare = around.replace("mailto:{}", "{}")
        assert hidden == {"@context": "x", "text": bare.replace("{}", HIDDEN), "number": 1.5}, text


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_address_stays(text, ascii_only):
    raw = json.dumps([text, {"key": text}], ensure_ascii=ascii_only).encode()

    assert json.loads(hide_emails(raw)) == [text, {"key": text}]


@pytest.mark.parametrize(
    "raw",
    [
        rb'{"email": "jane\u0040example.org"}',
        rb'{"email": "\u006aane@example.org"}',
        rb'{"email": "jane@\u0065xample.org"}',
        rb'{"email": "jane@example\u002eorg"}',
        rb'{"email": "\u006d\u0061\u0069\u006c\u0074\u006f\u003ajane\u0040example.org"}',
    ],
)
def test_an_address_written_in_escapes_is_hidden_too(raw):
    assert json.loads(hide_emails(raw)) == {"email": HIDDEN}


@pytest.mark.parametrize("depth", [1, 5, 50])
def test_addresses_are_found_wherever_they_stand(depth):
    raw = b'[{"a":' * depth + b'"jane@example.org"' + b"}]" * depth

    assert b"example.org" not in hide_emails(raw)


def test_a_text_by_itself_is_looked_at():
    assert json.loads(hide_emails(b'"jane@example.org"')) == HIDDEN


def test_an_answer_without_addresses_keeps_its_bytes():
    raw = b'{ "@context": "https://example.org/context.json",\n "n": 1.50 }'

    assert hide_emails(raw) == raw


def test_numbers_and_order_stay():
    raw = b'{"z":1,"a":0.1,"big":12345678901234567890,"t":true,"n":null,"e":"jane@example.org"}'

    hidden = json.loads(hide_emails(raw))

    assert list(hidden) == ["z", "a", "big", "t", "n", "e"]
    assert list(hidden.values()) == [1, 0.1, 12345678901234567890, True, None, HIDDEN]


@pytest.mark.parametrize("part", ["a", "a.", "a@", "@a.", "-", "a-", "é"])
def test_a_hostile_text_takes_no_longer_than_its_length(part):
    text = part * 200_000 + "@"  # a minute and more if the time grew with the square

    assert json.loads(hide_emails(json.dumps(text).encode())) == text


def test_what_is_nested_too_deeply_to_be_looked_through_is_not_shown():
    raw = b"[" * 5000 + b'"jane@example.org"' + b"]" * 5000

    assert b"example.org" not in hide_emails(raw)


def test_in_every_answer_of_the_sample_only_addresses_change(sample_snapshot):
    from builder.snapshot import Snapshot

    def walk(before, after):
        if isinstance(before, dict):
            assert list(before) == list(after)
            return [change for key in before for change in walk(before[key], after[key])]
        if isinstance(before, list):
            assert len(before) == len(after)
            return [change for pair in zip(before, after, strict=True) for change in walk(*pair)]
        return [] if before == after else [(before, after)]

    changes = []
    with Snapshot.readable(sample_snapshot) as snapshot:
        for row in snapshot.dandisets():
            for version in snapshot.versions(row.identifier):
                changes += walk(msgspec.json.decode(version.info), msgspec.json.decode(hide_emails(version.info)))

    assert changes
    assert all("@" in before and HIDDEN in after for before, after in changes)
