"""What changed in the metadata of a dandiset, and who came and went."""

from __future__ import annotations

from typing import Any

import msgspec

from builder.catalog.changes.metadata import MetadataChanges, compare_metadata
from builder.catalog.schema.metadata import DandisetMetadata

Json = dict[str, Any]

CITED = {"schemaKey": "Person", "roleName": ["dcite:Author"], "includeInCitation": True}
JANE = {**CITED, "name": "Doe, Jane", "email": "jane@example.org"}
JOHN = {**CITED, "name": "Roe, John", "identifier": "0000-0002-1825-0097"}
FUND = {
    "schemaKey": "Organization",
    "name": "A Fund",
    "roleName": ["dcite:Funder"],
    "identifier": "https://ror.org/1",
}


def compared(before: Json, after: Json, *, same_files: bool = False) -> MetadataChanges:
    old, new = (msgspec.convert(metadata, DandisetMetadata) for metadata in (before, after))
    return compare_metadata(old, new, same_files=same_files)


def fields(before: Json, after: Json, **more: bool) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Name of each field that changed -> what came and what went; what changed shows both."""
    found = {}
    for change in compared(before, after, **more).fields:
        texts = [
            tuple("".join(part.text for part in parts if part.edit != other) for parts in change.changed)
            for other in ("removed", "added")
        ]
        found[change.field.value] = (texts[0] + change.added, texts[1] + change.removed)
    return found


def test_what_the_server_writes_anew_is_no_change() -> None:
    before = {"id": "DANDI:1/0.1", "citation": "a", "doi": "10/a", "url": "u", "datePublished": "2021", "access": []}
    after = {"id": "DANDI:1/0.2", "citation": "b", "manifestLocation": ["m"], "dateModified": "2022"}
    after["access"] = [{"status": "dandi:OpenAccess", "schemaKey": "AccessRequirements"}]

    assert compared(before, after).is_empty


def test_another_schema_is_told_but_is_no_change() -> None:
    changes = compared({"schemaVersion": "0.6.0"}, {"schemaVersion": "0.6.4"})

    assert (changes.is_empty, changes.schema_before, changes.schema_after) == (True, "0.6.0", "0.6.4")


def test_fields_are_told_in_a_readers_words_the_weightiest_first() -> None:
    before = {"name": "Old title", "license": ["spdx:CC0-1.0"], "keywords": ["mouse", "Sleep"]}
    after = {"name": "New title", "license": ["spdx:CC-BY-4.0"], "keywords": ["sleep", "mouse", "units"]}

    assert list(fields(before, after).items()) == [
        ("Title", (("New title",), ("Old title",))),
        ("License", (("CC BY 4.0",), ("CC0 1.0",))),
        ("Keywords", (("sleep", "units"), ("Sleep",))),
    ]


def test_a_resource_that_got_a_name_is_the_same_resource() -> None:
    before = {"relatedResource": [{"url": "https://doi.org/10.1234/x", "relation": "dcite:IsDescribedBy"}]}
    named = {"identifier": "doi:10.1234/x", "name": "A paper", "relation": "dcite:IsDescribedBy"}

    ((change,),) = (compared(before, {"relatedResource": [named]}).fields,)

    assert (len(change.changed), change.added, change.removed) == (1, (), ())


def test_one_paper_may_be_related_in_two_ways() -> None:
    paper = {"url": "https://doi.org/10.1/x", "name": "A paper"}
    before = [{**paper, "relation": "dcite:IsDescribedBy"}]
    after = [{**paper, "relation": "dcite:IsCitedBy"}, *before]

    assert fields({"relatedResource": before}, {"relatedResource": after}) == {
        "Related resources": (("Is cited by: A paper (https://doi.org/10.1/x)",), ())
    }


def summary(**values: Any) -> Json:
    return {"assetsSummary": {"numberOfFiles": 9, **values}}


def test_another_label_of_a_species_is_no_change() -> None:
    taxon = "http://purl.obolibrary.org/obo/NCBITaxon_10090"
    before = summary(species=[{"name": "House mouse", "identifier": taxon}])
    labels = [{"name": name, "identifier": taxon} for name in ("House mouse", "Mus musculus - House mouse")]

    assert fields(before, summary(species=labels)) == {}


def test_species_techniques_and_approaches_are_called_as_everywhere() -> None:
    after = summary(
        species=[{"name": "Rat; brown rat", "identifier": "NCBITaxon:10116"}],
        approach=[{"name": "behavioral approach"}],
        measurementTechnique=[{"name": "spike sorting technique"}],
    )

    assert fields(summary(), after) == {
        "Species": (("Rattus norvegicus – Norway rat",), ()),
        "Approaches": (("behavioral",), ()),
        "Techniques": (("spike sorting",), ()),
    }


def test_the_summary_counts_as_changed_only_with_the_files_and_where_there_is_one() -> None:
    before, after = summary(numberOfSubjects=3), summary(numberOfSubjects=4)

    assert fields(before, after) == {"Subjects": (("4",), ("3",))}
    assert fields(before, after, same_files=True) == {}
    assert fields(before, {"assetsSummary": {"numberOfFiles": 0}}) == {}


def people(before: list[Json], after: list[Json]):
    changes = compared({"contributor": before}, {"contributor": after}).contributors
    edited = {one.contributor.name: [field.field.value for field in one.fields] for one in changes.changed}
    return [one.name for one in changes.added], [one.name for one in changes.removed], edited


def test_contributors_come_go_and_change() -> None:
    after = [{**JANE, "identifier": "0000-0001-2345-6789", "roleName": ["dcite:Author", "dcite:Software"]}, FUND]

    assert people([JANE, JOHN], after) == (
        ["A Fund"],
        ["Roe, John"],
        {"Doe, Jane": ["Roles", "ORCID or ROR"]},
    )


def test_a_person_is_known_by_orcid_and_a_slip_of_the_pen_is_corrected() -> None:
    married = {**JOHN, "name": "Roe-Miles, John"}
    mistyped = {**JANE, "name": "Doe, Jnae"}

    assert people([JOHN, mistyped], [married, JANE]) == (
        [],
        [],
        {"Roe-Miles, John": ["Name"], "Doe, Jane": ["Name"]},
    )


def test_a_funder_may_stand_there_once_for_each_award() -> None:
    first, second = {**FUND, "awardNumber": "A-1"}, {**FUND, "awardNumber": "B-2"}

    assert people([first], [second, first]) == (["A Fund"], [], {})
    assert people([FUND], [first]) == ([], [], {"A Fund": ["Award"]})


def test_an_e_mail_address_is_nobodys_business() -> None:
    assert people([JANE], [{**JANE, "email": "jane@example.com"}]) == ([], [], {})


def test_another_order_of_authors_is_told_and_one_more_author_is_none() -> None:
    third = {**JANE, "name": "Zed, Zoe"}
    moved = compared({"contributor": [JANE, JOHN, third]}, {"contributor": [JOHN, FUND, JANE, third]}).contributors
    more = compared({"contributor": [JANE, JOHN]}, {"contributor": [third, JANE, JOHN]}).contributors

    assert [one.name for one in moved.order_before] == ["Doe, Jane", "Roe, John"]
    assert [one.name for one in moved.order_after] == ["Roe, John", "Doe, Jane"]
    assert more.order_after == ()
