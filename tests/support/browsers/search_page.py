"""What tests of search in a browser look at."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page

HOME = "index.html"
MOUSE = "ncbitaxon_10090"


def box(page: Page) -> Locator:
    return page.get_by_role("searchbox", name=re.compile("^Search "))


def title(page: Page) -> Locator:
    return page.locator("#results-title")


def hits(page: Page) -> Locator:
    return page.locator(".hit .identifier")


def facet(page: Page, name: str) -> Locator:
    return page.locator(f".facet[data-facet={name}]")


def open_filters(page: Page) -> None:
    page.locator(".results__filters").evaluate("details => { details.open = true }")
