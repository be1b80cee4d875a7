"""Which dandisets a site holds, and the schema's words as a reader would say them."""

from __future__ import annotations

import json

import pytest

from builder.catalog.schema.dandiset import Dandiset, read_dandiset
from builder.catalog.schema.vocabulary import access_of, license_of, spoken
from builder.catalog.selection import is_selected, is_shown
from builder.settings import Select, Settings

METADATA = {
    "schemaVersion": "0.6.4",
    "keywords": ["Hippocampus"],
    "contributor": [
        {"name": "Doe, Jane", "identifier": "0000-0002-1825-0097"},
        {"name": "Roe, Ann", "affiliation": [{"name": "Lab", "identifier": "https://ror.org/02jqj7156"}]},
        {"name": "NIH", "schemaKey": "Organization", "identifier": "https://ror.org/01cwqze88", "awardNumber": "R01"},
    ],
    "assetsSummary": {
        "species": [
            {
                "name": "Mus musculus - House mouse",
                "identifier": "http://purl.obolibrary.org/obo/NCBITaxon_10090",
            }
        ]
    },
}


def dandiset(metadata=METADATA) -> Dandiset:
    info = {"version": "draft", "status": "Valid", "metadata": metadata}
    return read_dandiset("000003", listed=b"{}", infos=[("draft", json.dumps(info).encode())])


@pytest.mark.parametrize(
    "select",
    [
        {},
        {"ids": ("000003",)},
        {"contributors": ("0000-0002-1825-0097",)},
        {"institutions": ("https://ror.org/02jqj7156",)},
        {"institutions": ("https://ror.org/01cwqze88",)},
        {"awards": ("r01",)},
        {"keywords": ("hippocampus",)},
        {"species": ("House mouse",)},
        {"species": ("mus musculus",)},
        {"species": ("NCBITaxon_10090",)},
        {"species": ("http://purl.obolibrary.org/obo/NCBITaxon_10090",)},
        {"ids": ("000099",), "keywords": ("hippocampus",)},
    ],
)
def test_any_part_of_a_selection_that_fits_is_enough(select):
    assert is_selected(dandiset(), Select(**select))


@pytest.mark.parametrize(
    "select",
    [
        {"ids": ("000099",)},
        {"contributors": ("0000-0001-0000-0000",)},
        {"institutions": ("https://ror.org/000000000",)},
        {"awards": ("R02",)},
        {"keywords": ("hippo",)},
        {"species": ("mouse",)},
    ],
)
def test_what_no_part_of_a_selection_names_is_left_out(select):
    assert not is_selected(dandiset(), Select(**select))


@pytest.mark.parametrize("asked", ["R01NS123887", "5 R01 NS 123887-03", "1r01ns123887-01", "NS123887", "U01NS099705"])
def test_an_award_is_selected_in_any_spelling(asked):
    paid = {"contributor": [{"name": "NINDS", "awardNumber": "5 R01 NS 123887-03; U01NS099705"}]}

    assert is_selected(dandiset(paid), Select(awards=(asked,)))
    assert not is_selected(dandiset(paid), Select(awards=("R01NS123888",)))


def test_an_empty_draft_is_in_no_selection_but_the_empty_one():
    assert is_selected(dandiset({}), Select())
    assert not is_selected(dandiset({}), Select(keywords=("",), awards=("",), species=("",), contributors=("",)))


def test_what_is_excluded_is_not_shown_even_if_selected():
    settings = Settings(select=Select(ids=("000003",)), exclude=("000003",))

    assert not is_shown(dandiset(), settings)


@pytest.mark.parametrize(
    ("identifier", "name", "there"),
    [
        ("spdx:CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("spdx:CC-BY-NC-4.0", "CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
        ("spdx:MIT", "MIT", "https://spdx.org/licenses/MIT.html"),
        ("CC-BY-4.0", "CC-BY-4.0", None),
        ("spdx:../../x", "../../x", None),
        ("spdx:<script>", "<script>", None),
    ],
)
def test_a_license_has_a_name_and_an_address_if_it_is_known(identifier, name, there):
    assert license_of(identifier) == (name, there)


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("dcite:IsSupplementTo", "Is supplement to"),
        ("dcite:ContactPerson", "Contact person"),
        ("dcite:DataPaper", "Data paper"),
        ("Other", "Other"),
        ("", ""),
        ("dcite:", ""),
    ],
)
def test_a_term_is_spoken_in_words(term, words):
    assert spoken(term) == words


def test_access_is_spoken():
    assert (access_of("dandi:OpenAccess"), access_of("dandi:EmbargoedAccess")) == ("Open access", "Embargoed")
    assert access_of("dandi:SecretAccess") == "Secret access"
