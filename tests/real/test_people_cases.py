"""Small archives after public reports on people, awards, citations and licenses show what the reports expect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec
import pytest

from builder.catalog.facets.people import find_mistyped, without_mistyped
from builder.catalog.schema.dandiset import Dandiset, read_dandiset
from builder.catalog.selection import is_selected
from builder.search.query.run import search
from builder.search.query.store import open_index
from builder.settings import Select, Settings
from builder.site.pipeline.build import build
from builder.snapshot import Snapshot
from builder.snapshot.loading import open_dandisets
from support import SHARED
from support.archives.shared_server import harvest_folder
from support.readers.importing import from_bibtex, from_csl, from_ris
from support.sites.pages import Html, read_page, text_of


@dataclass(frozen=True)
class Case:
    """An archive of one dandiset, harvested and built."""

    snapshot: Path
    site: Path

    @property
    def dandiset(self) -> Dandiset:
        with Snapshot.readable(self.snapshot) as opened:
            ((_, _, dandiset),) = open_dandisets(opened, Settings())
        return without_mistyped(dandiset, find_mistyped([dandiset]))

    @property
    def page(self) -> Html:
        return read_page(self.site, f"dandiset/{self.dandiset.identifier}/index.html")

    @property
    def apa(self) -> str:
        return text_of(self.page.section("cite").find(".//blockquote"))

    @property
    def byline(self) -> str:
        return text_of(self.page.one(".//p[@class='dandiset__authors']"))

    def twin(self, name: str) -> str:
        dandiset = self.dandiset
        path = self.site / "dandiset" / dandiset.identifier / dandiset.default.version / name
        return path.read_bytes().decode()

    def row(self, label: str) -> str:
        """What stands beside a label in the part on access."""
        rows = {text_of(row.find("dt")): text_of(row.find("dd")) for row in self.page.section("access").iter("div")}
        return rows[label]

    def browse(self, facet: str) -> dict[str, str]:
        """The last part of each value's address -> the heading of its page."""
        pages = (self.site / "browse" / facet).glob("*/index.html")
        return {
            path.parent.name: read_page(self.site, path.relative_to(self.site).as_posix()).title for path in pages
        }

    def finds(self, query: str) -> bool:
        with Snapshot.readable(self.snapshot) as opened:
            stored = open_index(opened, Settings(), self.snapshot.parent / "cache")
        return bool(search(stored, query, 10).hits)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Case]:
    @cache
    def make(number: str) -> Case:
        found = sorted((SHARED / "cases").glob(f"{number}-*"))
        if not found:
            pytest.skip(f"case {number} is not beside the project: ../shared/cases")
        folder = tmp_path_factory.mktemp(f"case-{number}")
        snapshot = harvest_folder(found[0] / "input", folder / "snapshot.sqlite")
        build(snapshot, Settings(), folder / "site", jobs=1)
        return Case(snapshot, folder / "site")

    return make


def test_01_only_who_has_the_flag_is_cited(case) -> None:
    one = case("01")

    assert one.apa.startswith("Ito, H. (2026). ")
    assert one.byline == "Hana Ito"
    assert from_ris(one.twin("citation.ris")).authors == ("Ito, Hana",)
    assert "Peter Brook" in text_of(one.page.section("contributors"))


def test_05_a_name_with_a_stray_comma_is_one_name(case) -> None:
    one = case("05")

    assert one.apa.startswith("Adams, K., Birch, J. M., & Cole, A. (2026). ")
    assert one.byline == "Kim Adams, Joseph M. Birch, Ann Cole"
    assert from_bibtex(one.twin("citation.bib")).authors == ("Adams, Kim", "Birch, Joseph M.", "Cole, Ann")


def test_10_what_is_open_is_not_called_embargoed(case) -> None:
    assert case("10").row("Access") == "Open access"


def test_15_standards_that_only_files_tell_are_read_with_their_versions(case) -> None:
    one = case("15")
    contents = text_of(one.page.section("contents"))

    assert "Hierarchical Event Descriptors (HED) 8.3.0 with sc 2.1.0" in contents
    assert "Brain Imaging Data Structure (BIDS) 1.10.0" in contents
    assert one.finds("standard:HED")


