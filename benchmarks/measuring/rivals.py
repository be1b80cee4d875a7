"""Other search engines on the same records: Whoosh as it comes, Pagefind, MiniSearch."""

from __future__ import annotations

import gzip
import html
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import MultifieldParser, OrGroup

from measuring.judged import Ranker

Record = Mapping[str, str]
"""Field -> text; `identifier` is the dandiset's."""


def whoosh_ranker(records: Sequence[Record], *, any_word: bool) -> Ranker:
    """Its own analysis, its own parser over all fields, its own scores."""
    fields = sorted({name for record in records for name in record} - {"identifier"})
    index = RamStorage().create_index(Schema(identifier=ID(stored=True), **{name: TEXT() for name in fields}))
    with index.writer() as writer:
        for record in records:
            writer.add_document(**record)
    parser = MultifieldParser(fields, index.schema, **({"group": OrGroup} if any_word else {}))
    searcher = index.searcher()

    def rank(query: str) -> list[str]:
        return [hit["identifier"] for hit in searcher.search(parser.parse(query), limit=60)]

    return rank


MINISEARCH = """
const [folder, file] = process.argv.slice(2);
const MiniSearch = require(folder + "/node_modules/minisearch/dist/cjs/index.cjs");
const { records, queries } = JSON.parse(require("fs").readFileSync(file, "utf8"));
const fold = (term) => term.normalize("NFKD").replace(/\\p{M}/gu, "").toLowerCase();
const fields = [...new Set(records.flatMap(Object.keys))].filter((name) => name !== "identifier");
const started = performance.now();
const index = new MiniSearch({ fields, idField: "identifier", processTerm: fold });
index.addAll(records);
const indexed = performance.now() - started;
const options = { boost: { title: 3 }, prefix: true, fuzzy: 0.2 };
const answers = queries.map((query) => {
  const all = index.search(query, { ...options, combineWith: "AND" }).map((hit) => hit.id);
  const some = index.search(query, options).map((hit) => hit.id);
  return [...new Set([...all, ...some])].slice(0, 60);
});
const code = require("fs").readFileSync(folder + "/node_modules/minisearch/dist/umd/index.js");
console.log(JSON.stringify({ answers, indexed, index: JSON.stringify(index), code: code.toString() }));
"""


class MiniSearch:
    """With accents folded, and hits with some of the words after those with all."""

    def __init__(self, records: Sequence[Record], queries: Sequence[str], folder: Path) -> None:
        subprocess.run(["npm", "install", "--silent", "--prefix", str(folder), "minisearch@7.2.0"], check=True)
        (folder / "input.json").write_text(json.dumps({"records": records, "queries": queries}), encoding="utf-8")
        (folder / "run.js").write_text(MINISEARCH, encoding="utf-8")
        ran = subprocess.run(
            ["node", str(folder / "run.js"), str(folder), str(folder / "input.json")],
            check=True,
            capture_output=True,
            text=True,
        )
        answer = json.loads(ran.stdout)
        self._answers = dict(zip(queries, answer["answers"], strict=True))
        self.seconds = answer["indexed"] / 1000
        self.bytes = len(answer["index"].encode())
        # Titles to show come with its index only if they are stored too; they are left out here.
        self.first_query_bytes = sum(len(gzip.compress(answer[part].encode())) for part in ("index", "code"))

    def rank(self, query: str) -> list[str]:
        return list(self._answers[query])


class Pagefind:
    """Its command over a page a record, its script in Chromium over HTTP."""

    def __init__(self, records: Sequence[Record], folder: Path) -> None:
        for record in records:
            (folder / f"{record['identifier']}.html").write_text(_page(record), encoding="utf-8")
        started = time.monotonic()
        command = [sys.executable, "-m", "pagefind", "--site", str(folder), "--silent"]
        subprocess.run(command, check=True, env=os.environ | {"TERM": "dumb"})
        self.seconds = time.monotonic() - started
        self.folder = folder / "pagefind"
        self.bytes = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def rank_in(self, page: Page, url: str) -> Ranker:
        page.goto(f"{url}/000003.html")
        page.evaluate("async () => { window.pf = await import('/pagefind/pagefind.js'); await pf.init(); }")
        search = """async (query) => {
            const found = (await pf.search(query)).results.slice(0, 60);
            return (await Promise.all(found.map((one) => one.data()))).map((one) => one.url);
        }"""
        return lambda query: [Path(url).stem for url in page.evaluate(search, query)]

    def first_query_bytes(self, page: Page, url: str, query: str) -> int:
        """What is loaded for the first ten hits, compressed as a host would."""
        loaded: list[str] = []
        page.on("request", lambda request: loaded.append(request.url))
        page.goto(f"{url}/000003.html")
        search = """async (query) => {
            const pf = await import("/pagefind/pagefind.js");
            await Promise.all((await pf.search(query)).results.slice(0, 10).map((one) => one.data()));
        }"""
        page.evaluate(search, query)
        paths = {address.split("?")[0].removeprefix(url).lstrip("/") for address in loaded if "/pagefind/" in address}
        return sum(_compressed(self.folder.parent / path) for path in paths)


def _compressed(path: Path) -> int:
    data = path.read_bytes()
    return min(len(data), len(gzip.compress(data)))


def _page(record: Record) -> str:
    title = html.escape(record["title"])
    texts = (text for name, text in record.items() if name != "title")
    body = "".join(f"<p>{html.escape(text)}</p>" for text in texts)
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"{head}<body><main data-pagefind-body><h1>{title}</h1>{body}</main></body></html>"


@contextmanager
def serving_folder(folder: Path) -> Iterator[str]:
    """The folder over HTTP on loopback; yields its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
