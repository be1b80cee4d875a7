"""Browse pages: every value of every facet, its names, its dandisets, and the links to and from them."""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from pathlib import Path

import pytest

from builder.catalog.contents.digest import Entry
from builder.catalog.facets.index import FacetIndex, FacetValue, index_facets
from builder.catalog.facets.kinds import Facet
from builder.catalog.facets.ties import read_ties
from builder.sample.demo import Demo
from builder.settings import Settings
from builder.site.browse.pages import FEW_VALUES, browse_page, facet_pages
from builder.site.browse.value_pages import DANDISETS_PER_PAGE, BrowseSources, facet_value_pages
from builder.site.contexts import FacetValuePage
from builder.site.folder.manifest import read_manifest
from builder.site.frame import addresses
from builder.site.frame.scope import Scope
from builder.site.parts.lists import dandiset_card
from builder.site.pipeline.sources import read_inputs
from builder.snapshot import DandisetState, Snapshot
from builder.snapshot.loading import load_dandiset
from builder.words.facet_words import shown_label
from support.archives.people import entry, mentioning, organization, person
from support.archives.sample import Archive
from support.sites.pages import Html, target_of, text_of

pytest_plugins = ["support.sites.fixtures"]


@pytest.fixture(scope="module")
def entries(demo: Demo) -> list[Entry]:
    """All that the site shows, with the digests that its build kept."""
    digests = {identifier: built.digest for identifier, built in read_manifest(demo.site).dandisets.items()}
    with Snapshot.readable(demo.snapshot) as snapshot:
        rows = [row for row in snapshot.dandisets() if row.state is DandisetState.OPEN]
        found = [load_dandiset(row, snapshot.versions(row.identifier), Settings()) for row in rows]
    return [Entry(dandiset=one, digest=digests[one.identifier]) for one in found if one]


@pytest.fixture(scope="module")
def index(entries: list[Entry]) -> FacetIndex:
    return index_facets(entries)


@pytest.fixture(scope="module")
def scope(demo: Demo) -> Scope:
    with Snapshot.readable(demo.snapshot) as snapshot:
        return read_inputs(snapshot, Settings()).scope


def address_of(value: FacetValue) -> str:
    return addresses.facet_value(value.facet, value.slug)


def leads_to(page: Html, within: object = None) -> set[str]:
    return {target_of(page.address, url)[0] for url in page.hrefs(within)}  # type: ignore[arg-type]


def pages_of(pages: dict[str, Html], value: FacetValue) -> list[Html]:
    first = address_of(value)
    folder = first.removesuffix("index.html")
    return [page for address, page in pages.items() if address == first or address.startswith(f"{folder}page-")]


def test_every_facet_and_value_has_its_page_and_no_other_does(pages: dict[str, Html], index: FacetIndex) -> None:
    found = {re.sub(r"page-\d+/", "", address) for address in pages if address.startswith("browse/")}

    assert found == {
        addresses.browse(),
        *(addresses.facet(facet) for facet in Facet if index.values[facet]),
        *map(address_of, index.by_key.values()),
    }


def test_the_sample_has_every_facet(index: FacetIndex) -> None:
    assert [facet for facet in Facet if not index.values[facet]] == []


def test_a_value_lists_exactly_the_dandisets_whose_page_links_to_it(
    pages: dict[str, Html], index: FacetIndex, entries: list[Entry]
) -> None:
    linking = defaultdict(set)
    for one in entries:
        page = pages[addresses.dandiset(one.dandiset.identifier)]
        for address in leads_to(page, page.main):
            linking[address].add(one.dandiset.identifier)
    wrong = {}
    for value in index.by_key.values():
        cards = [card for page in pages_of(pages, value) for card in page.all(".//article[@class]")]
        listed = {text_of(card.find(".//span[@class='identifier']")) for card in cards}
        if not listed == linking[address_of(value)] == {dandiset.identifier for dandiset in value.dandisets}:
            wrong[value.facet, value.key] = (listed, linking[address_of(value)])

    assert wrong == {}


def test_every_version_links_only_to_browse_pages_that_list_its_dandiset(
    pages: dict[str, Html], index: FacetIndex, archive: Archive
) -> None:
    listed = {
        (address_of(value), dandiset.identifier) for value in index.by_key.values() for dandiset in value.dandisets
    }
    for identifier, version in archive.version_rows:
        page = pages[addresses.version(identifier, version)]
        found = {address for address in leads_to(page, page.main) if address.count("/") == 3 and "browse/" in address}
        assert {(address, identifier) for address in found} <= listed, (identifier, version)


def test_a_page_names_the_value_its_other_names_and_its_identifier(pages: dict[str, Html], index: FacetIndex) -> None:
    for value in index.by_key.values():
        page = pages[address_of(value)]
        header = page.one(".//header[@class='value']")

        assert page.title == " ".join(shown_label(value).split())
        assert value.facet.kind.one.casefold() in text_of(header).casefold()
        assert [name for name, _ in value.other_names if name not in text_of(header)] == []
        assert not value.url or value.url in page.hrefs(header)


