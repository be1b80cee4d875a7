"""Facets: what is the same under whatever form, where it lies, and what it is called."""

from __future__ import annotations

import random
import re
from itertools import combinations
from typing import Any

import pytest

from builder.catalog.contents.digest import Entry
from builder.catalog.facets.areas import parts_of, wholes_of
from builder.catalog.facets.index import FacetIndex, FacetValue, index_facets
from builder.catalog.facets.keys import folded, orcid, ror, slug_of, term_identifier
from builder.catalog.facets.kinds import Facet, facet_terms
from builder.catalog.facets.ties import read_ties
from builder.catalog.schema.metadata import AssetsSummary, Term
from support.archives.people import entry, mentioning, organization, person

MOUSE = "http://purl.obolibrary.org/obo/NCBITaxon_10090"


def species(*names: tuple[str, str | None]) -> dict[str, Any]:
    return {"species": [{"name": name, "identifier": identifier} for name, identifier in names]}


def values(index: FacetIndex, facet: Facet) -> dict[str, FacetValue]:
    return {value.label: value for value in index.values[facet]}


def keys_of(one: Entry, facet: Facet) -> list[str]:
    return [term.key for term in facet_terms(one.dandiset) if term.facet is facet]


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        (MOUSE, "NCBITaxon:10090"),
        ("https://purl.obolibrary.org/obo/NCBITaxon_10090/", "NCBITaxon:10090"),
        ("NCBITaxon:10090", "NCBITaxon:10090"),
        (" ncbitaxon_10090 ", "NCBITaxon:10090"),
        ("https://ontobee.org/ontology/NBO?iri=http://purl.obolibrary.org/obo/NBO_0000056", "NBO:0000056"),
        ("RRID:SCR_015242", "RRID:SCR_015242"),
        ("https://scicrunch.org/resolver/RRID:SCR_015242", "RRID:SCR_015242"),
        ("DOI:10.25504/FAIRsharing.9af712", "doi:10.25504/FAIRsharing.9af712"),
        ("01", ""),
        ("2photon data", ""),
        ("https://example.org/mouse", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_an_identifier_is_the_same_in_all_its_forms(text: str | None, identifier: str) -> None:
    assert term_identifier(text) == identifier


@pytest.mark.parametrize(
    "text", ["0000-0002-1825-009X", "https://orcid.org/0000-0002-1825-009x", " 0000-0002-1825-009X/ "]
)
def test_an_orcid_is_bare(text: str) -> None:
    assert orcid(text) == "0000-0002-1825-009X"


@pytest.mark.parametrize(
    "text", ["https://ror.org/05A28RW58", "ror.org/05a28rw58", "http://ror.org/05a28rw58/", "ror:05a28rw58"]
)
def test_a_ror_is_the_same_in_all_its_forms(text: str) -> None:
    assert ror(text) == "ror:05a28rw58"


@pytest.mark.parametrize("text", [None, "", "0000", "https://example.org/x", "05a28rw5", "0000-0002-1825-00977"])
def test_what_is_no_identifier_of_a_person_or_place_is_none(text: str | None) -> None:
    assert (orcid(text), ror(text)) == ("", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Decision-making", " decision  making"),
        ("Buzsáki, György", "Buzsaki, Gyorgy"),
        ("Jørgensen, Łukasz", "JORGENSEN, Lukasz"),
        ("C. elegans", "C elegans"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_are_the_same_whatever_case_accents_and_marks(one: str, other: str) -> None:
    assert folded(one) == folded(other) != ""


@pytest.mark.parametrize(("one", "other"), [("C", "C++"), ("C#", "C"), ("α", "β"), ("海馬", "皮質"), ("5 %", "5")])
def test_what_is_part_of_a_name_tells_names_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize("text", ["", " ", ", ", "–", "🐭", "***", "+", "\u202e", "\0"])
def test_what_has_no_letter_is_no_name(text: str) -> None:
    assert folded(text) == ""


HOSTILE = [
    "con",
    "NUL",
    "aux",
    "page 2",
    "page-2",
    "index.html",
    "..",
    "../../etc",
    "a/b",
    "a\\b",
    "a b",
    "a_b",
    "a.b",
    "a-b",
    "ab",
    "a:b",
    "0000 0002 1825 0097",
    "0000-0002-1825-0097",
    "ncbitaxon 10090",
    "ncbitaxon:10090",
    "ncbitaxon_10090",
    "C++",
    "C#",
    "c",
    "α",
    "β",
    "海馬",
    "🐭",
    "x",
    "x.",
    "X" * 300,
    "X" * 301,
    "ÅÅÅ",
    "</script>",
    "=1+1",
    "é",
    "doi:10.1/A",
    "doi:10.1/a_b",
]


def test_other_keys_lie_elsewhere_and_every_place_has_a_plain_name() -> None:
    keys = sorted({text.casefold() for text in HOSTILE} | {folded(text) for text in HOSTILE if folded(text)})
    slugs = {key: slug_of(key) for key in keys}

    assert len(set(slugs.values())) == len(keys)
    assert all(
        re.fullmatch(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?", slug) and len(slug) <= 100 for slug in slugs.values()
    )
    assert not {slug.split(".")[0] for slug in slugs.values()} & {"con", "nul", "aux", "prn"}
    assert not [slug for slug in slugs.values() if re.fullmatch(r"page-\d+", slug)]


def test_known_places_keep_their_address() -> None:
    assert slug_of("ncbitaxon:10090") == "ncbitaxon_10090"
    assert slug_of("0000-0002-1825-0097") == "0000-0002-1825-0097"
    assert slug_of("motor cortex") == "motor-cortex"
    assert slug_of("spdx:cc-by-4.0") == "spdx_cc-by-4.0"


def test_a_species_is_one_value_under_one_label_whatever_dandisets_call_it() -> None:
    long = "Mus musculus - House mouse"
    index = index_facets(
        [
            entry("000001", assetsSummary=species(("House mouse", "NCBITaxon:10090"))),
            entry("000002", assetsSummary=species((long, MOUSE), ("House mouse", MOUSE))),
            entry("000003", assetsSummary=species((long, MOUSE))),
            entry("000004", assetsSummary=species(("Mouse; house  mouse", MOUSE))),
        ]
    )
    (mouse,) = index.values[Facet.SPECIES]

    assert (mouse.label, mouse.other_names, mouse.count) == ("Mus musculus – House mouse", (("Mouse", 1),), 4)
    assert (mouse.slug, mouse.identifier, mouse.url) == ("ncbitaxon_10090", "NCBITaxon:10090", MOUSE)
    assert [dandiset.identifier for dandiset in mouse.dandisets] == ["000004", "000003", "000002", "000001"]


def test_what_the_archive_does_not_know_is_found_in_the_files() -> None:
    found = AssetsSummary(species=(Term(name="Rat", identifier="NCBITaxon:10116"),))
    index = index_facets(
        [entry("000001", found=found), entry("000002", found=found, assetsSummary=species(("Mouse", MOUSE)))]
    )

    assert {value.label: value.count for value in index.values[Facet.SPECIES]} == {
        "Mus musculus – House mouse": 1,
        "Rattus norvegicus – Norway rat": 1,
    }


def test_an_unknown_species_has_its_commonest_name() -> None:
    bee = "NCBITaxon:7461"
    index = index_facets(
        [
            entry("000001", assetsSummary=species(("Apis cerana", bee))),
            entry("000002", assetsSummary=species(("Apis cerana - Eastern honey bee", bee))),
            entry("000003", assetsSummary=species(("Apis cerana - Eastern honey bee", bee))),
        ]
    )

    assert [(value.label, value.other_names) for value in index.values[Facet.SPECIES]] == [
        ("Apis cerana - Eastern honey bee", ())
    ]


def test_techniques_and_approaches_go_without_that_word() -> None:
    terms = {
        "approach": [{"name": "microscopy approach; cell population imaging"}, {"name": "An approach of mine"}],
        "measurementTechnique": [{"name": "spike sorting technique"}],
    }
    index = index_facets([entry("000001", assetsSummary=terms), entry("000002", assetsSummary=terms)])

    assert [value.label for value in index.values[Facet.APPROACH]] == [
        "An approach of mine",
        "microscopy; cell population imaging",
    ]
    assert [(value.label, value.other_names) for value in index.values[Facet.TECHNIQUE]] == [("spike sorting", ())]


def test_an_area_is_one_value_under_the_ontology_s_name() -> None:
    def about(name: str, identifier: str | None) -> dict[str, Any]:
        return {"about": [{"schemaKey": "Anatomy", "name": name, "identifier": identifier}]}

    index = index_facets(
        [
            entry("000001", **about("hippocampus", "UBERON:0002421")),
            entry("000002", **about("hippocampus", "http://purl.obolibrary.org/obo/UBERON_0014548")),
            entry("000003", **about("Hippocampal formation", None)),
            entry("000004", **about("primary motor cortex", "UBERON:0002956")),
            entry("000005", **about("Primary motor cortex", "UBERON:0001384")),
        ]
    )

    assert {value.label: (value.slug, value.count) for value in index.values[Facet.ANATOMY]} == {
        "hippocampal formation": ("uberon_0002421", 3),
        "primary motor cortex": ("uberon_0001384", 2),
    }
    assert index.by_key[Facet.ANATOMY, "uberon:0002421"].other_names == (("hippocampus", 2),)


def test_areas_that_texts_mention_are_marked() -> None:
    about = {"about": [{"schemaKey": "Anatomy", "name": "amygdala", "identifier": None}]}
    index = index_facets(
        [
            mentioning(entry("000001", **about), "amygdala", "thalamic complex"),
            mentioning(entry("000002"), "amygdala"),
        ]
    )
    amygdala, thalamus = (index.by_key[Facet.ANATOMY, key] for key in ("uberon:0001876", "uberon:0010225"))

    assert (amygdala.count, amygdala.mentioned) == (2, {"000002"})
    assert (thalamus.count, thalamus.mentioned) == (1, {"000001"})


def test_areas_know_their_parts_and_what_they_are_parts_of() -> None:
    index = index_facets(
        [
            mentioning(entry("000001"), "hippocampal formation"),
            mentioning(entry("000002"), "CA1 field of hippocampus"),
        ]
    )
    whole, part = (index.by_key[Facet.ANATOMY, key] for key in ("uberon:0002421", "uberon:0003881"))

    assert (parts_of(index, whole), wholes_of(index, whole)) == ((part,), ())
    assert (parts_of(index, part), wholes_of(index, part)) == ((), (whole,))


def test_anatomy_goes_by_its_identifier_whatever_kind_people_picked() -> None:
    one = entry(
        "000001",
        about=[
            {"schemaKey": "Disorder", "name": "primary motor cortex", "identifier": "UBERON:0001384"},
            {"schemaKey": "Anatomy", "name": "UBERON:0001384"},
            {"name": "neocortex", "identifier": "http://purl.obolibrary.org/obo/UBERON_0001950"},
            {"schemaKey": "Anatomy", "name": "Amygdala"},
            {"schemaKey": "Disorder", "name": "tetraplegia", "identifier": "SNOMEDCT:11538006"},
            {"schemaKey": "GenericType", "name": "Motor cortex"},
            {},
        ],
    )

    assert keys_of(one, Facet.ANATOMY) == [
        "uberon:0001384",
        "uberon:0001950",
        "uberon:0001876",
        "uberon:8440076",
    ]


def test_a_name_that_is_the_identifier_again_is_no_label_while_there_is_another() -> None:
    about = {"schemaKey": "Anatomy", "name": "UBERON:9901384"}
    named = {"schemaKey": "Anatomy", "name": "M1", "identifier": "UBERON:9901384"}
    index = index_facets(
        [entry("000001", about=[about]), entry("000002", about=[about]), entry("000003", about=[named])]
    )

    assert [(value.label, value.other_names) for value in index.values[Facet.ANATOMY]] == [("M1", ())]


def test_contributors_without_a_name_are_none() -> None:
    one = entry("000001", contributor=[person(""), person(", "), person("Doe, Jane"), organization("Lab", "Author")])

    assert keys_of(one, Facet.CONTRIBUTOR) == ["doe jane"]


def test_people_are_joined_to_their_name_where_only_one_identifier_bears_it() -> None:
    first, second = "0000-0002-1825-0097", "0000-0001-5109-3700"
    index = index_facets(
        [
            entry("000001", contributor=[person("Doe, Jane", first), person("Smith, John", first[:-1] + "9")]),
            entry("000002", contributor=[person("Doe, Jane"), person("Smith, John")]),
            entry("000003", contributor=[person("Smith, John", second)]),
        ]
    )
    jane, other = (Facet.CONTRIBUTOR, first), (Facet.CONTRIBUTOR, "doe jane")

    assert dict(index.namesakes) == {jane: (other,), other: (jane,)}
    assert index.by_key[jane].count == index.by_key[other].count == 1


def test_organizations_are_funders_institutions_or_both_by_their_roles() -> None:
    one = entry(
        "000001",
        contributor=[
            organization("A Fund", "Funder", awardNumber="1"),
            organization("A Sponsor", "Sponsor"),
            organization("Both", "Funder", "Producer", identifier="https://ror.org/05a28rw58"),
            organization("An Institute"),
            organization("Gave an award", awardNumber=" 2 "),
            person("Doe, Jane", None, ("ETH", "https://ror.org/05a28rw58"), ("", None), awardNumber="3"),
        ],
    )

    assert keys_of(one, Facet.FUNDER) == ["a fund", "a sponsor", "ror:05a28rw58", "gave an award"]
    assert keys_of(one, Facet.INSTITUTION) == ["ror:05a28rw58", "an institute"]
    assert keys_of(one, Facet.AWARD) == ["1", "2", "3"]


def test_a_person_who_only_pays_is_a_contributor_where_the_citation_names_them() -> None:
    one = entry(
        "000001",
        contributor=[
            person("Cited, Ann", roleName=["dcite:Funder"], includeInCitation=True),
            person("Unsaid, Bo", roleName=["dcite:Sponsor"]),
            person("Not, Cy", roleName=["dcite:Funder", "dcite:Sponsor"], includeInCitation=False),
            person("Also, Di", roleName=["dcite:Funder", "dcite:Author"], includeInCitation=False),
        ],
    )

    assert keys_of(one, Facet.CONTRIBUTOR) == ["cited ann", "also di"]
    assert keys_of(one, Facet.FUNDER) == ["cited ann", "unsaid bo", "not cy", "also di"]


def test_the_year_is_that_of_the_newest_publication() -> None:
    assert keys_of(entry("000001", versions=("0.210501.1200", "0.230501.1200", "draft")), Facet.YEAR) == ["2023"]
    assert keys_of(entry("000002"), Facet.YEAR) == []


def test_ties_are_counted_by_dandiset() -> None:
    jane = person("Doe, Jane", None, ("ETH", None), roleName=["dcite:Author", "dcite:Author"])
    ties = read_ties(
        one.dandiset
        for one in (
            entry("000001", contributor=[jane, jane, organization("Fund", "Funder", awardNumber="A1")]),
            entry("000002", contributor=[jane]),
        )
    )

    assert ties.between[Facet.CONTRIBUTOR, "doe jane"] == {(Facet.INSTITUTION, "eth"): 2}
    assert ties.between[Facet.INSTITUTION, "eth"] == {(Facet.CONTRIBUTOR, "doe jane"): 2}
    assert ties.between[Facet.AWARD, "a1"] == {(Facet.FUNDER, "fund"): 1}
    assert ties.roles[Facet.CONTRIBUTOR, "doe jane"] == {"dcite:Author": 2}


def test_the_order_of_the_dandisets_makes_no_difference() -> None:
    names = ("Mouse", "mouse", "Rat", "House mouse", "α", "", "C++")
    entries = [
        entry(f"{number:06}", keywords=[a, b], contributor=[person(f"{a}, {b}")])
        for number, (a, b) in enumerate(combinations(names, 2))
    ]
    shuffled = random.Random(4).sample(entries, len(entries))
    one, other = index_facets(entries), index_facets(shuffled)

    assert one.values == other.values
    assert (one.namesakes, list(one.by_key)) == (other.namesakes, list(other.by_key))


def test_values_are_ordered_by_count_then_label() -> None:
    index = index_facets([entry("000001", keywords=["b", "a"]), entry("000002", keywords=["c", "b"])])

    assert [(value.label, value.count) for value in index.values[Facet.KEYWORD]] == [("b", 2), ("a", 1), ("c", 1)]


def test_hostile_metadata_make_no_trouble() -> None:
    metadata: dict[str, Any] = {
        "keywords": [*HOSTILE, "=cmd|' /C calc'!A0", "\ud83d\ude00"[0:0], "a\n\tb"],
        "contributor": [person(name, name, (name, name), awardNumber=name, roleName=[name]) for name in HOSTILE],
        "about": [{"schemaKey": "Anatomy", "name": name, "identifier": name} for name in HOSTILE],
        "license": ["spdx:../../x", "", "spdx:", "mine"],
        "assetsSummary": {
            "variableMeasured": [*HOSTILE, {"value": 5}],
            **species(*((name, name) for name in HOSTILE)),
        },
    }
    index = index_facets([entry("000001", **metadata)])
    places = [(value.facet, value.slug) for value in index.by_key.values()]

    assert len(set(places)) == len(places) > 100
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._-]*", slug) and len(slug) <= 100 for _, slug in places)
    assert all(
        value.url is None or value.url.startswith(("https://", "http://purl")) for value in index.by_key.values()
    )


def test_of_very_many_terms_the_first_count_so_that_nobody_fills_a_host_with_pages() -> None:
    people = [person(f"Person {n}", None, (f"Place {n}", None), awardNumber=f"A-{n}") for n in range(1_000)]
    words = [f"word {n}" for n in range(1_000)]
    many = entry(
        "000001",
        keywords=words,
        contributor=people,
        assetsSummary={"variableMeasured": words, **species(*((f"Species {n}", None) for n in range(1_000)))},
    )
    counts = {facet: len(keys_of(many, facet)) for facet in Facet}

    assert keys_of(many, Facet.KEYWORD) == words[:50]
    assert counts[Facet.CONTRIBUTOR] == 200
    assert max(count for facet, count in counts.items() if facet is not Facet.CONTRIBUTOR) == 50
