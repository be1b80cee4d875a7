"""What is left of a text after cleaning stands where HTML lets it stand."""

from __future__ import annotations

import random

import pytest

from builder.check.site.links import SiteFiles
from builder.check.site.page import check_page
from builder.site.prose.render import archive_prose, plain_text
from support.sites.pages import Html, text_of

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>T</title></head>
<body><main><h1>T</h1><h2>D</h2><div class="prose">{}</div></main></body></html>
"""

MISPLACED = {
    "<p><button><p>b</p></button></p>": "<p>b</p>",
    "<p>a<object><p>b</p><p>c</p></object></p>": "<p>abc</p>",
    "<h1>a<marquee><h2>b</h2></marquee></h1>": "<h3>ab</h3>",
    "<pre><p>x</p></pre>": "<pre>x</pre>",
    "<li>a</li><li>b</li>": "ab",
    "<dt>a</dt><dd>b</dd>": "ab",
    "<ul>a<p>b</p><li>c</li>d</ul>": "<ul><li>a<p>b</p></li><li>c</li><li>d</li></ul>",
    "<ul><ul><li>a</li></ul></ul>": "<ul><li><ul><li>a</li></ul></li></ul>",
    "<dl>a<dt>b</dt></dl>": "<dl><dd>a</dd><dt>b</dt></dl>",
    "<h1></h1># a": "<h3>a</h3>",
    "# \n\n## b\n\n# ![](x)\n\n### c": "<h3>b</h3><h4>c</h4>",
    "a [](https://example.org/) b": "<p>ab</p>",
    "<table><caption> </caption><tr><td>a</td></tr></table>": "<table><tbody><tr><td>a</td></tr></tbody></table>",
    "a&#xFFFE;b&#xFDD0;c&#x1FFFF;d": "<p>abcd</p>",
}
"""Text -> the HTML that is made of it, without blanks."""

TAGS = (
    *(
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "a",
        "b",
        "em",
    ),
    *(
        "code",
        "img",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "caption",
        "col",
        "button",
        "object",
        "svg",
    ),
    *("marquee", "math", "foreignObject", "desc", "template", "select", "option", "form", "div", "span", "details"),
)
BITS = (
    *("word", " ", "\n", "\n\n", "# ", "- ", "> ", "1. ", "|a|b|\n|-|-|\n|c|", "`", "**", "[a](https://a.example)"),
    *("![i](https://a.example/i.png)", "![](x)", "https://b.example/x", "<!--", "-->", "&#xfffe;", "&amp;", "&lt;"),
    *("\u200b", "&nbsp;", "    ", "```\n", "<", "/>"),
)


def problems(text: str) -> list[str]:
    """What the check finds wrong with a page of this text."""
    page = PAGE.format(archive_prose(text, heading_level=3))
    return [problem.what for problem in check_page("index.html", page, SiteFiles(["index.html"])).problems]


def random_text(chance: random.Random) -> str:
    return "".join(
        chance.choice(
            (
                f"<{chance.choice(TAGS)}{chance.choice(('', ' href=https://a.example/', ' src=https://a.example/i'))}>",
                f"</{chance.choice(TAGS)}>",
                chance.choice(BITS),
            )
        )
        for _ in range(chance.randint(1, 16))
    )


@pytest.mark.parametrize(("text", "shown"), MISPLACED.items())
def test_what_cleaning_leaves_in_the_wrong_place_is_put_right(text: str, shown: str) -> None:
    assert "".join(archive_prose(text, heading_level=3).split()) == shown
    assert problems(text) == []


def test_no_mixture_of_tags_makes_html_that_is_wrong() -> None:
    chance = random.Random(11)
    texts = [random_text(chance) for _ in range(3_000)]

    assert [(text, found) for text in texts if (found := problems(text))] == []


def test_no_word_is_lost_in_putting_right() -> None:
    chance = random.Random(12)
    for _ in range(1_000):
        words = [f"w{number}" for number in range(8)]
        tags = [f"<{chance.choice(('', '/'))}{chance.choice(TAGS[:24])}>" for _ in words]
        text = "".join(tag + word for tag, word in zip(tags, words, strict=True))
        shown = text_of(Html(PAGE.format(archive_prose(text, heading_level=3))).one(".//div"))

        assert set(words) <= set(shown.replace("w", " w").split()), text


@pytest.mark.parametrize(
    "text",
    ["", " \n", "<!-- x -->", "<br>", "<hr>", "# ", "![]()", "[](https://a.example)", "\u200b", "&nbsp;", "<p></p>"],
)
def test_a_text_without_words_is_empty(text: str) -> None:
    assert archive_prose(text, heading_level=3) == ""


def test_elements_within_each_other_without_end_are_shown_without_most_of_them() -> None:
    shown = archive_prose("<blockquote>" * 500 + "deep", heading_level=3)

    assert shown.count("<blockquote>") <= 40
    assert "deep" in shown
    assert problems("<blockquote>" * 500 + "deep") == []


def test_a_summary_holds_no_character_that_html_forbids() -> None:
    assert plain_text("a&#xFFFE;b&#xFDD0;c", 80) == "abc"
