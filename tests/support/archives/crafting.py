"""Change a snapshot as its own program never would: past its constraints, its types, its tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from builder.snapshot import AssetPage, DandisetState, VersionRow, unpack_lines
from builder.snapshot.hashing import hash_assets, hash_dandiset

Craft = Callable[[Path], None]


def sql(statement: str, *values: object, hashed: bool = False) -> Craft:
    """Run a statement without a look at constraints; `hashed`: make the hashes fit again, as a forger would."""

    def craft(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA foreign_keys = OFF")
            db.execute("PRAGMA ignore_check_constraints = ON")
            db.execute(statement, values)
        if hashed:
            rehash(path)

    return craft


def script(*statements: str) -> Craft:
    def craft(path: Path) -> None:
        for statement in statements:
            sql(statement)(path)

    return craft


def untyped(table: str, statement: str, *values: object) -> Craft:
    """Run a statement while the table knows no types and no constraints; afterwards it is as it was."""

    def craft(path: Path) -> None:
        with closing(sqlite3.connect(path)) as db:
            (own,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        loose = own.replace("NOT NULL", "").replace("STRICT, WITHOUT", "WITHOUT").replace(") STRICT", ")")
        for kind in ("TEXT", "INTEGER", "BLOB"):
            loose = loose.replace(f" {kind}", " ")
        reword(table, loose)(path)
        sql(statement, *values)(path)
        reword(table, own)(path)

    return craft


def reword(table: str, text: str) -> Craft:
    """Another text for what a table is."""
    return schema("UPDATE sqlite_schema SET sql = ? WHERE name = ?", text, table)


def schema(statement: str, *values: object) -> Craft:
    """Change the schema's own table."""

    def craft(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA writable_schema = ON")
            db.execute(statement, values)
            (version,) = db.execute("PRAGMA schema_version").fetchone()
            db.execute(f"PRAGMA schema_version = {version + 1}")

    return craft


def replace_bytes(old: bytes, new: bytes) -> Craft:
    """Other bytes in the file itself, as many as before."""

    def craft(path: Path) -> None:
        data = path.read_bytes()
        assert old in data
        path.write_bytes(data.replace(old, new))

    return craft


def page(packed: bytes, *, lines: int = 1) -> Craft:
    """Other assets for the draft of 000002, in one page."""
    statement = "INSERT OR REPLACE INTO asset_page VALUES ('000002', 'draft', 0, ?, ?)"
    return sql(statement, lines, packed)


def rehash(path: Path) -> None:
    """Give everything the hashes that it would have if it were sound."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for identifier, version in db.execute("SELECT identifier, version FROM version").fetchall():
            found = db.execute(
                "SELECT lines, packed FROM asset_page WHERE identifier = ? AND version = ? ORDER BY page",
                (identifier, version),
            ).fetchall()
            lines = [unpack_lines(AssetPage(lines=count, packed=packed)) for count, packed in found]
            values = (hash_assets(lines), identifier, version)
            db.execute("UPDATE version SET assets_hash = ? WHERE identifier = ? AND version = ?", values)
        for identifier, state, listed in db.execute("SELECT identifier, state, listed FROM dandiset").fetchall():
            content_hash = hash_dandiset(
                identifier=identifier,
                state=DandisetState(state),
                listed=listed.encode(),
                versions=_rows(db.execute("SELECT * FROM version WHERE identifier = ?", (identifier,)).fetchall()),
            )
            db.execute("UPDATE dandiset SET content_hash = ? WHERE identifier = ?", (content_hash, identifier))


def _rows(found: Sequence[tuple[Any, ...]]) -> list[VersionRow]:
    names = ("version", "modified", "asset_count", "size_bytes", "status")
    return [
        VersionRow(**dict(zip(names, row[1:6], strict=True)), info=row[6].encode(), assets_hash=row[7], lines=0)
        for row in found
    ]
