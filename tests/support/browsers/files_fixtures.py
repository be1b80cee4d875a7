"""Fixtures that show the page of files made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from builder.serve import create_preview, in_background
from support.browsers.files import show
from support.browsers.visiting import Visitor, visiting_again
from support.sites.files_site import write_files_site


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    write_files_site(folder)
    return folder


@pytest.fixture(scope="session")
def made_server(made: Path) -> Iterator[str]:
    with in_background(create_preview(made)) as url:
        yield url


@pytest.fixture
def visitor(tab: Page, made_server: str) -> Iterator[Visitor]:
    with visiting_again(tab, made_server) as visitor:
        yield visitor


@pytest.fixture
def page(visitor: Visitor) -> Page:
    return show(visitor)
