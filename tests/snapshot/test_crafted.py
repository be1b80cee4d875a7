"""Snapshots that somebody crafted: every command refuses them, and nothing is written anywhere."""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import requests
import zstandard

from builder.commands.main import main
from builder.errors import IntegrityError
from builder.serve import create_api, in_background
from builder.settings import Settings
from builder.site.pipeline.build import build
from builder.snapshot import Snapshot, pack_lines
from support.archives.crafting import Craft, page, rehash, replace_bytes, reword, schema, script, sql, untyped
from support.archives.small import blob_asset, encode, make_small_archive
from support.sites.pages import bytes_of

NAMES = [
    "",
    ".",
    "..",
    "CON",
    "page-2",
    "index.html",
    "compare",
    "__proto__",
    "constructor",
    "/etc/passwd",
    "../../../../x",
    "a/../../../../x",
    "..\\..\\x",
    "C:x",
    "1" * 300,
    "\x1b[2J",
    "a\u202eb",
    "<script>pwn(1)</script>",
    "draft,000001",
]
IDENTIFIERS = [*NAMES, "00000\u0663", "000001\0", "000002\n", " 000002", "0000022", "00002", "draft"]
VERSIONS = [*NAMES, "Draft", "draft\0x", "draft\n", "0.21\u0660101.1200", "0.210101.1200/..", "1.0.0", "000002"]
PAST_VERSIONS = [*filter(None, VERSIONS), "draft  0.210101.1200", "draft\t0.210101.1200", "draft ", " "]


def identifier(name: str) -> Craft:
    """One dandiset under another name, wherever it is named."""

    def craft(path: Path) -> None:
        for table in ("dandiset", "version", "asset_page"):
            sql(f"UPDATE {table} SET identifier = ? WHERE identifier = '000001'", name)(path)
        rehash(path)

    return craft


def version(name: str) -> Craft:
    def craft(path: Path) -> None:
        for table in ("version", "asset_page"):
            sql(f"UPDATE {table} SET version = ? WHERE identifier = '000001' AND version = 'draft'", name)(path)
        rehash(path)

    return craft


def past_versions(names: str) -> Craft:
    return sql("UPDATE dandiset SET past_versions = ? WHERE identifier = '000004'", names)


def shown(value: str) -> str:
    """The start of a value as messages have it."""
    return repr(value)[:60]


BAD_NAMES = {
    **{f"identifier {name!r:.30}": (identifier(name), shown(name)) for name in IDENTIFIERS},
    **{f"version {name!r:.30}": (version(name), shown(name)) for name in VERSIONS},
    **{f"past versions {name!r:.30}": (past_versions(name), shown(name)) for name in PAST_VERSIONS},
}

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
MOVED = "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name ="
BAD_TABLES = {
    "a view": (script("CREATE VIEW more AS SELECT 1"), "view 'more'"),
    "a view in a table's place": (script("DROP TABLE run", f"CREATE VIEW run AS {ENDLESS}"), "view 'run'"),
    "a view of dandisets": (
        script("ALTER TABLE dandiset RENAME TO hidden", "CREATE VIEW dandiset AS SELECT * FROM hidden"),
        "table 'hidden'",
    ),
    "a trigger": (
        script("CREATE TRIGGER t AFTER UPDATE ON dandiset BEGIN DELETE FROM version; END"),
        "trigger 't'",
    ),
    "a computed column": (script("ALTER TABLE archive ADD COLUMN more TEXT AS (upper(info))"), "table 'archive'"),
    "a virtual table": (script("CREATE VIRTUAL TABLE more USING fts5(text)"), "'more"),
    "another table": (script("CREATE TABLE more (x)"), "table 'more'"),
    "another index": (script("CREATE INDEX more ON version (status)"), "index 'more'"),
    "a name that a terminal obeys": (script('CREATE TABLE "\x1b[2J" (x)'), r"'\x1b[2J'"),
    "a table too few": (script("DROP TABLE run"), "lacks the table run"),
    "a column too few": (script("ALTER TABLE dandiset DROP COLUMN stale_reason"), "table 'dandiset'"),
    "a table without types": (reword("run", "CREATE TABLE run (run INTEGER PRIMARY KEY)"), "table 'run'"),
    "a broken text": (reword("run", "CREATE TABLE run (\x1b[2J"), "malformed"),
    "a table's text that is no UTF-8": (replace_bytes(b"outcome TEXT", b"outcome T\xffXT"), "no UTF-8"),
    "two tables in one place": (schema(f"{MOVED} 'archive') WHERE name = 'run'"), "damaged"),
    "an index in a table's place": (schema(f"{MOVED} 'dandiset') WHERE type = 'index'"), "damaged"),
}

