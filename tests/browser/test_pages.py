"""Pages in a browser: under the headers that a host sends, and opened from disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from builder.sample.demo import Demo
from builder.site import contexts
from builder.site.frame import addresses
from builder.snapshot import Snapshot
from builder.words import formats
from support.browsers.visiting import Visitor, fits, looks, problems_of_looks, visiting, visiting_again

pytest_plugins = ["support.browsers.home_fixtures", "support.sites.fixtures"]

PAGES: dict[str, tuple[type[contexts.Page], str]] = {
    "home": (contexts.HomePage, "index.html"),
    "list": (contexts.ListPage, "dandiset/index.html"),
    "all facets": (contexts.BrowsePage, "browse/index.html"),
    "facet": (contexts.FacetPage, "browse/contributor/index.html"),
    "facet value": (contexts.FacetValuePage, "browse/species/ncbitaxon_10090/index.html"),
    "statistics": (contexts.StatisticsPage, "statistics/index.html"),
    "published": (contexts.DandisetPage, "dandiset/000003/index.html"),
    "subjects": (contexts.SubjectsPage, "dandiset/900116/draft/subjects/index.html"),
    "what changed": (contexts.ComparePage, "dandiset/900116/compare/index.html"),
    "hostile description": (contexts.DandisetPage, "dandiset/900106/index.html"),
    "broken draft": (contexts.DandisetPage, "dandiset/900112/index.html"),
    "other letters": (contexts.DandisetPage, "dandiset/900107/index.html"),
    "files": (contexts.FilesPage, "dandiset/900108/draft/files/index.html"),
    "help": (contexts.ContentPage, "help/download/index.html"),
    "about": (contexts.ContentPage, "about/index.html"),
    "components": (contexts.GalleryPage, "about/components/index.html"),
    "gone": (contexts.GonePage, "dandiset/900111/index.html"),
    "404": (contexts.NotFoundPage, "404.html"),
}
"""At least one of each kind, and some that are hard to show."""
KINDS = {name: address for name, (_, address) in PAGES.items()}
MANY_FILES = "dandiset/900104/draft/files/index.html"


def test_every_kind_of_page_is_looked_at() -> None:
    # By name: with slots, Python makes each class anew and may keep the first.
    assert {kind.__name__ for kind, _ in PAGES.values()} == {kind.__name__ for kind in contexts.Page.__subclasses__()}


def kinds(home: str) -> dict[str, str]:
    """From disk nothing shows the 404 page."""
    return {name: address for name, address in KINDS.items() if home.startswith("http") or name != "404"}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_every_kind_of_page_fits_says_nothing_and_asks_nobody_else(
    browser: Browser, home: str, scripts: bool
) -> None:
    too_wide = []
    with visiting(browser, home, scripts=scripts) as visitor:
        for name, address in kinds(home).items():
            page = visitor.open(address)
            expect(page.locator("h1")).to_be_visible()
            too_wide += [(name, *look) for look in looks(page) if not fits(page)]

    assert too_wide == []


def test_a_long_page_of_files_fits_on_a_phone(browser: Browser, site_server: str) -> None:
    with visiting(browser, site_server, "phone") as visitor:
        assert fits(visitor.open(MANY_FILES))


@pytest.mark.parametrize("address", KINDS.values(), ids=KINDS.keys())
def test_axe_finds_nothing(tab: Page, site_server: str, address: str) -> None:
    with visiting_again(tab, site_server) as visitor:
        assert problems_of_looks(visitor.open(address)) == []


def test_dark_and_light_differ(tab: Page, site_server: str) -> None:
    colours = []
    with visiting_again(tab, site_server) as visitor:
        page = visitor.open("index.html")
        for _ in looks(page):
            colours.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    assert len(set(colours)) == 2


def test_the_footer_tells_when_the_archive_was_read(visitor: Visitor, demo: Demo) -> None:
    with Snapshot.readable(demo.snapshot) as snapshot:
        row = snapshot.archive()
    assert row is not None
    footer = visitor.open("dandiset/000003/index.html").locator("footer [data-module=current]")

    expect(footer).to_have_text(f"The archive was last read on {formats.moment(row.read_utc)}.")
    expect(footer.locator("time")).to_have_attribute("datetime", row.read_utc)


def test_without_scripts_the_footer_says_where_to_look(browser: Browser, home: str) -> None:
    with visiting(browser, home, scripts=False) as visitor:
        page = visitor.open("dandiset/000003/index.html")
        expect(page.locator("footer")).to_contain_text("When the archive was last read stands on")
        page.locator("footer a", has_text="the page about this catalog").click()

        expect(page.locator("main time")).to_be_visible()
        expect(page.locator("main").get_by_role("button")).to_have_count(0)


def test_a_button_copies_what_there_is_to_type(visitor: Visitor) -> None:
    page = visitor.open("dandiset/000003/index.html")
    button = page.locator("#download-dandi .command").nth(1).get_by_role("button")
    expect(button).to_have_text("Copy")
    button.click()

    expect(button).to_have_text(re.compile("Copied|Selected"))
    if button.text_content() == "Selected":
        assert page.evaluate("getSelection().toString().trim()") == "dandi download DANDI:000003/0.230629.1955"


def test_what_was_copied_can_be_pasted(browser: Browser, site_server: str) -> None:
    with visiting(browser, site_server) as visitor:
        visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = visitor.open("dandiset/000003/index.html")
        button = page.locator("#download-dandi .command").nth(1).get_by_role("button")
        button.click()

        expect(button).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == "dandi download DANDI:000003/0.230629.1955"


def test_where_the_clipboard_is_closed_the_text_is_selected(browser: Browser, site_server: str) -> None:
    with visiting(browser, site_server) as visitor:
        visitor.page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        page = visitor.open("dandiset/000003/index.html")
        button = page.locator("#cite ~ .command__box").get_by_role("button")
        button.click()

        expect(button).to_have_text("Selected")
        assert page.evaluate("getSelection().toString()").startswith("Senzai, Y.")


def test_the_skip_link_comes_first_and_leads_past_the_navigation(visitor: Visitor) -> None:
    page = visitor.open("dandiset/000003/index.html")
    page.keyboard.press("Tab")

    expect(page.locator(":focus")).to_have_text("Skip to content")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_everything_can_be_reached_by_keyboard_and_is_seen(visitor: Visitor) -> None:
    page = visitor.open("dandiset/000003/index.html")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input, summary, [tabindex]')]"
        ".filter((element) => element.tabIndex >= 0 && element.checkVisibility()).length"
    )
    outlined = set()
    for _ in range(wanted):
        page.keyboard.press("Tab")
        outlined.add(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))

    assert outlined == {"solid"}
    assert page.evaluate("document.activeElement.closest('footer') !== null")


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/dandiset/000003", "/dandiset/000003/"),
        ("/dandiset/000003/draft", "/dandiset/000003/draft/"),
        ("/dandiset/000003/draft/files", "/dandiset/000003/draft/files/"),
        ("/dandisets/000003", "/dandiset/000003/"),
        ("/dandisets/000003/versions/draft", "/dandiset/000003/draft/"),
        ("/dandisets/000003/versions/draft/", "/dandiset/000003/draft/"),
        ("/#/dandiset/000003", "/dandiset/000003/"),
        ("/#/dandiset/000003/draft", "/dandiset/000003/draft/"),
        ("/#/dandiset/000003/0.210812.1448", "/dandiset/000003/0.210812.1448/"),
        ("/#/dandiset/000003/draft/files?location=", "/dandiset/000003/draft/"),
    ],
)
def test_addresses_of_the_archive_reach_the_page(tab: Page, site_server: str, asked: str, reached: str) -> None:
    with visiting_again(tab, site_server) as visitor:
        visitor.page.goto(site_server + asked)
        visitor.page.wait_for_url(lambda url: url.removeprefix(site_server).replace("index.html", "") == reached)

        expect(visitor.page.locator("h1")).to_contain_text("Physiological Properties")


def test_an_old_address_works_from_a_disk(browser: Browser, site: Path) -> None:
    with visiting(browser, site.as_uri()) as visitor:
        visitor.page.goto(f"{site.as_uri()}/index.html#/dandiset/000003")
        visitor.page.wait_for_url("**/dandiset/000003/index.html")

        expect(visitor.page.locator("h1")).to_contain_text("Physiological Properties")


@pytest.mark.parametrize("location", ["sub-25", "sub-25%2F2023-04%2F&page=2"])
def test_the_archives_address_of_a_folder_opens_it(tab: Page, site_server: str, location: str) -> None:
    with visiting_again(tab, site_server) as visitor:
        visitor.page.goto(f"{site_server}/dandiset/900104/draft/files?location={location}")
        visitor.page.wait_for_url("**/files/#location=sub-25**")
        folder = visitor.page.get_by_role("row").filter(has_text="sub-25").first

        expect(folder).to_have_attribute("aria-expanded", "true")
        expect(folder).to_be_in_viewport()


@pytest.mark.parametrize("location", ["", "no-such-folder/", "%3Cscript%3E"])
def test_the_address_of_a_folder_that_is_not_there_shows_the_top(tab: Page, site_server: str, location: str) -> None:
    with visiting_again(tab, site_server) as visitor:
        visitor.page.goto(f"{site_server}/dandiset/900108/draft/files/?location={location}")

        expect(visitor.page.get_by_role("row").nth(1)).to_be_visible()
        expect(visitor.page.get_by_text("What comes nearest is shown")).to_have_count(1 if location else 0)


def test_a_wrong_address_shows_the_404_page_that_leads_on(tab: Page, site_server: str) -> None:
    with visiting_again(tab, site_server) as visitor:
        answer = visitor.page.goto(f"{site_server}/dandiset/999999/draft/")
        assert answer is not None
        assert answer.status == 404

        visitor.page.locator("main").get_by_role("link", name="all dandisets").click()
        expect(visitor.page.locator("h1")).to_have_text("All dandisets")


def test_one_can_walk_from_the_home_page_to_a_file(visitor: Visitor) -> None:
    page = visitor.open("index.html")
    page.get_by_role("link", name="All dandisets", exact=True).click()
    page.get_by_role("link", name="Physiological Properties").click()
    page.get_by_role("link", name="All 17 files").first.click()

    assert visitor.where() == "/" + addresses.files("000003", "0.230629.1955").removesuffix("index.html")
    page.get_by_label("Filter files").fill("*.nwb")
    expect(page.get_by_role("row").get_by_role("link", name="Neurosift", exact=True)).to_have_count(17)


def test_a_component_that_fails_does_not_stop_the_others(browser: Browser, site_server: str) -> None:
    with visiting(browser, site_server) as visitor:
        visitor.page.add_init_script(
            "Object.defineProperty(HTMLElement.prototype, 'title', { set() { throw new Error('no') } })"
        )
        page = visitor.open("dandiset/000003/index.html")

        expect(page.locator("#download-dandi").get_by_role("button").first).to_have_text("Copy")
        assert len(visitor.said) == 1
        visitor.said.clear()


def test_nothing_is_stored_in_the_browser(browser: Browser, site_server: str) -> None:
    with visiting(browser, site_server) as visitor:
        page = visitor.open("dandiset/000003/index.html")
        context: BrowserContext = page.context

        assert context.cookies() == []
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
