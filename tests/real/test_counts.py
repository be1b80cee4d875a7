"""Numbers and dates of the real dandisets and of the cases, beside those that know nothing of the product's code."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from builder.catalog.contents.digest import Entry, make_digest
from builder.catalog.contents.read import Contents, read_contents
from builder.settings import Settings
from builder.site.frame import addresses
from builder.snapshot import Snapshot
from builder.snapshot.loading import load_assets, open_dandiset
from builder.words import formats
from support import ROOT, SHARED
from support.sites.pages import Html, pages_of, read_page, text_of

pytest_plugins = ["support.archives.real", "support.archives.cases"]

SESSIONS = {
    "000003": 101,
    "000008": 1328,
    "000409": 348,
    "000618": 123,
    "000690": 25,
    "000871": 12,
    "000951": 486,
}
BY_NAME = ("000020", "000467", "000559", "000711", "000773")
"""Rebuilt without the metadata of their files."""
OTHERS = ("000004", "000026", "000052", "000058", "000246", "000454", "000952", "001182")


@pytest.fixture(scope="module")
def held(real_snapshot: Path) -> dict[str, tuple[Entry, Contents]]:
    """Some of the dandisets, by their default version."""
    found = {}
    with Snapshot.readable(real_snapshot) as snapshot:
        for identifier in (*SESSIONS, *BY_NAME, *OTHERS):
            _, dandiset = open_dandiset(snapshot, snapshot.dandiset(identifier), Settings())
            contents = read_contents(load_assets(snapshot, identifier, dandiset.default.version, Settings()))
            found[identifier] = Entry(dandiset=dandiset, digest=make_digest(contents)), contents
    return found


@pytest.fixture(scope="module")
def scripts() -> Iterator[Callable[[str], ModuleType]]:
    """The scripts that count the raw JSON."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks" / "truth"))
        yield importlib.import_module


def test_sessions_of_real_dandisets_are_those_of_an_independent_count(held) -> None:
    assert {identifier: held[identifier][1].told_sessions for identifier in SESSIONS} == SESSIONS


def test_dandisets_whose_files_have_no_metadata_count_in_no_total(held) -> None:
    digests = [held[identifier][0].digest for identifier in BY_NAME]

    assert [digest.sessions for digest in digests] == [0] * len(BY_NAME)
    assert all(digest.recordings > 0 for digest in digests)


def test_numbers_and_dates_are_those_that_the_raw_files_give(held, scripts) -> None:
    sessions, subjects, dates = map(scripts, ("sessions", "subjects", "dates"))
    wrong = {}
    for raw in scripts("raw").dandisets(SHARED / "archive", only=held):
        entry, _ = held[raw.identifier]
        digest = entry.digest
        ours = (
            f"{digest.recordings} by name" if digest.recordings else str(digest.sessions),
            str(entry.subjects),
            formats.date(entry.updated),
        )
        theirs = sessions.count(raw), subjects.count(raw), dates.count(raw)
        if ours != theirs:
            wrong[raw.identifier] = ours, theirs

    assert wrong == {}


def facts_of(page: Html) -> dict[str, str]:
    return {text_of(item.find("dt")): text_of(item.find("dd")) for item in page.all(".//div[@class='facts__item']")}


def test_a_page_tells_one_number_of_subjects(case_site) -> None:
    page = read_page(case_site("48"), addresses.dandiset("090048"))
    rows = {text_of(row.find("dt")): text_of(row.find("dd")) for row in page.all(".//div[@class='rows__row']")}

    assert facts_of(page)["Subjects"] == "2"
    assert rows["Subjects"] == "2 (the archive\u2019s summary says 4)"
    assert "2 subjects" in text_of(page.section("contents"))


def test_derived_data_of_several_dandisets_name_no_subject(case_site) -> None:
    page = read_page(case_site("24"), addresses.dandiset("090024"))

    assert {"Subjects", "Sessions", "Recordings by file name"}.isdisjoint(facts_of(page))
    assert "subject" not in text_of(page.section("contents")).lower()


def test_zarrs_that_were_not_counted_are_nowhere_zero_bytes(case_site) -> None:
    site = case_site("13")
    told = {address: found for address in pages_of(site) if (found := zeros(text_of(read_page(site, address).main)))}
    facts = facts_of(read_page(site, addresses.dandiset("090013")))

    assert {address for address in told if not address.startswith("about/components")} == set()
    assert facts["Size"] == "2 zarrs not counted yet"


def zeros(text: str) -> list[str]:
    return re.findall(r"(?<![\d.])0 B\b", text)
