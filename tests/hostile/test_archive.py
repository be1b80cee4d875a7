"""A hostile archive is harvested, built and checked as any other."""

from __future__ import annotations

import pytest

from support.harvests.harvesting import contents
from support.hostile.model import ANSWERS, choices, field_classes, fields_of, item_kind, structs_of
from support.hostile.site import ALL, Hostile

pytest_plugins = ["support.hostile.fixtures"]

ONCE = "ListedItem"
"""Each dandiset has but one item in the archive's list, so that not all payloads come to it."""


def text_fields() -> set[str]:
    """The fields in which a text may stand, or some."""
    return {
        f"{kind.__name__}.{name}"
        for kind in structs_of(*ANSWERS) - {one for one in ANSWERS if one.__name__ == ONCE}
        for name, field in fields_of(kind).items()
        if any(str in (one, item_kind(one)) for one in choices(field))
    }


@pytest.fixture(scope="module")
def by_field(hostile: Hostile) -> dict[str, set[int]]:
    """Field -> the numbers of the payloads that came there, wherever the field stands."""
    found: dict[str, set[int]] = {}
    for place, numbers in hostile.archive.planted.items():
        found.setdefault(place.rpartition(" ")[2], set()).update(numbers)
    return found


def test_every_field_that_is_read_holds_payloads_and_each_of_them_is_there(
    hostile: Hostile, by_field: dict[str, set[int]]
) -> None:
    assert field_classes() - by_field.keys() == set()
    assert set().union(*by_field.values()) == {payload.number for payload in hostile.payloads}


@pytest.mark.skipif(not ALL, reason="a small archive has not room for each payload in each field: HOSTILE=all")
def test_every_payload_comes_to_every_field_of_text(hostile: Hostile, by_field: dict[str, set[int]]) -> None:
    wanted = {payload.number for payload in hostile.payloads if payload.is_whole}

    assert {name: wanted - by_field[name] for name in text_fields() if not wanted <= by_field[name]} == {}


def test_the_harvest_keeps_every_byte_of_it_that_need_not_be_mended(hostile: Hostile) -> None:
    assert hostile.harvested.failed == ()
    assert hostile.harvested.fetched == len(hostile.archive.dandisets)
    kept = contents(hostile.snapshot)
    for dandiset in hostile.archive.dandisets:
        _, listed, versions, lines = kept[dandiset.identifier]
        counts = {version.name: len(version.lines) for version in dandiset.versions}
        assert {name: len(found) for name, found in lines.items()} == counts
        if not dandiset.is_mended:
            assert listed == dandiset.listed
            assert {name: info for name, (info, *_) in versions.items()} == {
                v.name: v.info for v in dandiset.versions
            }
            assert lines == {version.name: list(version.lines) for version in dandiset.versions}


def test_the_build_ends_well_and_writes_nothing_beside_the_site(hostile: Hostile) -> None:
    assert (hostile.built.code, hostile.built.said[-2000:]) == (0, hostile.built.said[-2000:])
    assert hostile.built.answer["dandisets"] == len(hostile.archive.dandisets) + len(hostile.archive.stored_only)
    written = {path.name for path in hostile.folder.iterdir() if not path.name.endswith(".lock")}
    assert written == {"catalog.yaml", "site", "snapshot.sqlite", "stderr.txt", "stdout.txt"}


def test_the_check_finds_nothing(hostile: Hostile) -> None:
    assert hostile.site
    assert hostile.checked.answer["problems"] == []
    assert hostile.checked.code == 0


def test_no_traceback_is_shown(hostile: Hostile) -> None:
    for ran in (hostile.built, hostile.checked):
        assert "Traceback" not in ran.said
        assert ran.code != 70
