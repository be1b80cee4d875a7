"""The catalog in numbers: growth, distributions and tallies."""

from __future__ import annotations

import pytest

from builder.catalog.contents.digest import Digest
from builder.catalog.contents.modality import Modality
from builder.catalog.facets.index import index_facets
from builder.catalog.facets.kinds import Facet
from builder.catalog.numbers.distribution import COUNT_EDGES, PEOPLE_EDGES, SIZE_EDGES, distribute
from builder.catalog.numbers.growth import Amounts, quarters_of, years_of
from builder.catalog.numbers.statistics import count_statistics
from builder.catalog.numbers.tally import tally
from support.archives.entries import MOUSE, make_entry, summary

READ = "2026-01-01T00:00:00Z"

# -- growth ----------------------------------------------------------------------------------------------------------


def test_quarters_follow_each_other_without_a_gap() -> None:
    entries = [make_entry("000001", created="2020-11-30T23:00:00Z"), make_entry("000002", created="2022-01-01")]

    quarters = quarters_of(entries, until=READ)

    assert [quarter.name for quarter in quarters] == [
        "2020 Q4",
        "2021 Q1",
        "2021 Q2",
        "2021 Q3",
        "2021 Q4",
        "2022 Q1",
    ]
    assert [quarter.total.dandisets for quarter in quarters] == [1, 1, 1, 1, 1, 2]
    assert quarters[2].added == Amounts()


def test_growth_counts_the_first_publication_and_the_months_of_files() -> None:
    digest = Digest(growth=(("2021-06", 3, 300), ("2021-07", 1, 50)))
    entry = make_entry(created="2021-05-03T00:00:00Z", published=["2021-07-01", "2023-01-01"], digest=digest)

    second, third = quarters_of([entry], until=READ)

    assert second.added == Amounts(dandisets=1, files=3, size_bytes=300)
    assert third.added == Amounts(published=1, files=1, size_bytes=50)
    assert third.total == Amounts(dandisets=1, published=1, files=4, size_bytes=350)


@pytest.mark.parametrize("created", ["", "last spring", "1999-12-31T00:00:00Z", "2026-04-01T00:00:00Z", "9999-01-01"])
def test_impossible_dates_stretch_no_chart(created: str) -> None:
    entries = [make_entry("000001", created=created), make_entry("000002", created="2021-05-03")]

    assert [quarter.name for quarter in quarters_of(entries, until=READ)] == ["2021 Q2"]


def test_what_was_created_in_the_quarter_of_reading_or_in_the_first_possible_one_counts() -> None:
    entries = [make_entry("000001", created="2026-03-31"), make_entry("000002", created="2000-01-01")]
    quarters = quarters_of(entries, until="2026-01-01T00:00:00Z")

    assert [quarter.name for quarter in quarters if quarter.added.dandisets] == ["2000 Q1", "2026 Q1"]
    assert [year.year for year in years_of(entries)] == [2000, 2026]


@pytest.mark.parametrize(
    ("created", "name"),
    [
        ("2021-01-01", "2021 Q1"),
        ("2021-03-31", "2021 Q1"),
        ("2021-04-01", "2021 Q2"),
        ("2021-09-30", "2021 Q3"),
        ("2021-10-01", "2021 Q4"),
        ("2021-12-31", "2021 Q4"),
    ],
)
def test_a_quarter_has_three_months(created: str, name: str) -> None:
    assert [quarter.name for quarter in quarters_of([make_entry(created=created)], until=READ)] == [name]


@pytest.mark.parametrize("created", ["", "last spring", "1999-12-31T23:59:59Z"])
def test_an_impossible_year_is_left_out(created: str) -> None:
    assert years_of([make_entry(created=created)]) == ()


def test_nothing_grows_in_an_empty_catalog() -> None:
    assert quarters_of([], until=READ) == ()
    assert years_of([]) == ()


def test_a_year_tells_how_many_of_its_dandisets_were_published_since() -> None:
    entries = [
        make_entry("000001", created="2020-05-03"),
        make_entry("000002", created="2020-06-03", published=["2023-01-01"]),
        make_entry("000003", created="2022-06-03"),
    ]

    assert [(year.year, year.created, year.published) for year in years_of(entries)] == [(2020, 2, 1), (2022, 1, 0)]


# -- distributions ---------------------------------------------------------------------------------------------------


def test_a_distribution_counts_each_value_in_its_bin() -> None:
    found = distribute([0, 1, 2, 3, 9, 10, 29, 30, 100], COUNT_EDGES)

    assert [(one.low, one.high, one.count) for one in found.bins] == [
        (1, 2, 2),
        (3, 9, 2),
        (10, 29, 2),
        (30, 99, 1),
        (100, 299, 1),
    ]
    assert (found.none, found.some, found.median, found.largest, found.largest_at) == (1, 8, 9, 100, 8)


