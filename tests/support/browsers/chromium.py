"""The browser that tests run in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def installed() -> str | None:
    """Where Debian's lies; None has Playwright look for its own. The build without windows is the same engine and
    takes half the processor time for a page, a quarter for a new context."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


@contextmanager
def running() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=installed(), args=ARGS)
        yield started
        started.close()
