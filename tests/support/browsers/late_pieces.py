"""Scripts that come late, or in whose place something else comes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Error, Page, Route

from support.browsers.visiting import Visitor, visiting_again

HEARD = """() => {
    window.heard = [];
    for (const region of document.querySelectorAll("[role=status]")) {
        new MutationObserver(() => heard.push(region.textContent)).observe(region, { childList: true });
    }
}"""
"""Notes what live regions say."""

Fault = Callable[[Route], None]


@dataclass
class Late:
    """Holds requests back until they are let go."""

    held: list[Route] | None = field(default_factory=list)

    def __call__(self, route: Route) -> None:
        if self.held is None:
            route.continue_()
        else:
            self.held.append(route)

    def let_go(self) -> None:
        held, self.held = self.held or [], None
        for route in held:
            route.continue_()


def half(route: Route) -> None:
    """An answer that broke off."""
    answer = route.fetch()
    text = answer.text()
    route.fulfill(response=answer, body=text[: len(text) // 2])


FAULTS: dict[str, Fault] = {
    "not there": lambda route: route.fulfill(status=404, content_type="text/html", body="<h1>Not found</h1>"),
    "offline": lambda route: route.abort("internetdisconnected"),
    "blocked": lambda route: route.abort("blockedbyclient"),
    "broken off": half,
    "empty": lambda route: route.fulfill(content_type="text/javascript", body=""),
    "a page in its place": lambda route: route.fulfill(content_type="text/html", body="<!doctype html><p>Hello"),
}
"""What may come in place of a script."""
USUAL = ("not there", "broken off", "empty")
"""The three things that a browser makes of them: no script, a script that can't be read, one that does nothing."""
each_fault = pytest.mark.parametrize(
    "fault", [pytest.param(name, marks=() if name in USUAL else pytest.mark.proof) for name in FAULTS]
)


def of_another_day(route: Route) -> None:
    """The script of a listing that fits no more."""
    answer = route.fetch()
    body = re.sub(r'","[0-9a-f]+",', '","0",', answer.text(), count=1)
    route.fulfill(response=answer, headers=answer.headers | {"cache-control": "no-store"}, body=body)


@contextmanager
def faulty(page: Page, where: str, fault: Fault) -> Iterator[None]:
    page.route(where, fault)
    yield
    page.unroute(where)


@contextmanager
def visiting_badly(tab: Page, home: str) -> Iterator[Visitor]:
    """What the browser itself says of scripts that didn't come is no fault of the page."""
    with visiting_again(tab, home) as visitor:
        broken: list[str] = []

        def note_broken(error: Error) -> None:
            if error.name == "SyntaxError":
                broken.append(str(error))

        tab.on("pageerror", note_broken)
        yield visitor
        tab.remove_listener("pageerror", note_broken)
        said = [text for text in visitor.said if text not in broken]
        visitor.said[:] = [text for text in said if not re.search("Failed to load|Refused to execute", text)]
