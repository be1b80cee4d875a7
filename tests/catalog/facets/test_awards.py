"""Awards are one whatever they are written like, several only where each is one, and funders stand once."""

from __future__ import annotations

import pytest

from builder.catalog.facets.awards import award_key, award_names, award_numbers, meant_award, split_awards
from builder.catalog.facets.funders import FUNDERS, funder_and_award, giver_of, known_funder
from builder.catalog.facets.holders import with_holders
from builder.catalog.facets.index import index_facets
from builder.catalog.facets.keys import folded, ror
from builder.catalog.facets.kinds import Facet, facet_terms
from builder.catalog.facets.ties import read_ties
from builder.catalog.schema.metadata import AssetsSummary
from builder.site.parts.people import contributor_rows, funding_rows
from builder.site.parts.term_links import TermLinks
from builder.words.names import spoken_person
from support.archives.people import entry, organization, person


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("5 R01 NS 123887-03", "r01ns123887"),
        ("1R01NS123887-01", "r01ns123887"),
        ("NIH R01 NS123887", "r01ns123887"),
        ("R01-NS-123887-05A1", "r01ns123887"),
        ("NIH-NINDS R01NS123887", "r01ns123887"),
        ("NIH grant no. R01NS123887", "r01ns123887"),
        ("15R21EY034803", "r21ey034803"),
        ("1 UO1 NS 126052-01", "u01ns126052"),
        ("R01NS34814", "r01ns034814"),
        ("DC12557", "dc012557"),
        ("MH111359-05", "mh111359"),
        ("IK2BX006125", "ik2bx006125"),
        ("Wellcome Trust grant 214431/Z/18/Z", award_key("214431/Z/18/Z")),
        ("W81XWH-16-1-0555", award_key("W81XWH1610555")),
        ("EXC 2064", award_key("EXC2064")),
        ("BE 5601/4-1", award_key("BE5601/4-1")),
        ("ERC advanced grant 694829", "694829"),
        ("ERC-2015-AdG 694829", "694829"),
        ("Grant agreement No. 785907", "785907"),
        ("RO1 MH109556", "r01mh109556"),
        ("NINDS/NIH R01 NS123887", "r01ns123887"),
    ],
)
def test_an_award_is_one_in_all_its_spellings(text: str, key: str) -> None:
    assert award_key(text) == key


@pytest.mark.parametrize("text", ["EXC 2064, project number 390727645", "204651", "A Fellowship", "FKZ 01GQ1601"])
def test_what_has_no_known_form_is_its_folded_text(text: str) -> None:
    assert award_key(text) == folded(text)


@pytest.mark.parametrize(
    ("text", "funder", "parts"),
    [
        ("MH122391, U19NS104590, and U19NS107616", "", ("MH122391", "U19NS104590", "U19NS107616")),
        ("R01 NS123887-03; U01NS099705", "", ("R01 NS123887-03", "U01NS099705")),
        ("U19NS128613 and R01AT012312", "", ("U19NS128613", "R01AT012312")),
        ("U19 NS107616 R01 NS104590", "", ("U19 NS107616", "R01 NS104590")),
        ("NS107616/R01NS104590", "", ("NS107616", "R01NS104590")),
        ("1 R01 NS123887-01 & 2 R01 MH109556-06A1", "", ("1 R01 NS123887-01", "2 R01 MH109556-06A1")),
        ("NIDCD R01DC018446,\nNIDCD R01DC008358", "", ("NIDCD R01DC018446", "NIDCD R01DC008358")),
        ("K99/R00 MH106744, F32 MH112232", "", ("K99/R00 MH106744", "F32 MH112232")),
        ("214431/Z/18/Z, 209558/Z/17/Z", "", ("214431/Z/18/Z", "209558/Z/17/Z")),
        ("IOS-1552868, 1707316", "", ("IOS-1552868", "1707316")),
        ("SFB 1233; EXC 2064", "", ("SFB 1233", "EXC 2064")),
        ("543045, 543031", "Simons Foundation", ("543045", "543031")),
        ("543045, 543031", "A Foundation", ("543045, 543031",)),
        ("R01NS123887, R01NS123887", "", ("R01NS123887",)),
        ("EXC 2064, project number 390727645", "", ("EXC 2064, project number 390727645",)),
        ("K99/R00 MH106744", "", ("K99/R00 MH106744",)),
        ("1U19NS123716, Diversity Supplement", "", ("1U19NS123716, Diversity Supplement",)),
        ("LT0000717/2018, NS 090583 NSF PIRE", "", ("LT0000717/2018, NS 090583 NSF PIRE",)),
        (" 681654 ", "", ("681654",)),
        ("MH112593.", "", ("MH112593",)),
        (" , ", "", ()),
    ],
)
def test_a_field_holds_several_awards_where_each_part_is_one(text: str, funder: str, parts: tuple[str, ...]) -> None:
    assert split_awards(text, funder) == parts


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("EXC 2064, project number 390727645", ("EXC 2064", "EXC2064", "390727645")),
        ("K99/R00 MH106744", ("K99MH106744", "R00 MH 106744", "MH106744")),
        ("NIH MH107396,  NS 090583 NSF PIRE, 1545858, U19 NS1", ("MH107396", "NS090583", "1545858")),
        ("R01NS34814, P30NS050274", ("R01NS034814", "NS34814", "1 P30 NS 050274-01")),
        ("5 R01 NS 123887-03", ("R01NS123887", "1R01NS123887-01", "NS123887")),
        ("MURI W911NF1910280", ("W911NF-19-1-0280",)),
    ],
)
def test_a_text_is_found_by_each_number_in_it(text: str, asked: tuple[str, ...]) -> None:
    assert {meant_award(one) for one in asked} <= award_names(text)


