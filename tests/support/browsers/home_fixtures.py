"""Fixtures for tests of pages in a browser: the site at a host and from a disk, a visitor, the home page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from builder.site.frame.addresses import HOME
from support.browsers.visiting import Visitor, visiting_again


@pytest.fixture(params=["served", "from disk"])
def home(request: pytest.FixtureRequest, site_server: str, site: Path) -> str:
    return site_server if request.param == "served" else site.as_uri()


@pytest.fixture
def visitor(tab: Page, home: str) -> Iterator[Visitor]:
    with visiting_again(tab, home) as visitor:
        yield visitor


@pytest.fixture
def page(tab: Page, site_server: str) -> Iterator[Page]:
    with visiting_again(tab, site_server) as visitor:
        yield visitor.open(HOME)
