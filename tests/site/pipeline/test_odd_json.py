"""Whatever a snapshot's values are, all is made of it that the others allow: site, search, comparison and check."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from builder.catalog.schema.asset import Asset
from builder.catalog.schema.version import Version
from builder.check.snapshot import check_snapshot
from builder.diff.versions import diff_versions, version_diff
from builder.errors import IntegrityError
from builder.search.query.run import search
from builder.search.query.store import open_index
from builder.settings import Settings
from builder.site.pipeline.build import build
from builder.snapshot import DandisetState, Snapshot, VersionRow, pack_lines, pack_pages
from builder.snapshot.hashing import hash_assets
from support.archives.odd_json import documents, odd_values, paths, put
from support.archives.small import NOW, encode
from support.sites.pages import bytes_of, read_page, text_of

building = settings(max_examples=500 if settings().max_examples > 1_000 else 6, phases=[Phase.generate])
"""A build for each example takes a second: fewer of them, and a failing one is not made smaller."""
FULL_INFOS, FULL_ASSETS = documents(Version), documents(Asset)


class Stored:
    """A dandiset of the sample with several versions and few files, as it is stored, to be changed and put back."""

    def __init__(self, sample: Path) -> None:
        with Snapshot.readable(sample) as snapshot:
            self.archive = snapshot.archive()
            rows = [row for row in snapshot.dandisets() if row.state is DandisetState.OPEN]
            versions = {row.identifier: snapshot.versions(row.identifier) for row in rows}
            lines = {
                row.identifier: sum(version.lines for version in versions[row.identifier])
                for row in rows
                if len(versions[row.identifier]) > 1 and all(v.lines for v in versions[row.identifier])
            }
            self.row = next(row for row in rows if row.identifier == min(lines, key=lines.__getitem__))
            self.identifier = self.row.identifier
            self.versions = versions[self.identifier]
            self.assets = {
                version.version: [
                    json.loads(line)
                    for page in snapshot.asset_pages(self.identifier, version.version)
                    for line in page
                ]
                for version in self.versions
            }
        self.infos = {version.version: json.loads(version.info) for version in self.versions}
        self.names = [version.version for version in self.versions]

    def write(
        self,
        path: Path,
        *,
        listed: bytes | None = None,
        infos: Mapping[str, bytes] | None = None,
        assets: Mapping[str, Sequence[bytes]] | None = None,
    ) -> Path:
        """A snapshot of it, with what is given in place of its own, and of another dandiset that is as it was."""
        lines = {name: [encode(asset) for asset in found] for name, found in self.assets.items()} | dict(assets or {})
        rows = [
            replace(
                version,
                info=(infos or {}).get(version.version, version.info),
                assets_hash=hash_assets([lines[version.version]]),
                lines=len(lines[version.version]),
            )
            for version in self.versions
        ]
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
        with Snapshot.writable(path) as snapshot:
            snapshot.put_archive(self.archive)
            self._put(snapshot, self.identifier, listed or self.row.listed, rows, lines)
            empty = replace(self.versions[-1], assets_hash=hash_assets([]), lines=0)
            self._put(snapshot, "999999", self.row.listed, [empty], {empty.version: []})
            snapshot.settle()
        return path

    def _put(
        self,
        snapshot: Snapshot,
        identifier: str,
        listed: bytes,
        rows: Sequence[VersionRow],
        lines: Mapping[str, Sequence[bytes]],
    ) -> None:
        pages = {row.version: list(pack_pages(lines[row.version])) for row in rows}
        snapshot.put_dandiset(identifier, listed=listed, versions=rows, pages=pages, now_utc=NOW)


def merged(value: Any, more: Any) -> Any:
    """An answer with what it lacks of a document that has every field."""
    if not (isinstance(value, dict) and isinstance(more, dict)):
        return value
    return more | {key: merged(item, more.get(key)) for key, item in value.items()}


@pytest.fixture(scope="session")
def stored(sample_snapshot: Path) -> Stored:
    return Stored(sample_snapshot)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("odd")


def make_all(snapshot_path: Path, place: Path, identifier: str) -> Path:
    """Whatever is made of a snapshot; answers the site."""
    out = place / "site"
    shutil.rmtree(out, ignore_errors=True)
    assert build(snapshot_path, Settings(), out, jobs=1).dandisets == 2
    with Snapshot.readable(snapshot_path) as snapshot:
        search(open_index(snapshot, Settings(), place / "cache"), "mouse size:>1GB subjects:1..", 5)
        names = [row.version for row in snapshot.versions(identifier)]
        version_diff(identifier, diff_versions(snapshot, identifier, names[0], names[-1]))
    checked = check_snapshot(snapshot_path, max_age_days=None, now_utc=NOW)
    assert checked.problems == ()
    assert len(checked.unread) < 500
    return out


@building
@given(data=st.data(), odd=odd_values())
def test_an_odd_value_in_a_versions_answer_leaves_all_else_to_be_made(stored, place, data, odd):
    name = data.draw(st.sampled_from(stored.names))
    document = merged(stored.infos[name], data.draw(st.sampled_from(FULL_INFOS)))
    raw = put(document, data.draw(st.sampled_from(list(paths(document)))), odd)

    make_all(stored.write(place / "s.sqlite", infos={name: raw}), place, stored.identifier)


@building
@given(data=st.data(), odd=odd_values())
def test_an_odd_value_in_an_asset_leaves_all_else_to_be_made(stored, place, data, odd):
    name = data.draw(st.sampled_from(stored.names))
    documents = [merged(asset, data.draw(st.sampled_from(FULL_ASSETS))) for asset in stored.assets[name]]
    path = data.draw(st.sampled_from(list(paths(documents[0]))))
    lines = [put(documents[0], path, odd), *map(encode, documents[1:])]

    make_all(stored.write(place / "s.sqlite", assets={name: lines}), place, stored.identifier)


@building
@given(data=st.data(), odd=odd_values())
def test_an_odd_value_in_an_item_of_the_list_leaves_all_else_to_be_made(stored, place, data, odd):
    document = json.loads(stored.row.listed)
    raw = put(document, data.draw(st.sampled_from(list(paths(document)))), odd)

    make_all(stored.write(place / "s.sqlite", listed=raw), place, stored.identifier)


USUAL = ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59.999999-23:59", "0000-00-00", "2024-02-30", ""]
DATES = [
    *USUAL,
    *(
        pytest.param(date, marks=pytest.mark.proof)
        for date in (
            *("0001-01-01", "9999-12-31", "1969-12-31", "10000-01-01", "-2020-01-01", "2024", "today", "1" * 50),
        )
    ),
]


@pytest.mark.parametrize("date", DATES)
def test_any_date_of_anything_can_be_drawn(stored, place, date):
    def dated(value: Any) -> Any:
        if isinstance(value, dict):
            dates = ("date", "created", "modified", "embargoedUntil")
            return {k: date if k.lower().endswith(dates) or k in dates else dated(v) for k, v in value.items()}
        return [dated(item) for item in value] if isinstance(value, list) else value

    assets = {
        # The first as it was, so that there is a span of time.
        name: [encode(found[0]), *(encode(dated(merged(asset, FULL_ASSETS[0]))) for asset in found[1:])]
        for name, found in stored.assets.items()
    }
    infos = {name: encode(dated(merged(info, FULL_INFOS[0]))) for name, info in stored.infos.items()}
    listed = encode(dated(json.loads(stored.row.listed)))

    make_all(stored.write(place / "s.sqlite", listed=listed, infos=infos, assets=assets), place, stored.identifier)


@pytest.mark.parametrize(
    "age", ["P99999Y", "P999999999Y", "P1e400D", "P0D/P99999999999999W", "P1Y/P1D", "P-1D", "9" * 900]
)
def test_any_age_can_be_told(stored, place, age):
    people = [{"identifier": f"s{number}", "age": {"value": age}} for number in range(3)]
    assets = {
        name: [encode({**asset, "metadata": {**asset["metadata"], "wasAttributedTo": people}}) for asset in found]
        for name, found in stored.assets.items()
    }

    make_all(stored.write(place / "s.sqlite", assets=assets), place, stored.identifier)


def test_the_largest_sizes_and_many_values_add_up_and_are_kept(stored, place):
    first = stored.assets["draft"][0]
    many = [
        {
            **first,
            "path": f"sub-{number % 7}/{number}.nwb",
            "size": 2**53 - 1,
            "metadata": {
                **first["metadata"],
                "variableMeasured": [f"v{number}"],
                "approach": [{"name": f"a{number}"}],
            },
        }
        for number in range(2_100)  # more than 64 bits hold together
    ]
    infos = {
        name: encode({**info, "size": 2**53 - 1, "asset_count": 2**53 - 1, "metadata": {"name": "Large"}})
        for name, info in stored.infos.items()
    }
    path = stored.write(place / "s.sqlite", infos=infos, assets={name: [*map(encode, many)] for name in stored.names})
    site = make_all(path, place, stored.identifier)
    (site / "index.html").unlink()  # so that there is something to do

    again = build(path, Settings(), site, jobs=1)
    assert again.pages - again.skipped < 5  # the home page, and those with the date


# -- what is cut is told --------------------------------------------------------------------------------------------


def notices(site: Path, identifier: str) -> list[str]:
    page = read_page(site, f"dandiset/{identifier}/index.html")
    return [text_of(element) for element in page.elements if "notice--cut" in element.get("class", "").split()]


def test_the_page_tells_what_is_too_long_to_be_shown_whole(stored, place):
    long = {
        "keywords": [f"word {number}" for number in range(100_000)],
        "contributor": [{"name": f"Doe, {number}"} for number in range(30_000)],
        "relatedResource": [{"name": f"Paper {number}"} for number in range(30_000)],
    }
    infos = {
        name: encode({**info, "metadata": {**info["metadata"], **long, "name": "x" * 1_000_000}})
        for name, info in stored.infos.items()
    }
    site = make_all(stored.write(place / "s.sqlite", infos=infos), place, stored.identifier)

    fields = "name, contributor, keywords, related resource"
    assert f"Too long to be shown whole: {fields}. The archive has all of it." in notices(site, stored.identifier)
    assert notices(site, "999999") == []


def test_a_file_whose_path_is_too_long_is_left_out_and_told_of(stored, place):
    path = "a/" * 500_000 + "b.nwb"
    assets = {
        name: [encode(asset) for asset in ({**found[0], "path": path}, *found[1:])]
        for name, found in stored.assets.items()
    }
    snapshot_path = stored.write(place / "s.sqlite", assets=assets)
    site = make_all(snapshot_path, place, stored.identifier)
    default = stored.names[-2]
    table = (site / "dandiset" / stored.identifier / default / "files" / "files.tsv").read_text(encoding="utf-8")
    unread = check_snapshot(snapshot_path, max_age_days=None, now_utc=NOW).unread

    assert notices(site, stored.identifier) == ["Not shown: 1 file whose path can't be read, or is too long."]
    assert len(table.splitlines()) == len(stored.assets[default])  # a heading, and all files but one
    assert f"{stored.identifier}/draft/{stored.assets['draft'][0]['asset_id']}: path" in [one.where for one in unread]


# -- broken JSON, which a harvest never stores ----------------------------------------------------------------------


NO_UTF8 = b'{"path": "\xff"}'
BROKEN = [b"", b'{"name": "cut o', b"<html>", NO_UTF8, b'{"a": nul}', b"[" * 100_000]


@pytest.fixture(scope="module")
def sound(stored, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A snapshot, and its site; for reading only."""
    place = tmp_path_factory.mktemp("sound")
    path = stored.write(place / "s.sqlite")
    return path, make_all(path, place, stored.identifier)


