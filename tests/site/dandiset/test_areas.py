"""Areas on a dandiset's page: under their own names, linked to their own pages and identifiers."""

from __future__ import annotations

from builder.catalog.contents.digest import areas_of
from builder.catalog.contents.read import read_contents
from builder.catalog.schema.metadata import AssetsSummary, Term
from builder.site.dandiset.relations import area_links, subject_links
from builder.site.parts.term_links import TermLinks
from support.archives.people import entry

UBERON = "http://purl.obolibrary.org/obo/UBERON_"


def test_subject_matter_has_the_name_and_the_identifier_of_the_area() -> None:
    about = [
        {"schemaKey": "Anatomy", "name": "Cortex", "identifier": "UBERON:0001851"},  # of the outside of an organ
        {"schemaKey": "Anatomy", "name": "cerebral cortex", "identifier": "UBERON:0000956"},
        {"schemaKey": "Disorder", "name": "Tremor", "identifier": "HP:0001337"},
    ]
    one = entry("000001", about=about).dandiset
    cortex, tremor = subject_links(one.default.metadata.about, TermLinks(one, AssetsSummary()))

    assert (cortex.text, cortex.url) == ("cerebral cortex", f"{UBERON}0000956")
    assert cortex.address is not None
    assert (tremor.text, tremor.url) == ("Tremor", "http://purl.obolibrary.org/obo/HP_0001337")


def test_an_area_whose_own_identifier_is_unknown_keeps_what_authors_say() -> None:
    one = entry("000001").dandiset
    (bone,) = subject_links(
        [Term(schema_key="Anatomy", name="Bone", identifier="UBERON:0002481")], TermLinks(one, AssetsSummary())
    )

    assert (bone.text, bone.url) == ("Bone", f"{UBERON}0002481")


def test_a_study_target_that_is_an_area_is_mentioned() -> None:
    targets = ["Somatosensory Cortex", " amygdala", "To understand how the hippocampus works", "mice"]
    dandiset = entry("000001", studyTarget=targets).dandiset
    names = areas_of(dandiset.default, read_contents([]))
    links = area_links(names, (), TermLinks(dandiset, AssetsSummary(), names))

    assert [link.text for link in links] == ["somatosensory cortex", "amygdala"]
    assert all(link.address for link in links)
