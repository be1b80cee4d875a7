"""How tests look at the tree of files in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from support.browsers.visiting import Visitor
from support.sites.files_site import PAGE


def show(visitor: Visitor, state: str = "") -> Page:
    page = visitor.page
    page.goto(f"{visitor.home}/{PAGE}{state}")
    expect(page.locator(".tree--live")).to_be_attached()
    expect(page.locator(".tree__table")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("tbody [aria-level]").first).to_be_visible()
    return page


def row(page: Page, name: str) -> Locator:
    return page.locator(".tree__row").filter(has=page.get_by_role("link", name=name, exact=True))


def names(page: Page) -> list[str]:
    return page.locator(".tree__link").all_inner_texts()


def focused(page: Page) -> str:
    return page.locator(".tree__row:focus .tree__link").inner_text()


def hash_of(page: Page) -> str:
    return str(page.evaluate("decodeURIComponent(location.hash)"))


def filter_for(page: Page, text: str) -> Locator:
    page.get_by_label("Filter files").fill(text)
    count = page.locator(".file-filter__count")
    expect(count).to_contain_text(re.compile("^(All|No|[0-9])"))
    page.wait_for_function("(text) => new URLSearchParams(location.hash.slice(1)).get('filter') === text", arg=text)
    return count


def asked_scripts(visitor: Visitor) -> list[str]:
    return [url.rsplit("/", 1)[-1].split("?")[0] for url in visitor.asked if "/files/" in url and ".js" in url]
