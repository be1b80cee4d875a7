"""The reader's last searches, and what is announced, on the home page in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

from support.browsers.late_pieces import HEARD
from support.browsers.search_page import box, hits, title
from support.browsers.visiting import Visitor, problems_of_looks, visiting

pytest_plugins = ["support.sites.fixtures", "support.browsers.home_fixtures"]

HOME = "index.html"
BLOCKED = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("access is denied", "SecurityError"); },
})"""


def recent(page: Page) -> Locator:
    return page.get_by_role("group", name="Recent searches")


def search(page: Page, *queries: str) -> None:
    """Make searches by Enter, and empty the box."""
    for query in queries:
        box(page).fill(query)
        expect(page.locator(".hit mark").first).to_be_visible()
        box(page).press("Enter")
        box(page).fill("")


def test_the_last_searches_stand_below_the_empty_box(visitor: Visitor) -> None:
    page = visitor.open(HOME)
    box(page).focus()
    expect(recent(page)).to_be_hidden()
    search(page, "mouse", "granule", "neurons", "Mouse", "rat", "cortex", "human")
    links = recent(page).get_by_role("link")
    expect(links).to_have_text(["human", "cortex", "rat", "Mouse", "neurons"])
    page.get_by_role("heading", level=1).click()
    expect(recent(page)).to_be_hidden()

    page.reload()
    box(page).focus()
    links.nth(1).click()
    expect(box(page)).to_have_value("cortex")
    expect(hits(page).first).to_be_visible()
    expect(recent(page)).to_be_hidden()


def test_last_searches_by_keyboard(page: Page) -> None:
    search(page, "mouse", "granule")
    links = recent(page).get_by_role("link")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("mouse")
    expect(box(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(recent(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(recent(page)).to_be_hidden()


def test_last_searches_are_cleared(page: Page) -> None:
    search(page, "mouse")
    recent(page).get_by_role("button", name="Clear").focus()
    page.keyboard.press("Enter")

    expect(recent(page)).to_be_hidden()
    expect(box(page)).to_be_focused()
    assert page.evaluate("localStorage.length") == 0


def test_an_opened_hit_makes_a_search(page: Page) -> None:
    box(page).fill("hippocampal granule")
    page.locator(".hit__title a").first.click()
    page.wait_for_url(re.compile("dandiset/000003/"))
    page.go_back()
    expect(box(page)).to_have_value("hippocampal granule")
    box(page).fill("")

    expect(recent(page).get_by_role("link")).to_have_text(["hippocampal granule"])


def pause(page: Page, *, until: str) -> None:
    """Let the page's clock run while what a search loads comes in its own time, until a search is kept."""
    for _ in range(20):
        page.clock.run_for(1000)
        page.wait_for_timeout(100)
        kept = page.evaluate("() => Object.values(localStorage).join()")
        if until and f'["{until}"' in kept:
            return
    assert not until, f"{until} was not kept: {kept}"


def test_words_that_grow_are_one_search(browser: Browser, site_server: str) -> None:
    with visiting(browser, site_server) as visitor:
        page = visitor.open(HOME)
        page.clock.install()
        for query in ("mou", "mouse", "mouse cortex"):
            box(page).fill(query)
            pause(page, until=query)
        box(page).fill("zzzqqqxx")
        pause(page, until="")
        box(page).fill("")

        expect(recent(page).get_by_role("link")).to_have_text(["mouse cortex"])


def test_nothing_leaves_the_browser_and_nothing_hostile_comes_back(visitor: Visitor) -> None:
    page = visitor.open(HOME)
    search(page, "mouse <img src=x onerror=alert(1)>")
    expect(recent(page).get_by_role("link")).to_have_text(["mouse <img src=x onerror=alert(1)>"])
    for kept in ("{", '{"a": 1}', "[1, null]", "x"):
        page.evaluate("kept => localStorage.setItem(localStorage.key(0), kept)", kept)
        page.reload()
        box(page).focus()
        expect(recent(page)).to_be_hidden()


def test_search_works_where_nothing_may_be_kept(browser: Browser, home: str) -> None:
    with visiting(browser, home) as visitor:
        visitor.page.add_init_script(BLOCKED)
        visitor.said.clear()
        page = visitor.page
        page.goto(f"{home}/{HOME}")
        search(page, "mouse")
        expect(recent(page)).to_be_hidden()
        # The switch of light and dark isn't the search's.
        visitor.said[:] = [text for text in visitor.said if "theme" not in text]


def test_axe_finds_nothing_among_last_searches_and_they_fit(page: Page) -> None:
    search(page, "mouse", "granule " + "cell " * 15)

    def show_them() -> None:
        box(page).focus()
        expect(recent(page)).to_be_visible()

    assert problems_of_looks(page, show_them) == []


def test_the_count_is_announced_once_the_typing_pauses(page: Page) -> None:
    status = page.get_by_role("status")
    expect(status).to_have_text("")  # it is there before the results are: only then readers hear it
    page.evaluate(HEARD)
    box(page).press_sequentially("hippocampal granule", delay=30)
    expect(status).to_have_text(re.compile(r"^\d+\sdandisets?.* for hippocampal granule$"))
    page.wait_for_timeout(300)
    assert len(page.evaluate("heard")) == 1

    box(page).fill("")
    expect(title(page)).to_be_hidden()
    expect(status).to_have_text("")


def test_a_meant_word_is_announced(page: Page) -> None:
    box(page).fill("hippocampsu")

    expect(page.get_by_role("status")).to_have_text(re.compile(r"Did you mean hippocampus\?$"))