@pytest.mark.parametrize("broken", BROKEN, ids=[str(broken[:20]) for broken in BROKEN])
@pytest.mark.parametrize("part", ["listed", "info", "asset"])
def test_a_snapshot_that_holds_no_json_is_damaged_and_the_old_site_stays(stored, sound, tmp_path, part, broken):
    path, out = Path(shutil.copy(sound[0], tmp_path)), sound[1]
    before = bytes_of(out)
    damage(path, stored, part, broken)
    place_told = "snapshot is damaged" if broken == NO_UTF8 and part != "asset" else stored.identifier

    with pytest.raises(IntegrityError, match=place_told):
        build(path, Settings(), out, jobs=1, full=True)
    assert bytes_of(out) == before
    with Snapshot.readable(path) as snapshot:
        with pytest.raises(IntegrityError, match=place_told):
            open_index(snapshot, Settings(), tmp_path)
        with pytest.raises(IntegrityError, match=place_told):
            diff_versions(snapshot, stored.identifier, *stored.names[-2:])
    assert re.search(place_told, str(check_snapshot(path, max_age_days=None, now_utc=NOW).problems))


def damage(path: Path, stored: Stored, part: str, broken: bytes) -> None:
    """Put it where JSON belongs."""
    with closing(sqlite3.connect(path)) as db, db:
        name, where = stored.names[-2], "identifier = ? AND version = ?"
        if part == "asset":
            packed = pack_lines([broken or b" "]).packed
            db.execute(f"UPDATE asset_page SET packed = ? WHERE {where}", (packed, stored.identifier, name))
        elif part == "info":
            db.execute(f"UPDATE version SET info = CAST(? AS TEXT) WHERE {where}", (broken, stored.identifier, name))
        else:
            sql = "UPDATE dandiset SET listed = CAST(? AS TEXT) WHERE identifier = ?"
            db.execute(sql, (broken, stored.identifier))