def test_empty_bins_at_the_ends_are_left_out_and_those_between_are_not() -> None:
    found = distribute([5_000, 5_000_000], SIZE_EDGES)

    assert [(one.low, one.count) for one in found.bins] == [(1_000, 1), (10_000, 0), (100_000, 0), (1_000_000, 1)]


def test_the_last_bin_has_no_upper_bound() -> None:
    assert distribute([5_000], PEOPLE_EDGES).bins[0].high is None


@pytest.mark.parametrize("values", [[], [0], [0, 0]])
def test_where_nobody_has_any_there_is_no_bin(values: list[int]) -> None:
    found = distribute(values, COUNT_EDGES)

    assert (found.bins, found.none, found.some, found.median, found.largest) == ((), len(values), 0, 0, 0)


# -- tallies ---------------------------------------------------------------------------------------------------------


def test_a_value_is_shown_by_its_commonest_label() -> None:
    found = tally(
        [{"10090": "House mouse"}, {"10090": "Mus musculus"}, {"10090": "Mus musculus", "9606": "Human"}, {}]
    )

    assert [(one.key, one.label, one.dandisets) for one in found.values] == [
        ("10090", "Mus musculus", 3),
        ("9606", "Human", 1),
    ]
    assert (found.some, found.none) == (3, 1)


def test_equally_common_values_stand_by_label() -> None:
    found = tally([{"b": "beta", "a": "Alpha"}, {"c": "Gamma"}])

    assert [one.label for one in found.values] == ["Alpha", "beta", "Gamma"]


def test_values_of_the_same_name_are_told_apart_by_their_identifier() -> None:
    entries = [
        make_entry("000001", assetsSummary=summary(species=[("Mouse", "NCBITaxon:10089")])),
        make_entry("000002", assetsSummary=summary(species=[("mouse", "NCBITaxon:10088")])),
        make_entry("000003", assetsSummary=summary(species=[("Mouse", None), ("Human", "NCBITaxon:9606")])),
    ]

    found = count_statistics(entries, index_facets(entries), read_utc=READ).facets[Facet.SPECIES]

    assert {one.label for one in found.values} == {
        "Mouse (NCBITaxon:10089)",
        "mouse (NCBITaxon:10088)",
        "Mouse",
        "Homo sapiens – Human",
    }


# -- the whole -------------------------------------------------------------------------------------------------------


def test_totals_count_every_dandiset_once_by_its_default_version() -> None:
    person = {"schemaKey": "Person", "name": "Doe, Jo", "identifier": "0000-0002-1825-0097"}
    funder = {"schemaKey": "Organization", "name": "A fund", "roleName": ["dcite:Funder"]}
    digest = Digest(subjects=4, sessions=9, modalities=(Modality.OPTICAL,), file_kinds=(("NWB", 3, 300),))
    entries = [
        make_entry("000001", published=["2022-01-01", "2023-01-01"], files=3, size=300, digest=digest),
        make_entry("000002", contributor=[person, funder], assetsSummary={"numberOfSubjects": 2}),
        make_entry("000003", contributor=[{**person, "name": "Doe, J."}, {"schemaKey": "Person", "name": "Roe, A."}]),
    ]

    found = count_statistics(entries, index_facets(entries), read_utc=READ)

    totals = found.totals
    assert (totals.dandisets, totals.published, totals.files, totals.size_bytes) == (3, 1, 3, 300)
    assert (totals.subjects, totals.sessions) == (6, 9)
    assert [(kind.label, kind.files, kind.size_bytes) for kind in found.file_kinds] == [("NWB", 3, 300)]
    assert [(one.label, one.dandisets) for one in found.modalities.values] == [("optical physiology", 1)]
    assert [(one.low, one.count) for one in found.people.bins] == [(1, 1), (2, 1)]


def test_recordings_by_file_name_count_in_no_total() -> None:
    entries = [
        make_entry("000001", digest=Digest(sessions=9)),
        make_entry("000002", digest=Digest(recordings=15_246)),
    ]

    totals = count_statistics(entries, index_facets(entries), read_utc=READ).totals

    assert totals.sessions == 9


def test_one_species_under_two_names_counts_once() -> None:
    entries = [
        make_entry("000001", assetsSummary=summary(species=[("House mouse", MOUSE)])),
        make_entry("000002", assetsSummary=summary(species=[("Mus musculus - House mouse", MOUSE)])),
        make_entry("000003", assetsSummary=summary(species=[("Mus musculus - House mouse", MOUSE)])),
    ]

    (mouse,) = count_statistics(entries, index_facets(entries), read_utc=READ).facets[Facet.SPECIES].values

    assert mouse.dandisets == 3
