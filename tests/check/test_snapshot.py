"""`check` of a snapshot: damage, age, and what can't be read."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from builder.check.snapshot import SnapshotCheck, check_snapshot
from builder.errors import CatalogError, UsageError
from builder.snapshot import Snapshot, VersionRow, pack_lines, pack_pages
from builder.snapshot.hashing import hash_assets
from support.archives.small import NOW, make_small_archive

LATER = "2026-01-03T12:00:00Z"


@pytest.fixture
def snapshot_path(tmp_path: Path) -> Path:
    return make_small_archive(tmp_path / "snapshot.sqlite")


def check(path: Path, *, max_age_days: float | None = None) -> SnapshotCheck:
    return check_snapshot(path, max_age_days=max_age_days, now_utc=LATER)


def damage(path: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        assert db.execute(sql, values).rowcount == 1


def told(result: SnapshotCheck) -> list[tuple[str, str]]:
    return [(problem.where, problem.what) for problem in result.problems]


def put_draft(path: Path, metadata: object, lines: list[bytes]) -> None:
    """Store a dandiset of one draft, as a harvest does."""
    info = {"version": "draft", "name": "A draft", "status": "Valid", "metadata": metadata}
    row = VersionRow(
        version="draft",
        modified=NOW,
        asset_count=len(lines),
        size_bytes=0,
        status="Valid",
        info=json.dumps(info).encode(),
        assets_hash=hash_assets([lines]),
        lines=len(lines),
    )
    with Snapshot.writable(path) as snapshot:
        pages = {"draft": list(pack_pages(lines))}
        snapshot.put_dandiset("000009", listed=b"{}", versions=[row], pages=pages, now_utc=NOW)
        snapshot.settle()


def test_a_whole_snapshot_is_counted(snapshot_path: Path) -> None:
    result = check(snapshot_path)

    assert (result.ok, result.problems, result.stale) == (True, (), ())
    assert (result.dandisets, result.versions, result.assets) == (3, 5, 2508)
    with Snapshot.readable(snapshot_path) as snapshot:
        assert result.content_hash == snapshot.content_hash()


def test_a_check_leaves_the_snapshot_as_it_is(snapshot_path: Path) -> None:
    before = snapshot_path.read_bytes()

    check(snapshot_path)

    assert snapshot_path.read_bytes() == before
    assert [path.name for path in snapshot_path.parent.iterdir()] == [snapshot_path.name]


def test_assets_that_were_changed_are_damage(snapshot_path: Path) -> None:
    packed = pack_lines([b'{"path": "other.nwb"}'] * 700).packed
    damage(snapshot_path, "UPDATE asset_page SET packed = ? WHERE identifier = '000005' AND page = 1", packed)

    result = check(snapshot_path)

    assert not result.ok
    assert told(result) == [("000005/draft", "the stored assets are not those that were harvested")]


def test_a_flipped_byte_in_a_page_of_assets_is_damage(snapshot_path: Path) -> None:
    with closing(sqlite3.connect(snapshot_path)) as db:
        (packed,) = db.execute("SELECT packed FROM asset_page WHERE identifier = '000005' AND page = 1").fetchone()
    for place in range(0, len(packed), len(packed) // 25):
        flipped = packed[:place] + bytes([packed[place] ^ 0x10]) + packed[place + 1 :]
        damage(snapshot_path, "UPDATE asset_page SET packed = ? WHERE identifier = '000005' AND page = 1", flipped)

        result = check(snapshot_path)

        assert not result.ok, f"byte {place}"
        assert {problem.where for problem in result.problems} == {"000005/draft"}
        assert (result.dandisets, result.versions) == (3, 5)


def test_a_page_that_is_missing_is_damage(snapshot_path: Path) -> None:
    damage(snapshot_path, "DELETE FROM asset_page WHERE identifier = '000005' AND page = 3")

    assert told(check(snapshot_path)) == [
        ("000005/draft", "the stored assets are not those that were harvested"),
    ]


def test_changed_metadata_is_damage(snapshot_path: Path) -> None:
    damage(
        snapshot_path,
        "UPDATE version SET info = replace(info, 'Nothing yet', 'Nothing Yet') WHERE identifier = '000002'",
    )

    assert told(check(snapshot_path)) == [("000002", "the stored metadata is not what was harvested")]


def test_metadata_that_is_no_json_is_told_and_the_rest_is_read(snapshot_path: Path) -> None:
    damage(snapshot_path, "UPDATE version SET info = '{' WHERE identifier = '000002'")

    result = check(snapshot_path)

    what = "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
    assert ("000002", f"metadata that is no JSON: {what}") in told(result)
    assert result.assets == 2508


def test_an_asset_that_is_no_json_is_told(snapshot_path: Path) -> None:
    put_draft(snapshot_path, {}, [b'{"path": "a.nwb"}', b'{"path": '])

    what = "an asset that is no JSON: Expecting value: line 1 column 10 (char 9)"
    assert told(check(snapshot_path)) == [("000009/draft", what)]


def test_text_that_is_no_utf_8_is_damage(snapshot_path: Path) -> None:
    damage(snapshot_path, "UPDATE version SET info = CAST(x'7bff7d' AS TEXT) WHERE identifier = '000002'")

    result = check(snapshot_path)

    assert not result.ok
    assert "damaged" in result.problems[-1].what


@pytest.mark.parametrize("place", range(100, 90_000, 4_500))
def test_a_byte_overwritten_anywhere_in_the_file_never_ends_in_a_traceback(snapshot_path: Path, place: int) -> None:
    data = bytearray(snapshot_path.read_bytes())
    data[place % len(data) : place % len(data) + 64] = b"\xa5" * 64
    sound = check(snapshot_path)
    snapshot_path.write_bytes(data)

    try:
        result = check(snapshot_path)
    except CatalogError:
        return
    assert not result.ok or result == sound


def test_a_file_that_is_no_snapshot_is_told(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.sqlite"
    path.write_text("Hello")

    result = check(path)

    assert not result.ok
    assert result.problems[0].where == str(path)
    assert "is not a snapshot" in result.problems[0].what


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no snapshot there"):
        check(tmp_path / "snapshot.sqlite")


def test_a_snapshot_that_no_harvest_completed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.sqlite"
    Snapshot.writable(path).close()

    assert told(check(path)) == [(str(path), "no harvest has been completed into it: run dandi-catalog harvest")]


@pytest.mark.parametrize(("max_age_days", "ok"), [(None, True), (3, True), (2.5, True), (2, False), (0, False)])
def test_a_snapshot_may_be_so_old(snapshot_path: Path, max_age_days: float | None, ok: bool) -> None:
    assert check(snapshot_path, max_age_days=max_age_days).ok is ok


def test_too_old_says_how_old(snapshot_path: Path) -> None:
    assert told(check(snapshot_path, max_age_days=2)) == [
        (str(snapshot_path), "the archive was last read 2.5 days ago, where 2 is the most"),
    ]


def test_a_stale_dandiset_is_listed_and_a_problem_once_it_is_too_old(snapshot_path: Path) -> None:
    with Snapshot.writable(snapshot_path) as snapshot:
        snapshot.mark_stale("000001", "HTTP 500", now_utc="2026-01-03T00:00:00Z")
        snapshot.mark_stale("000005", "HTTP 502", now_utc="2025-12-24T12:00:00Z")
        snapshot.settle()

    assert check(snapshot_path).ok
    result = check(snapshot_path, max_age_days=7)

    assert result.stale == ("000001", "000005")
    assert told(result) == [("000005", "could not be read again for 10.0 days: HTTP 502")]


def test_fields_that_cannot_be_read_are_listed_and_no_problem(snapshot_path: Path) -> None:
    asset = {"path": "sub-1/a.nwb", "metadata": {"encodingFormat": ["nwb"]}}
    put_draft(snapshot_path, {"schemaVersion": "0.6.0", "keywords": "brain"}, [json.dumps(asset).encode()])

    result = check(snapshot_path)

    assert result.ok
    assert [(unread.where, unread.what) for unread in result.unread if unread.where.startswith("000009")] == [
        ("000009/draft: metadata.keywords", 'a single value where a list belongs: "brain"'),
        ("000009/draft/sub-1/a.nwb: metadata.encodingFormat", 'can\'t be read: ["nwb"]'),
    ]


def test_what_is_noted_is_as_pages_have_it_and_obeys_no_terminal(snapshot_path: Path) -> None:
    asset = {"path": "sub-1/\x1b[31m\ufffe.nwb", "size": "jane@example.org"}
    put_draft(snapshot_path, {"schemaVersion": "0.6.0", "keywords": "jane@example.org"}, [json.dumps(asset).encode()])

    result = check(snapshot_path)

    assert [(unread.where, unread.what) for unread in result.unread if unread.where.startswith("000009")] == [
        ("000009/draft: metadata.keywords", 'a single value where a list belongs: "[e-mail hidden]"'),
        ("000009/draft/sub-1/␛[31m�.nwb: size", 'can\'t be read: "[e-mail hidden]"'),
    ]


def test_notes_on_many_assets_are_counted_after_the_first(snapshot_path: Path) -> None:
    lines = [
        b'{"path": "%d.nwb", "size": 1e400, "metadata": {"keywords": [[], []]}}' % number for number in range(5000)
    ]
    put_draft(snapshot_path, {"schemaVersion": "0.6.0"}, lines)

    result = check(snapshot_path)
    told = [(unread.where, unread.what) for unread in result.unread if unread.where.startswith("000009")]

    assert result.ok
    assert told[:2] == [
        ("000009/draft/0.nwb: size", 'can\'t be read: "1e400"'),
        ("000009/draft/0.nwb: metadata.keywords[0]", "can't be read: []"),
    ]
    assert told[100:] == [("000009/draft", "14900 more values of assets that can't be read, or are too long")]


@pytest.mark.parametrize(
    "value", ["1e400", "[" * 9_000 + "]" * 9_000, '"\\ud800"', "9" * 6000, '"' + "x" * 10**6 + '"']
)
def test_no_value_makes_a_check_fail(snapshot_path: Path, value: str) -> None:
    metadata = {
        "schemaVersion": "0.6.0",
        "name": "ODD",
        "keywords": ["ODD"],
        "assetsSummary": {"numberOfFiles": "ODD"},
    }
    line = b'{"path": "a.nwb", "size": %b}' % value.encode()
    put_draft(snapshot_path, metadata, [line])
    with Snapshot.writable(snapshot_path) as snapshot:
        (row,) = snapshot.versions("000009")
        odd = replace(row, info=row.info.replace(b'"ODD"', value.encode()))
        snapshot.put_dandiset("000009", listed=b"{}", versions=[odd], pages={}, now_utc=NOW)
        snapshot.settle()

    result = check(snapshot_path)

    assert result.ok
    assert {"000009/draft/a.nwb: size", "000009/draft: metadata.assetsSummary.numberOfFiles"} <= {
        unread.where for unread in result.unread
    }
