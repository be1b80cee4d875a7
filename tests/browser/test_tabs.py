"""The download box in a browser: tabs where scripts run, sections where they don't."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from support.browsers.visiting import fits, visiting

pytest_plugins = ["support.browsers.home_fixtures", "support.sites.fixtures"]

PAGE = "dandiset/000003/index.html"
OTHER = "dandiset/000004/index.html"


@pytest.fixture
def page(browser: Browser, site_server: str) -> Iterator[Page]:
    with visiting(browser, site_server) as visitor:
        yield visitor.open(PAGE)


def tab(page: Page, name: str) -> Locator:
    return page.get_by_role("tab", name=name, exact=True)


def open_panel(page: Page) -> str | None:
    """The id of the panel that is seen; there must be one."""
    panels = [panel for panel in page.locator(".tabs__panel").all() if panel.is_visible()]
    assert len(panels) == 1
    return panels[0].get_attribute("id")


def test_the_archives_own_client_comes_first(page: Page) -> None:
    assert open_panel(page) == "download-dandi"
    expect(tab(page, "DANDI client")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    expect(page.get_by_role("tablist")).to_have_accessible_name("Ways to download")


def test_a_click_shows_another_tool(page: Page) -> None:
    tab(page, "Python").click()

    assert open_panel(page) == "download-python"
    expect(page.get_by_role("tabpanel", name="Python")).to_contain_text("import remfile")


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        (["ArrowRight"], "download-python"),
        (["ArrowRight", "ArrowRight", "ArrowLeft"], "download-python"),
        (["ArrowLeft"], "download-aws"),
        (["End"], "download-aws"),
        (["End", "ArrowRight"], "download-dandi"),
        (["End", "Home"], "download-dandi"),
    ],
)
def test_keys_move_along_the_tabs(page: Page, keys: list[str], shown: str) -> None:
    tab(page, "DANDI client").focus()
    for key in keys:
        page.keyboard.press(key)

    assert open_panel(page) == shown
    assert page.evaluate("document.activeElement.getAttribute('aria-controls')") == shown


def test_one_tab_stop_leads_into_the_panel(page: Page) -> None:
    tab(page, "DANDI client").focus()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('.tabs__panel').id") == "download-dandi"


def test_the_choice_is_kept_for_other_dandisets(browser: Browser, site_server: str) -> None:
    with visiting(browser, site_server) as visitor:
        tab(visitor.open(PAGE), "curl").click()

        assert open_panel(visitor.open(OTHER)) == "download-curl"


def test_a_choice_that_another_dandiset_lacks_shows_the_first(browser: Browser, site_server: str) -> None:
    with visiting(browser, site_server) as visitor:
        visitor.page.add_init_script("localStorage.setItem('catalog-tab', 'no-such-tab')")

        assert open_panel(visitor.open(PAGE)) == "download-dandi"


def test_an_address_that_names_a_tool_wins(browser: Browser, home: str) -> None:
    with visiting(browser, home) as visitor:
        page = visitor.page
        page.goto(f"{home}/{PAGE}#download-matlab")
        assert open_panel(page) == "download-matlab"

        page.evaluate("location.hash = '#download-datalad'")
        expect(page.locator("#download-datalad")).to_be_visible()
        assert open_panel(page) == "download-datalad"


def test_where_storage_is_forbidden_tabs_still_work(browser: Browser, site_server: str) -> None:
    with visiting(browser, site_server) as visitor:
        visitor.page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })"
        )
        page = visitor.open(PAGE)
        tab(page, "AWS CLI").click()

        assert open_panel(page) == "download-aws"


def test_without_scripts_all_tools_are_sections_that_can_be_jumped_to(browser: Browser, home: str) -> None:
    with visiting(browser, home, scripts=False) as visitor:
        page = visitor.open(PAGE)

        assert all(panel.is_visible() for panel in page.locator(".tabs__panel").all())
        page.locator(".tabs__list a", has_text="curl").click()
        expect(page.locator("#download-curl h3")).to_be_in_viewport()


def test_on_paper_all_tools_are_told(page: Page) -> None:
    page.emulate_media(media="print")

    assert all(panel.is_visible() for panel in page.locator(".tabs__panel").all())
    assert all(title.is_visible() for title in page.locator(".tabs__title").all())


def test_nothing_moves_when_the_tabs_start(browser: Browser, site_server: str) -> None:
    with visiting(browser, site_server) as visitor:
        visitor.page.route(
            "**/static/site.*.js", lambda route: route.fulfill(body="", content_type="text/javascript")
        )
        page = visitor.open(PAGE)
        before = page.locator("#cite").bounding_box()
        assert open_panel(page) == "download-dandi"
        visitor.page.unroute("**/static/site.*.js")
        page.reload()
        after = page.locator("#cite").bounding_box()

    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 60


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_every_panel_fits(browser: Browser, site_server: str, screen: str) -> None:
    with visiting(browser, site_server, screen) as visitor:
        page = visitor.open(PAGE)
        for name in ("DANDI client", "Python", "MATLAB", "DataLad", "curl", "AWS CLI"):
            tab(page, name).click()
            assert fits(page), name