def test_a_facet_lists_its_values_with_their_counts(pages: dict[str, Html], index: FacetIndex) -> None:
    for facet, values in index.values.items():
        page = pages[addresses.facet(facet)]
        rows = [
            (text_of(row.find("th")), text_of(row.find("td[@class='number']"))) for row in page.all(".//tbody/tr")
        ]

        assert leads_to(page, page.main) >= {address_of(value) for value in values}
        if len(values) <= FEW_VALUES:
            assert sorted(rows) == sorted((value.label, str(value.count)) for value in values)


def test_the_page_of_all_facets_leads_to_each_and_says_how_many_values_it_has(
    pages: dict[str, Html], index: FacetIndex
) -> None:
    page = pages[addresses.browse()]

    for facet, values in index.values.items():
        card = page.section(facet)
        assert card is not None
        assert addresses.facet(facet) in leads_to(page, card)
        assert address_of(values[0]) in leads_to(page, card)
        assert re.search(rf"All {len(values)}\b", text_of(card))


def test_the_navigation_leads_to_browsing(pages: dict[str, Html]) -> None:
    for page in pages.values():
        if page.address != "404.html":
            (nav,) = page.all(".//nav[@aria-label='Site']")
            assert addresses.browse() in leads_to(page, nav), page.address


def value_pages(scope: Scope, entries: list[Entry], facet: Facet, key: str) -> list[FacetValuePage]:
    index = index_facets(entries)
    sources = BrowseSources(
        index=index,
        ties=read_ties(one.dandiset for one in entries),
        cards={one.dandiset.identifier: dandiset_card(one) for one in entries},
    )
    return list(facet_value_pages(scope, sources, index.by_key[facet, key]))


def test_an_area_lists_its_own_dandisets_and_apart_those_of_its_parts(scope: Scope) -> None:
    about = [{"schemaKey": "Anatomy", "name": "hippocampus", "identifier": "UBERON:0002421"}]
    entries = [
        entry("000001", about=about),
        mentioning(entry("000002"), "hippocampal formation", "CA1 field of hippocampus"),
        mentioning(entry("000003"), "CA1 field of hippocampus", "subiculum"),
        mentioning(entry("000004"), "thalamic complex"),
    ]
    (page,) = value_pages(scope, entries, Facet.ANATOMY, "uberon:0002421")
    (part,) = value_pages(scope, entries, Facet.ANATOMY, "uberon:0003881")

    assert ([card.identifier for card in page.cards], page.mentioned) == (["000002", "000001"], ("000002",))
    assert [(row.identifier, [link.text for link in row.parts]) for row in page.in_parts] == [
        ("000003", ["CA1 field of hippocampus", "subiculum"])
    ]
    assert groups(page)["Parts"] == [("CA1 field of hippocampus", "2"), ("subiculum", "1")]
    assert [fact.value for fact in page.facts[:2]] == ["2", "1"]
    assert [crumb.text for crumb in part.crumbs] == ["Browse", "Anatomy", "hippocampal formation"]
    assert part.in_parts == ()


def test_cards_name_no_approach_that_is_but_a_type_of_data() -> None:
    approaches = [{"name": "electrophysiological approach"}, {"name": "Closed loop"}]
    mouse = {"name": "House mouse", "identifier": "NCBITaxon:10090"}
    long = {"name": "Mus musculus - House mouse", "identifier": "NCBITaxon:10090"}
    card = dandiset_card(entry("000001", assetsSummary={"approach": approaches, "species": [mouse, long]}))

    assert (card.techniques, card.species) == (("Closed loop",), ("Mus musculus",))


def groups(page: FacetValuePage) -> dict[str, list[tuple[str, str]]]:
    return {group.title: [(item.text, item.count) for item in group.items] for group in page.groups}


def test_a_person_has_roles_affiliations_and_co_workers(scope: Scope) -> None:
    jane = person("Doe, Jane", "0000-0002-1825-0097", ("ETH", None), roleName=["dcite:Author", "dcite:DataCurator"])
    (page,) = value_pages(
        scope,
        [
            entry("000001", contributor=[jane, person("Roe, Ann"), person("Poe, Eve")]),
            entry("000002", contributor=[jane, person("Poe, Eve")]),
        ],
        Facet.CONTRIBUTOR,
        "0000-0002-1825-0097",
    )

    assert page.title == "Jane Doe"
    assert groups(page) == {
        "Roles": [("Author", "2"), ("Data curator", "2")],
        "Affiliations": [("ETH", "2")],
        "Co-workers": [("Eve Poe", "2"), ("Ann Roe", "1")],
    }


