"""The line of facts under a version's title, and the numbers of what is in it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from builder.catalog.contents.read import Contents, read_contents
from builder.catalog.schema.asset import Asset, read_asset
from builder.catalog.schema.licenses import NO_LICENSE
from builder.catalog.schema.metadata import AssetsSummary, ContactPoint, EthicsApproval, Resource
from builder.site.contexts import DandisetPage
from builder.site.dandiset.contents_section import file_kind_rows, sessions_table, subjects_table, totals
from builder.site.dandiset.outputs import ReadVersion, dandiset_outputs
from builder.site.dandiset.relations import ethics_links, protocol_links, resource_rows, summary_rows
from builder.site.dandiset.subjects_page import sessions_csv, subjects_csv
from builder.site.dandiset.version_facts import facts_of
from builder.site.dandiset.version_list import status_words, version_rows
from builder.site.parts.term_links import TermLinks
from builder.words import formats
from support.archives.entries import make_entry
from support.sites.scope import SCOPE

ZARR = Asset(path="sub-1/sub-1_ses-a.ome.zarr", zarr="z", size=0, created="2024-03-02T00:00:00Z")
FILE = Asset(path="sub-1/sub-1_ses-b.tif", blob="b", size=1000, created="2024-03-01T00:00:00Z")


def facts(*files: Asset, **entry: Any) -> dict[str, str]:
    dandiset = make_entry(files=len(files), size=sum(file.size or 0 for file in files), **entry).dandiset
    contents = read_contents(files)
    found = facts_of(dandiset, dandiset.default, contents, TermLinks(dandiset, contents.found))
    return {fact.label: fact.value.replace("\u00a0", " ") for fact in found}


@pytest.mark.parametrize(
    ("files", "size"),
    [
        ((ZARR,), "1 zarr not counted yet"),
        ((ZARR, FILE), "1.0 kB without 1 zarr not counted yet"),
        ((FILE,), "1.0 kB"),
        ((), None),
    ],
)
def test_the_size_says_what_of_it_was_not_counted(files: tuple[Asset, ...], size: str | None) -> None:
    assert facts(*files).get("Size") == size


def test_a_license_is_told_in_the_same_words_everywhere() -> None:
    assert facts(FILE)["License"] == NO_LICENSE
    assert facts(FILE, license=["spdx:CC0-1.0"])["License"] == "CC0 1.0"


def test_what_was_not_counted_is_zero_bytes_nowhere() -> None:
    dandiset = make_entry(files=1, size=0).dandiset
    contents = read_contents([ZARR])
    (row,) = version_rows(SCOPE, dandiset, dandiset.default, {}, {})
    sizes = [
        row.size,
        *(one.size.text for one in file_kind_rows(contents)),
        *(one.size.text for one in subjects_table(contents.subjects, contents).rows),
        *(one.size.text for one in sessions_table(contents.sessions, contents).rows),
    ]

    assert sizes == [""] * 4


def test_recordings_by_file_name_are_told_as_that() -> None:
    found = facts(ZARR, FILE)

    assert found["Recordings by file name"] == "2"
    assert "Sessions" not in found


def told(contents: Contents) -> tuple[str, str, str]:
    subjects = subjects_table(contents.subjects, contents)
    return (
        subjects.sessions,
        sessions_table(contents.sessions, contents).title,
        totals(contents).replace("\u00a0", " "),
    )


def test_tables_say_whether_metadata_tell_the_sessions() -> None:
    named = read_contents([ZARR, FILE])

    assert told(named) == ("Recordings", "Recordings by file name", "1 subject, 2 recordings by file name")


def test_a_draft_was_updated_by_its_newest_file_and_an_empty_one_never() -> None:
    assert facts(ZARR, FILE)["Updated"] == "2 Mar 2024"
    assert "Updated" not in facts()


def test_the_published_date_leads_to_the_list_of_its_own_year() -> None:
    dandiset = make_entry(published=("2021-01-01", "2023-07-05")).dandiset
    terms = TermLinks(dandiset, AssetsSummary())
    leads = {
        version.version: [
            fact.address for fact in facts_of(dandiset, version, read_contents([]), terms) if fact.address
        ]
        for version in dandiset.published
    }

    assert leads == {"0.1.0": [], "0.2.0": ["browse/year/2023/index.html"]}


@pytest.mark.parametrize(
    ("named", "summed", "told"),
    [(2, 4, "2 (the archive\u2019s summary says 4)"), (2, 2, "2"), (0, 4, "4"), (2, None, "2"), (0, None, "")],
)
def test_another_number_in_the_archives_summary_is_a_remark(named: int, summed: int | None, told: str) -> None:
    terms = TermLinks(make_entry().dandiset, AssetsSummary())
    kinds = {"Subjects": "number_of_subjects", "Samples": "number_of_samples", "Cells": "number_of_cells"}
    for label, kind in kinds.items():
        rows = summary_rows(AssetsSummary(**{kind: summed}), terms, found=AssetsSummary(**{kind: named or None}))

        assert [(row.label, item.text) for row in rows for item in row.items] == ([(label, told)] if told else [])


@pytest.mark.parametrize(
    "url",
    [
        "https://doi-org.lib.example.oclc.org/10.1234/abc",
        "https://ezproxy.example.edu/login?url=https://doi.org/10.1234/abc",
        "http://www-journal-com.proxy.example.edu/articles/abc",
        "https://www-journal-com.lib.example.edu/articles/abc",
    ],
)
def test_a_librarys_proxy_gives_way_to_the_doi(url: str) -> None:
    rows = resource_rows([Resource(url=url, identifier="10.1234/abc"), Resource(name="Paper", url=url)])

    assert [row.link.url for row in rows] == ["https://doi.org/10.1234/abc", url]


def test_an_address_of_its_own_counts_more_than_the_doi() -> None:
    (row,) = resource_rows([Resource(url="https://www.journal.example.org/abc", identifier="10.1234/abc")])

    assert row.link.url == "https://www.journal.example.org/abc"


def test_a_protocol_that_is_among_the_related_is_told_once() -> None:
    resources = [Resource(identifier="doi:10.1234/ABC", name="Paper"), Resource(url="https://steps.example.org/1/")]
    protocols = ("https://doi.org/10.1234/abc", "https://steps.example.org/1", "10.1234/other", "As we say")

    assert [link.text for link in protocol_links(protocols, resources)] == ["10.1234/other", "As we say"]


def test_an_approval_leads_to_who_gave_it() -> None:
    board = ContactPoint(url="https://board.example.org/")
    approvals = [
        EthicsApproval(identifier="18-0401", contact_point=board),
        EthicsApproval(contact_point=board),
        EthicsApproval(identifier="111", contact_point=ContactPoint(url="board")),
        EthicsApproval(identifier="112"),
        EthicsApproval(),
    ]

    assert [(link.text, link.url) for link in ethics_links(approvals)] == [
        ("18-0401", "https://board.example.org/"),
        ("https://board.example.org/", "https://board.example.org/"),
        ("111", None),
        ("112", None),
    ]


def test_what_leads_to_all_of_one_says_the() -> None:
    assert formats.all_of(1, "file") == "The file"
    assert formats.all_of(2, "file") == "All 2\u00a0files"
    assert formats.all_of(1, "species", "species") == "The species"


def test_the_newest_file_of_the_draft_of_a_published_dandiset_is_named_so() -> None:
    dandiset = make_entry(published=("2024-04-01",), files=1).dandiset
    draft = dandiset.versions[-1]
    contents = read_contents([FILE])
    found = facts_of(dandiset, draft, contents, TermLinks(dandiset, contents.found))

    assert draft.is_draft
    assert [fact.value for fact in found if fact.label == "Newest file"] == ["1 Mar 2024"]
    assert "Updated" not in [fact.label for fact in found]


def test_the_date_of_a_draft_in_the_list_of_versions_says_what_it_is() -> None:
    dandiset = make_entry(published=("2024-04-01",), files=1).dandiset
    read = [ReadVersion(version=version, contents=read_contents([FILE])) for version in dandiset.versions]
    page = next(one for one in dandiset_outputs(SCOPE, dandiset, read, ()) if isinstance(one, DandisetPage))

    assert [(row.name, row.dated_by, row.date_text) for row in page.versions] == [
        ("draft", "newest file", "1 Mar 2024"),
        ("0.1.0", "", "1 Apr 2024"),
    ]


@pytest.mark.parametrize(
    ("status", "changes", "told"),
    [
        ("Published", "license changed", ("changed since it was published", "license changed")),
        ("Published", "no change", ("unchanged since it was published", "")),
        ("Published", "", ("unchanged since it was published", "")),
        ("Valid", "no change", ("valid", "no change")),
        ("Valid", "license changed", ("valid", "license changed")),
    ],
)
def test_what_changed_in_a_draft_is_told_once_and_as_the_comparison_has_it(
    status: str, changes: str, told: tuple[str, str]
) -> None:
    dandiset = make_entry(published=("2024-04-01",), files=1, status=status).dandiset
    lines = {"draft": changes} if changes else {}
    row = version_rows(SCOPE, dandiset, dandiset.default, lines, {})[0]

    assert (row.status, row.changes) == told
    assert status_words(dandiset.versions[-1], lines) == told[0]


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ("2020-03-04T23:30:00-05:00", ("2020-03-04T23:30:00-05:00", "2020-03-04")),
        ("2020-03-04T00:00:00-05:00", ("", "2020-03-04")),
        ("2020-03-04", ("", "2020-03-04")),
        ("1970-01-01T00:00:00Z", ("", "")),
    ],
)
def test_a_day_is_no_start_of_a_session_in_its_table(start: str, told: tuple[str, str]) -> None:
    session = {"schemaKey": "Session", "identifier": "s", "startDate": start}
    line = {"path": "a.nwb", "blob": "b", "metadata": {"wasGeneratedBy": [session]}}
    contents = read_contents([read_asset(json.dumps(line).encode(), "test")[0]])
    (row,) = csv.DictReader(io.StringIO(sessions_csv(contents)))

    assert (row["start"], row["date"]) == told


@pytest.mark.parametrize(
    ("genotype", "shown"),
    [
        ("wt/wt", "wt/wt"),
        ("g" * 60, "g" * 60),
        ("animalStrain: wild type; " * 9, "animalStrain: wild type; animalStrain: wild type; …"),
        ("g" * 90, "g" * 60 + " …"),
    ],
)
def test_a_long_genotype_is_cut_in_the_table_and_whole_in_its_file(genotype: str, shown: str) -> None:
    person = {"schemaKey": "Participant", "identifier": "a", "genotype": genotype}
    line = {"path": "a.nwb", "blob": "b", "metadata": {"wasAttributedTo": [person]}}
    contents = read_contents([read_asset(json.dumps(line).encode(), "test")[0]])
    (row,) = csv.DictReader(io.StringIO(subjects_csv(contents)))

    assert [row.genotype for row in subjects_table(contents.subjects, contents).rows] == [shown]
    assert row["genotype"] == genotype.strip()