ONE_PAGE = "WHERE identifier = '000005' AND page = 0"
BAD_VALUES = {
    "an unknown state": (sql("UPDATE dandiset SET state = 'secret'"), "'secret'"),
    "a state that is no date": (sql("UPDATE dandiset SET state_utc = 'today'"), "'today'"),
    "a stale date that is none": (sql("UPDATE dandiset SET stale_since_utc = '2026-13-01T00:00:00Z'"), "2026-13-01"),
    "a date of reading that is none": (sql("UPDATE archive SET read_utc = ''"), "archive.read_utc: ''"),
    "a date of reading with more": (sql("UPDATE archive SET read_utc = read_utc || '<b>'"), "<b>"),
    "an archive that is no JSON": (sql("UPDATE archive SET info = '{'"), "archive.info: '{'"),
    "an archive that is no object": (sql("UPDATE archive SET info = '[]'"), "archive.info: '[]'"),
    "a second archive": (sql("INSERT INTO archive SELECT 2, info, api_url, read_utc FROM archive"), "only_row"),
    "a negative count": (sql("UPDATE version SET asset_count = -1"), "version.asset_count: -1"),
    "a negative size": (sql("UPDATE version SET size_bytes = -9223372036854775808"), "version.size_bytes"),
    "a negative page": (sql("UPDATE asset_page SET page = -1 - page"), "asset_page.page: -"),
    "a negative number of lines": (sql("UPDATE asset_page SET lines = -lines"), "asset_page.lines: -"),
    "a huge number of lines": (sql("UPDATE asset_page SET lines = 9223372036854775807"), "9223372036854775807"),
    "a run that began at no date": (
        sql("INSERT INTO run VALUES (9, 'once', '2026-01-01T00:00:00Z', 'complete', '{}')"),
        "run.started_utc: 'once'",
    ),
    "a report that is no JSON": (
        sql("INSERT INTO run VALUES (9, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'complete', 'all well')"),
        "run.report: 'all well'",
    ),
    "a version of no dandiset": (
        sql("UPDATE version SET identifier = '../../x' WHERE identifier = '000002'"),
        "'../../x'",
    ),
    "a page of no version": (sql(f"UPDATE asset_page SET version = '../../../../x' {ONE_PAGE}"), "'000005/../../../"),
    "a page of no dandiset": (sql(f"UPDATE asset_page SET identifier = '../../x' {ONE_PAGE}"), "'../../x/draft'"),
    "an identifier that is no UTF-8": (
        sql("UPDATE dandiset SET identifier = CAST(x'303030303032ff1b' AS TEXT) WHERE identifier = '000002'"),
        "no UTF-8",
    ),
    "an identifier that is a number": (
        untyped("dandiset", "UPDATE dandiset SET identifier = 1 WHERE state = 'gone'"),
        "damaged",
    ),
    "a state that is null": (untyped("dandiset", "UPDATE dandiset SET state = NULL"), "damaged"),
    "metadata that is null": (untyped("version", "UPDATE version SET info = NULL"), "damaged"),
    "metadata that are bytes": (untyped("version", "UPDATE version SET info = x'7b7d'"), "damaged"),
    "a listed item that is a number": (untyped("dandiset", "UPDATE dandiset SET listed = 7"), "damaged"),
    "a count that is text": (untyped("version", "UPDATE version SET size_bytes = 'many'"), "damaged"),
    "a page that is text": (untyped("asset_page", "UPDATE asset_page SET packed = 'text'"), "damaged"),
    "a number of lines that is none": (untyped("asset_page", "UPDATE asset_page SET lines = 1.5"), "damaged"),
}