def test_no_award_is_found_by_another() -> None:
    assert meant_award("R01NS123888") not in award_names("5 R01 NS 123887-03")
    assert meant_award("") not in award_names("5 R01 NS 123887-03")


def test_what_an_award_is_found_by_holds_no_blank() -> None:
    assert all(" " not in number for number in award_numbers("ALTF 1161-2017, LT0000717/2018"))


@pytest.mark.parametrize(
    "name",
    [
        "NIH",
        " National Institutes of Health ",
        "National Institutes of Health (NIH)",
        "The National Institute of Health",
    ],
)
def test_a_funder_is_known_by_each_of_its_names(name: str) -> None:
    assert known_funder(name) == ("National Institutes of Health", "ror:01cwqze88")


def test_an_institute_may_name_the_institutes_that_it_belongs_to() -> None:
    for name in ("NINDS", "NIH NINDS", "NIH/NINDS", "NINDS, National Institutes of Health"):
        assert known_funder(name) == ("National Institute of Neurological Disorders and Stroke", "ror:01s5ya894")
    assert known_funder("Example University") is None


def test_every_known_funder_has_one_meaning() -> None:
    names = [folded(name) for names in FUNDERS.values() for name in names]

    assert len(set(names)) == len(names)
    assert all(ror(identifier) == identifier for identifier in FUNDERS)


def test_funders_stand_once_and_their_name_may_hold_an_award() -> None:
    # The registry's institute of another country, which the form offered first.
    abroad = organization("National Institute of Health", "Funder", identifier="https://ror.org/05h1kgg64")
    index = index_facets(
        [
            entry("000001", contributor=[organization("NIH", "Funder", awardNumber="R01NS123887")]),
            entry("000002", contributor=[organization("NIH NS124564 ", "Funder")]),
            entry("000003", contributor=[abroad]),
            entry("000004", contributor=[organization("Howard Hughes Medical Institute", "Funder")]),
            entry("000005", contributor=[organization("HHMI", "Funder", identifier="https://ror.org/006w34k90")]),
        ]
    )

    assert [(v.key, v.count) for v in index.values[Facet.FUNDER]] == [("ror:01cwqze88", 3), ("ror:006w34k90", 2)]
    assert {v.key for v in index.values[Facet.AWARD]} == {"r01ns123887", "ns124564"}


def test_each_award_of_a_field_is_tied_to_who_gave_it() -> None:
    paid = [organization("A Fund", "Funder", awardNumber="MH122391, U19NS104590")]
    paid.append(person("Doe, Jane", awardNumber="1U19NS104653-01"))
    one = entry("000001", contributor=paid)
    ties = read_ties([one.dandiset])

    assert {key for _, key in ties.between[Facet.FUNDER, "a fund"]} == {"mh122391", "u19ns104590"}
    assert {key for _, key in ties.between[Facet.CONTRIBUTOR, "doe jane"]} == {"u19ns104653"}
    labels = [term.label for term in facet_terms(one.dandiset) if term.facet is Facet.AWARD]
    assert labels == ["MH122391", "U19NS104590", "1U19NS104653-01"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("NIH NS124564 ", ("NIH", "NS124564")),
        ("NIH 1 R01 NS 123887-03", ("NIH", "1 R01 NS 123887-03")),
        ("NSF 1545858", ("NSF", "1545858")),
        ("NIH", ("NIH", "")),
        ("Collaborative Research Center 1233", ("Collaborative Research Center 1233", "")),
    ],
)
def test_a_funders_name_may_hold_an_award(name: str, found: tuple[str, str]) -> None:
    assert funder_and_award(name) == found


def test_a_funder_is_linked_to_the_ror_of_who_is_meant() -> None:
    abroad = organization("National Institute of Health", "Funder", identifier="https://ror.org/05h1kgg64")
    one = entry("000001", contributor=[abroad]).dandiset
    (row,) = funding_rows(one.default.metadata.contributor, TermLinks(one, AssetsSummary()))

    assert (row.funder.text, row.funder.url) == ("National Institutes of Health", "https://ror.org/01cwqze88")


