"""What a reader does on the pages of a hostile site, with payloads for words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from playwright.sync_api import Locator, expect

from builder.site.frame import addresses
from support.hostile.judges.walk import Walker
from support.hostile.payloads import Payload

_PRESS = """
() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const buttons = [...document.querySelectorAll("main button:not([type=submit]), main [role=tab], .theme-switch")];
  for (const button of buttons) if (!button.disabled && button.checkVisibility()) button.click();
}
"""
_ASK = """
(hash) => {
  document.querySelector("#results h2").textContent = "";
  if (hash !== null) location.hash = hash;
}
"""
_ANSWERED = """
() => {
  const title = document.querySelector("#results h2").textContent;
  return title !== "" && !title.startsWith("Loading");
}
"""
_COMMANDS = "(codes) => codes.map((code) => code.textContent)"
_HREFS = "(links) => links.map((link) => link.getAttribute('href'))"
_FOLDERS, _FILES = 12, 30
"""So many are opened of a version; none of the hostile archive has more."""
_LONGEST = 2_000
"""Of what is typed or stands in an address; all of it comes to the search."""


def press_everything(walker: Walker) -> None:
    """Every button and tab of the page that can be seen, and everything that opens."""
    walker.page.evaluate(_PRESS)
    walker.look()


def search_for(walker: Walker, payloads: Iterable[Payload]) -> None:
    """Ask the home page for each payload: by its address, as a filter, and by typing."""
    page = walker.visit(addresses.HOME)
    box = page.locator("[data-search] input").first
    for payload in _words(payloads):
        text = quote(payload.text, safe="")
        for state in (f"#q={text}", f"#species={text[:_LONGEST]}&year={text[:_LONGEST]}&q=a"):
            page.evaluate(_ASK, state)
            page.wait_for_function(_ANSWERED)
            walker.look()
        page.evaluate(_ASK, None)
        box.fill(payload.text)
        page.wait_for_function(_ANSWERED)
        walker.look()


def open_hits(walker: Walker) -> None:
    """Go to what the search shows when everything is asked for."""
    page = walker.visit(addresses.HOME, "#all=1")
    expect(page.locator(".hit").first).to_be_visible()
    press_everything(walker)
    for href in page.locator(".hit__title a").evaluate_all(_HREFS):
        walker.visit(href)


def arrive_with(walker: Walker, payloads: Iterable[Payload], files: str) -> None:
    """Come by addresses that hold payloads where a state belongs; `files` is the address of a page of files."""
    for payload in payloads:
        text = quote(payload.text[:_LONGEST], safe="")
        walker.visit(addresses.HOME, f"?q={text}")
        walker.visit(addresses.HOME, f"#/dandiset/{text}")
        walker.visit(files, f"?location={text}")
        walker.visit(files, f"#location={text}&filter={text}&sort={text}")


def read_files(walker: Walker, address: str, payloads: Iterable[Payload]) -> list[str]:
    """Open every folder and file of a version, filter, make lists; gives the commands that were shown."""
    page = walker.visit(address)
    if not page.locator("[data-module=file-tree]").count():
        return []
    expect(page.locator(".tree--live")).to_be_attached()
    shown: list[str] = []
    closed = page.locator(".tree__row--folder[aria-expanded=false]")
    for _ in range(_FOLDERS):
        if closed.count():
            shown += _choose(walker, closed.first)
    files = page.locator(".tree__row--file")
    for at in range(min(files.count(), _FILES)):
        shown += _choose(walker, files.nth(at))
    press_everything(walker)
    for payload in _words(payloads):
        page.get_by_role("searchbox", name="Filter files").fill(payload.text[:_LONGEST])
        shown += _settled(walker)
    return shown


def _choose(walker: Walker, row: Locator) -> list[str]:
    # By script, since a name may be made of signs that nobody sees.
    row.locator(".tree__link").evaluate("(link) => link.click()")
    return _settled(walker)


def _settled(walker: Walker) -> list[str]:
    """The commands that are shown when all that was asked for is there."""
    expect(walker.page.locator(".tree__table")).not_to_have_attribute("aria-busy", "true")
    expect(walker.page.locator(".file-panel[aria-busy=true]")).to_have_count(0)
    walker.look()
    shown: list[str] = walker.page.locator(".command__box code").evaluate_all(_COMMANDS)
    return shown


def _words(payloads: Iterable[Payload]) -> Iterator[Payload]:
    """Those with something in them that an input of one line keeps."""
    return (payload for payload in payloads if payload.text.split())
