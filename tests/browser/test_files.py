"""The tree of files in a browser: opening, keys, sorting, addresses, phones, and what fails to load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from support.browsers.files import asked_scripts, filter_for, focused, hash_of, names, row, show
from support.browsers.visiting import Visitor, fits, problems_of_looks, visiting
from support.sites.files_site import LONG, ODD_NAMES, PAGE

pytest_plugins = ["support.sites.fixtures", "support.browsers.files_fixtures"]


def test_nothing_is_loaded_before_a_folder_is_opened(visitor: Visitor) -> None:
    page = show(visitor)
    assert asked_scripts(visitor) == []
    row(page, "odd").click()
    expect(row(page, "a b.nwb")).to_be_visible()

    assert asked_scripts(visitor)[:2] == ["folders-0000.js", "names-0003.js"]
    assert {name.split("-")[0] for name in asked_scripts(visitor)[2:]} <= {"details"}


def test_folders_come_first_and_open_and_close(page: Page) -> None:
    assert names(page) == ["deep", "long", "many", "odd", "states", "README.md"]
    row(page, "states").click()
    expect(row(page, "states")).to_have_attribute("aria-expanded", "true")
    expect(row(page, "image.ome.zarr")).to_have_attribute("aria-level", "2")
    expect(row(page, "image.ome.zarr")).to_have_attribute("aria-setsize", "4")
    row(page, "states").click()

    expect(row(page, "image.ome.zarr")).to_have_count(0)
    expect(row(page, "states")).to_have_attribute("aria-expanded", "false")


def test_keys_walk_the_tree(page: Page) -> None:
    row(page, "deep").focus()
    walk = [
        ("ArrowDown", "long"),
        ("End", "README.md"),
        ("ArrowUp", "states"),
        ("Home", "deep"),
        ("ArrowRight", "deep"),
        ("ArrowRight", "level-1"),
        ("ArrowRight", "level-1"),
        ("ArrowDown", "level-2"),
        ("ArrowLeft", "level-1"),
        ("ArrowLeft", "level-1"),
        ("ArrowLeft", "deep"),
        ("ArrowLeft", "deep"),
        ("s", "states"),
        ("PageDown", "README.md"),
        ("PageUp", "deep"),
        ("Space", "deep"),
    ]
    for key, name in walk:
        page.keyboard.press(key)
        expect(page.locator(".tree__table")).not_to_have_attribute("aria-busy", "true")
        assert (key, focused(page)) == (key, name)

    expect(row(page, "level-1")).to_be_visible()
    assert page.locator("tbody [tabindex='0']").count() == 1


def test_enter_leads_to_the_files_panel_and_escape_back(page: Page) -> None:
    row(page, "README.md").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".file-panel__name")).to_be_focused()
    expect(page.get_by_role("link", name="Download", exact=True)).to_be_visible()
    page.keyboard.press("Escape")

    expect(row(page, "README.md")).to_be_focused()
    assert hash_of(page) == ""


def test_closing_the_panel_of_a_file_whose_row_is_gone_leads_to_a_row(visitor: Visitor) -> None:
    page = show(visitor, "#location=odd/it's.nwb")
    filter_for(page, "video")
    page.get_by_role("button", name="Close").click()

    expect(page.locator(".tree__row:focus")).to_have_count(1)


def test_a_long_folder_is_shown_bit_by_bit(visitor: Visitor) -> None:
    page = show(visitor)
    row(page, "long").click()
    more = page.get_by_role("button", name="Show 200 more of 1 450")
    expect(more).to_be_visible()
    assert names(page)[2:202] == [f"f-{number}.nwb" for number in range(1, 201)]
    assert [name for name in asked_scripts(visitor) if name.startswith("names")] == ["names-0001.js"]
    page.locator(".tree__more").focus()
    page.keyboard.press("Enter")

    expect(row(page, "f-201.nwb")).to_be_focused()
    expect(row(page, "f-400.nwb")).to_have_attribute("aria-posinset", "400")
    expect(row(page, "f-401.nwb")).to_have_count(0)


@pytest.mark.parametrize(
    ("column", "first", "last"),
    [("Size", "-size", "size"), ("Added", "-added", "added"), ("Name", "-name", "name")],
)
def test_columns_sort_within_each_folder(page: Page, column: str, first: str, last: str) -> None:
    row(page, "odd").click()
    expect(row(page, "a b.nwb")).to_be_visible()
    sizes = {}
    for sort in (first, last):
        page.get_by_role("columnheader", name=column).get_by_role("button").click()
        expect(page.get_by_role("columnheader", name=column)).to_have_attribute(
            "aria-sort", "descending" if sort.startswith("-") else "ascending"
        )
        expect(page.locator(".tree__table")).not_to_have_attribute("aria-busy", "true")
        assert hash_of(page) == f"#location=odd/&sort={sort}".removesuffix("&sort=name")
        expect(page.locator(".tree__row").last).to_contain_text("README.md")
        sizes[sort] = [name for name in names(page) if name in ODD_NAMES]

    assert len(sizes[first]) == len(ODD_NAMES)
    assert sizes[first] == sizes[last][::-1] or column == "Added"


def test_another_order_takes_all_names_of_a_long_folder(visitor: Visitor) -> None:
    page = show(visitor, "#location=long/&sort=-name")
    expect(page.locator("[aria-level='2']").first).to_contain_text(f"f-{LONG}.nwb")

    assert {"names-0001.js", "names-0002.js", "names-0003.js"} <= set(asked_scripts(visitor))


def test_back_and_forward_lead_through_what_was_looked_at(page: Page) -> None:
    row(page, "deep").click()
    expect(row(page, "level-1")).to_be_visible()
    row(page, "odd").click()
    row(page, "it's.nwb").click()
    expect(page.locator(".file-panel__name")).to_have_text("it's.nwb")
    page.go_back()
    expect(page.locator(".file-panel__name")).to_have_text("odd")
    page.go_back()
    expect(row(page, "it's.nwb")).to_have_count(0)
    expect(row(page, "level-1")).to_be_visible()
    page.go_back()
    expect(row(page, "level-1")).to_have_count(0)
    page.go_forward()
    page.go_forward()
    page.go_forward()

    expect(page.locator(".file-panel__name")).to_have_text("it's.nwb")
    assert hash_of(page) == "#location=odd/it's.nwb"


def test_an_address_opens_the_tree_down_to_its_file(page: Page) -> None:
    row(page, "odd").click()
    expect(row(page, "a b.nwb")).to_be_visible()
    hrefs = {name: row(page, name).locator(".tree__link").get_attribute("href") for name in ODD_NAMES}
    page.reload()
    for name, href in hrefs.items():
        page.goto(page.url.partition("#")[0] + href)
        expect(page.locator(".file-panel__name")).to_have_text(name)
        expect(row(page, name)).to_have_attribute("aria-selected", "true")
        assert page.locator(".tree__crumbs li").all_inner_texts() == ["All files", "odd", name]


def test_an_address_of_a_file_deep_in_a_long_folder_loads_only_its_surroundings(visitor: Visitor) -> None:
    page = show(visitor, "#location=long/f-1313.nwb")
    expect(row(page, "f-1313.nwb")).to_have_attribute("aria-posinset", "1313")
    expect(row(page, "f-1313.nwb")).to_be_in_viewport()
    page.get_by_role("button", name="Show 200 before these").click()

    expect(row(page, "f-1001.nwb")).to_have_attribute("aria-posinset", "1001")
    expect(row(page, "f-1000.nwb")).to_have_count(0)


@pytest.mark.parametrize(
    "asked", ["?location=deep%2Flevel-1%2F&page=2", "?location=deep/level-1", "#location=deep/level-1/"]
)
def test_the_archives_form_of_an_address_opens_the_folder(visitor: Visitor, asked: str) -> None:
    page = show(visitor, asked)

    expect(row(page, "level-2")).to_be_visible()
    assert "?" not in page.url
    assert hash_of(page).startswith("#location=deep/level-1")


@pytest.mark.parametrize("location", ["deep/nowhere/x.nwb", "deep/nowhere/"])
def test_a_location_that_is_not_there_is_told_and_the_nearest_is_shown(visitor: Visitor, location: str) -> None:
    page = show(visitor, f"#location={location}")

    expect(page.get_by_text(f"{location} in this version. What comes nearest is shown")).to_be_visible()
    expect(row(page, "level-1")).to_be_visible()


def test_the_tree_works_from_a_disk(browser: Browser, made: Path) -> None:
    with visiting(browser, made.as_uri()) as visitor:
        page = show(visitor)
        row(page, "long").click()
        expect(row(page, "f-1.nwb")).to_be_visible()
        expect(filter_for(page, "f-14")).to_contain_text("62")
        page.locator(".tree__row").first.click()
        expect(page.get_by_role("link", name="Download", exact=True)).to_be_visible()
        page.go_back()

        expect(page.locator(".file-panel__name")).to_have_text("long")


def test_without_scripts_the_page_is_as_it_is(browser: Browser, made_server: str) -> None:
    with visiting(browser, made_server, scripts=False) as visitor:
        page = visitor.open(PAGE)

        expect(page.locator(".file-list")).to_be_visible()
        expect(page.get_by_label("Filter files")).to_have_count(0)


def test_a_theme_without_a_template_leaves_the_page_as_it_is(browser: Browser, made_server: str) -> None:
    with visiting(browser, made_server) as visitor:
        visitor.page.add_init_script(
            "document.addEventListener('readystatechange', () => document.getElementById('tree-more')?.remove())"
        )
        page = visitor.open(PAGE)

        expect(page.locator(".file-list")).to_be_visible()
        expect(page.locator(".tree__table")).not_to_have_attribute("role", "treegrid")
        assert any("no template tree-more" in text for text in visitor.said)
        visitor.said.clear()


def test_files_at_the_top_can_be_downloaded_with_and_without_scripts(browser: Browser, made_server: str) -> None:
    url = re.compile(r"^https://api\.dandiarchive\.org/api/assets/[0-9a-f-]+/download/$")
    with visiting(browser, made_server) as visitor:
        download = row(show(visitor), "README.md").get_by_role("link", name="Download README.md")
        expect(download).to_have_attribute("href", url)
    with visiting(browser, made_server, scripts=False) as visitor:
        page = visitor.open(PAGE)
        expect(page.locator(".tree").get_by_role("link", name="README.md")).to_have_attribute("href", url)


def test_pieces_of_another_listing_are_told(browser: Browser, made: Path) -> None:
    with visiting(browser, made.as_uri()) as visitor:
        visitor.page.add_init_script(
            "document.addEventListener('readystatechange', () => { const tree = document.querySelector('.tree');"
            "if (tree) tree.dataset.version = 'another' })"
        )
        page = show(visitor)
        row(page, "odd").click()

        expect(page.get_by_text("The catalog was updated meanwhile")).to_be_visible()
        expect(page.get_by_role("button", name="Load the page again")).to_be_visible()


def test_a_part_that_did_not_come_may_be_asked_for_again(visitor: Visitor) -> None:
    page = show(visitor)
    page.route("**/names-*.js*", lambda route: route.abort())
    row(page, "odd").click()
    expect(page.get_by_text("could not be loaded")).to_be_visible()
    page.unroute("**/names-*.js*")
    page.get_by_role("button", name="Try again").click()

    expect(row(page, "a b.nwb")).to_be_visible()
    visitor.said.clear()


def test_more_of_a_folder_that_did_not_come_may_be_asked_for_again(visitor: Visitor) -> None:
    page = show(visitor, "#location=long/")
    page.route("**/names-0002.js*", lambda route: route.abort())
    for last in (400, 600):
        page.get_by_role("button", name="Show 200 more").click()
        expect(row(page, f"f-{last}.nwb")).to_be_visible()
    page.get_by_role("button", name="Show 200 more").click()
    expect(page.get_by_text("could not be loaded")).to_be_visible()
    page.unroute("**/names-0002.js*")
    page.get_by_role("button", name="Try again").click()

    expect(row(page, "f-800.nwb")).to_be_visible()
    visitor.said.clear()


def test_a_filter_whose_names_did_not_come_says_no_more_that_they_are_loading(visitor: Visitor) -> None:
    page = show(visitor)
    held: list[Route] = []
    page.route("**/names-0002.js*", lambda route: held.append(route))
    page.route("**/names-0001.js*", lambda route: route.abort())
    page.get_by_label("Filter files").fill("video")
    expect(page.get_by_text("could not be loaded")).to_be_visible()
    held[0].continue_()
    page.evaluate("catalogFiles.page.tree.load('names-0002').then(() => null)")

    expect(page.locator(".file-filter__count")).to_have_text("")
    visitor.said.clear()


def test_what_is_typed_outlives_a_state_that_comes_meanwhile(page: Page) -> None:
    page.get_by_label("Filter files").evaluate(
        """(box) => {
          box.value = "video";
          box.dispatchEvent(new Event("input", { bubbles: true }));
          return catalogFiles.page.change({ location: "many/" });
        }"""
    )

    expect(page.get_by_label("Filter files")).to_have_value("video")
    expect(page.locator(".file-filter__count")).to_contain_text("250")


def test_on_a_phone_a_files_panel_comes_up_and_goes(browser: Browser, made_server: str) -> None:
    with visiting(browser, made_server, "phone") as visitor:
        page = show(visitor)
        row(page, "README.md").click()
        expect(page.locator(".file-panel__name")).to_be_focused()
        box = page.locator(".tree__panel").bounding_box()
        assert box is not None
        assert box["height"] <= 0.75 * 844 + 1
        assert fits(page)
        page.get_by_role("button", name="Close").click()

        expect(page.locator(".tree__panel")).to_be_hidden()
        expect(row(page, "README.md")).to_be_focused()


@pytest.mark.parametrize(
    "state", ["", "#location=odd/it's.nwb", "#filter=video&location=states/lost.nwb", "#filter=nothinglikethat"]
)
def test_axe_finds_nothing_and_the_page_fits(visitor: Visitor, state: str) -> None:
    page = show(visitor, state) if "nothing" not in state else visitor.page
    if "nothing" in state:
        page.goto(f"{visitor.home}/{PAGE}{state}")
        expect(page.locator(".file-filter__count")).to_have_text("No file is like that")
    if "video" in state:
        page.locator(".selection__title").click()

    assert problems_of_looks(page) == []
