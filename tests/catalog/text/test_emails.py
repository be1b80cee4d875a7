"""E-mail addresses leave the archive's answers, whatever stands around them; nothing else does."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from builder.catalog.text.cleaning import clean_json
from builder.catalog.text.emails import HIDDEN, hide_emails, hide_in_text, holds_email
from support.hostile.texts import hostile_texts

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
    "pkg@1.2.3",
    "matnwb@2.6.0.2",
    "logo" + "@2x.png",
    "sub-1" + "@ses-2.nwb",
    "[the latest](https://example.org/pkg@latest)",
    "at the red dot in the middle",
    "50%40 of 8",
    "a &commat b",
    "\\u0040 is written so",
    "jane\\u0040 is no address",
    'tab\there \\n and \\\\ and \\" stay',
    "\u0000\u001f",
]


WRITTEN = [
    "{}&#64;lab.example",
    "{}&#0064;lab.example",
    "{}&#x40;lab.example",
    "{}&#64lab.example",
    "{}&commat;lab.example",
    "{}&amp;#64;lab.example",
    "{}%40lab.example",
    "{}%2540lab.example",
    "{}%26%2364;lab.example",
    "{}&#37;40lab.example",
    "{}\\@lab.example",
    "{}\\u0040lab.example",
    "{}\uff20lab.example",
    "{}\ufe6blab.example",
    "{}&#65312;lab.example",
    "{}@lab&#46;example",
    "{}@lab&period;example",
    "{}@lab%2Eexample",
    "{}@lab\uff0eexample",
    "{}@lab\u3002example",
    "{}@lab.xn--p1ai",
    "{}@\u0909\u0926\u093e\u0939\u0930\u0923.\u092d\u093e\u0930\u0924",
    "{}@[192.0.2.1]",
    "{}@[IPv6:2001:db8::1]",
    "{}@localhost",
    "{} @lab.example",
    "{}@ lab.example",
    "{} @ lab.example",
    "{}@\nlab.example",
    "{}(at)lab.example",
    "{} [at] lab [dot] example",
    "{}@<b></b>lab.example",
    "{}<!-- > -->@lab.example",
    "{}@<br>lab.example",
    "{}@**lab.example**",
    "**{}**@lab.example",
    "{}`@`lab.example",
    "{}@[lab.example](https://lab.example/)",
    "[{}](https://lab.example/)@lab.example",
    '{}@<a href="https://x.example/?a>b">lab.example</a>',
    "mailto:{}@lab",
    "https://{}@lab.example/",
    "ssh://{}@lab.example/repo",
    "mailto:a@lab.example?cc={}@lab.example&bcc={}%40lab.example",
    "skype:{}@lab.example",
    *(
        f"{{}}@{hidden}lab.example"
        for hidden in "\xad\u034f\u180e\u200b\u200d\u202e\u2060\u2066\ufe0f\ufeff\U000e0061"
    ),
    *(f"{{}}{hidden}@lab.example" for hidden in "\xad\u200b\u202e\x00\x1b\x7f\x85\ufffe\U0001ffff"),
    "{}@l\u200ba\xadb.e\u2060xample",
]
"""Ways to write an address of somebody."""


@pytest.mark.parametrize("name", ["jane.doe", "jane+tag", "o'neil", "_jane_", "\U0001f9e0jane", '"jane doe"'])
@pytest.mark.parametrize("written", WRITTEN)
def test_an_address_is_hidden_however_it_is_written(written, name):
    raw = json.dumps({"text": f"Ask {written.replace('{}', name)} soon"}).encode()

    text = json.loads(hide_emails(raw))["text"]

    assert HIDDEN in text
    assert text.startswith("Ask ")
    assert text.endswith(" soon")
    assert not {"jane", "neil"} & set(re.findall(r"[a-z]+", text))


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("control", ["\x00", "\x1b", "\x7f", "\x85", "\ufdd0", "\uffff", "\u200b"])
def test_what_is_cleaned_besides_hides_no_address(control, ascii_only):
    raw = json.dumps([f"jane@{control}lab.example"], ensure_ascii=ascii_only).encode()

    assert json.loads(clean_json(raw, show_emails=False)) == [HIDDEN]
    assert b"jane" in clean_json(raw, show_emails=True)


def test_an_address_that_is_a_key_is_hidden():
    raw = b'{"by": {"jane@lab.example": 1, "joe%40lab.example": [2]}, "n": 3}'

    assert json.loads(hide_emails(raw)) == {"by": {HIDDEN: [2]}, "n": 3}


def test_all_but_the_texts_with_addresses_keeps_its_bytes():
    deep = b"[" * 2000 + b'"jane@lab.example"' + b"]" * 2000
    raw = b'{"n": 1e400, "m":  123456789012345678901234567890, "t": "\\u00b5 \xc2\xb5", "d": ' + deep + b"}"

    assert hide_emails(raw) == raw.replace(b"jane@lab.example", HIDDEN.encode())


@pytest.mark.parametrize("text", [*WRITTEN, "a@b.example@c.example", "[a@b.example]@c.example", "x a@b.example@"])
def test_what_is_hidden_holds_no_address_any_more(text):
    hidden = hide_in_text(text.replace("{}", "jane"))

    assert not holds_email(hidden)
    assert hide_in_text(hidden) == hidden


def test_every_hostile_address_is_hidden():
    for text in hostile_texts("email"):
        assert HIDDEN in hide_in_text(text), text
        assert not holds_email(hide_in_text(text)), text


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


@pytest.mark.parametrize(
    "part", ["a", "a.", "a@", "@a.", "-", "a-", "é", "&#64", "%40", "\\", "<!--", '<a "', "](", "(at)", "a @ ", '"']
)
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
