"""Addresses, the plan of a site, and the rules for its host."""

from __future__ import annotations

import pytest

from builder.site.frame import addresses
from builder.site.pipeline.host_rules import POLICY, headers_file, redirects_file
from builder.site.pipeline.plan import awkward_addresses


@pytest.mark.parametrize(
    ("slug", "address"),
    [
        ("about", "about/index.html"),
        ("help/index", "help/index.html"),
        ("help/find", "help/find/index.html"),
        ("a/b/index", "a/b/index.html"),
    ],
)
def test_a_content_page_lies_where_its_file_says(slug: str, address: str) -> None:
    assert addresses.content(slug) == address


@pytest.mark.parametrize(
    ("target", "source", "link"),
    [
        ("index.html", "index.html", "index.html"),
        ("static/site.css", "index.html", "static/site.css"),
        ("index.html", "dandiset/000003/draft/index.html", "../../../index.html"),
        ("dandiset/000003/draft/files/index.html", "dandiset/000003/index.html", "draft/files/index.html"),
    ],
)
def test_links_are_relative_and_name_files(target: str, source: str, link: str) -> None:
    assert addresses.relative(target, source) == link


def test_first_pages_have_the_folders_own_address() -> None:
    assert addresses.files("000003", "draft") == "dandiset/000003/draft/files/index.html"
    assert addresses.dandisets(2) == "dandiset/page-2/index.html"


LEAVING = ("", "/", ".", "..", "/a.html", "../a.html", "a/../../b.html", "a//b.html", "a/./b.html", "a/", "a/..")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (["a/b.html", "a/c.html"], None),
        (["dandiset/000003/draft/CITATION.cff", "dandiset/000003/draft/citation.bib"], None),
        (["a b/index.html"], "a b/index.html: names may hold"),
        (["é.html"], "é.html: names may hold"),
        (["a:b.html"], "a:b.html: names may hold"),
        ([f"{'a' * 101}/index.html"], "100 characters at most"),
        *(([address], f"{address}: an address may have no part that is empty") for address in LEAVING),
        (["About/index.html", "about/index.html"], "only by case"),
        (["about/index.html", "about/index.html"], "about/index.html: two pages or files want this place"),
    ],
)
def test_names_that_some_disk_or_host_would_mix_up_are_told(files: list[str], told: str | None) -> None:
    found = awkward_addresses(files)

    assert bool(found) == bool(told)
    assert (told or "") in "".join(found)


def rules(folders: list[str]) -> dict[str, dict[str, str]]:
    """Path of each rule -> its headers."""
    found: dict[str, dict[str, str]] = {}
    for line in headers_file(folders).splitlines():
        if not line.startswith(" "):
            path = line
            assert path not in found
            found[path] = {}
        else:
            name, _, value = line.strip().partition(": ")
            found[path][name] = value
    return found


def test_every_folder_of_pages_forbids_framing() -> None:
    found = rules(["dandiset", "help", "about"])

    for path in ("/", "/index.html", "/404.html", "/dandiset/*", "/help/*", "/about/*"):
        assert found[path]["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in found[path]["Content-Security-Policy"]


def test_no_two_rules_set_one_header_of_an_address() -> None:
    found = rules(["dandiset", "help", "about"])
    tops = [path.removesuffix("*") for path in found if path.endswith("/*")]
    pairs = [(path, f"{top}*") for path in found for top in tops if path.startswith(top) and path != f"{top}*"]

    assert "/*" not in found
    assert pairs
    assert [pair for pair in pairs if found[pair[0]].keys() & found[pair[1]].keys()] == []


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = dict(part.strip().partition(" ")[::2] for part in POLICY.split(";"))

    assert policy["default-src"] == "'none'"
    assert "unsafe" not in POLICY
    assert set(" ".join(policy.values()).split()) == {"'none'", "'self'"}


def test_addresses_of_the_api_lead_to_pages() -> None:
    assert redirects_file().splitlines() == [
        "/dandisets/:id /dandiset/:id/ 301",
        "/dandisets/:id/versions/:version /dandiset/:id/:version/ 301",
    ]
