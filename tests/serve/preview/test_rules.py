"""`_headers` and `_redirects`, read as static hosts read them."""

from __future__ import annotations

import pytest

from builder.serve.preview.rules import find_redirect, headers_for, parse_headers, parse_redirects


def headers(text: str, path: str) -> dict[str, str]:
    rules, mistakes = parse_headers(text)
    assert mistakes == ()
    return headers_for(rules, path)


def redirect(text: str, path: str, query: dict[str, str] | None = None, *, forced: bool = False):
    """(status, target) of the rule that fits, None if none does."""
    rules, mistakes = parse_redirects(text)
    assert mistakes == ()
    found = find_redirect(rules, path, query or {}, forced=forced)
    return found and (found[0].status, found[1])


def test_headers_of_a_path_apply_to_it_alone():
    text = "/about/\n  X-Frame-Options: DENY\n"
    assert headers(text, "/about/") == {"x-frame-options": "DENY"}
    assert headers(text, "/about/us/") == {}


def test_a_header_rule_ignores_the_slash_at_the_end():
    text = "/about\n  X-A: 1\n"
    assert headers(text, "/about/") == headers(text, "/about") == {"x-a": "1"}


@pytest.mark.parametrize(
    ("pattern", "fits", "fits_not"),
    [
        ("/*", ["/", "/a", "/a/b.html"], []),
        ("/dandiset/*", ["/dandiset/", "/dandiset", "/dandiset/000003/"], ["/dandisets/", "/x/dandiset/"]),
        ("/embed/*.js", ["/embed/catalog.js", "/embed/a/b.js"], ["/embed/catalog.css", "/catalog.js"]),
        ("/dandiset/:id/draft/", ["/dandiset/1/draft/"], ["/dandiset/1/2/draft/", "/dandiset//draft/"]),
        ("/", ["/"], ["/a"]),
        ("/a.b", ["/a.b"], ["/aXb"]),
        ("/caf%C3%A9/", ["/café/"], ["/cafe/"]),
        ("/:a/:a", ["/1/2"], ["/1"]),
    ],
)
def test_patterns_of_headers(pattern, fits, fits_not):
    for path in fits:
        assert headers(f"{pattern}\n  X-A: 1\n", path) == {"x-a": "1"}, path
    for path in fits_not:
        assert headers(f"{pattern}\n  X-A: 1\n", path) == {}, path


def test_rules_that_fit_together_join_their_values_whatever_the_case_of_the_name():
    text = "/*\n  Cache-Control: public\n  X-One: 1\n/a/*\n  cache-control: no-cache\n  X-Two: 2\n"
    assert headers(text, "/a/b") == {"cache-control": "public, no-cache", "x-one": "1", "x-two": "2"}


def test_a_header_given_twice_in_one_rule_is_joined():
    assert headers("/*\n  Vary: A\n  Vary: B\n", "/") == {"vary": "A, B"}


def test_a_value_keeps_its_colons_hashes_and_semicolons():
    link, policy = "<https://a.example/#x>; rel=me #1", "default-src 'none'; img-src data:"
    text = f"/*\n  Link: {link}\n  Content-Security-Policy: {policy}\n"
    assert headers(text, "/") == {"link": link, "content-security-policy": policy}