def test_an_institution_has_people_a_funder_awards_and_an_award_its_funder(scope: Scope) -> None:
    entries = [
        entry(
            "000001",
            contributor=[person("Doe, Jane", None, ("ETH", None)), organization("Fund", "Funder", awardNumber="A 1")],
        )
    ]
    (institution,) = value_pages(scope, entries, Facet.INSTITUTION, "eth")
    (funder,) = value_pages(scope, entries, Facet.FUNDER, "fund")
    (award,) = value_pages(scope, entries, Facet.AWARD, "a 1")

    assert groups(institution)["People"] == [("Jane Doe", "1")]
    assert groups(funder)["Awards"] == [("A 1", "1")]
    assert groups(award)["Funder"] == [("Fund", "1")]


def test_many_dandisets_go_over_pages_newest_first(scope: Scope) -> None:
    count = 2 * DANDISETS_PER_PAGE + 1
    entries = [entry(f"{number:06}", keywords=["mouse"]) for number in range(count)]
    pages = value_pages(scope, entries, Facet.KEYWORD, "mouse")
    shown = [card.identifier for page in pages for card in page.cards]

    assert shown == [f"{number:06}" for number in reversed(range(count))]
    assert [len(page.cards) for page in pages] == [DANDISETS_PER_PAGE, DANDISETS_PER_PAGE, 1]
    assert [page.address for page in pages] == [
        f"browse/keyword/mouse/{part}index.html" for part in ("", "page-2/", "page-3/")
    ]
    assert [[link.is_current for link in page.pages].index(True) for page in pages] == [0, 1, 2]
    assert [bool(page.facts or page.groups) for page in pages] == [True, False, False]
    assert [page.shown.replace("\u00a0", " ") for page in pages] == [
        "1 to 50 of 101 dandisets",
        "51 to 100 of 101 dandisets",
        "101 to 101 of 101 dandisets",
    ]


def test_dandisets_that_fill_a_page_go_over_no_other(scope: Scope) -> None:
    entries = [entry(f"{number:06}", keywords=["mouse"]) for number in range(DANDISETS_PER_PAGE)]
    (page,) = value_pages(scope, entries, Facet.KEYWORD, "mouse")

    assert (len(page.cards), page.shown, page.pages) == (DANDISETS_PER_PAGE, "", ())


@pytest.mark.parametrize(("others", "note"), [(30, ""), (31, ". The first 30 of 31")])
def test_of_many_co_workers_the_first_are_shown_and_all_are_counted(scope: Scope, others: int, note: str) -> None:
    people = [person("Doe, Jane"), *(person(f"Roe {number}, Ann") for number in range(others))]
    (page,) = value_pages(scope, [entry("000001", contributor=people)], Facet.CONTRIBUTOR, "doe jane")
    (group,) = page.groups

    assert (len(group.items), group.note) == (30, f"Contributors to the same dandisets{note}")


def spread(words: list[str]) -> list[Entry]:
    """Dandisets that have the words as keywords, as many each as one may have pages of."""
    starts = range(0, len(words), 50)
    return [entry(f"{900_000 + start}", keywords=words[start : start + 50]) for start in starts]


def test_many_values_are_listed_by_letter(scope: Scope) -> None:
    words = [f"{letter}{number}" for letter in "abzé" for number in range(30)] + ["42", "海馬"]
    index = index_facets([*spread(words), entry("000002", keywords=["b7"])])
    (page,) = facet_pages(scope, index, Facet.KEYWORD)

    assert [group.title for group in page.groups] == ["0–9", "A", "B", "E", "Z", "Other"]
    assert [(letter.text, letter.anchor) for letter in page.letters] == [
        (group.title, group.anchor) for group in page.groups
    ]
    assert sorted(item.text for group in page.groups for item in group.items) == sorted(words)
    assert page.rows[0].text == "b7"


def test_very_many_values_go_over_pages_and_each_letter_leads_to_its_page(scope: Scope) -> None:
    words = [f"{letter}{number}" for letter in "abcdef" for number in range(450)]
    index = index_facets(spread(words))
    pages = list(facet_pages(scope, index, Facet.KEYWORD))
    anchors = {(page.address, group.anchor) for page in pages for group in page.groups}

    assert len(pages) == 3
    assert {(letter.address, letter.anchor) for page in pages for letter in page.letters} <= anchors
    assert sum(len(group.items) for page in pages for group in page.groups) == len(words)
    assert [bool(page.rows) for page in pages] == [True, False, False]


def test_without_any_value_there_is_still_a_page_to_browse(scope: Scope) -> None:
    assert browse_page(scope, index_facets([])).facets == ()


def test_no_page_is_longer_than_it_should(site: Path) -> None:
    sizes = {path: len(gzip.compress(path.read_bytes())) for path in (site / "browse").rglob("*.html")}

    assert [path for path, size in sizes.items() if size > 40_000] == []