REFUSED = BAD_NAMES | BAD_TABLES | BAD_VALUES


def bomb(size_bytes: int, *, says_so: bool = True, of: bytes = b"\0") -> Craft:
    """A page that holds one byte again and again."""

    def craft(path: Path) -> None:
        packer = zstandard.ZstdCompressor(level=1, write_content_size=says_so)
        stream = packer.compressobj(size=size_bytes if says_so else -1)
        chunk = of * (1 << 20)
        packed = b"".join(stream.compress(chunk) for _ in range(size_bytes >> 20)) + stream.flush()
        page(packed)(path)

    return craft


BAD_ASSETS = {
    "a page that unpacks to 1.5 GiB": (bomb(3 << 29), "more than 64 MiB"),
    "a page that doesn't say to how much": (bomb(1 << 20, says_so=False), "or doesn't say"),
    "a page of newlines": (bomb(64 << 20, of=b"\n"), "should hold 1 assets holds more"),
    "a page of more lines than it says": (page(pack_lines([b"{}"] * 2).packed), "should hold 1 assets holds more"),
    "a page of fewer lines than it says": (
        page(pack_lines([b"{}"]).packed, lines=900),
        "should hold 900 assets holds 1",
    ),
    "a page that is nothing": (page(b""), "can't be unpacked"),
    "a page with more behind it": (page(pack_lines([b"{}"]).packed * 2), "can't be unpacked"),
    "a page that says to be smaller than it is": (
        page(zstandard.ZstdCompressor().compress(b"x" * 1000).replace(b"\xe8\x02", b"\x00\x00", 1)),
        "can't be unpacked",
    ),
    "an asset that is no JSON": (page(pack_lines([b'{"path": "a.nwb", ']).packed), "an asset that is no JSON"),
    "an asset that is no UTF-8": (page(pack_lines([b'{"path": "\xff"}']).packed), "'utf-8' codec can't decode"),
    "an asset that is no object": (page(pack_lines([b"[]"]).packed), "an asset that is no JSON object"),
    "assets that were not harvested": (
        page(pack_lines([encode(blob_asset(1, "a.nwb"))]).packed),
        "not those that were",
    ),
}

BAD_METADATA = {
    "metadata that is no JSON": (sql("UPDATE version SET info = '{'", hashed=True), "metadata that is no JSON"),
    "metadata that is no object": (sql("UPDATE version SET info = '3'", hashed=True), "metadata that is no JSON"),
    "metadata that is no UTF-8": (sql("UPDATE version SET info = CAST(x'7bff7d' AS TEXT)"), "no UTF-8"),
    "metadata with another hash": (
        sql("UPDATE version SET info = replace(info, 'Nothing', 'Something') WHERE identifier = '000002'"),
        "not what was harvested",
    ),
    "another hash": (sql("UPDATE dandiset SET content_hash = 'x'"), "not what was harvested"),
    "a listed item that is no JSON": (sql("UPDATE dandiset SET listed = '{'", hashed=True), "no JSON"),
}


