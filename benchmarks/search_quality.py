"""Search: quality on the judged queries, and costs, side by side with Whoosh as it comes, Pagefind and MiniSearch.

Needs the real archive's metadata beside the project (or a snapshot, named as the argument), npm, and
`pip install 'pagefind[bin]'`; engines that are missing are left out. Bytes are of the 351 real dandisets, compressed.
"""

from __future__ import annotations

import gzip
import importlib.util
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace
from playwright.sync_api import Page, sync_playwright

from builder.archive import ArchiveClient
from builder.harvest import harvest
from builder.machine.folders import builtin_folder
from builder.search.browser.export import export_index
from builder.search.index.fields import TITLE
from builder.search.index.file_keys import make_shards
from builder.search.index.records import SearchRecord
from builder.search.index.search_index import SCHEMA, KeptIndex, SearchIndex
from builder.search.index.table import make_table
from builder.search.query.parsing import parse
from builder.search.query.ranking import rank
from builder.search.query.store import open_index
from builder.settings import Settings
from builder.site.frame import addresses
from builder.site.frame.statics import static_files
from builder.snapshot import Snapshot
from measuring.archive import serving
from measuring.judged import Ranker, evaluate, read_judged
from measuring.rivals import MiniSearch, Pagefind, Record, serving_folder, whoosh_ranker

COLD = "neuropixels mouse"
TYPED = ("hippocampus theta mouse", "neuropixels visual cortex", "buzsaki sleep", "two photon calcium", "hipocampus")
COPIES = 6
"""So many copies of the 351 stand for the whole of DANDI."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """An engine with what it costs; empty texts for what was not measured."""

    name: str
    rank: Ranker
    seconds: str = ""
    disk: str = ""
    cold: str = ""


def main() -> None:
    with TemporaryDirectory() as scratch, _page() as page:
        stored = _stored(Path(scratch), Path(sys.argv[1]) if len(sys.argv) > 1 else None)
        engines = list(_engines(stored, page, Path(scratch)))
        _print_quality(engines)
        print("\n| engine | index, s | on disk | first query from cold |\n|---|---|---|---|")
        for engine in engines:
            print(f"| {engine.name} | {engine.seconds} | {engine.disk} | {engine.cold} |")
        keystrokes = _keystrokes(stored, page, Path(scratch))
        print(f"\nKeystroke in Chromium, {COPIES * len(stored.index.listed)} dandisets: {keystrokes}")


@contextmanager
def _page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        args = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=args)
        yield browser.new_page()
        browser.close()


def _stored(scratch: Path, snapshot_path: Path | None) -> KeptIndex:
    if snapshot_path is None:
        snapshot_path = scratch / "snapshot.sqlite"
        with serving() as (_, api_url):
            harvest(ArchiveClient(api_url), snapshot_path)
    with Snapshot.readable(snapshot_path) as snapshot:
        return open_index(snapshot, Settings(), scratch / "cache")


def _engines(stored: KeptIndex, page: Page, scratch: Path) -> Iterator[Engine]:
    records = _records(stored.index)
    yield _ours(stored, page, scratch)
    started = time.monotonic()
    all_words = whoosh_ranker(records, any_word=False)
    seconds = f"{time.monotonic() - started:.1f}"
    yield Engine(name="Whoosh as it comes", rank=all_words, seconds=seconds)
    yield Engine(name="Whoosh, any word", rank=whoosh_ranker(records, any_word=True), seconds=seconds)
    if importlib.util.find_spec("pagefind"):
        yield _pagefind(records, page, scratch)
    if shutil.which("npm"):
        yield _minisearch(records, scratch)


def _ours(stored: KeptIndex, page: Page, scratch: Path) -> Engine:
    index = stored.index
    started = time.monotonic()
    make_table([_search_record(index, place) for place in range(len(index.listed))])
    seconds = time.monotonic() - started
    _write_engine(stored, scratch / "ours")
    disk = sum(path.stat().st_size for path in (scratch / "ours" / "search").glob("*.js"))
    files = sum(path.stat().st_size for path in (scratch / "ours" / "search").glob("files-*.js"))
    loaded, _ = _cold(page, scratch / "ours")
    return Engine(
        name="dandi-catalog",
        rank=lambda query: [
            index.listed[hit.place].identifier for hit in rank(index, parse(query), stored.files).hits
        ],
        seconds=f"{seconds:.1f}",
        disk=f"{_kb(disk - files)}, and {_kb(files)} for search by file",
        cold=loaded,
    )


def _pagefind(records: Sequence[Record], page: Page, scratch: Path) -> Engine:
    (scratch / "pagefind").mkdir()
    rival = Pagefind(records, scratch / "pagefind")
    with serving_folder(scratch / "pagefind") as url:
        cold = rival.first_query_bytes(page, url, COLD)
        answers = {judged.query: rival.rank_in(page, url)(judged.query) for judged in read_judged()}
    return Engine(
        name="Pagefind",
        rank=answers.__getitem__,
        seconds=f"{rival.seconds:.1f}",
        disk=_kb(rival.bytes),
        cold=_kb(cold),
    )


def _minisearch(records: Sequence[Record], scratch: Path) -> Engine:
    (scratch / "minisearch").mkdir()
    rival = MiniSearch(records, [judged.query for judged in read_judged()], scratch / "minisearch")
    return Engine(
        name="MiniSearch",
        rank=rival.rank,
        seconds=f"{rival.seconds:.1f}",
        disk=_kb(rival.bytes),
        cold=f"{_kb(rival.first_query_bytes)} without titles",
    )


def _records(index: SearchIndex) -> list[Record]:
    """The same texts for all: every field as search has it, with the species' other names."""
    return [
        {"identifier": listed.identifier, "title": listed.title}
        | {field.value: "\n".join(found) for field, found in texts.items()}
        for listed, texts in zip(index.listed, index.texts, strict=True)
    ]


