"""Night after night a new site: what is open, or kept in caches, goes on working, whatever a host says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from builder.serve import create_preview, in_background
from builder.settings import Settings
from builder.site.frame import addresses
from builder.site.pipeline.build import build
from builder.snapshot import Snapshot
from support.archives.small import NOW, blob_asset, make_small_archive, put_draft
from support.browsers.files import row
from support.machine.nginx import PROGRAM, nginx

pytest_plugins = ["support.sites.fixtures"]

HOSTS: dict[str, dict[bytes, bytes] | None] = {
    "as _headers says": None,
    "GitHub Pages": {b"cache-control": b"max-age=600"},
    "a day for everything": {b"cache-control": b"public, max-age=86400"},
    "one that says nothing": {b"last-modified": b"Tue, 01 Jan 2019 00:00:00 GMT"},
}
"""What is said of every file. Where nothing is, browsers keep files for a tenth of their age."""
FILES = "000020"
"""A dandiset that gets a file every night."""
NGINX = "nginx as in docs/hosting.md"
NIGHT = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)


@dataclass
class Host:
    """Hands out a site under headers of its own."""

    app: ASGIApp
    headers: dict[bytes, bytes] | None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_on(message: Message) -> None:
            if self.headers is not None and message["type"] == "http.response.start":
                kept = [
                    (k, v) for k, v in message["headers"] if k.lower() not in (b"cache-control", b"last-modified")
                ]
                message = {**message, "headers": [*kept, *self.headers.items()]}
            await send(message)

        await self.app(scope, receive, send_on)


@dataclass
class Catalog:
    """A site that is published again and again, each time with a dandiset that is named for the night."""

    snapshot: Path
    site: Path
    url: str
    context: BrowserContext
    nights: int = 0

    def publish(self, *, accent: str | None = None) -> None:
        with Snapshot.writable(self.snapshot) as opened:
            name = ["first", "second", "third", "fourth"][self.nights]
            identifier = f"{10 + self.nights:06d}"
            put_draft(
                opened,
                identifier,
                f"Tales of the {name}night",
                [blob_asset(90 + self.nights, "a.nwb")],
                created="2023-01-01T00:00:00Z",
            )
            paths = [
                "one/a.nwb",
                *(f"many/f-{number}.nwb" for number in range(600)),
                f"many/added-{self.nights}.nwb",
            ]
            assets = [blob_asset(1000 + number, path) for number, path in enumerate(paths)]
            put_draft(opened, FILES, "With many files", assets, created=NOW)
            opened.settle()
        before = {path: path.stat().st_mtime_ns for path in self.site.rglob("*") if path.is_file()}
        build(self.snapshot, Settings(accent=accent), self.site, jobs=1)
        for path in self.site.rglob("*"):
            if path.is_file() and before.get(path) != path.stat().st_mtime_ns:
                os.utime(path, times=(self.time(), self.time()))
        self.nights += 1

    def time(self) -> float:
        """Of this night: long ago, for what is old is kept long by browsers that are told nothing."""
        return (NIGHT - timedelta(days=300 - self.nights)).timestamp()

    def open(self, address: str = "") -> Page:
        """A page, in a browser that has been here before, on the day after the last night."""
        page = self.context.new_page()
        page.clock.set_fixed_time(NIGHT + timedelta(days=self.nights))
        page.goto(f"{self.url}/{address}")
        return page


@contextmanager
def host(name: str, site: Path, folder: Path) -> Iterator[str]:
    if name == NGINX:
        if PROGRAM is None:
            pytest.skip("nginx is not installed")
        with nginx(site, folder) as url:
            yield url
    else:
        with in_background(Host(create_preview(site), HOSTS[name])) as url:
            yield url


BOTH = ("as _headers says", "a day for everything")
"""What lies between these is proved, and not tried with each change."""
PROVED = [name for name in (*HOSTS, NGINX) if name not in BOTH]


@pytest.fixture(params=[*BOTH, *(pytest.param(name, marks=pytest.mark.proof) for name in PROVED)])
def catalog(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Catalog]:
    snapshot, site = make_small_archive(tmp_path / "snapshot.sqlite"), tmp_path / "site"
    build(snapshot, Settings(), site, jobs=1)
    context = browser.new_context()
    with host(request.param, site, tmp_path / "nginx") as url:
        made = Catalog(snapshot, site, url, context)
        made.publish()
        yield made
    context.close()


def search(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)


def begin(page: Page) -> None:
    """So far that the list of dandisets is there, and no more."""
    page.get_by_role("searchbox").focus()
    page.wait_for_load_state("networkidle")


def title(page: Page):
    return page.locator("#results h2")


def hits(page: Page):
    return page.locator(".hit__title")


def test_search_finds_on_the_next_day_what_was_added_in_the_night(catalog: Catalog) -> None:
    page = catalog.open()
    search(page, "firstnight")
    expect(hits(page)).to_have_text(["Tales of the firstnight"])
    for name in ("second", "third"):
        catalog.publish()
        page = catalog.open()
        search(page, f"{name}night")

        expect(hits(page)).to_have_text([f"Tales of the {name}night"])


def test_a_tab_that_was_open_over_night_goes_on(catalog: Catalog) -> None:
    untouched, begun = catalog.open(), catalog.open()
    begin(begun)
    catalog.publish(accent="#aa0000")

    search(begun, "tales")
    expect(hits(begun)).to_have_text(["Tales of the firstnight"])
    expect(begun.locator(".hit__snippet")).to_have_count(1)
    search(untouched, "firstnight")
    expect(hits(untouched)).to_have_text(["Tales of the firstnight"])


def test_a_tab_that_was_open_for_days_says_what_to_do(catalog: Catalog) -> None:
    page = catalog.open()
    begin(page)
    for _ in range(3):
        catalog.publish()
    search(page, "firstnight")
    expect(title(page)).to_have_text("The catalog was updated meanwhile")
    page.clock.set_fixed_time(NIGHT + timedelta(days=catalog.nights))
    page.get_by_role("button", name="Load the page again").click()

    expect(hits(page)).to_have_text(["Tales of the firstnight"])


def test_a_files_page_shows_what_is_there_or_says_that_it_is_old(catalog: Catalog) -> None:
    def look() -> Page:
        page = catalog.open(addresses.files(FILES, "draft").removesuffix("index.html"))
        row(page, "many").click()
        return page

    expect(row(look(), "added-0.nwb")).to_be_visible()
    catalog.publish()
    page = look()
    old = page.get_by_text("updated meanwhile")
    expect(row(page, "added-1.nwb").or_(row(page, "added-0.nwb")).or_(old)).to_be_visible()
    page.reload()  # the address says which folder is open

    expect(row(page, "added-1.nwb")).to_be_visible()


def test_pages_have_the_scripts_and_styles_that_they_were_made_for(catalog: Catalog) -> None:
    def accent(page: Page) -> str:
        return page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()")

    before = accent(catalog.open())
    catalog.publish(accent="#aa0000")
    page = catalog.open()
    page.reload()

    assert before != accent(page) == "#aa0000"
    catalog.publish(accent="#00aa00")
    page.goto(f"{catalog.url}/about/")  # which this browser has not seen yet
    assert accent(page) == "#00aa00"
