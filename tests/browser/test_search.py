"""Search on the home page in a browser: served under the host's headers, and from disk."""

from __future__ import annotations

import re
import shutil
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from builder.sample.demo import Demo
from builder.serve import create_preview, in_background
from builder.settings import Settings
from builder.snapshot import Snapshot
from builder.snapshot.loading import load_assets
from support.browsers.search_page import HOME, MOUSE, box, facet, hits, open_filters, title
from support.browsers.visiting import Visitor, problems_of_looks, visiting, visiting_again
from support.sites.pages import in_site

pytest_plugins = ["support.sites.fixtures", "support.browsers.home_fixtures"]


def found(page: Page) -> int:
    """How many dandisets the line above the hits tells of."""
    expect(title(page)).to_have_text(re.compile(r"dandiset"))
    numbers = re.findall(r"(\d+)\s(?:dandiset|with some)", title(page).inner_text())
    return sum(map(int, numbers))


def ask(page: Page, hash_: str) -> None:
    page.evaluate("hash => { location.hash = hash }", hash_)
    expect(title(page)).to_have_text(re.compile(r"dandiset"))
    page.wait_for_timeout(50)


def test_typing_finds_and_hides_the_rest_of_the_page(visitor: Visitor) -> None:
    page = visitor.open(HOME)
    expect(page.get_by_role("heading", name="Recently updated")).to_be_visible()
    box(page).fill("hippocampal granule")

    expect(hits(page).first).to_have_text("000003")
    expect(page.locator(".hit mark").first).to_be_visible()
    expect(page.get_by_role("heading", name="Recently updated")).to_be_hidden()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+\sdandiset"))
    expect(page.locator(".hit").first.locator(".hit__snippet")).not_to_be_empty()


def test_an_identifier_is_opened_by_enter(visitor: Visitor) -> None:
    page = visitor.open(HOME)
    box(page).fill("000003")
    expect(hits(page).first).to_have_text("000003")
    box(page).press("Enter")

    page.wait_for_url(re.compile("dandiset/000003/"))


def test_nothing_is_loaded_before_the_reader_touches_the_search(visitor: Visitor, site: Path) -> None:
    page = visitor.open(HOME)
    page.wait_for_load_state("networkidle")
    assert [url for url in visitor.asked if "/search/" in url] == []
    with page.expect_request(lambda request: "/search/list." in request.url):
        box(page).focus()
    page.wait_for_load_state("networkidle")

    loaded = [url.partition("/search/")[2] for url in visitor.asked if "/search/" in url]
    assert loaded == [in_site(site, "search/list.js").removeprefix("search/")]


def test_search_works_under_a_sub_path(browser: Browser, site: Path, tmp_path: Path) -> None:
    inside = tmp_path / "sub" / "path"
    for folder in ("static", "search"):
        shutil.copytree(site / folder, inside / folder)
    for name in (HOME, "current.js"):
        shutil.copy(site / name, inside)
    with in_background(create_preview(tmp_path)) as url, visiting(browser, f"{url}/sub/path") as visitor:
        page = visitor.page
        page.goto(f"{url}/sub/path/index.html?q=hippocampal+granule")

        expect(hits(page).first).to_have_text("000003")


def test_only_the_home_page_has_the_engine(visitor: Visitor) -> None:
    visitor.open("dandiset/000003/index.html").wait_for_load_state("networkidle")

    assert [url for url in visitor.asked if "static/search" in url or "/search/" in url] == []


def test_the_header_of_other_pages_leads_to_results(visitor: Visitor) -> None:
    page = visitor.open("dandiset/000003/index.html")
    small = page.get_by_role("searchbox", name="Search dandisets")
    small.fill("hippocampal granule")
    small.press("Enter")

    expect(hits(page).first).to_have_text("000003")
    assert page.url.endswith("#q=hippocampal+granule")
    expect(box(page)).to_have_value("hippocampal granule")


def test_facets_narrow_by_or_inside_and_by_and_between(page: Page) -> None:
    ask(page, "all=1")
    everything = found(page)
    species = facet(page, "species").get_by_role("checkbox")
    species.nth(0).check()
    expect(page.locator(".active__chip")).to_have_count(1)
    first = found(page)
    assert 0 < first < everything
    expect(facet(page, "species").locator(".facet__count").first).to_have_text(str(first))

    species.nth(1).check()
    expect(page.locator(".active__chip")).to_have_count(2)
    both = found(page)
    assert first < both <= everything

    approach = facet(page, "approach")
    approach.get_by_role("checkbox").first.check()
    expect(page.locator(".active__chip")).to_have_count(3)
    assert found(page) <= both

    page.locator(".active__chip").first.click()
    expect(page.locator(".active__chip")).to_have_count(2)


