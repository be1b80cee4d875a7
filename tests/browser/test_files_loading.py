"""The tree of files while what it loads is slow, and where it doesn't come."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from support.browsers.files import filter_for, row, show
from support.browsers.late_pieces import FAULTS, HEARD, Late, each_fault, faulty, of_another_day, visiting_badly
from support.browsers.visiting import SCREENS, Visitor, problems_of_looks

pytest_plugins = ["support.sites.fixtures", "support.browsers.files_fixtures"]

LOADING = "Loading …"
NAMES = "**/files/names-*.js*"


@pytest.fixture
def visitor(tab: Page, made_server: str) -> Iterator[Visitor]:
    with visiting_badly(tab, made_server) as visitor:
        yield visitor


def waiting(page: Page) -> Locator:
    return page.locator(".tree__table .tree__waiting")


def named(page: Page, name: str) -> Locator:
    """The link of a row in a long folder, where a look at all roles takes seconds."""
    return page.locator(".tree__link", has_text=re.compile(f"^{re.escape(name)}$"))


def again(page: Page) -> Locator:
    return page.get_by_role("button", name="Try again")


def told(page: Page) -> Locator:
    return page.locator(".tree__notice")


# -- a folder -------------------------------------------------------------------------------------------------------


def test_a_folder_that_is_slow_says_so_below_itself(page: Page) -> None:
    page.evaluate(HEARD)
    late = Late()
    page.route(NAMES, late)
    row(page, "odd").click()
    expect(waiting(page)).to_have_text(LOADING)
    expect(page.locator("tr", has=page.locator(".tree__waiting"))).to_have_attribute("aria-level", "2")
    page.wait_for_function("heard.length > 0")
    late.let_go()
    expect(row(page, "a b.nwb")).to_be_visible()

    expect(waiting(page)).to_have_count(0)
    assert [text for text in page.evaluate("heard") if text] == [LOADING]


def test_keys_pass_over_what_is_not_there_yet(page: Page) -> None:
    page.route(NAMES, Late())
    row(page, "odd").click()
    expect(waiting(page)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(row(page, "states")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(row(page, "odd")).to_be_focused()
    waiting(page).click()

    expect(row(page, "odd")).to_have_attribute("aria-expanded", "false")


def test_what_comes_soon_is_not_said_to_be_loading(page: Page) -> None:
    page.evaluate(HEARD)
    row(page, "odd").click()
    expect(row(page, "a b.nwb")).to_be_visible()
    page.wait_for_timeout(1000)

    assert [text for text in page.evaluate("heard") if text] == []


@each_fault
@pytest.mark.parametrize("piece", ["names", "folders"])
def test_a_folder_that_did_not_come_is_told_and_may_be_asked_for_again(page: Page, piece: str, fault: str) -> None:
    with faulty(page, f"**/files/{piece}-*.js*", FAULTS[fault]):
        row(page, "odd").click()
        expect(told(page)).to_contain_text("A part of the list of files could not be loaded")
        expect(waiting(page)).to_have_count(0)
    again(page).click()

    expect(row(page, "a b.nwb")).to_be_visible()
    expect(told(page)).to_be_hidden()


def test_more_of_a_folder_that_is_slow_says_so_in_its_place(visitor: Visitor) -> None:
    page = show(visitor, "#location=long/")
    more = page.get_by_role("button", name="Show 200 more")
    for last in (400, 600):
        more.click()
        expect(named(page, f"f-{last}.nwb")).to_be_visible()
    late = Late()
    page.route("**/files/names-0002.js*", late)
    more.click()
    expect(page.locator(".tree__more button")).to_have_text(LOADING)
    late.let_go()

    expect(named(page, "f-800.nwb")).to_be_visible()
    expect(more).to_be_visible()


def test_what_failed_is_seen_from_the_end_of_a_long_folder(visitor: Visitor) -> None:
    page = show(visitor, "#location=long/")
    more = page.get_by_role("button", name="Show 200 more")
    for last in (400, 600):
        more.click()
        expect(named(page, f"f-{last}.nwb")).to_be_visible()
    with faulty(page, "**/files/names-0002.js*", FAULTS["offline"]):
        more.scroll_into_view_if_needed()
        more.click()
        expect(told(page)).to_be_in_viewport()


def test_pieces_of_another_day_are_told(page: Page) -> None:
    with faulty(page, NAMES, of_another_day):
        row(page, "odd").click()
        expect(told(page)).to_contain_text("The catalog was updated meanwhile")
    page.get_by_role("button", name="Load the page again").click()

    expect(row(page, "a b.nwb")).to_be_visible()


# -- the filter -----------------------------------------------------------------------------------------------------


def test_rows_are_out_of_reach_while_the_filter_has_not_seen_them(page: Page) -> None:
    page.evaluate(HEARD)
    late = Late()
    page.route(NAMES, late)
    page.get_by_label("Filter files").fill("video")
    body = page.locator(".tree__table tbody")
    expect(body).to_have_js_property("inert", True)
    expect(page.locator(".file-filter__count")).to_contain_text("Loading the names of")
    late.let_go()
    expect(page.locator(".file-filter__count")).to_have_text(re.compile("^250\\sfiles"))

    expect(body).to_have_js_property("inert", False)
    assert LOADING not in page.evaluate("heard")


def test_a_filter_that_is_taken_back_leaves_the_tree(page: Page) -> None:
    page.route(NAMES, Late())
    page.get_by_label("Filter files").fill("video")
    body = page.locator(".tree__table tbody")
    expect(body).to_have_js_property("inert", True)
    page.get_by_label("Filter files").fill("")

    expect(body).to_have_js_property("inert", False)
    expect(page.locator(".file-filter__count")).to_have_text("")


@each_fault
def test_a_filter_whose_names_did_not_come_says_that_it_does_nothing(page: Page, fault: str) -> None:
    with faulty(page, NAMES, FAULTS[fault]):
        page.get_by_label("Filter files").fill("video")
        expect(told(page)).to_contain_text("could not be loaded: what is shown is not filtered")
        expect(page.locator(".file-filter__count")).to_have_text("")
        expect(page.locator(".tree__table tbody")).to_have_js_property("inert", False)
    again(page).click()

    expect(page.locator(".file-filter__count")).to_have_text(re.compile("^250\\sfiles"))
    expect(told(page)).to_be_hidden()


def test_progress_is_heard_as_it_begins_and_at_its_end(page: Page) -> None:
    filter_for(page, "nwb")
    page.locator(".selection > summary").click()
    progress = page.locator(".selection__progress")
    progress.evaluate(
        """(region) => {
          window.loud = [];
          const note = () => { if (region.getAttribute("aria-live") !== "off") loud.push(region.textContent); };
          new MutationObserver(note).observe(region, { childList: true });
        }"""
    )
    with page.expect_download():
        page.locator("[data-list=urls]").click()
    expect(progress).to_contain_text("files.")

    loud = page.evaluate("loud")
    assert [text.startswith("Making the list") for text in loud] == [True, False]


# -- a file's panel -------------------------------------------------------------------------------------------------


def test_a_file_that_is_slow_says_so_in_its_panel(page: Page) -> None:
    row(page, "odd").click()
    expect(row(page, "a b.nwb")).to_be_visible()
    late = Late()
    page.route("**/files/details-*.js*", late)
    page.reload()
    row(page, "a b.nwb").click()
    panel = page.locator(".file-panel")
    expect(panel.get_by_text(LOADING)).to_be_visible()
    expect(panel.get_by_role("link", name="Download")).to_have_count(0)
    late.let_go()

    expect(panel.get_by_role("link", name="Download")).to_be_visible()
    expect(panel.get_by_text(LOADING)).to_be_hidden()


@pytest.mark.parametrize("screen", SCREENS)
@each_fault
def test_a_file_whose_details_did_not_come_is_told(visitor: Visitor, fault: str, screen: str) -> None:
    width, height = SCREENS[screen]
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.page.route("**/files/details-*.js*", FAULTS[fault])
    page = show(visitor, "#location=odd/a b.nwb")
    panel = page.locator(".file-panel")
    expect(panel.get_by_text("could not be loaded")).to_be_in_viewport()
    expect(panel.get_by_text(LOADING)).to_be_hidden()
    page.unroute("**/files/details-*.js*")
    again(page).click()

    expect(panel.get_by_role("link", name="Download")).to_be_visible()
    expect(panel.get_by_text("could not be loaded")).to_be_hidden()


# -- how it looks ---------------------------------------------------------------------------------------------------


def slow_folder(page: Page) -> None:
    page.route(NAMES, Late())
    row(page, "odd").click()
    expect(waiting(page)).to_be_visible()


def slow_filter(page: Page) -> None:
    page.route(NAMES, Late())
    page.get_by_label("Filter files").fill("video")
    expect(page.locator(".tree__table tbody")).to_have_js_property("inert", True)


def failed_filter(page: Page) -> None:
    page.route(NAMES, FAULTS["offline"])
    page.get_by_label("Filter files").fill("video")
    expect(told(page)).to_be_visible()


@pytest.mark.parametrize("arrange", [slow_folder, slow_filter, failed_filter])
def test_axe_finds_nothing_and_it_fits(page: Page, arrange) -> None:
    arrange(page)

    assert problems_of_looks(page) == []
