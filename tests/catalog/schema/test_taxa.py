"""Animals have one label each."""

from __future__ import annotations

import re

import pytest

from builder.catalog.schema.taxa import SPECIES_NAMES, name_parts, scientific_name, taxon_label
from builder.catalog.schema.vocabulary import is_derived, without_kind


@pytest.mark.parametrize(
    ("name", "identifier", "label"),
    [
        ("House mouse", "http://purl.obolibrary.org/obo/NCBITaxon_10090", "Mus musculus – House mouse"),
        ("Mus musculus - House mouse", "NCBITaxon:10090", "Mus musculus – House mouse"),
        ("Brown rat", "ncbitaxon_10116", "Rattus norvegicus – Norway rat"),
        ("monkey", "NCBITaxon:9548", "Macaca radiata – Bonnet macaque"),
        ("rat", "NCBITaxon:10117", "Rattus rattus – Black rat"),
        ("wasp", "NCBITaxon:30207", "Polistes fuscatus – Common paper wasp"),
        ("Unidentified", "http://purl.obolibrary.org/obo/NCBITaxon_32644", "Unidentified"),
        ("Mouse", None, "Mouse"),
    ],
)
def test_a_taxon_has_one_label_whatever_it_is_called(name: str, identifier: str | None, label: str) -> None:
    assert taxon_label(name, identifier) == label


def test_all_species_have_an_identifier_two_names_and_a_label_of_their_own() -> None:
    assert all(
        re.fullmatch(r"NCBITaxon:[0-9]+", identifier) and len(names) >= 2
        for identifier, names in SPECIES_NAMES.items()
    )
    labels = {taxon_label("", identifier) for identifier in SPECIES_NAMES}

    assert len(labels) == len(SPECIES_NAMES)
    assert all(re.fullmatch(r"[A-Z][a-z]+(?: [a-z]+){1,2} – [A-Z][\w.' -]+", label) for label in labels)


def test_names_that_stand_in_one_are_taken_apart() -> None:
    assert (
        scientific_name("Mus musculus – House mouse")
        == scientific_name("Mus musculus - House mouse")
        == "Mus musculus"
    )
    assert scientific_name("Rat; norway rat; rats") == "Rat"
    assert name_parts("Rat; norway rat - rats") == ("Rat", "norway rat", "rats")
    assert name_parts("crab-eating macaque") == ("crab-eating macaque",)


@pytest.mark.parametrize(
    ("name", "short", "derived"),
    [
        ("spike sorting technique", "spike sorting", True),
        ("electrophysiological approach", "electrophysiological", True),
        ("microscopy approach; cell population imaging", "microscopy; cell population imaging", True),
        ("Analytical Technique", "Analytical", True),
        ("expansion microscopy technique", "expansion microscopy", False),
        ("approach avoidance", "approach avoidance", False),
        ("technique", "technique", False),
    ],
)
def test_techniques_are_told_without_that_word(name: str, short: str, derived: bool) -> None:
    assert (without_kind(name), is_derived(name)) == (short, derived)