def test_a_long_facet_is_loaded_when_it_is_opened(tab: Page, home: str) -> None:
    with visiting_again(tab, home) as visitor:
        page = visitor.open(f"{HOME}#all=1")
        expect(title(page)).to_contain_text("dandisets")
        assert not any("facet-keyword" in url for url in visitor.asked)
        facet(page, "keyword").locator("summary").click()

        expect(facet(page, "keyword").get_by_role("checkbox").first).to_be_visible()
        assert any("facet-keyword" in url for url in visitor.asked)


def test_a_long_facet_is_searched(page: Page) -> None:
    ask(page, "all=1")
    people = facet(page, "contributor")
    people.locator("summary").click()
    expect(people.get_by_role("checkbox")).to_have_count(8)
    people.get_by_role("searchbox").fill("buzsaki")

    expect(people.locator(".facet__label").first).to_contain_text("Buzsáki")
    expect(people.get_by_role("checkbox")).to_have_count(1)


def test_ranges_narrow(page: Page) -> None:
    ask(page, "all=1")
    everything = found(page)
    facet(page, "year").locator("summary").click()
    page.get_by_label("Year of publication, from").fill("2020")
    page.get_by_label("Year of publication, from").blur()
    expect(page.locator(".active__chip")).to_contain_text("Year of publication: from 2020")

    assert found(page) < everything
    assert page.url.endswith("#year=2020-")


def test_sorting(page: Page) -> None:
    ask(page, "all=1")
    page.get_by_label("Sort by").select_option("name")
    expect(page).to_have_url(re.compile("sort=name"))
    page.wait_for_timeout(100)
    titles = [text.casefold() for text in page.locator(".hit__title").all_inner_texts()]
    letters = [text for text in titles if text[:1].isascii() and text[:1].isalpha()]

    assert letters == sorted(letters, key=lambda text: text[:1])


def test_a_shared_address_shows_the_same(tab: Page, home: str) -> None:
    with visiting_again(tab, home) as visitor:
        page = visitor.open(f"{HOME}#q=neurons&species={MOUSE}&sort=newest&year=-2030")
        expect(title(page)).to_contain_text("dandiset")

        expect(box(page)).to_have_value("neurons")
        expect(page.get_by_label("Sort by")).to_have_value("newest")
        expect(page.locator(".active__chip")).to_have_count(2)
        expect(facet(page, "species").locator(f"input[value={MOUSE}]")).to_be_checked()
        expect(page.get_by_label("Year of publication, to")).to_have_value("2030")


def test_back_undoes_a_step(visitor: Visitor) -> None:
    page = visitor.open(HOME)
    box(page).press_sequentially("mouse")
    expect(title(page)).to_contain_text("dandiset")
    page.locator(".facet[data-facet=species]").get_by_role("checkbox").first.check()
    expect(page.locator(".active__chip")).to_have_count(1)

    page.go_back()
    expect(page.locator(".active__chip")).to_have_count(0)
    expect(box(page)).to_have_value("mouse")
    page.go_back()
    expect(page.locator("#results")).to_be_hidden()
    expect(box(page)).to_have_value("")
    page.go_forward()
    expect(box(page)).to_have_value("mouse")
    expect(page.locator("#results")).to_be_visible()


def test_keys(page: Page) -> None:
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.type("mouse")
    expect(hits(page).nth(1)).to_be_visible()
    links = page.locator(".hit__title a")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    identifier = hits(page).first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"dandiset/{identifier}/"))


def test_escape_clears_the_words_then_the_filters(page: Page) -> None:
    ask(page, f"q=mouse&species={MOUSE}")
    box(page).press("Escape")
    expect(box(page)).to_have_value("")
    expect(page.locator(".active__chip")).to_have_count(1)
    box(page).press("Escape")
    expect(page.locator("#results")).to_be_hidden()
    expect(page.get_by_role("heading", name="Recently updated")).to_be_visible()


def test_more_are_shown_on_demand(page: Page) -> None:
    ask(page, "all=1")
    assert found(page) > 20
    expect(hits(page)).to_have_count(20)
    page.get_by_role("button", name="Show more", exact=True).click()

    expect(hits(page)).to_have_count(min(40, found(page)))
    expect(page.locator(".hit__title a").nth(20)).to_be_focused()


def test_texts_of_hits_below_come_when_somebody_scrolls(tab: Page, home: str) -> None:
    with visiting_again(tab, home) as visitor:
        page = visitor.open(f"{HOME}#all=1")
        expect(page.locator(".hit__snippet").first).not_to_be_empty()
        page.wait_for_timeout(300)
        before = [url for url in visitor.asked if "/texts-" in url]
        page.mouse.wheel(0, 300)
        expect(page.locator(".hit__snippet:not(:empty)").nth(12)).to_be_attached()
        after = [url for url in visitor.asked if "/texts-" in url]

    assert 0 < len(before) < len(after)


