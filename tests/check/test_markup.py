"""The check reads HTML as html5lib does, which is exact and slow."""

from __future__ import annotations

import pytest
from html5lib import HTMLParser

from builder.check.site.links import SiteFiles
from builder.check.site.page import check_page

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>T</title></head>
<body><main><h1>T</h1>{}</main></body></html>
"""

GOOD = (
    "<p>5 &lt; 6 &amp; 7 & 8</p>",
    "<P CLASS=a Title='b' hidden>x</P>",
    '<p title="a > b" id = x>x</p>',
    "<p>a<br>b<br/>c<img src=a.png alt=''><wbr></p>",
    "<table><caption>c</caption><tr><th scope=col>h</th></tr><tbody><tr><td><p>x</p></td></tr></tbody></table>",
    "<table><caption>c</caption><colgroup><col></colgroup><thead><tr><th scope=col>h</th></tr></thead></table>",
    "<dl><div><dt>a</dt><dd><p>b</p></dd></div></dl>",
    "<label>a <select><optgroup label=x><option>a</option></optgroup></select></label>",
    "<svg viewBox='0 0 9 9'><g><path d='M0'/><text>x</text></g><title>a</title></svg>",
    "<svg><foreignObject><p>x</p></foreignObject></svg>",
    "<math><mi>x</mi></math>",
    "<textarea aria-label=x><p>&amp;</textarea>",
    "<noscript><p>x</p></noscript><template><li>x</li></template>",
    "<!-- a - b > c --><p>&copy; &#169; &#xA9; &notin;</p>",
    "<p>\U0001f600 \u00a0 \u202f</p>",
    "<button type=button><b>x</b></button>",
    "<details><summary>a</summary><p>b</p></details>",
    "<blockquote><p>x</p></blockquote><pre><code>\n a &lt; b</code></pre>",
)

BAD = (
    "<p>5 < 6</p>",
    "<p>&nosuch; </p>",
    "<p>&copy x</p>",
    "<p>&#0;</p>",
    "<p>&#xD800;</p>",
    "<p>&#x9;&#128;</p>",
    "<p>&#65</p>",
    "<p>\x0b</p>",
    "<p>\x81</p>",
    "<p>\ufdd0</p>",
    "<p a=1 A=2>x</p>",
    '<p a="1"b="2">x</p>',
    "<p a=>x</p>",
    "<p a=b`c>x</p>",
    "<p =a>x</p>",
    '<p a"b>x</p>',
    "<p/>",
    "<p>x</p/>",
    "<p>x</p a=b>",
    "<p>x</></p>",
    "<?php x ?>",
    "<!x>",
    "<!--> x -->",
    "<!-- x --!>",
    "<![CDATA[x]]>",
    "x</p>",
    "<p><div>x</div></p>",
    "<p><ul><li>x</li></ul></p>",
    "<b><i>x</b></i>",
    "<a href=a><a href=b>x</a></a>",
    "<h2><h3>x</h3></h2>",
    "<button><button>x</button></button>",
    "<form><form></form></form>",
    "<table><p>x</p></table>",
    "<table><td>x</td></table>",
    "<td>x</td>",
    "<tr></tr>",
    "<caption>x</caption>",
    "<col>",
    "<br></br>",
    "<svg><p>x</p></svg>",
    "<html lang=en>",
    "<body>",
    "<head></head>",
    "<textarea aria-label=x>y",
    "<select aria-label=x><div>y</div></select>",
    "<nobr>x</b></nobr>",
)

UNTIDY = (
    "<p>x",
    "<ul><li>x</ul>",
    "<option>x",
    "<table><caption>c</caption>x</table>",
    "<table><caption>c</caption><tr>x<td>y</td></tr></table>",
    "<ul>x</ul>",
    "<dd>x</dd>",
)
"""What html5lib lets pass: end tags that are left out, text and elements in the wrong place."""


def errors(page: str) -> list[str]:
    parser = HTMLParser()
    parser.parse(page)
    return [code for _, code, _ in parser.errors]


def problems(page: str) -> list[str]:
    return [problem.what for problem in check_page("index.html", page, SiteFiles(["index.html", "a.png"])).problems]


@pytest.mark.parametrize("fragment", GOOD)
def test_what_html_allows_is_allowed(fragment: str) -> None:
    page = PAGE.format(fragment)

    assert errors(page) == []
    assert problems(page) == []


@pytest.mark.parametrize("fragment", BAD)
def test_what_html_calls_an_error_is_a_problem(fragment: str) -> None:
    page = PAGE.format(fragment)

    assert errors(page) != []
    assert problems(page) != []


@pytest.mark.parametrize("fragment", UNTIDY)
def test_the_check_wants_more_order_than_html(fragment: str) -> None:
    page = PAGE.format(fragment)

    assert errors(page) == []
    assert problems(page) != []


@pytest.mark.parametrize("text", ["<", "<!--", "<p a='", "<title>", "</main></body></html><p>x</p>", "<script>"])
def test_what_comes_at_the_end_is_no_way_out(text: str) -> None:
    assert problems(PAGE.format("") + text) != []


@pytest.mark.parametrize("page", ["", "\ufeff", "<p>x</p>", "<!-- a --><!-- b -->" * 5000, "<!doctype html>"])
def test_what_is_no_page_is_a_problem(page: str) -> None:
    assert problems(page) != []


def test_thousands_of_attributes_take_no_longer_than_they_should() -> None:
    attributes = " ".join(f"data-{number}='x'" for number in range(20_000))

    assert problems(PAGE.format(f"<p {attributes} =>x</p>")) != []
