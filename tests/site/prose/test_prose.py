"""Markdown from anyone, as HTML that is safe to show."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from markdown import Markdown

from builder.catalog.text.emails import HIDDEN, holds_email
from builder.site.prose.render import archive_prose, own_prose, plain_text
from builder.snapshot import Snapshot
from support.hostile.texts import hostile_texts
from support.sites.pages import Html, text_of

pytest_plugins = ["support.archives.real"]

HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://evil.example/a.png' alt='\"><script>alert(1)</script>'>",
    '<img src="https://evil.example/a.png" alt="a>b<script>alert(1)</script>">',
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    "<iframe src=https://evil.example></iframe>",
    "<object data=x></object><embed src=x>",
    "<style>body { display: none }</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0; url=https://evil.example'>",
    "<form action=https://evil.example><input name=q><button>go</button></form>",
    "<p style='position:fixed' onclick=alert(1) id=main class=page>text</p>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x' target=_top ping=https://evil.example>x</a>",
    "[x](JaVaScRiPt:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<<script>script>alert(1)<</script>/script>",
    "</section></main><h1>mine</h1>",
    "<template><script>alert(1)</script></template>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<table><tr><td><script>alert(1)</script>",
    "\x02stash\x03 klzzwxh:0000 \x02wzxhzdk:0\x03",
    'https://evil.example/"onmouseover="alert(1)',
    "https://evil.example/<script>alert(1)</script>",
]
HARMLESS = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"),
    *("strong", "b", "em", "i", "u", "s", "del", "ins", "sub", "sup", "small", "code", "pre", "kbd", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "caption"),
}


def parse(text: str) -> Html:
    """A description as it stands on a page."""
    body = archive_prose(text, heading_level=3)
    return Html(f"<!doctype html><html lang=en><title>t</title><main>{body}</main><footer></footer></html>")


def links(text: str) -> list[tuple[str, str | None]]:
    return [(text_of(link), link.get("href")) for link in parse(text).all(".//main//a")]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_leaves_only_harmless_tags(text: str) -> None:
    page = parse(text)
    inside = list(page.main.iter())[1:]

    assert page.errors == []
    assert {element.tag for element in inside} <= HARMLESS
    assert {name for element in inside for name in element.attrib} <= {"href", "rel", "title", "start", "scope"}
    assert all(link.url.startswith(("https://", "http://", "mailto:")) for link in page.links)
    assert len(page.all(".//body/footer")) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gives_a_summary_without_tags(text: str) -> None:
    page = Html(f"<!doctype html><html><title>t</title><main>{own_prose('x')}</main></html>")

    assert page.errors == []
    assert len(plain_text(text, 80)) <= 80


def test_images_become_links_to_them() -> None:
    assert links("![the rig](https://example.org/rig.png)") == [("Image: the rig", "https://example.org/rig.png")]
    assert links("![](https://example.org/a.png)") == [
        ("Image: https://example.org/a.png", "https://example.org/a.png")
    ]


def test_an_image_from_nowhere_leaves_its_text() -> None:
    assert text_of(parse("![the rig](rig.png)").main) == "the rig"
    assert links("![the rig](rig.png) ![x](//example.org/x.png)") == []


def test_an_image_inside_a_link_leaves_one_link() -> None:
    assert links("[![badge](https://example.org/b.svg)](https://example.org/)") == [
        ("Image: badge", "https://example.org/")
    ]


def test_links_tell_search_engines_and_sites_nothing() -> None:
    assert {link.get("rel") for link in parse("[a](https://example.org) https://example.com").all(".//a")} == {
        "nofollow noopener"
    }


@pytest.mark.parametrize("url", ["paper.pdf", "#methods", "/files", "//example.org/x", "?q=1"])
def test_links_that_lead_nowhere_from_here_are_text(url: str) -> None:
    page = parse(f"[the paper]({url})")

    assert text_of(page.main) == "the paper"
    assert page.all(".//main//a") == []


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("see https://example.org/a.", "https://example.org/a"),
        ("(https://example.org/a), and", "https://example.org/a"),
        ("https://example.org/a_b_c and *more*", "https://example.org/a_b_c"),
        ("https://example.org/_a_/*b*/c", "https://example.org/_a_/*b*/c"),
        ("https://example.org/?a=1&b=2; then", "https://example.org/?a=1&b=2"),
        ("https://example.org/?a=1&copy=2&lt=3 then", "https://example.org/?a=1&copy=2&lt=3"),
        ("https://example.org/A_(b) is", "https://example.org/A_(b)"),
        ("https://doi.org/10.1016/S0896-6273(03)00306-5.", "https://doi.org/10.1016/S0896-6273(03)00306-5"),
        ("**https://example.org/a**", "https://example.org/a"),
        ("https://example.org/a<br>next", "https://example.org/a"),
        ("&lt;https://example.org/a&gt;", "https://example.org/a"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("<b>https://example.org/a</b>", "https://example.org/a"),
        ('<a href="https://example.org/a">https://example.org/a</a>', "https://example.org/a"),
        ("[https://example.org/a](https://example.org/a)", "https://example.org/a"),
    ],
)
def test_an_address_in_running_text_becomes_a_link(text: str, url: str) -> None:
    assert links(text) == [(url, url)]


def test_text_beside_an_address_stays_text() -> None:
    page = parse("&lt;i&gt;a &amp;amp; &quot;b&quot; https://example.org/x c &lt;b&gt;d &amp;lt; e&lt;/b&gt;")

    assert text_of(page.main) == '<i>a &amp; "b" https://example.org/x c <b>d &lt; e</b>'
    assert [element.tag for element in page.main.iter()] == ["main", "p", "a"]


def test_a_link_in_place_of_an_image_keeps_its_address_and_words() -> None:
    shown = [("Image: <b>rig</b> &copy;", "https://example.org/?a=1&copy=2")]

    assert links("![&lt;b>rig&lt;/b> &amp;copy;](https://example.org/?a=1&amp;copy=2)") == shown


def test_a_link_keeps_its_address_whatever_address_its_text_names() -> None:
    shown = [("see https://example.com/", "https://example.org/")]

    assert links("[see https://example.com/](https://example.org/)") == shown
    assert links('<a href="https://example.org/">see https://example.com/</a>') == shown


PUNYCODE = "xn--dndiarchive-yij.org"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://d\u0430ndiarchive.org/x.", f"https://{PUNYCODE}/x"),
        ("[DANDI](https://d\u0430ndiarchive.org/x)", f"DANDI ({PUNYCODE})"),
        ("[*DANDI*](https://d\u0430ndiarchive.org/x)", f"DANDI ({PUNYCODE})"),
        (f"<https://{PUNYCODE}/x>", f"https://{PUNYCODE}/x ({PUNYCODE})"),
        ("<a href='https://d\u0430ndiarchive.org/x'>DANDI</a>", f"DANDI ({PUNYCODE})"),
        ("![rig](https://d\u0430ndiarchive.org/x)", f"Image: rig ({PUNYCODE})"),
        ("![](https://d\u0430ndiarchive.org/x)", f"Image: https://{PUNYCODE}/x"),
    ],
    ids=ascii,
)
def test_a_host_that_may_look_like_another_is_told(text: str, shown: str) -> None:
    assert links(text) == [(shown, f"https://{PUNYCODE}/x")]


@pytest.mark.parametrize(
    "url",
    [
        "https://dandiarchive.org\\@evil.example/",
        "https://dandiarchive.org@evil.example/",
        "https://dandiarchive.org%2f.evil.example/",
        "http://localhost:8888/",
        "http://2130706433/",
        "https://a.example:99999/",
        "https://a.example/../x",
    ],
)
def test_an_address_that_leads_elsewhere_than_it_says_is_text(url: str) -> None:
    for text in (url, f"<{url}>", f"[x]({url})", f"<a href='{url}'>x</a>", f"![x]({url})"):
        assert {link for _, link in links(text)} <= {"https://dandiarchive.org", "https://dandiarchive.org/"}


def test_addresses_in_code_stay_code() -> None:
    assert links("`curl https://example.org/a`\n\n```\nhttps://example.org/b\n```\n") == []


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# a\n\n## b\n\n# c", ["h3", "h4", "h3"]),
        ("## a\n\n### b", ["h3", "h4"]),
        ("### a\n\ntext\n\n# b\n\n## c", ["h3", "h3", "h4"]),
        ("# a\n\n#### b\n\n#### c\n\n## d", ["h3", "h4", "h4", "h4"]),
        ("# a\n\n## b\n\n### c\n\n#### d\n\n##### e", ["h3", "h4", "h5", "h6", "h6"]),
        ("<h1>a</h1><h5>b</h5>", ["h3", "h4"]),
    ],
)
def test_headings_start_below_the_pages_own_and_never_skip(text: str, levels: list[str]) -> None:
    assert [element.tag for element in parse(text).main.iter() if str(element.tag)[1:].isdigit()] == levels


@pytest.mark.parametrize("mark", ["-", "*", "+"])
def test_a_list_may_follow_its_paragraph_at_once(mark: str) -> None:
    page = parse(f"Two things:\n{mark} one\n{mark} two\n")

    assert [text_of(item) for item in page.all(".//main/ul/li")] == ["one", "two"]
    assert text_of(page.one(".//main/p")) == "Two things:"


def test_a_list_may_follow_its_paragraph_at_once_with_windows_line_ends() -> None:
    assert len(parse("Two things:\r\n- one\r\n- two\r\n").all(".//main/ul/li")) == 2


def test_items_of_a_list_stay_together() -> None:
    assert len(parse("- one\n- two\n- three").all(".//main/ul")) == 1


def test_code_stays_as_it_was_typed() -> None:
    page = parse("Run:\n\n```\nread:\n- one\n* two\n```\n")

    assert page.one(".//main/pre/code").text == "read:\n- one\n* two\n"


def test_line_breaks_of_a_description_count() -> None:
    assert len(parse("sub-1: left\nsub-2: right").all(".//main/p/br")) == 1


def test_tables_and_quotes_stay() -> None:
    page = parse("| a | b |\n|---|---|\n| 1 | 2 |\n\n> quoted")

    assert [text_of(cell) for cell in page.all(".//main/table/tbody/tr/td")] == ["1", "2"]
    assert text_of(page.one(".//main/blockquote")) == "quoted"


def test_a_text_does_not_see_the_links_that_another_defines() -> None:
    archive_prose("[here]: https://example.org/secret", heading_level=3)

    assert links("look [here][]") == []


def test_our_own_pages_keep_relative_links_and_start_below_the_title() -> None:
    text = str(own_prose("## Part\n\n# Other\n\n[next](../next/index.html#part)"))

    assert "<h2>Part</h2>" in text
    assert "<h2>Other</h2>" in text
    assert 'href="../next/index.html#part"' in text


def test_a_summary_is_text_without_marks() -> None:
    text = "# Title\n\nSome **bold** [link](https://example.org) &amp; `code`\n\n<script>x</script>"

    assert plain_text(text, 100) == "Title Some bold link & code"


def test_a_summary_ends_at_a_word() -> None:
    assert plain_text("one two, three four", 12) == "one two…"
    assert plain_text("one two", 7) == "one two"


def test_a_summary_of_one_long_word_is_cut() -> None:
    assert plain_text("a" * 30, 10) == "a" * 9 + "…"


def test_text_after_a_block_keeps_its_entities_in_place() -> None:
    shown = archive_prose("<p>covering</p> &lt;b&gt; &amp; more", heading_level=3)

    assert "&lt;b&gt; &amp; more" in shown


REPEATED = [
    *("<a ", "a <", "<x\n", "<![CDATA[", "<!--", "<b x><p>", "<", ">", "&", "\\", "|\n#", "a|b\n-|-\n", "a@b", "\t"),
    *("[", "![", "[](", "![](", "[a](b ", "[a](<b ", "[a][", "[a]: b\n", "[a](b)", "# ![", "1. [", "> ![", "](", "("),
    *("# a\n", "#\r", "\n=", "a\n===\n", "***\n", "> ", ">", "- ", "1. ", "- a\n", "    a\n", "```\n", "~~~~\n"),
    *("*", "_", "`", "``#\\", "`a``b", "*a**b ", "***a", "__a _b ", "*_", "a  \n", " ", "https://", "https://a("),
]
"""What Markdown reads on for to the end of a text, each time that it stands there."""


@pytest.mark.parametrize("before", ["", "[" * 30, "*a**b " * 30, "`", "1. " * 30])
@pytest.mark.parametrize("size", [2_000, 10_000, 40_000])
def test_a_text_takes_no_longer_than_its_length(size: int, before: str) -> None:
    for part in REPEATED:
        text = (before + part * size)[:size]
        started = time.process_time()
        archive_prose(text, heading_level=3)
        plain_text(text, 200)

        # Some took 14 seconds of 40,000 characters, and would take four times that of twice as many.
        assert time.process_time() - started < 3, part


@pytest.mark.parametrize("kind", ["markdown", "regex"])
def test_a_hostile_text_takes_no_longer_than_its_length(kind: str) -> None:
    for text in hostile_texts(kind):
        started = time.process_time()
        for size in (10_000, 40_000):
            archive_prose((text * (size // len(text) + 1))[:size], heading_level=3)

        assert time.process_time() - started < 3, text[:80]


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "word " * 20_000, "[a](b " * 5_000, "1. " * 400 + "a", "\x03- " * 900]
)
def test_a_text_that_would_take_markdown_long_is_shown_as_it_was_typed(text: str) -> None:
    page = parse(text)
    shown, note = page.all(".//main/p")

    assert text_of(shown) == " ".join(text.replace("\x03", "").split())
    assert text_of(note) == "Shown as it was typed: it has too many marks to be laid out."
    assert plain_text(text, 10**6) == text_of(shown)


def test_a_long_text_with_links_and_lists_is_laid_out() -> None:
    page = parse(
        "".join(
            f"A line of some fifty letters, as people write them\n\n- [x](https://x.example/{n})\n\n"
            for n in range(90)
        )
    )

    assert len(page.all(".//main//li//a")) == 90


def test_no_real_description_is_shown_as_it_was_typed(real_snapshot: Path) -> None:
    texts = set()
    with Snapshot.readable(real_snapshot) as snapshot:
        for row in snapshot.dandisets():
            for version in snapshot.versions(row.identifier):
                metadata = json.loads(version.info)["metadata"]
                texts |= {metadata.get("description") or "", metadata.get("releaseNotes") or ""}

    assert len(texts) > 300
    assert [text for text in texts if "Shown as it was" in archive_prose(text, heading_level=3)] == []


def test_a_text_is_converted_once_for_all_that_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "A text that no other test has"
    converted = []
    convert = Markdown.convert

    def noting(self: Markdown, source: str) -> str:
        converted.append(source)
        return convert(self, source)

    monkeypatch.setattr(Markdown, "convert", noting)
    for longest in (160, 200, 220):
        plain_text(text, longest)
        archive_prose(text, heading_level=3)

    assert len(converted) == 2  # as a page has it, with the breaks of lines, and as lists have it


TOLD = [
    "jane&#64;lab.example",
    "jane@<b></b>lab.example",
    "jane`@`lab.example",
    "jane@**lab.example**",
    "jane@<script>x</script>lab.example",
    "jane@<i title='>'>lab.example</i>",
    "ja<i title='>'>ne@lab</i>.example",
    "jane@[lab](https://x.example/a(b)c).example",
    "jane@[lab][r].example\n\n[r]: https://x.example/",
    "![jane@](https://x.example/)lab.example",
    "![jane](https://x.example/)@lab.example",
    "<jane@lab.example>",
    "<jane@lab&#46;example>",
    "[me](mailto:jane%40lab.example)",
    "[me](mailto:jane)",
    "[me](mailto:a?bcc=jane%2540lab.example)",
    "<a href='mailto:jane&#37;40lab.example'>me</a>",
    "<a href='https://x.example/?jane%40lab.example'>me</a>",
    "<a title='jane&#64;lab.example' href='https://x.example/'>me</a>",
    "<th scope='jane@lab.example'>me",
    "| a | b |\n|---|---|\n| jane@ | lab.example |",
    "* jane@\\\nlab.example",
    "```\njane@\u200blab.example\n```",
    "jane\\@lab\\.example",
    "jane@\u200blab.example",
    "https://jane@lab.example/",
]


@pytest.mark.parametrize("text", TOLD)
def test_no_address_is_left_once_marks_and_entities_are_read(text: str) -> None:
    body = archive_prose(f"Ask {text} soon", heading_level=3)
    page = parse(f"Ask {text} soon")
    values = [value for element in page.main.iter() for value in element.attrib.values()]

    assert not [said for said in ("".join(page.main.itertext()), *values) if holds_email(said)]
    assert "mailto:" not in body
    assert not holds_email(plain_text(f"Ask {text} soon", 500))
    assert "Ask" in body


def test_what_held_an_address_between_its_marks_says_that_it_is_plain() -> None:
    page = parse("## Methods\n\nAsk jane@<script>x</script>lab.example & **co**")

    assert [text_of(part) for part in page.all(".//main/p")] == [
        "Methods",
        f"Ask {HIDDEN} & co",
        "Shown as plain text, since an e-mail address was hidden in it.",
    ]


def test_addresses_are_shown_where_the_settings_say_so() -> None:
    body = archive_prose("[me](mailto:jane@lab.example), joe@lab.example", heading_level=3, show_emails=True)

    assert '<a href="mailto:jane@lab.example"' in body
    assert "joe@lab.example" in body
    assert plain_text("joe@**lab.example**", 99, show_emails=True) == "joe@lab.example"