def test_16_a_title_is_one_everywhere(case) -> None:
    one = case("16")
    title = "Decoding Mining's trails & tails"

    assert one.page.title == one.dandiset.default.title == title
    assert f"{title} (Version " in one.apa
    assert from_csl(one.twin("citation.csl.json")).title == title
    assert one.finds('"mining\'s trails"')


def test_19_a_doi_of_a_test_is_neither_linked_nor_cited(case) -> None:
    one = case("19")

    assert "10.5072" not in "".join(one.page.hrefs())
    assert one.apa.endswith("https://dandiarchive.org/dandiset/090019/0.260412.1743")
    assert from_bibtex(one.twin("citation.bib")).doi == ""
    assert not one.finds("has:doi")


def test_28_names_of_all_kinds_are_cited_as_the_apa_does(case) -> None:
    one = case("28")

    assert one.apa.startswith(
        "de Vries, J., van den Boom, M., Kouwe, A. van der, O'Farrell, A. D., King, M. L., III, Smith, J., Jr., "
        "Cang, J. C., Kim, J.-H., Li, Y., Matthew J. Mender, Roe, J.-P., Feng, S. Y., Buzsáki, G., Ünal, Ç., & Doe, "
    )
    assert "Martin Luther King III" in text_of(one.page.section("contributors"))
    assert "John Smith Jr." in text_of(one.page.section("contributors"))


def test_36_awards_are_shown_as_typed_and_found_in_any_spelling(case) -> None:
    one = case("36")
    funding = text_of(one.page.section("funding"))

    for award in ("R01 NS123887-03", "U01NS099705", "543045", "543031", "681654", "1U19NS104653-01"):
        assert award in funding
    assert "Held by Jane Doe, award 1U19NS104653-01" in funding
    assert {"r01ns123887", "u01ns099705", "543045", "543031", "681654", "u19ns104653"} <= set(one.browse("award"))
    for asked in ("5 R01 NS 123887-03", "R01NS123887", "543031"):
        assert is_selected(one.dandiset, Select(awards=(asked,))), asked
        assert one.finds(f'award:"{asked}"'), asked


def test_40_all_contacts_are_named(case) -> None:
    assert case("40").row("Contact") == "Hana Ito, Peter Brook"


def test_41_the_version_that_was_published_last_is_the_newest(case) -> None:
    """The server tells of both the minute in their names; the report has a later one for the first."""
    with Snapshot.readable(case("41").snapshot) as opened:
        (row,) = opened.dandisets()
        infos = {stored.version: msgspec.json.decode(stored.info) for stored in opened.versions(row.identifier)}
    infos["0.210827.1435"]["created"] = "2021-08-27T14:41:00Z"
    found = read_dandiset(
        row.identifier,
        listed=row.listed,
        infos=[(name, msgspec.json.encode(info)) for name, info in sorted(infos.items())],
    )

    assert [version.version for version in found.versions] == ["0.210827.1436", "0.210827.1435", "draft"]
    assert found.default.title == "Second, corrected title"


def test_42_two_people_with_one_orcid_have_a_page_each(case) -> None:
    one = case("42")
    pages = one.browse("contributor")

    assert sorted(pages.values()) == ["Ann Alder", "Ben Birk"]
    assert one.finds("contributor:Alder")
    assert one.finds("contributor:Birk")


def test_43_each_award_of_a_field_has_its_page(case) -> None:
    one = case("43")

    assert set(one.browse("award")) == {"mh122391", "u19ns104590", "u19ns107616"}
    for asked in ("MH122391", "5U19NS104590-02", "U19 NS107616"):
        assert is_selected(one.dandiset, Select(awards=(asked,))), asked
        assert one.finds(f'award:"{asked}"'), asked


def test_46_keywords_that_were_typed_as_one_are_several(case) -> None:
    one = case("46")

    assert set(one.browse("keyword").values()) == {
        "LFP",
        "BF",
        "interhemispheric",
        "calcium imaging",
        "spike sorting",
    }
    assert "KW  - spike sorting\r\n" in one.twin("citation.ris")
