"""The table of areas: that it is sound, and which area a term means."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from builder.catalog.anatomy.areas import AreaTable, area_table, read_areas, word_form, words_of
from builder.catalog.anatomy.mentions import mentioned_areas
from support import ROOT

AREAS = tuple(area_table().areas.values())
FILE = ROOT / "builder" / "catalog" / "anatomy" / "areas.tsv"


@pytest.fixture(scope="module")
def table() -> AreaTable:
    return area_table()


def repeated(found: list[object]) -> list[object]:
    return [one for one, times in Counter(found).items() if times > 1]


def test_every_line_is_an_area_of_its_own() -> None:
    lines = [line for line in FILE.read_text("utf-8").splitlines() if line and not line.startswith("#")]

    assert len(AREAS) == len(lines) - 1 >= 300
    assert repeated([line.split("\t")[0] for line in lines]) == []


def test_no_two_areas_share_a_name_an_acronym_or_an_identifier() -> None:
    names = [words_of(name) for area in AREAS for name in {*area.names, *area.unsure, area.name}]

    assert {len(set(map(words_of, (area.name, *area.names)))) > 0 for area in AREAS} == {True}
    assert [name for name in repeated(names) if len({find(name) for find in (area_table().by_words.get,)}) > 1] == []
    owners = {(words_of(name), area.name) for area in AREAS for name in (area.name, *area.names, *area.unsure)}
    assert repeated([name for name, _ in owners]) == []
    assert repeated([acronym for area in AREAS for acronym in area.acronyms]) == []
    assert repeated([identifier for area in AREAS for identifier in area.identifiers]) == []
    assert repeated([area.ccf for area in AREAS if area.ccf]) == []


def test_every_parent_is_an_area_and_no_area_is_inside_itself(table: AreaTable) -> None:
    assert {area.parent for area in AREAS} - {""} <= set(table.areas)
    for area in AREAS:
        seen = {area.name}
        while area.parent:
            area = table.areas[area.parent]
            assert area.name not in seen
            seen.add(area.name)


def test_identifiers_are_well_formed_and_an_ontology_s_own_come_first() -> None:
    for area in AREAS:
        assert all(re.fullmatch(r"UBERON:[0-9]{7}|MBA:[0-9]+", identifier) for identifier in area.identifiers), area
        prefixes = [identifier.partition(":")[0] for identifier in area.identifiers]
        assert prefixes == sorted(prefixes, reverse=True), area
        assert area.identifier.startswith("UBERON:") or not area.identifier


def test_what_no_text_is_searched_for_is_a_name_of_the_area_or_stands_beside_them() -> None:
    for area in AREAS:
        assert not set(area.unsure) & set(area.names), area
        assert all(name == name.strip() and name for name in area.all_names), area


def test_acronyms_are_single_words_with_a_capital() -> None:
    for area in AREAS:
        for acronym in area.acronyms:
            assert re.fullmatch(r"[A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*", acronym), area


@pytest.mark.parametrize(
    ("identifier", "name", "acronym", "parent"),
    [
        ("UBERON:0002421", "hippocampal formation", "HPF", "cerebral cortex"),
        ("UBERON:0003881", "CA1 field of hippocampus", "CA1", "Ammon's horn"),
        ("UBERON:0001885", "dentate gyrus of hippocampal formation", "DG", "hippocampal formation"),
        ("UBERON:0001384", "primary motor cortex", "MOp", "motor cortex"),
        ("UBERON:0002436", "primary visual cortex", "VISp", "visual cortex"),
        ("UBERON:0000966", "retina", "", "eye"),
        ("UBERON:0002240", "spinal cord", "", "central nervous system"),
        ("UBERON:0000948", "heart", "", ""),
        ("UBERON:0002691", "ventral tegmental area", "VTA", "midbrain"),
    ],
)
def test_known_areas_have_their_identifiers(
    table: AreaTable, identifier: str, name: str, acronym: str, parent: str
) -> None:
    area = table.by_identifier[identifier]

    assert (area.name, area.ccf, area.parent) == (name, acronym, parent)


@pytest.mark.parametrize(
    ("identifier", "name", "area"),
    [
        ("UBERON:0002421", "hippocampus", "hippocampal formation"),
        ("UBERON:0014548", "hippocampus", "hippocampal formation"),  # a layer of CA1, which the table hasn't
        ("", "Hippocampus", "hippocampal formation"),
        ("MBA:382", "", "CA1 field of hippocampus"),
        ("UBERON:0003881", "hippocampus", "CA1 field of hippocampus"),
        ("UBERON:0001384", "Primary motor cortex", "primary motor cortex"),
        ("UBERON:0034888", "primary motor cortex", "primary motor cortex"),  # counted on from the line above
        ("UBERON:0002956", "primary motor cortex", "primary motor cortex"),  # a layer of the cerebellum
        ("UBERON:0002037", "primary motor cortex", "primary motor cortex"),  # the cerebellum
        ("UBERON:0001851", "Cortex", "cerebral cortex"),
        ("", "Broca’s Area", "Broca's area"),
        ("", "database", None),
        ("UBERON:9999999", "somewhere", None),
        ("", "", None),
    ],
)
def test_a_term_is_its_identifier_unless_its_name_is_elsewhere(
    table: AreaTable, identifier: str, name: str, area: str | None
) -> None:
    found = table.find(identifier, name)

    assert (found.name if found else None) == area


def test_above_are_the_larger_areas_the_nearest_first(table: AreaTable) -> None:
    names = [area.name for area in table.above("CA1 field of hippocampus")]

    assert names[:3] == ["Ammon's horn", "hippocampal formation", "cerebral cortex"]
    assert table.above("nowhere") == ()


def test_names_are_compared_without_case_number_and_marks() -> None:
    assert words_of("Pre-Bötzinger Complex") == words_of("pre botzinger complex")
    assert words_of("Ammon’s horn") == words_of("Ammon's horn") == ("ammon", "horn")
    assert word_form("Cortical") == word_form("cortices") == "cortex"


def test_a_table_may_be_read_of_any_text() -> None:
    head = "# remarks\nname\tidentifiers\tccf\tparent\tnames\tacronyms\tnot in texts\n"
    area = read_areas(f"{head}a b\tUBERON:0000001 MBA:1\tAB\t\tb of a; old a\tAB aB\tb\n").areas["a b"]

    assert (area.identifiers, area.names) == (("UBERON:0000001", "MBA:1"), ("b of a", "old a"))
    assert area.all_names == ("a b", "b of a", "old a", "b", "AB", "aB")


def test_every_name_of_the_table_is_found_in_a_text() -> None:
    for area in AREAS:
        for name in area.in_texts:
            assert mentioned_areas(f"We studied the {name} of mice.")[:1] == (area.name,), name


def test_the_table_names_its_sources_and_their_licenses() -> None:
    head = " ".join(line for line in Path(FILE).read_text("utf-8").splitlines() if line.startswith("#"))

    assert all(words in head for words in ("UBERON", "CC BY 3.0", "Allen"))
