"""Similar dandisets: found by what few others have, told in words, the same every time."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from typing import Any

import pytest

from builder.catalog.contents.digest import Digest, Entry
from builder.catalog.facets.index import index_facets
from builder.catalog.schema.dandiset import Dandiset, read_dandiset
from builder.sample.demo import Demo
from builder.search.index.fields import IDENTIFIER
from builder.search.index.records import read_record
from builder.search.index.search_index import GRID
from builder.search.index.similar import MOST, find_similar, score_words
from builder.search.index.table import HEAVIEST, make_table, weigh_words
from builder.settings import Settings
from builder.snapshot import Snapshot
from builder.snapshot.loading import open_dandisets

pytest_plugins = ["support.sites.fixtures"]


def dandiset(identifier: str, title: str, **metadata: Any) -> Dandiset:
    info = {"version": "draft", "name": title, "dandiset": {"identifier": identifier}, "metadata": metadata}
    return read_dandiset(identifier, listed=b"{}", infos=[("draft", json.dumps(info).encode())])


def person(name: str, orcid: str = "") -> dict[str, str]:
    return {"schemaKey": "Person", "name": name} | ({"identifier": orcid} if orcid else {})


GRANULE = dandiset(
    "000001",
    "Granule cells of the dentate gyrus",
    contributor=[person("Buzsáki, György"), person("Senzai, Yuta")],
    keywords=["Dentate gyrus"],
)
THETA = dandiset(
    "000002", "Theta waves", contributor=[person("Buzsaki, Gyorgy")], keywords=["dentate gyrus", "theta"]
)
FISH = dandiset("000003", "Larval zebrafish swim", contributor=[person("Ahrens, Misha")])
FLY = dandiset("000004", "A fly's mushroom body", contributor=[person("Jayaraman, Vivek")])
EMPTY = dandiset("000005", "")
ALL = (GRANULE, THETA, FISH, FLY, EMPTY)


def names(dandisets: Sequence[Dandiset]) -> dict[str, list[str]]:
    return {
        identifier: [other.identifier for other in found] for identifier, found in find_similar(dandisets).items()
    }


def test_what_two_have_in_common_and_others_do_not_makes_them_similar() -> None:
    found = names(ALL)

    assert found["000001"] == ["000002"]
    assert found["000002"] == ["000001"]
    assert found["000003"] == found["000004"] == found["000005"] == []


def test_it_is_told_what_they_share_whatever_the_accents_and_case() -> None:
    (theta,) = find_similar(ALL)["000001"]

    assert (theta.title, theta.people, theta.topics) == ("Theta waves", 1, ("dentate gyrus",))


ONE, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"


@pytest.mark.parametrize(
    ("here", "there", "people"),
    [
        ([person("Roe, Matthew T.", ONE)], [person("Roe, Matt", ONE)], 1),
        ([person("Roe, Ann", ONE)], [person("Roe, Ann")], 1),
        ([person("Roe, Ann", ONE)], [person("Roe, Ann", OTHER)], 0),
        ([person("Roe, Ann", ONE), person("Roe, Ann")], [person("Roe, Ann", ONE)], 1),
        ([person("Roe, Ann"), person("Roe, Matt", ONE)], [person("roe, ann"), person("Roe, Matthew", ONE)], 2),
    ],
)
def test_people_in_common_are_counted_by_orcid_and_else_by_name(here: Any, there: Any, people: int) -> None:
    one = dandiset("000001", "Grid cells of bats", contributor=here)
    other = dandiset("000002", "Grid cells of bats", contributor=there)
    found = find_similar([one, other, FISH, FLY, EMPTY])

    assert [(like.identifier, like.people) for like in found["000001"]] == [("000002", people)]
    assert [(like.identifier, like.people) for like in found["000002"]] == [("000001", people)]


def test_what_all_have_tells_nothing() -> None:
    alike = [dandiset(f"00000{n}", "Recording", keywords=["mouse"]) for n in range(5)]

    assert set(map(tuple, names(alike).values())) == {()}


def test_a_few_at_most_are_named_and_the_order_of_reading_makes_no_difference() -> None:
    many = [dandiset(f"0001{n:02}", f"Grid cells {n}", keywords=["grid cells"]) for n in range(12)]
    others = [dandiset(f"0002{n:02}", f"Other work {n}", keywords=[f"word{n}"]) for n in range(12)]
    shuffled = [*many, *others]
    random.Random(7).shuffle(shuffled)

    found = names([*many, *others])

    assert max(map(len, found.values())) == MOST
    assert found == names(shuffled)


def test_none_and_one_dandiset_have_no_similar_ones() -> None:
    assert find_similar(()) == {}
    assert find_similar((FISH,)) == {"000003": ()}


def test_words_weigh_as_they_do_in_the_search(demo: Demo) -> None:
    with Snapshot.readable(demo.snapshot) as snapshot:
        dandisets = [found for _, _, found in open_dandisets(snapshot, Settings())]
    entries = [Entry(dandiset=found, digest=Digest()) for found in dandisets]
    facets = index_facets(entries)
    records = [read_record(found, facets) for found in dandisets]
    table = make_table(records)
    _, holders = score_words(weigh_words(records))

    assert len(holders) > 200
    for word, scored in holders.items():
        number = table.number(word)
        assert number is not None
        assert table.postings[number] == tuple(
            (place, min(max(1, round(score * GRID)), HEAVIEST)) for place, score in scored
        )


def test_a_word_as_long_as_a_description_takes_no_time() -> None:
    found = dandiset("000001", "A title", description="10.1" + "x" * 19_000 + " doi:10.1038/s41593-021-00963-9")
    facets = index_facets([Entry(dandiset=found, digest=Digest())])
    started = time.process_time()
    record = read_record(found, facets)

    assert "10.1038/s41593-021-00963-9" in record.texts[IDENTIFIER.name]
    assert time.process_time() - started < 3  # the square of its length took twenty