@pytest.mark.parametrize(
    ("award", "name"),
    [
        ("1 R01 NS 123887-01", "National Institutes of Health"),
        ("K99/R00 MH106744", "National Institutes of Health"),
        ("NIH U19NS104653", "National Institutes of Health"),
        ("EXC 2064", "Deutsche Forschungsgemeinschaft"),
        ("204651/Z/16/Z", "Wellcome Trust"),
        ("ASAP-020600", "Aligning Science Across Parkinson's"),
        ("SCGB 543045", "Simons Foundation"),
        ("I01 BX003377", ""),  # Veterans Affairs
        ("R01 HS012345", ""),  # Healthcare Research and Quality
        ("ES 12345", ""),
        ("1545858", ""),
        ("EXC 2064, project number 390727645", ""),
        ("", ""),
    ],
)
def test_the_form_of_an_award_tells_who_gives_such(award: str, name: str) -> None:
    assert (giver_of(award) or ("", ""))[0] == name


def test_who_gave_an_award_is_named_beside_who_holds_it() -> None:
    holder = person("Doe, Jane", awardNumber="1 R01 NS 123887-01, U19NS104653")
    one = entry("000001", contributor=[holder, person("Roe, Rick", awardNumber="1545858")])
    known, unknown = funding_rows(one.dandiset.default.metadata.contributor, TermLinks(one.dandiset, AssetsSummary()))
    ties = read_ties([one.dandiset])

    assert [(given.text, given.url) for given in known.givers] == [
        ("National Institutes of Health", "https://ror.org/01cwqze88")
    ]
    assert known.givers[0].address
    assert known.is_holder
    assert unknown.givers == ()
    assert [value.key for value in index_facets([one]).values[Facet.FUNDER]] == ["ror:01cwqze88"]
    award = (Facet.AWARD, "r01ns123887")
    assert {(Facet.FUNDER, "ror:01cwqze88"), (Facet.CONTRIBUTOR, "doe jane")} <= set(ties.between[award])


@pytest.mark.parametrize(
    "name", ["NIH", "National Institutes of Health (NIH)", "National Institute of Health (BRAIN )"]
)
def test_a_known_funder_has_one_name_on_every_page(name: str) -> None:
    one = entry("000001", contributor=[organization(name, "Funder")])
    (row,) = funding_rows(one.dandiset.default.metadata.contributor, TermLinks(one.dandiset, AssetsSummary()))
    (value,) = index_facets([one]).values[Facet.FUNDER]

    assert row.funder.text == value.label == "National Institutes of Health"


def test_an_organization_that_was_entered_as_a_person_is_not_turned_around() -> None:
    assert spoken_person("University of California, San Diego") == "University of California, San Diego"
    assert spoken_person("King, Martin Luther III") == "Martin Luther King III"


@pytest.mark.parametrize(
    ("award", "role", "funders", "by_form"),
    [
        ("UM1MH130981", "Funder", ["National Institute of Mental Health"], []),
        ("5 UM1 MH 130981-02", "Funder", ["National Institute of Mental Health"], []),
        ("UM1MH130982", "Funder", ["An Institute", "National Institute of Mental Health"], []),
        ("UM1MH130981", "Other", ["An Institute"], ["National Institutes of Health"]),
    ],
)
def test_an_organization_without_a_role_holds_the_award_that_a_funder_has_too(
    award: str, role: str, funders: list[str], by_form: list[str]
) -> None:
    holder = organization("An Institute", awardNumber=award)
    giver = organization("National Institute of Mental Health", role, awardNumber="UM1MH130981")
    one = with_holders(entry("000001", contributor=[holder, giver]).dandiset)
    rows = funding_rows(one.default.metadata.contributor, TermLinks(one, AssetsSummary()))
    terms = facet_terms(one)

    assert [row.funder.text for row in rows if not row.is_holder] == funders
    assert sorted(term.label for term in terms if term.facet is Facet.FUNDER) == funders + by_form
    institutions = [term.label for term in terms if term.facet is Facet.INSTITUTION]
    assert ("An Institute" in institutions) is ("An Institute" not in funders)


def test_a_web_address_in_the_place_of_an_award_is_a_link_and_no_award() -> None:
    url = "https://fund.example.org/data-sharing/"
    one = entry("000001", contributor=[organization("A Fund", "Funder", awardNumber=url)]).dandiset
    (row,) = funding_rows(one.default.metadata.contributor, TermLinks(one, AssetsSummary()))

    assert [(award.text, award.url, award.address) for award in row.awards] == [(url, url, None)]
    assert [term for term in facet_terms(one) if term.facet is Facet.AWARD] == []


def test_blanks_around_a_name_are_no_part_of_its_link() -> None:
    paid = [organization("  A Fund ", "Funder"), organization(" NIH  ", "Funder")]
    one = entry("000001", contributor=[*paid, person("Doe, Jane", None, (" A place", None))]).dandiset
    terms = TermLinks(one, AssetsSummary())
    people = contributor_rows(one.default.metadata.contributor, terms, show_emails=False)

    funders = [row.funder.text for row in funding_rows(one.default.metadata.contributor, terms)]
    assert funders == ["A Fund", "National Institutes of Health"]
    assert [row.name.text for row in people] == ["A Fund", "NIH", "Jane Doe"]
    assert [place.text for place in people[2].affiliations] == ["A place"]