def crafted(cases: dict[str, tuple[Craft, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("craft", "told"), cases.values(), ids=cases.keys())


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot and its site, side by side; for reading only."""
    folder = tmp_path_factory.mktemp("sound")
    make_small_archive(folder / "snapshot.sqlite")
    build(folder / "snapshot.sqlite", Settings(), folder / "site")
    return folder


@pytest.fixture
def place(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder to work in: a snapshot to change, the one before, and the site that lies there."""
    folder = tmp_path / "deep" / "er" / "work"
    folder.mkdir(parents=True)
    for name in ("snapshot.sqlite", "before.sqlite"):
        shutil.copy(sound / "snapshot.sqlite", folder / name)
    shutil.copytree(sound / "site", folder / "site")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


class Shell:
    """Runs commands, and remembers what lay around before."""

    def __init__(self, top: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._top = top
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self._before = bytes_of(top)

    def is_refused(self, told: str, *commands: tuple[str, ...]) -> None:
        """Each ends with 4 and says why, in words that any terminal may show; all files stay as they were."""
        for words in commands:
            self._monkeypatch.setattr(sys, "argv", ["dandi-catalog", *words])
            self._capsys.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
            printed = "".join(self._capsys.readouterr())
            assert ended.value.code == 4, (words, printed)
            assert told in printed, words
            assert "Traceback" not in printed
            assert all(line.isprintable() for line in re.sub("[\u00a0\u202f]", " ", printed).splitlines()), printed
        after = {name: data for name, data in bytes_of(self._top).items() if not name.startswith("cache/")}
        assert after == self._before


@pytest.fixture
def shell(place: Path, tmp_path: Path, monkeypatch, capsys) -> Callable[[Craft], Shell]:
    """What runs commands on a snapshot that is crafted first."""

    def make(craft: Craft) -> Shell:
        craft(place / "snapshot.sqlite")
        return Shell(tmp_path, monkeypatch, capsys)

    return make


COMMANDS = {
    "build": ("build",),
    "full build": ("build", "--full"),
    "check": ("check", "--snapshot", "snapshot.sqlite"),
    "search": ("search", "mouse"),
    "diff": ("diff", "000001", "0.210101.1200", "0.220101.1200"),
    "diff since": ("diff", "--since", "before.sqlite"),
    "diff since it": ("diff", "--since", "snapshot.sqlite", "--snapshot", "before.sqlite"),
    "serve": ("serve", "--snapshot", "snapshot.sqlite"),
}


READERS = (*(COMMANDS[name] for name in ("full build", "check", "search")), ("diff", "000002", "draft", "draft"))
"""Those that read assets."""


@crafted(REFUSED)
def test_what_no_harvest_writes_is_refused_by_every_command(place: Path, shell, craft: Craft, told: str) -> None:
    shell(craft).is_refused(told, *COMMANDS.values())
    for open_it in (Snapshot.readable, Snapshot.writable, create_api):
        with pytest.raises(IntegrityError, match=r"snapshot\.sqlite"):
            open_it(place / "snapshot.sqlite")


@crafted(BAD_ASSETS)
def test_assets_that_no_harvest_writes_are_refused_by_all_who_read_them(
    place: Path, shell, craft: Craft, told: str
) -> None:
    shell(craft).is_refused(told, *READERS)
    with in_background(create_api(place / "snapshot.sqlite")) as url:
        # What is asked of the version fails; what is told of all goes on without it.
        for address, status in (("dandisets/000002/versions/draft/assets/paths/", 503), ("stats/", 200)):
            assert requests.get(f"{url}/api/{address}", timeout=20).status_code == status


@crafted(BAD_METADATA)
def test_metadata_that_no_harvest_writes_is_refused_by_all_who_read_it(shell, craft: Craft, told: str) -> None:
    shell(craft).is_refused(told, *READERS)


def test_a_snapshot_that_was_sound_is_looked_at_again_once_it_has_changed(place: Path) -> None:
    path = place / "snapshot.sqlite"
    Snapshot.readable(path).close()
    version("../../../../x")(path)

    with pytest.raises(IntegrityError):
        Snapshot.readable(path)


def test_what_changes_while_a_log_lies_beside_it_is_looked_at(place: Path) -> None:
    path = place / "snapshot.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        Snapshot.readable(path).close()
        writer.execute("UPDATE dandiset SET past_versions = '../../x' WHERE identifier = '000004'")

        with pytest.raises(IntegrityError, match=r"past_versions: '\.\./\.\./x'"):
            Snapshot.readable(path)
