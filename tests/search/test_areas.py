"""Areas in search: `anatomy:` finds an area with its parts, `anatomy_exact:` the area alone."""

from __future__ import annotations

import pytest

from builder.catalog.facets.kinds import Facet
from builder.search.index.make import make_index
from builder.search.index.search_index import SearchIndex
from builder.search.query.parsing import parse
from builder.search.query.ranking import rank
from support.archives.people import entry, mentioning


def anatomy(name: str | None, identifier: str | None = None) -> dict[str, str | None]:
    return {"schemaKey": "Anatomy", "name": name, "identifier": identifier}


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return make_index(
        [
            entry("000001", about=[anatomy("hippocampus", "UBERON:0002421")]),
            entry("000002", about=[anatomy("CA1", "http://purl.obolibrary.org/obo/UBERON_0003881")]),
            mentioning(entry("000003"), "dentate gyrus of hippocampal formation"),
            entry("000004", about=[anatomy("thalamus", "UBERON:0010225")]),
            entry("000005", about=[anatomy("hypothalamus", "UBERON:0001898")]),
            entry("000006", about=[anatomy("Brain", "UBERON:0000955")]),
            entry("000007", about=[anatomy("the thalamus of somebody", None)]),
            entry("000008", about=[anatomy("field CA1", "MBA:382")]),
            entry("000009"),
        ]
    )


def found(index: SearchIndex, query: str) -> list[str]:
    return sorted(index.listed[hit.place].identifier[-1] for hit in rank(index, parse(query)).hits)


@pytest.mark.parametrize(
    ("query", "identifiers"),
    [
        ("anatomy:hippocampus", "1238"),
        ("anatomy_exact:hippocampus", "1"),
        ("anatomy:HIPPOCAMPUS", "1238"),
        ('anatomy:"hippocampal formation"', "1238"),
        ("anatomy:UBERON:0002421", "1238"),
        ("anatomy:UBERON_0002421", "1238"),
        ("anatomy:uberon_0002421", "1238"),
        ("anatomy:http://purl.obolibrary.org/obo/UBERON_0002421", "1238"),
        ("anatomy_exact:http://purl.obolibrary.org/obo/UBERON_0002421", "1"),
        ("anatomy:MBA:1089", "1238"),
        ("anatomy:https://purl.brain-bican.org/ontology/mbao/MBA_1089", "1238"),
        ("anatomy:hippo", "1238"),
        ("anatomy:CA1", "28"),
        ('anatomy:"Ammon\'s horn"', "28"),  # that no dandiset has itself
        ('anatomy_exact:"Ammon\'s horn"', ""),
        ("anatomy:DG", "3"),
        ("anatomy:thalamus", "47"),  # a name alone counts by its words, no identifier does
        ("anatomy:hypothalamus", "5"),
        ("anatomy:brain", "1234568"),
        ("anatomy_exact:brain", "6"),
        ("-anatomy:hippocampus", "45679"),
        ("region:hippocampus", "1238"),
        ("anatomy:hippocampus anatomy:CA1", "28"),
    ],
)
def test_an_area_is_found_with_its_parts(index: SearchIndex, query: str, identifiers: str) -> None:
    assert found(index, query) == list(identifiers)


def test_an_unknown_area_is_told(index: SearchIndex) -> None:
    assert rank(index, parse("anatomy:pineapple")).messages == ("No anatomy is called “pineapple”.",)


def test_larger_areas_come_last_without_dandisets(index: SearchIndex) -> None:
    entries = index.facets[Facet.ANATOMY]
    own = [entry for entry in entries if entry.places]

    assert list(entries[: len(own)]) == own
    assert {"Ammon's horn", "cerebral cortex", "diencephalon"} <= {entry.label for entry in entries[len(own) :]}


def test_every_area_names_the_next_larger_one(index: SearchIndex) -> None:
    entries = index.facets[Facet.ANATOMY]
    numbers = {entry.label: number for number, entry in enumerate(entries)}

    assert entries[numbers["CA1 field of hippocampus"]].within == numbers["Ammon's horn"]
    assert entries[numbers["the thalamus of somebody"]].within is None
    assert {entry.label for entry in entries if entry.within == -1} == {"nervous system"}


def test_what_texts_mention_adds_no_words_to_them(index: SearchIndex) -> None:
    assert found(index, "dentate") == []
