"""Two people under one ORCID are two, and spellings of one are one."""

from __future__ import annotations

import pytest

from builder.catalog.contents.digest import Entry
from builder.catalog.facets.index import index_facets
from builder.catalog.facets.kinds import Facet
from builder.catalog.facets.people import find_mistyped, is_same_person, without_mistyped
from support.archives.people import entry, person

ORCID = "0000-0002-1825-0097"


def contributors(*entries: Entry) -> dict[str, tuple[str, int]]:
    """Key of each contributor -> name and number of dandisets, once ORCIDs are their bearers' own."""
    dandisets = [one.dandiset for one in entries]
    mistyped = find_mistyped(dandisets)
    corrected = [Entry(dandiset=without_mistyped(one.dandiset, mistyped), digest=one.digest) for one in entries]
    return {value.key: (value.label, value.count) for value in index_facets(corrected).values[Facet.CONTRIBUTOR]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siegle, Josh", "Siegle, Joshua"),
        ("Chartrand, Tom", "Chartrand, Thomas"),
        ("Jacobsen, Ragnhild Irene", "Jacobsen, R Irene"),
        ("Jacobsen, Irene", "Jacobsen, Ragnhild Irene"),
        ("O'Connor, Daniel H", "OConnor, Daniel H"),
        ("A. Dehaquani, Alireza", "A. Dehaqani, Alireza"),
        ("Jo, Suhyun", "Suhyun Jo"),
        ("Lecoq, Jerome A.", "Lecoq, Jérôme"),
        ("Garcia, Maria", "Garcia Lopez, Maria"),
        ("Miller, Anna", "Smith, Anna"),
        ("Druckmann, Shaul", "Druckmann, Shaul "),
    ],
)
def test_spellings_of_a_name_are_of_one_person(one: str, other: str) -> None:
    assert is_same_person(one, other)
    assert is_same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Birk, Ben", "Alder, Ann"),
        ("Carlson, April", "Rutishauser, Ueli"),
        ("Yao, Zizhen", "Last, First"),
        ("Henley, Tim", "Tindall, Josh"),
        ("Kim, Ann", "Kim, Ben"),
        ("Miller, J.", "Smith, J."),
    ],
)
def test_other_names_are_of_two(one: str, other: str) -> None:
    assert not is_same_person(one, other)
    assert not is_same_person(other, one)


def test_two_in_one_list_must_be_more_alike() -> None:
    assert is_same_person("Kim, Jae", "Kim, Jin")
    assert not is_same_person("Kim, Jae", "Kim, Jin", are_together=True)
    assert is_same_person("Kim, J.", "Kim, Jin", are_together=True)


def test_of_two_people_with_one_orcid_it_is_whose_most_dandisets_say() -> None:
    found = contributors(
        entry("000001", contributor=[person("Birk, Ben", ORCID), person("Alder, Ann", ORCID)]),
        entry("000002", contributor=[person("Birk, Benjamin", f"https://orcid.org/{ORCID}")]),
    )

    assert found == {ORCID: ("Birk, Ben", 2), "alder ann": ("Alder, Ann", 1)}


def test_where_nothing_tells_whose_it_is_both_are_known_by_name() -> None:
    found = contributors(entry("000001", contributor=[person("Birk, Ben", ORCID), person("Alder, Ann", ORCID)]))

    assert found == {"birk ben": ("Birk, Ben", 1), "alder ann": ("Alder, Ann", 1)}


def test_the_spellings_of_one_stay_one() -> None:
    found = contributors(
        entry("000001", contributor=[person("Siegle, Josh", ORCID)]),
        entry("000002", contributor=[person("Siegle, Joshua", ORCID)]),
    )

    assert found == {ORCID: ("Siegle, Josh", 2)}


def test_a_person_is_one_wherever_the_initials_stand_and_in_any_letters() -> None:
    found = contributors(
        entry("000001", contributor=[person("C. Birk, Ben"), person("alder, ann")]),
        entry("000002", contributor=[person("Birk, Ben C."), person("ALDER, ANN")]),
    )

    assert found == {"birk ben c": ("Birk, Ben C.", 2), "alder ann": ("Alder, Ann", 2)}


def test_a_dandiset_with_sound_orcids_stays_the_same_object() -> None:
    one = entry("000001", contributor=[person("Birk, Ben", ORCID)]).dandiset

    assert without_mistyped(one, find_mistyped([one])) is one
    assert without_mistyped(one, {"0000-0001-5109-3700": frozenset({"birk ben"})}) is one
