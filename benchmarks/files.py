"""The files pages of versions with few and with very many files: what a build writes, what a browser loads, how long.

Bytes are those that came over HTTP, compressed, from a cold cache. Times are Chromium's on this machine, to the rows
that answer a click or key; the first filter includes loading all names.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, sync_playwright

from builder.archive import ArchiveClient
from builder.harvest import harvest
from builder.serve import create_preview, in_background
from measuring.archive import serving
from measuring.building import build
from measuring.many_files import IDENTIFIER, make_snapshot

REAL = ("000003", "000026", "000467", "000773")
MILLION = 1_000_000
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

TYPED = """async (words) => {
  const { page } = window.catalogFiles;
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const times = [];
  for (let round = 0; round < 5; round += 1)
    for (let end = 1; end <= words.length; end += 1) {
      await painted();
      const start = performance.now();
      await page.change({ filter: words.slice(0, end) }, false);
      document.body.getBoundingClientRect();
      times.push(performance.now() - start);
    }
  return times;
}"""
"""Milliseconds of each keystroke from the words to rows that are laid out."""


class Loaded:
    """Counts what a page loads."""

    def __init__(self, page: Page) -> None:
        self.bytes = self.files = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])
        self.files += 1

    def take(self) -> str:
        """Since this was last asked."""
        said = f"{self.bytes / 1000:.0f} kB in {self.files}"
        self.bytes = self.files = 0
        return said


@contextmanager
def opened(url: str) -> Iterator[tuple[Page, Loaded]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        page = browser.new_page()
        loaded = Loaded(page)
        page.goto(url, wait_until="networkidle")
        page.wait_for_selector(".tree--live")
        yield page, loaded
        browser.close()


def first_view(page: Page) -> float:
    """Milliseconds from the start of the navigation to the first paint."""
    return float(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))


def timed(page: Page, act: Callable[[], None], ready: str) -> float:
    """Milliseconds from an action to a condition of the page."""
    page.evaluate("() => { window.began = performance.now(); }")
    act()
    return float(
        page.evaluate(
            f"""async () => {{
              while (!({ready})) {{
                if (performance.now() - window.began > 60000) throw new Error("nothing came in a minute");
                await new Promise(requestAnimationFrame);
              }}
              await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
              return performance.now() - window.began;
            }}"""
        )
    )


def measure(url: str, folder: str, words: str) -> list[str]:
    """Cells of the table: the first view, the opening of a folder, the first filter, a keystroke in it."""
    with opened(url) as (page, loaded):
        view = f"{first_view(page):.0f} ms, {loaded.take()}"
    with opened(url) as (page, loaded):
        loaded.take()
        target = f"#location={folder}/"
        open_ms = timed(
            page,
            lambda: page.evaluate("target => { location.hash = target; }", target),
            f"document.querySelector('.tree__row--file[aria-level=\"{folder.count('/') + 2}\"]')",
        )
        page.wait_for_load_state("networkidle")
        folder_cell = f"{open_ms:.0f} ms, {loaded.take()}"
        box = page.get_by_role("searchbox", name="Filter files")
        counted = "/files?,|No file/.test(document.querySelector('.file-filter__count').textContent)"
        filter_ms = timed(page, lambda: box.fill(words), counted)
        filter_cell = f"{filter_ms:.0f} ms, {loaded.take()}"
        keystrokes = page.evaluate(TYPED, words)
    worst = statistics.quantiles(keystrokes, n=20)[-1]
    return [view, folder_cell, filter_cell, f"{statistics.median(keystrokes):.1f} ms ({worst:.1f})"]


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    print(
        "| version | built in, memory | its scripts and tables | first view | largest folder opened | first filter "
        "| keystroke after it (95 of 100) |"
    )
    print("|---|---|---|---|---|---|---|")
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with serving() as (_, api_url):
            harvest(ArchiveClient(api_url), folder / "real.sqlite")
        config = folder / "catalog.yaml"
        config.write_text(f"select: {{ids: [{', '.join(repr(one) for one in REAL)}]}}\n")
        said, peak_mb = build(folder / "real.sqlite", folder / "real", "--config", str(config))
        for identifier in REAL:
            show(folder / "real", identifier, f"{said}, {peak_mb:.0f} MB (all four)")
        said, peak_mb = build(make_snapshot(folder, files), folder / "many")
        show(folder / "many", IDENTIFIER, f"{said}, {peak_mb:.0f} MB")


def show(site: Path, identifier: str, built: str) -> None:
    # The newest of those that hold their scripts themselves.
    version = max((site / "dandiset" / identifier).glob("*/files/files.tsv")).parent
    parts = [path for path in version.iterdir() if path.name != "index.html"]
    with in_background(create_preview(site)) as url:
        cells = measure(f"{url}/{version.relative_to(site)}/", largest_folder(version), "sub-1 nwb")
    size = sum(path.stat().st_size for path in parts) / 1e6
    print(f"| {identifier} | {built} | {len(parts)}, {size:.0f} MB | {' | '.join(cells)} |", flush=True)


def largest_folder(version: Path) -> str:
    """The folder with most files in it, by the table of all files."""
    counts: dict[str, int] = {}
    for table in version.glob("files*.tsv"):
        for line in table.read_text(encoding="utf-8").splitlines()[1:]:
            folder = line.partition("\t")[0].rpartition("/")[0]
            counts[folder] = counts.get(folder, 0) + 1
    return max(counts, key=lambda one: counts[one])


if __name__ == "__main__":
    main()
