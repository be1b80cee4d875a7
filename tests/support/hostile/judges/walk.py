"""A browser that goes through a hostile site and notes whatever should not happen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request

from builder.machine.folders import builtin_folder
from support.hostile.judges.shapes import PROBE, PROSE, shapes_of_templates

_ELEMENT = re.compile(r"(?:createElement|element)\(\s*\"([a-z]+)\"")
_SET = re.compile(r"(?:setAttribute|toggleAttribute)\(\"([a-z-]+)\"|\"?(aria-[a-z]+)\"?:")
_DATA = re.compile(r"\.dataset\.([a-z]+)")
_PROPERTIES = frozenset(
    (
        *("class", "href", "src", "download", "type", "value", "checked", "disabled", "datetime", "fetchpriority"),
        "inert",  # hits of another query, while an answer is waited for
    )
)
"""What scripts of ours set as a property and a browser shows as an attribute."""

_LOOK = Path(__file__).with_name("look.js").read_text(encoding="utf-8")


@dataclass
class Walked:
    """What a walk saw: all but the first two must be empty."""

    pages: int = 0
    steps: int = 0
    """Things done on pages, as a query typed or a folder opened."""
    ran: list[str] = field(default_factory=list)
    """Payloads that ran, and where."""
    asked: list[str] = field(default_factory=list)
    """Requests to others."""
    said: list[str] = field(default_factory=list)
    """Messages on the console, and errors."""
    opened: list[str] = field(default_factory=list)
    """Dialogs, windows, and pages that nobody went to."""
    injected: list[str] = field(default_factory=list)
    """Nodes and prototypes that are not of our making."""
    misleading: list[str] = field(default_factory=list)
    """Links that lead elsewhere than they say."""

    def mishaps(self) -> dict[str, dict[str, int]]:
        """What should not have happened, by kind, each with an example and how often it came."""
        lists = {name: found for name, found in vars(self).items() if isinstance(found, list)}
        return {name: _grouped(found) for name, found in lists.items() if found}


def _grouped(found: list[str]) -> dict[str, int]:
    """What differs only in the page and in numbers is one."""
    examples: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text in found:
        kind = re.sub(r"[0-9]+", "N", text.partition(": ")[2] or text)
        counts[kind] += 1
        examples.setdefault(kind, text)
    return {examples[kind]: count for kind, count in counts.items()}


class Walker:
    """Goes to pages of one site in one window."""

    def __init__(self, page: Page, home: str, walked: Walked) -> None:
        self.page = page
        self.home = home
        self.walked = walked

    def visit(self, address: str, state: str = "") -> Page:
        """Open a page of the site and look at all that it holds; at a host by its short address."""
        shown = address.removesuffix("index.html") if self.home.startswith("http") else address
        self.page.goto(f"{self.home}/{shown}{state}")
        self.walked.pages += 1
        self.look()
        if self.page.url.partition("#")[0].partition("?")[0] != f"{self.home}/{shown}":
            self.walked.opened.append(f"{address}{state} became {self.page.url}")
        return self.page

    def look(self) -> None:
        """See what the page holds by now."""
        self.walked.steps += 1
        for what in self.page.evaluate(_LOOK, [*_known(), PROBE]):
            kind = self.walked.misleading if what.startswith("a link ") else self.walked.injected
            kind.append(f"{self.page.url}: {what}")


@cache
def _known() -> tuple[list[str], list[str]]:
    """The elements and attributes that templates, Markdown and our scripts make."""
    shapes = shapes_of_templates()
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in sorted(builtin_folder("static").rglob("*.js")))
    tags = {*shapes, *PROSE, *_ELEMENT.findall(scripts)}
    attributes = {name for names in (*shapes.values(), *PROSE.values()) for name in names}
    attributes |= {name for pair in _SET.findall(scripts) for name in pair if name} | _PROPERTIES
    attributes |= {f"data-{name}" for name in _DATA.findall(scripts)}
    return sorted(tags), sorted(attributes | {"viewBox", "preserveAspectRatio"})


@contextmanager
def walking(browser: Browser, home: str, walked: Walked) -> Iterator[Walker]:
    """A window in which `pwn(…)` is there for payloads, and counts."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = _watched(context, home, walked)
    yield Walker(page, home, walked)
    context.close()


def _watched(context: BrowserContext, home: str, walked: Walked) -> Page:
    def note_request(request: Request) -> None:
        if not request.url.startswith((f"{home}/", f"blob:{home}/", "blob:null/")):
            walked.asked.append(f"{page.url} asked for {request.url[:200]}")

    def note_dialog(dialog: Dialog) -> None:
        walked.opened.append(f"{page.url}: a dialog: {dialog.message[:80]}")
        dialog.dismiss()

    context.expose_binding("pwn", lambda source, number=None: walked.ran.append(f"{number} on {source['page'].url}"))
    context.on("request", note_request)
    page = context.new_page()
    context.on("page", lambda opened: walked.opened.append(f"{page.url}: a window: {opened.url[:200]}"))
    page.on("dialog", note_dialog)
    page.on("console", lambda message: walked.said.append(f"{page.url}: {message.text[:300]}"))
    page.on("pageerror", lambda error: walked.said.append(f"{page.url}: {error}"[:300]))
    return page