def _search_record(index: SearchIndex, place: int) -> SearchRecord:
    listed = index.listed[place]
    return SearchRecord(identifier=listed.identifier, texts={TITLE.name: (listed.title,), **index.texts[place]})


def _write_engine(stored: KeptIndex, folder: Path) -> None:
    (folder / "search").mkdir(parents=True)
    held = {place: stored.files.get(listed.identifier, b"") for place, listed in enumerate(stored.index.listed)}
    scripts = export_index(stored.index, make_shards(held))
    for name, script in scripts.items():
        (folder / "search" / name).write_text(script, encoding="utf-8")
    engine = static_files([builtin_folder("static")], Settings())[addresses.ENGINE]
    (folder / "search.js").write_bytes(engine)
    (folder / "index.html").write_text('<!doctype html><title>x</title><script src="search.js"></script>')


def _open(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    (listed,) = (folder / "search").glob("list.*.js")
    source = "catalogSearch.loader('search/', async () => ({ search }))"
    page.evaluate(
        f"(search) => {{ window.engine = catalogSearch.engine({source}); }}",
        {"format": SCHEMA, "list": listed.stem},
    )


def _cold(page: Page, folder: Path) -> tuple[str, int]:
    """What the first query loads, with the snippets of its first ten hits."""
    _open(page, folder)
    search = """async (query) => {
        const { numbers, marks } = await engine.search(query);
        await engine.snippets(numbers.slice(0, 10), marks);
    }"""
    page.evaluate(search, COLD)
    addresses = page.evaluate("() => [...document.scripts].map((script) => script.src.split('?')[0])")
    sizes = {address: len(gzip.compress(Path(address.removeprefix("file://")).read_bytes())) for address in addresses}
    parts = {
        part: sum(size for address, size in sizes.items() if address.rpartition("/")[2].startswith(part))
        for part in ("search.js", "list", "terms", "texts")
    }
    total = sum(sizes.values())
    return f"{_kb(total)} ({', '.join(f'{part} {_kb(size)}' for part, size in parts.items())})", total


def _keystrokes(stored: KeptIndex, page: Page, scratch: Path) -> str:
    """Times of typing queries letter by letter, all pieces at hand, with counts of facets and marks."""
    index = stored.index
    listed, texts = [], []
    for copy in range(COPIES):
        listed += [replace(one, identifier=f"{int(one.identifier) + 10_000 * copy:06d}") for one in index.listed]
        texts += index.texts
    size = len(index.listed)
    facets = {
        facet: tuple(
            replace(entry, places=tuple(place + size * copy for copy in range(COPIES) for place in entry.places))
            for entry in entries
        )
        for facet, entries in index.facets.items()
    }
    records = [_search_record(index, place % size) for place in range(size * COPIES)]
    started = time.monotonic()
    table = make_table(records)
    seconds = time.monotonic() - started
    large = SearchIndex(schema=index.schema, listed=tuple(listed), texts=tuple(texts), facets=facets, table=table)
    _write_engine(KeptIndex(index=large, files={}), scratch / "large")
    _open(page, scratch / "large")
    times = page.evaluate(
        """async (queries) => {
            const times = [];
            for (const query of queries) {
                for (let end = 1; end <= query.length; end += 1) {
                    await engine.search(query.slice(0, end), { files: false });
                    const started = performance.now();
                    await engine.search(query.slice(0, end), { files: false });
                    times.push(performance.now() - started);
                }
            }
            return times.sort((a, b) => a - b);
        }""",
        list(TYPED),
    )
    middle, most = times[len(times) // 2], times[int(len(times) * 0.95)]
    cold, _ = _cold(page, scratch / "large")
    return (
        f"median {middle:.1f} ms, 95 % {most:.1f} ms, slowest {times[-1]:.1f} ms; table made in {seconds:.1f} s; "
        f"first query {cold}"
    )


def _print_quality(engines: Sequence[Engine]) -> None:
    for held_out in (True, False):
        results = {engine.name: evaluate(engine.rank, held_out=held_out) for engine in engines}
        which = "Held-out half" if held_out else "Half that weights were looked at with"
        print(f"\n{which}: MRR@10 / nDCG@10 / recall@50\n")
        print("| kind | " + " | ".join(results) + " |\n|" + "---|" * (len(results) + 1))
        for kind in next(iter(results.values())):
            cells = (" / ".join(f"{value:.2f}" for value in result[kind]) for result in results.values())
            print(f"| {kind} | {' | '.join(cells)} |")


def _kb(size: int) -> str:
    return f"{size / 1000:.0f} KB"


if __name__ == "__main__":
    main()
