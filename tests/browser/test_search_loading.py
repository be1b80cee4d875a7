"""Search on the home page while what it loads is slow, and where it doesn't come."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from builder.sample.demo import Demo
from builder.settings import Settings
from builder.snapshot import Snapshot
from builder.snapshot.loading import load_assets
from support.browsers.late_pieces import FAULTS, HEARD, Late, each_fault, faulty, visiting_badly
from support.browsers.search_page import HOME, MOUSE, box, facet, hits, open_filters, title
from support.browsers.visiting import Visitor, problems_of_looks

pytest_plugins = ["support.sites.fixtures", "support.browsers.home_fixtures"]

GRANULE = "hippocampal granule"
LOADING = "Loading …"
FAILED = "The search could not be loaded"


PIECES = {
    "list": ("**/search/list.*.js*", GRANULE, "The list of dandisets could not be loaded"),
    "words": ("**/search/terms-*.js*", GRANULE, "A part of the index could not be loaded"),
    "texts": ("**/search/texts-*.js*", '"optogenetic tagging"', "A part of the texts could not be loaded"),
}
"""Scripts without which there is no answer: where they lie, a query that needs them, and what is said."""
CURRENT = "**/current.js*"


@pytest.fixture
def visitor(tab: Page, site_server: str) -> Iterator[Visitor]:
    with visiting_badly(tab, site_server) as visitor:
        yield visitor


@pytest.fixture
def page(visitor: Visitor) -> Page:
    return visitor.open(HOME)


def links(page: Page) -> Locator:
    """All that looks like a hit."""
    return page.locator("#results .hit a")


def again(page: Page) -> Locator:
    return page.get_by_role("button", name="Try again")


# -- slow -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("piece", PIECES)
def test_no_hit_is_shown_before_its_title_is_known(page: Page, piece: str) -> None:
    where, query, _ = PIECES[piece]
    late = Late()
    page.route(where, late)
    box(page).fill(query)
    expect(title(page)).to_have_text(LOADING)
    expect(links(page).filter(visible=True)).to_have_count(0)
    expect(page.locator("#results")).to_have_attribute("aria-busy", "true")
    late.let_go()

    expect(hits(page).first).to_have_text("000003")
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
    assert "Title" not in links(page).all_inner_texts()


def test_loading_is_announced_once_and_then_what_was_found(page: Page) -> None:
    page.evaluate(HEARD)
    late = Late()
    page.route("**/search/terms-*.js*", late)
    box(page).press_sequentially("granule", delay=30)
    expect(page.get_by_role("status")).to_have_text(LOADING)
    box(page).press_sequentially("s")
    page.wait_for_timeout(1300)
    assert page.evaluate("heard") == [LOADING]
    late.let_go()
    expect(page.get_by_role("status")).to_have_text(re.compile("for granules$"))

    assert len(page.evaluate("heard")) == 2


def test_what_comes_soon_is_not_said_to_be_loading(page: Page) -> None:
    page.evaluate(HEARD)
    box(page).fill(GRANULE)
    expect(page.get_by_role("status")).to_have_text(re.compile(f"for {GRANULE}$"))

    assert LOADING not in page.evaluate("heard")


def test_a_search_that_is_given_up_is_not_said_to_be_loading(page: Page) -> None:
    page.route("**/search/terms-*.js*", Late())
    box(page).fill(GRANULE)
    expect(page.get_by_role("status")).to_have_text(LOADING)
    box(page).fill("")

    expect(page.get_by_role("status")).to_have_text("")
    expect(page.locator("#results")).to_be_hidden()


def test_hits_of_another_query_are_out_of_reach_while_the_next_ones_are_loaded(page: Page) -> None:
    box(page).fill("songbird")
    expect(hits(page).first).to_be_visible()
    late = Late()
    page.route("**/search/terms-*.js*", late)
    box(page).fill(GRANULE)
    expect(title(page)).to_have_text(LOADING)

    expect(page.locator("[data-search-found]")).to_have_js_property("inert", True)
    page.keyboard.press("ArrowDown")
    expect(box(page)).to_be_focused()
    expect(page.locator(".facet__count").filter(visible=True)).to_have_count(0)
    late.let_go()

    expect(hits(page).first).to_have_text("000003")
    page.keyboard.press("ArrowDown")
    expect(links(page).first).to_be_focused()


def test_an_older_question_that_is_slow_says_nothing_of_the_newer_one(page: Page) -> None:
    box(page).fill("mouse")
    expect(hits(page).first).to_be_visible()
    late = Late()
    page.route("**/search/terms-*.js*", late)
    box(page).fill(GRANULE)
    page.wait_for_timeout(50)
    box(page).fill("mouse")
    expect(title(page)).to_have_text(re.compile("dandiset"))
    page.wait_for_timeout(400)

    expect(title(page)).to_have_text(re.compile("dandiset"))
    expect(links(page).first).to_be_visible()


# -- what did not come ----------------------------------------------------------------------------------------------


@each_fault
@pytest.mark.parametrize("piece", PIECES)
def test_what_did_not_come_is_told_and_may_be_asked_for_again(page: Page, piece: str, fault: str) -> None:
    where, query, told = PIECES[piece]
    with faulty(page, where, FAULTS[fault]):
        box(page).fill(query)
        expect(title(page)).to_have_text(FAILED)
        expect(page.locator(".results__message")).to_contain_text(told)
        expect(page.get_by_role("status")).to_have_text(re.compile(told))
        expect(links(page).filter(visible=True)).to_have_count(0)
        expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
        again(page).click()
        expect(title(page)).to_have_text(FAILED)
    again(page).click()

    expect(hits(page).first).to_have_text("000003")
    expect(again(page)).to_have_count(0)
    expect(page.locator(".results__message")).to_have_count(0)


def test_no_hit_of_an_older_query_stands_under_one_that_failed(page: Page) -> None:
    box(page).fill("songbird")
    expect(hits(page).first).to_be_visible()
    with faulty(page, "**/search/terms-*.js*", FAULTS["offline"]):
        box(page).fill(GRANULE)
        expect(title(page)).to_have_text(FAILED)

        expect(links(page).filter(visible=True)).to_have_count(0)
        expect(page.locator(".facet__count").filter(visible=True)).to_have_count(0)
        expect(page.get_by_role("button", name="Show more")).to_be_hidden()
        box(page).fill("songbird")
        expect(hits(page).first).to_be_visible()
        expect(again(page)).to_have_count(0)


def test_a_filter_that_could_not_be_loaded_can_be_taken_away(page: Page) -> None:
    box(page).fill("mouse")
    expect(hits(page).first).to_be_visible()
    with faulty(page, "**/search/facet-keyword.*", FAULTS["offline"]):
        page.evaluate("location.hash = 'q=mouse&keyword=hippocampus'")
        expect(title(page)).to_have_text(FAILED)
        expect(page.locator(".results__message")).to_contain_text("The values of Keyword could not be loaded")
        page.get_by_role("button", name=re.compile("Remove the filter")).click()

        expect(hits(page).first).to_be_visible()


def test_the_keyboard_stays_at_the_results_when_they_are_asked_for_again(page: Page) -> None:
    with faulty(page, "**/search/terms-*.js*", FAULTS["offline"]):
        box(page).fill(GRANULE)
        again(page).focus()
    page.keyboard.press("Enter")

    expect(hits(page).first).to_have_text("000003")
    expect(title(page)).to_be_focused()


@each_fault
@pytest.mark.parametrize("name", ["site", "search"])
def test_without_one_of_the_pages_scripts_the_form_says_what_to_do(visitor: Visitor, name: str, fault: str) -> None:
    visitor.page.route(f"**/static/{name}.*.js", FAULTS[fault])
    page = visitor.open(HOME)

    expect(page.get_by_text("Searching needs JavaScript")).to_be_visible()
    expect(page.locator(".search__examples")).to_be_hidden()


# -- what a search can do without -----------------------------------------------------------------------------------


@each_fault
def test_hits_stay_where_their_texts_did_not_come(page: Page, fault: str) -> None:
    with faulty(page, "**/search/texts-*.js*", FAULTS[fault]):
        box(page).fill(GRANULE)
        told = page.locator(".results__message")
        expect(told).to_contain_text("The texts of these dandisets could not be loaded")

        expect(hits(page).first).to_have_text("000003")
        expect(title(page)).to_have_text(re.compile("dandiset"))
    again(page).click()

    expect(page.locator(".hit").first.locator(".hit__snippet")).not_to_be_empty()
    expect(told).to_have_count(0)


@each_fault
def test_words_are_found_where_names_of_files_did_not_come(page: Page, demo: Demo, fault: str) -> None:
    with Snapshot.readable(demo.snapshot) as snapshot:
        asset = next(iter(load_assets(snapshot, "000003", "draft", Settings())))
    with faulty(page, "**/search/files-*.js*", FAULTS[fault]):
        box(page).fill(asset.path)
        told = page.locator(".results__message")
        expect(told).to_contain_text("Names of files could not be loaded")
        expect(title(page)).to_have_text(re.compile("dandiset"))
    again(page).click()

    expect(hits(page).first).to_have_text("000003")
    expect(page.locator(".hit__holds").first).to_contain_text("Holds a file")
    expect(told).to_have_count(0)


@each_fault
def test_hits_stay_where_the_values_of_a_facet_did_not_come(page: Page, fault: str) -> None:
    keyword = facet(page, "keyword")
    box(page).fill("mouse")
    expect(hits(page).first).to_be_visible()
    before = title(page).inner_text()
    with faulty(page, "**/search/facet-keyword.*", FAULTS[fault]):
        keyword.locator("summary").click()
        expect(keyword.locator(".facet__note")).to_contain_text("could not be loaded")
        expect(page.get_by_role("status")).to_have_text(re.compile("The values of Keyword could not be loaded"))

        expect(hits(page).first).to_be_visible()
        expect(title(page)).to_have_text(before)
    keyword.get_by_role("button", name="Try again").click()

    expect(keyword.get_by_role("checkbox").first).to_be_visible()
    expect(keyword.locator(".facet__note")).to_be_hidden()


def test_a_facet_that_is_slow_says_so_and_leaves_the_hits(page: Page) -> None:
    box(page).fill("mouse")
    expect(hits(page).first).to_be_visible()
    late = Late()
    page.route("**/search/facet-keyword.*", late)
    facet(page, "keyword").locator("summary").click()
    expect(facet(page, "keyword").locator(".facet__note")).to_have_text(LOADING)
    page.wait_for_timeout(400)
    expect(links(page).first).to_be_visible()
    expect(title(page)).to_have_text(re.compile("dandiset"))
    late.let_go()

    expect(facet(page, "keyword").get_by_role("checkbox").first).to_be_visible()


# -- an index of another day ----------------------------------------------------------------------------------------


def of_another_day(route: Route) -> None:
    """What is published now has another list."""
    rewrite(route, r'"list\.[0-9a-z]+"', '"list.later"')


def of_another_program(route: Route) -> None:
    rewrite(route, r'"format":\d+', '"format":0')


def rewrite(route: Route, pattern: str, text: str) -> None:
    answer = route.fetch()
    body = re.sub(pattern, text, answer.text())
    route.fulfill(response=answer, headers=answer.headers | {"cache-control": "no-store"}, body=body)


@contextmanager
def published_anew(page: Page, where: str) -> Iterator[None]:
    """The scripts that the page goes by are gone."""
    with faulty(page, where, FAULTS["not there"]), faulty(page, CURRENT, of_another_day):
        yield


@pytest.mark.parametrize("piece", ["words", "texts"])
def test_a_page_whose_index_is_gone_says_so(page: Page, piece: str) -> None:
    where, query, _ = PIECES[piece]
    with published_anew(page, where):
        box(page).fill(query)
        expect(title(page)).to_have_text("The catalog was updated meanwhile")
        expect(links(page).filter(visible=True)).to_have_count(0)
    page.get_by_role("button", name="Load the page again").click()

    expect(hits(page).first).to_have_text("000003")


def test_texts_that_are_gone_are_told_although_hits_are_there(page: Page) -> None:
    with published_anew(page, "**/search/texts-*.js*"):
        box(page).fill(GRANULE)

        expect(title(page)).to_have_text("The catalog was updated meanwhile")
        expect(links(page).filter(visible=True)).to_have_count(0)


def test_a_page_that_is_older_than_the_program_that_made_the_index_says_so(visitor: Visitor) -> None:
    with faulty(visitor.page, CURRENT, of_another_program):
        page = visitor.open(HOME)
        box(page).fill(GRANULE)
        expect(title(page)).to_have_text("The catalog was updated meanwhile")
    page.get_by_role("button", name="Load the page again").click()

    expect(hits(page).first).to_have_text("000003")


@each_fault
def test_the_script_that_names_the_list_may_be_asked_for_again(visitor: Visitor, fault: str) -> None:
    with faulty(visitor.page, CURRENT, FAULTS[fault]):
        page = visitor.open(HOME)
        box(page).fill(GRANULE)
        expect(title(page)).to_have_text(FAILED)
        expect(page.locator(".results__message")).to_contain_text("The list of dandisets could not be loaded")
        page.wait_for_timeout(400)  # when typing pauses, names of files are looked for
        again(page).click()
        expect(title(page)).to_have_text(FAILED)
    again(page).click()

    expect(hits(page).first).to_have_text("000003")


# -- how it looks ---------------------------------------------------------------------------------------------------


def while_loading(page: Page) -> None:
    box(page).fill("mouse")
    expect(hits(page).first).to_be_visible()
    page.route("**/search/terms-*.js*", Late())
    box(page).fill(GRANULE)
    expect(title(page)).to_have_text(LOADING)


def when_failed(page: Page) -> None:
    box(page).fill("mouse")
    expect(hits(page).first).to_be_visible()
    page.route("**/search/terms-*.js*", FAULTS["offline"])
    page.evaluate(f"location.hash = 'q=granule&species={MOUSE}'")
    expect(title(page)).to_have_text(FAILED)


def in_part(page: Page) -> None:
    for name in ("texts", "facet"):
        page.route(f"**/search/{name}-*.js*", FAULTS["offline"])
    box(page).fill("mouse")
    facet(page, "keyword").locator("summary").click()
    expect(again(page)).to_have_count(2)


@pytest.mark.parametrize("arrange", [while_loading, when_failed, in_part])
def test_axe_finds_nothing_and_it_fits(page: Page, arrange: Callable[[Page], None]) -> None:
    arrange(page)

    assert problems_of_looks(page, partial(open_filters, page)) == []