def test_search_works_where_the_address_may_not_change(tab: Page, home: str) -> None:
    with visiting_again(tab, home) as visitor:
        page = visitor.open(HOME)
        page.evaluate("() => { history.pushState = history.replaceState = () => { throw new Error('forbidden'); }; }")
        box(page).fill("hippocampal granule")
        expect(hits(page).first).to_have_text("000003")
        page.wait_for_timeout(400)
        expect(hits(page).first).to_have_text("000003")
        assert all("address can't be shown" in text for text in visitor.said)
        visitor.said.clear()


def test_the_name_of_a_file_finds_what_holds_it(visitor: Visitor, demo: Demo) -> None:
    with Snapshot.readable(demo.snapshot) as snapshot:
        asset = next(iter(load_assets(snapshot, "000003", "draft", Settings())))
    page = visitor.open(HOME)
    box(page).fill(asset.path)

    expect(hits(page).first).to_have_text("000003")
    expect(page.locator(".hit__holds").first).to_contain_text("Holds a file")


def test_a_typo_is_told(page: Page) -> None:
    ask(page, "q=hippocampsu")
    page.get_by_role("link", name="hippocampus").first.click()

    expect(box(page)).to_have_value(re.compile("hippocamp"))


def test_nothing_found_helps(page: Page) -> None:
    ask(page, f"q=zzzqqqxx&species={MOUSE}")
    expect(title(page)).to_have_text("No dandiset found")
    expect(page.get_by_role("link", name="all dandisets").last).to_be_visible()
    page.get_by_role("button", name="Search without filters").click()

    expect(page.locator(".active__chip")).to_have_count(0)


def test_hostile_words_stay_words(visitor: Visitor) -> None:
    page = visitor.open(f"{HOME}#q=%3Cimg%20src=x%20onerror=alert(1)%3E&species=%3Cb%3E&%3Cb%3E=1&sort=x&year=a-b")
    expect(title(page)).to_contain_text("dandiset")

    expect(page.locator("#results img, #results b")).to_have_count(0)


def test_a_link_to_a_place_on_the_page_is_no_query(visitor: Visitor) -> None:
    page = visitor.open(f"{HOME}#q=mouse")
    expect(title(page)).to_contain_text("dandiset")
    page.keyboard.press("Tab")
    page.evaluate("location.hash = 'main'")

    expect(page.locator("#results")).to_be_visible()


def test_an_older_answer_never_replaces_a_newer_one(page: Page) -> None:
    box(page).press_sequentially("hippocampal granule", delay=1)
    expect(hits(page).first).to_have_text("000003")
    page.wait_for_timeout(300)

    expect(hits(page).first).to_have_text("000003")
    expect(page).to_have_url(re.compile(r"#q=hippocampal\+granule$"))


def test_without_the_index_the_page_says_so(tab: Page, site_server: str) -> None:
    with visiting_again(tab, site_server) as visitor:
        visitor.page.route("**/search/list.*.js", lambda route: route.abort())
        page = visitor.open(HOME)
        box(page).fill("mouse")
        expect(title(page)).to_have_text("The search could not be loaded")
        visitor.said.clear()


def test_without_scripts_the_form_says_what_to_do(browser: Browser, home: str) -> None:
    with visiting(browser, home, scripts=False) as visitor:
        page = visitor.open(HOME)
        expect(page.get_by_text("Searching needs JavaScript")).to_be_visible()
        expect(page.locator(".search__examples")).to_be_hidden()
        page.locator(".search__hint").get_by_role("link", name="browse").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Browse")


def test_examples_find_something(page: Page) -> None:
    for example in page.locator(".search__examples a:not(.search__all)").all():
        page.evaluate("hash => { location.hash = hash }", example.get_attribute("href"))
        page.wait_for_timeout(150)
        expect(title(page)).to_have_text(re.compile(r"[1-9]\d*\sdandiset"))


@pytest.mark.parametrize("state", ["q=mouse", f"q=zzzqqqxx&species={MOUSE}", "all=1&sort=size"])
def test_axe_finds_nothing_among_results_and_they_fit(tab: Page, site_server: str, state: str) -> None:
    with visiting_again(tab, site_server) as visitor:
        page = visitor.open(f"{HOME}#{state}")
        expect(title(page)).to_contain_text("dandiset")
        page.wait_for_timeout(300)

        assert problems_of_looks(page, partial(open_filters, page)) == []