def test_comments_blank_lines_and_a_byte_order_mark_count_for_nothing():
    assert headers("\ufeff# first\n\n/*\n  # second\n  X-A: 1\r\n\n", "/") == {"x-a": "1"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  X-A: 1\n/*\n", "line 1: the header X-A stands before the first path"),
        ("/*\n  no colon\n", "line 2: neither a path"),
        ("/*\n  Bad Name: 1\n", "line 2: neither a path"),
        ("/*\n  Content-Length: 1\n", "line 2: the host sets Content-Length itself"),
        ("/*\n  X-A: café\n", "line 2: the value of X-A holds more than printable ASCII"),
    ],
)
def test_a_wrong_line_is_named_and_left_aside(text, said):
    rules, mistakes = parse_headers(text + "/ok\n  X-Ok: 1\n")
    assert len(mistakes) == 1
    assert mistakes[0].startswith(said)
    assert headers_for(rules, "/ok") == {"x-ok": "1"}


def test_a_redirect_is_permanent_unless_it_says_otherwise():
    assert redirect("/old /new\n", "/old") == (301, "/new")
    assert redirect("/old /new 302\n", "/old") == (302, "/new")


def test_the_first_rule_that_fits_decides():
    assert redirect("/a/* /first\n/a/b /second\n", "/a/b") == (301, "/first")
    assert redirect("/a/* /first\n/c /second\n", "/c") == (301, "/second")
    assert redirect("/a/* /first\n", "/c") is None


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/news/2004/01/story", "/blog/2004/01/story"),
        ("/news/", "/blog/"),
        ("/news", "/blog/"),
        ("/newsletter", None),
    ],
)
def test_a_splat_takes_what_follows(path, target):
    found = redirect("/news/* /blog/:splat\n", path)
    assert (found and found[1]) == target


def test_placeholders_take_a_segment_each():
    text = "/dandisets/:id/versions/:version /dandiset/:id/:version/ 301\n"
    assert redirect(text, "/dandisets/000003/versions/draft") == (301, "/dandiset/000003/draft/")
    assert redirect(text, "/dandisets/000003/versions/draft/") == (301, "/dandiset/000003/draft/")
    assert redirect(text, "/dandisets/000003/versions/draft/info") is None


def test_what_a_wildcard_took_is_encoded_for_the_address():
    assert redirect("/a/* /b/:splat\n", "/a/x y?#é/z") == (301, "/b/x%20y%3F%23%C3%A9/z")
    assert redirect("/a/:n /b?name=:n\n", "/a/x&y") == (301, "/b?name=x%26y")


def test_a_splat_never_becomes_a_host():
    assert redirect("/go/* /:splat\n", "/go//evil.example/") == (301, "/evil.example/")


def test_a_full_url_keeps_its_port_and_takes_the_splat():
    assert redirect("/s3/* https://a.example:8080/b/:splat 302\n", "/s3/k") == (302, "https://a.example:8080/b/k")


def test_a_name_that_nothing_took_stays():
    assert redirect("/a /b/:c\n", "/a") == (301, "/b/:c")


def test_only_forced_rules_win_over_files():
    text = "/a /plain\n/a /strong 302!\n"
    assert redirect(text, "/a", forced=True) == (302, "/strong")
    assert redirect(text, "/a", forced=False) == (301, "/plain")


def test_parameters_must_be_there_and_can_be_taken():
    text = "/store id=:id kind=book /books/:id 301\n/store /shop 301\n"
    assert redirect(text, "/store", {"id": "a/b", "kind": "book"}) == (301, "/books/a%2Fb")
    assert redirect(text, "/store", {"id": "7", "kind": "film"}) == (301, "/shop")
    assert redirect(text, "/store") == (301, "/shop")


@pytest.mark.parametrize("status", [200, 404, 301, 302, 303, 307, 308])
def test_statuses_that_hosts_know(status):
    assert redirect(f"/a /b {status}\n", "/a") == (status, "/b")


def test_a_comment_may_follow_a_rule():
    assert redirect("# all\n/a /b#part 302 # moved for a while\n", "/a") == (302, "/b#part")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/a", "/a leads nowhere"),
        ("a /b", "a is no path"),
        ("/a /b 500", "500 is not a status that hosts know"),
        ("/a /b soon", "soon is not a status"),
        ("/a oops /b", "oops is neither a target nor a parameter"),
        ("/a /b 301 Country=de", "the condition Country=de can't be judged here"),
        ("/*/x /b", "/*/x: a * may only stand after the last /"),
    ],
)
def test_a_wrong_rule_is_named_and_left_aside(line, said):
    rules, mistakes = parse_redirects(f"{line}\n/ok /fine\n")
    assert len(mistakes) == 1
    assert mistakes[0].startswith(f"line 1: {said}")
    assert [rule.source for rule in rules] == ["/ok"]
