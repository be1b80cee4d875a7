"""Searches as the terminal and as the browser's engine do them."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from builder.machine.folders import builtin_folder
from builder.search.browser.export import export_index
from builder.search.index.file_keys import make_shards
from builder.search.index.search_index import SCHEMA, KeptIndex
from builder.search.query.parsing import parse
from builder.search.query.ranking import UNIT, Hits, rank
from builder.settings import Settings
from builder.site.frame import addresses
from builder.site.frame.statics import static_files

OPEN = """
(search) => {
  window.published = search;
  window.engine = catalogSearch.engine(catalogSearch.loader("search/", async () => ({ search: window.published })));
}
"""


def write_export(folder: Path, stored: KeptIndex) -> str:
    """The scripts that a build would write, and a page with the engine; answers the list's name."""
    (folder / "search").mkdir()
    held = {place: stored.files[listed.identifier] for place, listed in enumerate(stored.index.listed)}
    scripts = export_index(stored.index, make_shards(held))
    for name, script in scripts.items():
        (folder / "search" / name).write_text(script, encoding="utf-8")
    engine = static_files([builtin_folder("static")], Settings())[addresses.ENGINE]
    (folder / "search.js").write_bytes(engine)
    head = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Blank</title><script src="search.js"></script>'
    )
    (folder / "index.html").write_text(head, encoding="utf-8")
    return list(scripts)[-1].removesuffix(".js")


def open_engine(browser: Browser, stored: KeptIndex, folder: Path) -> Page:
    listed = write_export(folder, stored)
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((folder / "index.html").as_uri())
    page.evaluate(OPEN, {"format": SCHEMA, "list": listed})
    page.evaluate("() => engine.open()")
    assert not errors
    return page


def in_terminal(stored: KeptIndex, query: str) -> Hits:
    return rank(stored.index, parse(query), stored.files)


def found(stored: KeptIndex, query: str) -> list[str]:
    """Identifiers in order; those with some of the words in brackets."""
    names = [(stored.index.listed[hit.place].identifier, hit.is_partial) for hit in in_terminal(stored, query).hits]
    return [f"({identifier})" if is_partial else identifier for identifier, is_partial in names]


COMPARED = """
async (queries) => {
  const answers = [];
  for (const query of queries) {
    const { numbers, complete, messages, hits, suggestion } = await engine.search(query, { limit: 1000 });
    answers.push({
      numbers,
      complete,
      messages,
      scores: hits.map((hit) => Math.round(hit.score * 1e6) / 1e6),
      holds: hits.map((hit) => hit.holds),
      corrected: suggestion?.words ?? {},
    });
  }
  return answers;
}
"""


def differences(page: Page, stored: KeptIndex, queries: list[str]) -> list[str]:
    """Queries that browser and terminal answer differently, in any hit, score or message."""
    different = []
    for query, answer in zip(queries, page.evaluate(COMPARED, queries), strict=True):
        hits = in_terminal(stored, query)
        expected = {
            "numbers": [hit.place for hit in hits.hits],
            "complete": hits.complete,
            "messages": list(hits.messages),
            "scores": [round(hit.score / UNIT, 6) for hit in hits.hits],
            "holds": [hit.holds for hit in hits.hits],
            "corrected": hits.corrected,
        }
        different += [f"{query!r}: {name}" for name, value in expected.items() if answer[name] != value]
    return different
