"""Queries find the right dandisets of the built-in archive, in the right order."""

import pytest

from builder.search.query.matching import is_one_typo
from support.readers.search_engine import found, in_terminal

pytest_plugins = ["support.readers.search_fixtures", "support.sites.fixtures"]


def whole(stored, query):
    """Those with all of the words."""
    return [identifier for identifier in found(stored, query) if not identifier.startswith("(")]


@pytest.mark.parametrize(
    "query",
    [
        "granule cells mossy cells",
        "Buzsaki granule",
        "BUZSÁKI granule",
        "granul",
        "granuel cells mossy",
        "000003",
        "3",
        "DANDI:000003/draft",
        "https://dandiarchive.org/dandiset/000003/0.230629.1955",
        "10.1016/j.neuron.2016.12.011",
        "https://doi.org/10.48324/dandi.000003/0.230629.1955",
        "MH54671",
        '"mossy cells" species:mouse',
        "sub-YutaMouse42",
        "yutamouse42",
        "sub-YutaMouse20/sub-YutaMouse20_ses-YutaMouse20-140321_behavior+ecephys.nwb",
    ],
)
def test_dandiset_comes_first(stored, query):
    assert found(stored, query)[0] == "000003"


@pytest.mark.parametrize(
    ("query", "identifier"),
    [("fruit fly locomotion", "000727"), ("Drosophila melanogaster locomotion", "000727"), ("zebra finch", "001046")],
)
def test_species_are_found_by_all_their_names(stored, query, identifier):
    assert identifier in whole(stored, query)[:3]


def test_all_words_come_before_some(stored):
    identifiers = found(stored, "mouse hippocampus embryonic")
    partial = [identifier.startswith("(") for identifier in identifiers]

    assert identifiers[0] == "000552"
    assert partial == sorted(partial)
    assert in_terminal(stored, "mouse hippocampus embryonic").complete == partial.count(False)


def test_phrase_must_stand_as_it_is(stored):
    assert "000003" in found(stored, '"mossy cells"')
    assert found(stored, '"cells mossy"') == []


def test_excluded_words_and_phrases_are_in_no_hit(stored):
    mouse = set(found(stored, "species:mouse"))

    assert "000003" in mouse
    assert set(found(stored, "species:mouse -granule")) == mouse - set(whole(stored, '"granule"'))
    assert "000003" not in found(stored, 'species:mouse -"mossy cells"')


def test_filters_hold_all_at_once(stored):
    published = found(stored, "species:mouse published:..2030")

    assert set(published) < set(found(stored, "species:mouse"))
    assert set(found(stored, "species:mouse -published:..2030")) == set(found(stored, "species:mouse")) - set(
        published
    )
    assert found(stored, "species:mouse subjects:5..5 has:publication technique:spike")[:1] == ["000003"]


def test_facet_is_filtered_by_identifier_too(stored):
    assert found(stored, "species:NCBITaxon_10090") == found(stored, "species:ncbitaxon:10090")
    assert "000003" in found(stored, "species:NCBITaxon_10090")


def test_without_words_the_last_updated_comes_first_and_what_has_no_files_last(stored):
    listed = {one.identifier: (one.files > 0, one.updated) for one in stored.index.listed}
    found_first = [listed[identifier] for identifier in found(stored, "")]

    assert len(found_first) == len(listed)
    assert found_first == sorted(found_first, reverse=True)
    assert {has_files for has_files, _ in found_first} == {True, False}


def test_filters_that_leave_nothing_are_told(stored):
    alone = len(in_terminal(stored, "neurons").hits)
    both = in_terminal(stored, "neurons subjects:100000..")

    assert both.hits == ()
    assert both.messages == (f"Without the filters that stand among the words, {alone} dandisets would be found.",)
    assert in_terminal(stored, "zzzqqqxx subjects:1..").messages == ()
    assert in_terminal(stored, "subjects:100000..").messages == ()


def test_unknown_value_and_identifier_are_told(stored):
    assert in_terminal(stored, "species:unicorn").messages == ("No species is called “unicorn”.",)
    assert in_terminal(stored, "999999").messages == ("There is no dandiset 999999 in this catalog.",)


@pytest.mark.parametrize("query", ["blockchain", "asdfgh qwerty", "000000", "10.1234/none", '"no such phrase here"'])
def test_nonsense_finds_nothing(stored, query):
    assert found(stored, query) == []


def test_mistyped_word_is_mended(stored):
    assert in_terminal(stored, "hipocampus").corrected == {"hipocampus": "hippocampus"}
    assert in_terminal(stored, "hippocampus").corrected == {}


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("hipocampus", "hippocampus"),
        ("hippocanpus", "hippocampus"),
        ("hippoccampus", "hippocampus"),
        ("huamn", "human"),
    ],
)
def test_one_letter_wrong_missing_doubled_or_swapped_is_a_typo(typed, word):
    assert is_one_typo(typed, word, is_open=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("huamn", "human"),
        ("uhman", "human"),
        ("xhuman", "human"),
        ("humn", None),
        ("humna1", None),
        ("jumno", None),
    ],
)
def test_words_of_five_letters_are_mended_with_their_first_letter_too_much_or_swapped_at_most(stored, typed, meant):
    assert in_terminal(stored, typed).corrected == ({typed: meant} if meant else {})


def test_two_letters_are_none(stored):
    assert not is_one_typo("hipocanpus", "hippocampus", is_open=False)
    assert is_one_typo("hipoc", "hippocampus", is_open=True)


def test_email_addresses_are_not_to_be_found(stored):
    texts = [text for fields in stored.index.texts for found in fields.values() for text in found]

    assert not any("@" in text and ".org" in text and " " not in text.split("@")[1][:20] for text in texts)
