"""Search in Chromium: what a keystroke costs at 2,106 dandisets, and what a first query loads from cold at 351.

Needs the real archive's metadata beside the project for these numbers; without it both are of the built-in archive.
Sites that are built already may be named as arguments: first the one for bytes, then the one for times.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, Response, sync_playwright

from builder.archive import ArchiveClient
from builder.harvest import harvest
from builder.serve import create_preview, in_background
from builder.settings import Settings
from builder.site.pipeline.build import build
from measuring.archive import serving
from measuring.keystrokes import CATEGORIES, Keystroke, quantiles, read_keystrokes

COLD = "neuropixels mouse"
TYPED = ("hippocampus theta mouse", "neuropixels visual cortex", "buzsaki sleep", "two photon calcium", "hipocampus")
COPIES = 6
ROUNDS = 3
BETWEEN_KEYS_MS = 220
"""Longer than what follows a pause, so that no key pays for the one before."""


def main() -> None:
    small, large = (Path(name) for name in sys.argv[1:3]) if len(sys.argv) > 2 else (None, None)
    with sync_playwright() as playwright, TemporaryDirectory() as scratch:
        args = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=args)
        with _site(small, 1, Path(scratch)) as url:
            _print_cold(browser, url)
        with _site(large, COPIES, Path(scratch)) as url:
            _print_keystrokes(_keystrokes(browser, url, Path(scratch) / "trace.json"))
        browser.close()


@contextmanager
def _site(built: Path | None, copies: int, scratch: Path) -> Iterator[str]:
    site = built or scratch / f"site-{copies}"
    if built is None:
        snapshot = scratch / f"snapshot-{copies}.sqlite"
        with serving(copies=copies) as (_, api_url):
            harvest(ArchiveClient(api_url), snapshot)
        build(snapshot, Settings(), site)
    with in_background(create_preview(site)) as url:
        yield url


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    """A browser's window with nothing in its cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def _print_cold(browser: Browser, url: str) -> None:
    with _page(browser) as page:
        pasted = _load(page, url, typed=False)
    with _page(browser) as page:
        typed = _load(page, url, typed=True)
    print(f'| loaded for "{COLD}" from cold | pasted | typed letter by letter |\n|---|---|---|')
    for name in sorted(typed | pasted):
        print(f"| {name} | {_bytes(pasted.get(name))} | {_bytes(typed.get(name))} |")
    totals = (f"{len(sizes)} files, {sum(sizes.values()):,} bytes" for sizes in (pasted, typed))
    print(f"| together | {' | '.join(totals)} |\n")


def _load(page: Page, url: str, *, typed: bool) -> dict[str, int]:
    """Name -> compressed bytes of each file that the search loads: its engine, and all that the query brings."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.locator("#search").focus()
    if typed:
        page.keyboard.type(COLD, delay=100)
    else:
        page.keyboard.insert_text(COLD)
    page.locator(".hit__snippet mark").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    bodies = {answer.url.removeprefix(f"{url}/"): answer.body() for answer in answers}
    return {
        name.partition("?")[0]: len(gzip.compress(body, 9, mtime=0))
        for name, body in bodies.items()
        if name.startswith(("search/", "static/search."))
    }


def _bytes(size: int | None) -> str:
    return "" if size is None else f"{size:,}"


def _keystrokes(browser: Browser, url: str, trace: Path) -> list[tuple[bool, Keystroke]]:
    """Each key with whether it was the first of its query; the first round warms up and doesn't count."""
    with _page(browser) as page:
        page.goto(url)
        page.locator("#search").focus()
        _type(page)
        browser.start_tracing(page=page, path=trace, categories=CATEGORIES)
        for _ in range(ROUNDS):
            _type(page)
        browser.stop_tracing()
    # Playwright empties the box by a key of its own, which isn't what is measured.
    places = [place for query in TYPED for place in range(-1, len(query))] * ROUNDS
    found = zip(places, read_keystrokes(trace), strict=True)
    return [(place == 0, keystroke) for place, keystroke in found if place >= 0]


def _type(page: Page) -> None:
    for query in TYPED:
        page.locator("#search").fill("")
        page.wait_for_timeout(300)
        for letter in query:
            page.keyboard.press("Space" if letter == " " else letter)
            page.wait_for_timeout(BETWEEN_KEYS_MS)


def _print_keystrokes(found: list[tuple[bool, Keystroke]]) -> None:
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{len(found)} keystrokes, {os.cpu_count()} processors, load {load} (with the browser's own)\n")
    print("| from key to painted results, ms | median | 95 % | slowest |\n|---|---|---|---|")
    rows = {
        "all keys, processor time alone": [one.processor for _, one in found],
        "all keys": [one.work for _, one in found],
        "first letters, which bring the results in the home page's place": [
            one.work for first, one in found if first
        ],
        "other letters": [one.work for first, one in found if not first],
    }
    for part in found[0][1].parts:
        rows[f"all keys: {part}"] = [one.parts[part] for _, one in found]
    for name, values in rows.items():
        print(f"| {name} | {' | '.join(quantiles(values))} |")


if __name__ == "__main__":
    main()
