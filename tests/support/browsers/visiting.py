"""Pages in a browser, watched: what they say and ask for, and how they look on each screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@dataclass
class Visitor:
    """A page of a browser, and what it said and asked for."""

    page: Page
    home: str
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Go to a page of the site; at a host by its short address, and to the 404 page by a wrong one."""
        if self.home.startswith("http"):
            address = "no/such/page" if address == "404.html" else address.removesuffix("index.html")
        self.page.goto(f"{self.home}/{address}")
        return self.page

    def where(self) -> str:
        """The current address below the site, without index.html."""
        return self.page.url.removeprefix(self.home).replace("index.html", "")


@contextmanager
def visiting(browser: Browser, home: str, screen: str = "desktop", scripts: bool = True) -> Iterator[Visitor]:
    """A browser of its own; whatever pages said on the console or asked of others is an error at the end."""
    width, height = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts)
    with watched(context.new_page(), home) as visitor:
        yield visitor
        context.close()


@contextmanager
def visiting_again(tab: Page, home: str) -> Iterator[Visitor]:
    """The same in a tab that others use, too; it is left as it was. What can't be undone, as scripts that are added
    to every page or another clock, is for `visiting`."""
    width, height = SCREENS["desktop"]
    tab.set_viewport_size({"width": width, "height": height})
    tab.emulate_media(color_scheme="light")
    tab.mouse.move(0, 0)
    with watched(tab, home) as visitor:
        try:
            yield visitor
        finally:  # the next test is to find it so, however this one ended
            tab.unroute_all(behavior="ignoreErrors")
            tab.evaluate(
                "() => { try { localStorage.clear(); sessionStorage.clear(); } catch { /* on a blank page */ } }"
            )
            tab.goto("about:blank")


@contextmanager
def watched(page: Page, home: str) -> Iterator[Visitor]:
    visitor = Visitor(page, home)

    def note_message(message: ConsoleMessage) -> None:
        visitor.said.append(message.text)

    def note_error(error: Error) -> None:
        visitor.said.append(str(error))

    def note_request(request: Request) -> None:
        visitor.asked.append(request.url)

    page.on("console", note_message)
    page.on("pageerror", note_error)
    page.context.on("request", note_request)
    try:
        yield visitor
    finally:
        page.remove_listener("console", note_message)
        page.remove_listener("pageerror", note_error)
        page.context.remove_listener("request", note_request)
    # The browser itself says of the 404 page that it came with a 404.
    assert [text for text in visitor.said if "status of 404" not in text] == []
    assert [url for url in visitor.asked if not url.startswith(home)] == []


def looks(page: Page) -> Iterator[tuple[str, str]]:
    """The page on each screen, light and dark."""
    for screen, (width, height) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            yield screen, scheme


def fits(page: Page) -> bool:
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return bool(wide <= room)


def problems_of_looks(page: Page, arrange: Callable[[], object] = lambda: None) -> list[tuple[object, ...]]:
    """Where the page is too wide, and what axe finds in it; `arrange` is done anew for each look."""
    found: list[tuple[object, ...]] = []
    for look in looks(page):
        arrange()
        found += [] if fits(page) else [(*look, "too wide")]
        # What a rule finds hangs on the screen or on the colours, so that each of both seen once is enough.
        if look not in (("desktop", "dark"), ("phone", "light")):
            answer = Axe().run(page, options={"resultTypes": ["violations"]})
            found += [
                (*look, violation["id"], [node["target"] for node in violation["nodes"]][:3])
                for violation in answer.response["violations"]
            ]
    return found
