"""What judges the hostile site would see a payload that got through: each is shown one."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from support.hostile.judges.commands import command_faults
from support.hostile.judges.emails import addresses_in
from support.hostile.judges.outputs import faults_of
from support.hostile.judges.walk import Walked, walking
from support.hostile.payloads import own_payloads

pytest_plugins = ["support.sites.fixtures"]

PAGE = "<!doctype html><html lang=en><head><title>t</title></head><body><main>{}</main></body></html>"
PLAIN = '<p class="muted">text</p><a href="index.html">here</a><a href="https://example.org/a">there</a>'


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("index.html", PAGE.format("<x-probe>1</x-probe>"), "node: <x-probe>"),
        ("index.html", PAGE.format("<b>bold</b>"), "node: <b>"),
        ("index.html", PAGE.format("<p onclick=pwn(1)>a</p>"), "node: <p onclick>"),
        ("index.html", PAGE.format("<a href=javascript:pwn(1)>a</a>"), "node: <a href='javascript:pwn(1)'>"),
        ("index.html", PAGE.format("<a href='//evil.example/'>a</a>"), "node: <a href='//evil.example/'>"),
        ("index.html", PAGE.format("<a href='https://a@b.example/'>a</a>"), "node: <a href='https://a@b.example/'>"),
        ("index.html", PAGE.format("<script>pwn(1)</script>"), "node: a script with a text"),
        ("index.html", PAGE.format("<p>a</p></p>"), "html: (1, 82): unexpected-end-tag"),
        ("index.html", PAGE.format("<p>a\ufffe</p>"), "html: (1, 1): invalid-codepoint"),
        ("index.html", PAGE.format("<p>a&#64;b.example</p>"), "e-mail: a@b.example"),
        ("search/a.js", 'catalog.put("a",1,{"a":[1]});\npwn(1);', "ValueError: no call at 30: 'pwn(1);'"),
        ("search/a.js", 'catalog.put("a",NaN);', "ValueError: NaN is no JSON"),
        ("a.json", '{"a": "b@c.example"}', "e-mail: b@c.example"),
        ("a.csv", "a,b\r\n1\r\n", "row 1 has 1 cells, the header 2"),
        ("a.csv", "a\r\n=1+1\r\n", "row 1 has a formula: '=1+1'"),
        ("a.tsv", "a\tb\n1\t\u200b@x\n", "row 1 has a formula: '\\u200b@x'"),
        ("a.tsv", "a\n1\r2\n", "another program finds other rows"),
        ("citation.bib", "@misc{a, title = {b}\n", "AssertionError: "),
        (
            "citation.ris",
            "TY  - DATA\r\nTI  - a\r\nUR  - b\r\nN1  - c\r\nER  - \r\n",
            "an unknown field: notes",
        ),
        ("CITATION.cff", "title: a\n", "authors is missing"),
        ("a.svg", "<svg><x-probe/></svg>", "a payload became an element"),
        ("_redirects", "/a", "line 1: /a leads nowhere: write a target after it"),
    ],
)
def test_a_file_that_a_payload_got_into_has_a_fault(name: str, text: str, fault: str) -> None:
    assert fault in [found[: len(fault)] for found in faults_of(name, text.encode())]


def test_a_sound_page_has_none() -> None:
    assert faults_of("index.html", PAGE.format(PLAIN).encode()) == []


@pytest.mark.parametrize(
    "text",
    [
        "a.b+c@lab.example",
        "a&#64;lab.example",
        "a&commat;lab&period;example",
        "a%40lab.example",
        "a@\u200blab.example",
        "a＠lab.example",
        "a@[192.0.2.1]",
    ],
)
def test_an_address_is_found_however_it_is_written(text: str) -> None:
    assert list(addresses_in(f"Write to {text} now")) != []


@pytest.mark.parametrize("text", ["@context", "DANDI:000003@draft", "a @ b", "user at lab.example", "x@y"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert list(addresses_in(text)) == []


def test_the_walker_hears_of_whatever_a_page_does(browser: Browser, tmp_path: Path) -> None:
    texts = "\n".join(payload.text for payload in own_payloads() if payload.kind == "html" and "-->" in payload.text)
    bad = (
        "<script>pwn(1); alert(2); console.log(3); Object.prototype.bad = 1; open('about:blank')</script>"
        "<img src=https://evil.example/4.png><a href=https://a@evil.example/>5</a>"
    )
    (tmp_path / "index.html").write_text(PAGE.format(bad + texts), encoding="utf-8")
    walked = Walked()

    with walking(browser, tmp_path.as_uri(), walked) as walker:
        walker.visit("index.html")

    assert set(walked.mishaps()) == {"ran", "asked", "said", "opened", "injected", "misleading"}
    assert walked.ran[0].startswith("1 on ")


def test_the_walker_has_nothing_to_tell_of_a_sound_page(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE.format(PLAIN), encoding="utf-8")
    walked = Walked()

    with walking(browser, tmp_path.as_uri(), walked) as walker:
        walker.visit("index.html")

    assert (walked.pages, walked.mishaps()) == (1, {})


@pytest.mark.parametrize(
    "text", ["dandi download a; touch PWNED", "dandi download $(touch PWNED)", "curl 'a", "import os; os.system('a')"]
)
def test_a_command_that_does_more_than_it_says_is_found(text: str, tmp_path: Path) -> None:
    assert len(list(command_faults([text], tmp_path))) == 1


def test_a_sound_command_has_no_fault(tmp_path: Path) -> None:
    assert list(command_faults(["dandi download 'a; touch PWNED'", "import zarr\nzarr.open('a')"], tmp_path)) == []
