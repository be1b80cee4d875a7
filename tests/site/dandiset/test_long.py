"""However much the archive has of a dandiset, its page is no heavier than a page may be."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from builder.catalog.files.folder_tree import make_tree
from builder.catalog.files.table import FileTable
from builder.catalog.links.instances import KNOWN_INSTANCES
from builder.catalog.schema.asset import Asset
from builder.check.site import check_site
from builder.settings import Settings
from builder.site.files.listing import listing_tables, table_names
from builder.site.frame import addresses
from builder.site.frame.budgets import LARGEST_FILE_BYTES, LARGEST_PAGE_BYTES, packed_bytes
from builder.site.pipeline.build import build
from builder.snapshot import Snapshot
from support.archives.edges import Json, make_edge_archive
from support.archives.small import NOW, metadata_of, put_open, uuid, version_object
from support.sites.pages import Html, read_page, text_of

PAGE = addresses.dandiset("000001")
NOTICE = "This page shows only the beginning of long texts and lists: the archive has them whole."
PARTS = ("description", "files", "download", "cite", "contributors", "funding", "contents", "related", "keywords")
LINE, PROSE, ROWS = 400, 20_000, 10
LETTERS = {"ASCII": (0x21, 0x7E), "Chinese": (0x4E00, 0x9FFF), "beyond": (0x20000, 0x2A6DF)}
"""From what to what a text's characters go, so that no compression makes it much smaller."""


class Writer:
    """Fills every field of the metadata with text that nothing makes shorter."""

    def __init__(self, letters: str) -> None:
        self._from, self._to = LETTERS[letters]
        self._chance = random.Random(letters)

    def text(self, length: int = LINE) -> str:
        text = "".join(chr(self._chance.randint(self._from, self._to)) for _ in range(length))
        return text.replace("@", "at")  # what looks like an e-mail address is hidden

    def url(self) -> str:
        return f"https://example.org/{self.text(150)}"

    def term(self) -> Json:
        return {"name": self.text(), "identifier": self.url(), "schemaKey": "Anatomy"}

    def person(self, number: int) -> Json:
        return {
            "schemaKey": ("Person", "Organization")[number % 2],
            "name": self.text(),
            "identifier": self.url(),
            "url": self.url(),
            "includeInCitation": number % 3 > 0,
            "roleName": ["dcite:Author", self.text(), *(["dcite:Funder"] if number % 5 == 0 else [])],
            "awardNumber": self.text(),
            "affiliation": [{"name": self.text(), "identifier": self.url()} for _ in range(3)],
        }

    def metadata(self) -> Json:
        rows = range(ROWS)
        return {
            "name": self.text(),
            "description": self.text(PROSE),
            "acknowledgement": self.text(PROSE),
            "contributor": [self.person(number) for number in rows],
            "about": [self.term() for _ in rows],
            "studyTarget": [self.text() for _ in rows],
            "license": [self.text() for _ in rows],
            "protocol": [self.url() for _ in rows],
            "ethicsApproval": [{"identifier": self.text()} for _ in rows],
            "keywords": [self.text() for _ in rows],
            "access": [{"status": self.text()} for _ in rows],
            "relatedResource": [
                {"name": self.text(), "url": self.url(), "relation": self.text(), "repository": self.text()}
                for _ in rows
            ],
            "wasGeneratedBy": [
                {"schemaKey": "Project", "name": self.text(), "description": self.text(PROSE)} for _ in rows
            ],
            "assetsSummary": {
                kind: [self.term() for _ in rows] for kind in ("species", "approach", "measurementTechnique")
            }
            | {"variableMeasured": [self.text() for _ in rows]},
        }


def build_one(folder: Path, metadata: Json, paths: Sequence[str]) -> Html:
    """The page of a dandiset of such metadata and files, whose site stands the check."""
    snapshot = make_edge_archive(folder / "snapshot.sqlite", {"one": metadata}, {"one": paths})
    build(snapshot, Settings(), folder / "site", jobs=1)
    assert check_site(folder / "site").problems == ()
    return read_page(folder / "site", PAGE)


@pytest.mark.parametrize("letters", ["Chinese", "beyond"])
def test_a_page_of_all_that_the_archive_takes_is_small_enough(tmp_path: Path, letters: str) -> None:
    writer = Writer(letters)
    paths = [f"{writer.text(100)}/{writer.text(150)}.nwb" for _ in range(30)]
    page = build_one(tmp_path, writer.metadata(), paths)

    assert packed_bytes((tmp_path / "site" / PAGE).read_bytes()) <= LARGEST_PAGE_BYTES
    assert NOTICE in text_of(page.main)
    assert [id for id in PARTS if page.section(id) is None] == []


def test_the_beginning_of_a_list_that_is_too_long_stands_on_the_page(tmp_path: Path) -> None:
    writer = Writer("ASCII")
    names = [writer.text(80) for _ in range(1_000)]
    page = build_one(tmp_path, {"relatedResource": [{"name": name} for name in names]}, ["a.nwb"])
    shown = [text_of(row).removeprefix("Related ") for row in page.section("related").iter("li")]

    assert NOTICE in text_of(page.main)
    assert shown == names[:200]
    assert "https://dandiarchive.org/dandiset/000001" in page.hrefs(page.one(".//header[@class='dandiset__header']"))


def test_a_page_that_fits_shows_all(tmp_path: Path) -> None:
    people = [{"schemaKey": "Person", "name": f"Person{number}, A"} for number in range(150)]
    page = build_one(tmp_path, {"contributor": people, "description": "word " * 4_000}, ["a.nwb"])

    assert NOTICE not in text_of(page.main)
    assert len(list(page.section("contributors").iter("li"))) == 150
    assert text_of(page.section("description")).count("word") == 4_000


def test_what_changed_in_many_versions_is_told_of_each_though_with_less(tmp_path: Path) -> None:
    writer = Writer("Chinese")
    names = [f"0.24{number:02d}01.1200" for number in range(1, 13)] + ["draft"]
    versions = []
    for name in names:
        listed = version_object(name, "Much changed", [], status="Valid", created=NOW, modified=NOW)
        versions.append((listed, metadata_of("000001", name, "Much changed") | writer.metadata(), []))
    with Snapshot.writable(make_edge_archive(tmp_path / "snapshot.sqlite", {}, {})) as opened:
        put_open(opened, "000001", "", versions)
        opened.settle()
    build(tmp_path / "snapshot.sqlite", Settings(), tmp_path / "site", jobs=1)
    page = read_page(tmp_path / "site", addresses.compare("000001"))

    assert check_site(tmp_path / "site").problems == ()
    assert (tmp_path / "site" / page.address).stat().st_size <= 2 << 20
    assert NOTICE in text_of(page.main)
    assert {section.get("aria-labelledby") for section in page.all(".//section")} == set(names[1:])


def test_tables_of_long_paths_have_fewer_rows_and_all_files(tmp_path: Path) -> None:
    table = FileTable()
    paths = [f"{number:04d}-" + "\U00020000" * 1_200 for number in range(6_000)]
    for path in paths:
        table.add(Asset(path=path, asset_id=uuid(1, 1), blob=uuid(2, 1), size=1))
    tree = make_tree(table.folders())
    tables = dict(listing_tables(tree, KNOWN_INSTANCES["dandi"]))

    assert tuple(tables) == table_names(tree) == ("files.tsv", "files-2.tsv")
    assert max(len(text.encode()) for text in tables.values()) <= LARGEST_FILE_BYTES
    assert [line.partition("\t")[0] for text in tables.values() for line in text.splitlines()[1:]] == paths
