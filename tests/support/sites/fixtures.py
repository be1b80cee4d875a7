"""Fixtures that show the site of the built-in archive: made once a run, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from builder.sample.demo import Demo, run_demo
from builder.serve import create_preview, in_background
from support.archives.sample import Archive
from support.browsers import chromium
from support.machine.once_a_run import once_a_run
from support.sites.pages import Html, pages_of, read_page


@pytest.fixture(scope="session")
def demo(sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The built-in archive, harvested, with its site. For reading only: all tests share it."""

    def make(folder: Path) -> Demo:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_CACHE_HOME", str(sample_cache))
            return run_demo(folder)

    return once_a_run(tmp_path_factory, "demo", make)


@pytest.fixture(scope="session")
def site(demo: Demo) -> Path:
    return demo.site


@pytest.fixture(scope="session")
def archive(demo: Demo) -> Archive:
    """What the site was made from, parsed."""
    return Archive(demo.snapshot)


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Html]:
    """Every page of the site, parsed; by address."""
    return {address: read_page(site, address) for address in pages_of(site)}


@pytest.fixture(scope="session")
def site_server(site: Path) -> Iterator[str]:
    """The site as a host would serve it, with its own headers."""
    with in_background(create_preview(site)) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.running() as started:
        yield started


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """A tab that tests use one after the other, by `visiting_again`: a new one takes a second's work each time.

    It keeps no files, so that each visit is a first one.
    """
    context = browser.new_context()
    page = context.new_page()
    context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    yield page
    context.close()
