"""Reading what the archive answered: drafts break the schema, and eight versions of it are in the wild."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, get_args, get_origin

import msgspec
import pytest
from msgspec import Meta

from builder.catalog.schema.asset import Asset, read_asset
from builder.catalog.schema.dandiset import Dandiset, ListedItem, read_dandiset
from builder.catalog.schema.dates import parse_utc, sortable
from builder.catalog.schema.metadata import AssetsSummary, DandisetMetadata
from builder.catalog.schema.reading import Record, read_record
from builder.catalog.schema.version import KNOWN_SCHEMAS, Version, VersionStatus, read_version
from builder.catalog.text.limits import DOCUMENT, EXACT, FEW, LINE, MANY, NOTES, PROSE
from builder.snapshot import Snapshot

WHERE = "000001/draft"


def read(metadata, *, name: str = "draft", **envelope) -> tuple[Version, list[str]]:
    """A version with this metadata, and the problems as text."""
    metadata = {"schemaVersion": "0.6.4", **metadata} if isinstance(metadata, dict) else metadata
    answer = {"version": name, "name": "A name", "status": "Valid", "asset_count": 1, "size": 2, **envelope}
    version, problems = read_version(json.dumps({**answer, "metadata": metadata}).encode(), f"000001/{name}")
    return version, [f"{problem.where} | {problem.what}" for problem in problems]


def read_line(metadata, **line) -> tuple[Asset, list[str]]:
    answer = {"asset_id": "1", "path": "sub-1/a.nwb", "blob": "b", "zarr": None, "size": 3, **line}
    asset, problems = read_asset(json.dumps({**answer, "metadata": metadata}).encode(), WHERE)
    return asset, [f"{problem.where} | {problem.what}" for problem in problems]


# -- drafts that break the schema -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("license", "found", "problems"),
    [
        (["spdx:CC-BY-4.0"], ("spdx:CC-BY-4.0",), 0),
        (["spdx:CC0-1.0", "spdx:CC-BY-4.0"], ("spdx:CC0-1.0", "spdx:CC-BY-4.0"), 0),
        ([], (), 0),
        (None, (), 0),
        ("spdx:CC-BY-4.0", ("spdx:CC-BY-4.0",), 1),
        (["spdx:CC-BY-4.0", {"name": "CC-BY"}, None], ("spdx:CC-BY-4.0",), 2),
        ({"name": "CC-BY"}, (), 2),
    ],
)
def test_a_license_is_a_list_whatever_form_it_has(license, found, problems):
    version, said = read({"license": license})

    assert version.metadata.license == found
    assert len(said) == problems
    assert all(text.startswith(f"{WHERE}: metadata.license") for text in said)


def test_an_empty_draft_can_be_read():
    version, problems = read({})

    assert version.title == "A name"
    assert version.metadata == DandisetMetadata(schema_version="0.6.4")
    assert problems == []


@pytest.mark.parametrize("metadata", [None, "none", [], 7])
def test_a_draft_whose_metadata_is_no_object_can_be_read(metadata):
    version, _ = read(metadata)

    assert (version.asset_count, version.metadata) == (1, DandisetMetadata())


@pytest.mark.parametrize("field", DandisetMetadata.__struct_encode_fields__)
def test_null_in_any_field_is_what_absence_is(field):
    expected, _ = read({})
    version, problems = read({field: None})

    assert msgspec.structs.replace(version.metadata, schema_version="0.6.4") == expected.metadata
    assert not [problem for problem in problems if "schemaVersion" not in problem]


@pytest.mark.parametrize("value", [7, "text", True, [], {}, [[]], [7, None, {"a": 1}], {"name": 7}])
@pytest.mark.parametrize("field", DandisetMetadata.__struct_encode_fields__)
def test_nonsense_in_any_field_is_no_crash_and_harms_no_other(field, value):
    version, _ = read({"name": "Kept", "keywords": ["kept"], field: value})

    assert version.asset_count == 1
    assert field in ("name",) or version.metadata.name == "Kept"
    assert field in ("keywords",) or version.metadata.keywords == ("kept",)


def test_a_problem_names_the_place_and_shows_the_value():
    _, problems = read({"contributor": [{"name": "Doe, Jane"}, {"name": "Doe, Joe", "roleName": [{"x": 1}]}]})

    assert problems == [f'{WHERE}: metadata.contributor[1].roleName[0] | can\'t be read: {{"x":1}}']


def test_a_long_value_is_shown_in_short():
    _, problems = read({"description": ["x" * 1000]})

    assert len(problems[0]) < 200


def test_what_can_not_be_read_in_a_list_is_left_out_of_it():
    version, problems = read({"keywords": ["a", 7, None, "b", ["c"]]})

    assert version.metadata.keywords == ("a", "7", "b")
    assert len(problems) == 3


def test_a_contributor_without_roles_has_none():
    version, problems = read({"contributor": [{"name": "Doe, Jane"}, {"name": "Lab", "roleName": None}]})

    assert [person.role_name for person in version.metadata.contributor] == [(), ()]
    assert problems == []


def test_a_role_that_is_no_list_is_one_role():
    version, problems = read({"contributor": [{"name": "Doe, Jane", "roleName": "dcite:Author"}]})

    assert version.metadata.contributor[0].role_name == ("dcite:Author",)
    assert problems == [
        f'{WHERE}: metadata.contributor[0].roleName | a single value where a list belongs: "dcite:Author"'
    ]


@pytest.mark.parametrize(
    ("contributor", "organization", "cited"),
    [
        ({"schemaKey": "Person"}, False, False),
        ({"schemaKey": "Person", "includeInCitation": True}, False, True),
        ({"schemaKey": "Organization"}, True, False),
        ({"schemaKey": "Organization", "includeInCitation": True}, True, True),
        ({"schemaKey": "Person", "includeInCitation": False}, False, False),
        ({"identifier": "https://ror.org/02jqj7156"}, True, False),
        ({"roleName": ["dcite:Funder"]}, True, False),
        ({}, False, False),
    ],
)
def test_who_is_an_organization_and_who_is_cited(contributor, organization, cited):
    version, _ = read({"contributor": [contributor]})

    (found,) = version.metadata.contributor
    assert (found.is_organization, found.is_cited) == (organization, cited)


def test_resources_lack_what_they_lack():
    resources = [
        {"url": "https://example.org", "relation": None, "resourceType": None},
        {"identifier": "doi:10.1/x"},
        {"name": "Paper", "relation": "dcite:IsDescribedBy"},
    ]
    version, problems = read({"relatedResource": resources})

    assert [resource.url for resource in version.metadata.related_resource] == ["https://example.org", None, None]
    assert problems == []


@pytest.mark.parametrize(
    "identifier", [{"propertyID": "DANDI", "value": "000003"}, "DANDI:000003", "dandi:000003", None, 3]
)
def test_identifiers_of_any_age_are_no_problem(identifier):
    version, problems = read({"identifier": identifier, "name": "Kept"})

    assert version.metadata.name == "Kept"
    assert problems == []


def test_an_identifier_of_a_person_as_an_object_is_noted():
    version, problems = read({"contributor": [{"name": "Doe, Jane", "identifier": {"value": "0000-0002-1825-0097"}}]})

    assert version.metadata.contributor[0].name == "Doe, Jane"
    assert version.metadata.contributor[0].identifier is None
    assert [text.partition(" | ")[0] for text in problems] == [f"{WHERE}: metadata.contributor[0].identifier"]


@pytest.mark.parametrize("version", sorted(KNOWN_SCHEMAS))
def test_a_known_schema_version_is_no_problem(version):
    assert read({"schemaVersion": version})[1] == []


@pytest.mark.parametrize("schema", ["0.9.0", "1.0", None, ""])
def test_an_unknown_schema_version_is_noted_and_read_as_far_as_it_fits(schema):
    version, problems = read({"schemaVersion": schema, "name": "Read", "fromTheFuture": [1]})

    assert version.metadata.name == "Read"
    assert [text.partition(" | ")[0] for text in problems] == [f"{WHERE}: schemaVersion"]


def test_objects_without_a_schema_key_are_read():
    version, problems = read(
        {"about": [{"identifier": "UBERON:0002421", "name": "hippocampus"}], "assetsSummary": {}}
    )

    assert version.metadata.about[0].name == "hippocampus"
    assert problems == []


def test_a_doi_that_lingers_in_a_draft_is_not_its_own():
    lingering = {"doi": "10.48324/dandi.000001/0.210101.1200", "datePublished": "2021-01-01T12:00:00Z"}
    draft, _ = read(lingering)
    published, _ = read(lingering, name="0.210101.1200")

    assert (draft.is_draft, draft.doi) == (True, None)
    assert (published.is_draft, published.doi) == (False, "10.48324/dandi.000001/0.210101.1200")


@pytest.mark.parametrize(
    ("summary", "files"),
    [({"numberOfBytes": 0, "numberOfFiles": 0}, 0), ({}, None), (None, None), ({"numberOfFiles": "many"}, None)],
)
def test_a_summary_says_only_what_it_knows(summary, files):
    version, _ = read({"assetsSummary": summary})

    found = version.metadata.assets_summary
    assert (found.number_of_files, found.species, found.number_of_subjects) == (files, (), None)


@pytest.mark.parametrize(
    ("status", "known"),
    [("Valid", VersionStatus.VALID), ("Pending", VersionStatus.PENDING), ("Sleeping", VersionStatus.UNKNOWN)],
)
def test_an_unknown_status_is_unknown_and_noted(status, known):
    version, problems = read({}, status=status)

    assert version.known_status is known
    assert len(problems) == (known is VersionStatus.UNKNOWN)


def test_a_draft_without_a_name_has_a_title():
    version, _ = read({"name": None}, name="draft", dandiset={"identifier": "000001"}, contact_person=None)
    nameless = msgspec.structs.replace(version, name="")

    assert nameless.title == "Dandiset 000001 (without a title)"


def test_numbers_where_text_belongs_are_text():
    version, problems = read({"contributor": [{"name": "NIH", "awardNumber": 1234}]})

    assert version.metadata.contributor[0].award_number == "1234"
    assert problems == [f"{WHERE}: metadata.contributor[0].awardNumber | a number where text belongs: 1234"]


def test_validation_errors_without_a_path_are_read():
    errors = [{"field": "license", "message": "is required"}, {"field": None, "message": "x", "path": "a.nwb"}]
    version, problems = read({}, asset_validation_errors=errors, version_validation_errors=None)

    assert [error.message for error in version.asset_validation_errors] == ["is required", "x"]
    assert problems == []


def test_broken_json_is_never_taken_for_an_answer():
    with pytest.raises(msgspec.DecodeError):
        read_record(b'{"name": "cut o', DandisetMetadata, WHERE)


def with_odd(answer: dict, odd: str) -> bytes:
    """An answer with JSON text, of which much is no value of Python's, in place of each "ODD"."""
    return json.dumps(answer).replace('"ODD"', odd).encode()


def of_draft(metadata: dict, **envelope) -> dict:
    """A version's answer."""
    return {"version": "draft", "name": "Kept", "status": "Valid", **envelope, "metadata": {**SCHEMA, **metadata}}


SCHEMA = {"schemaVersion": "0.6.4"}


def test_what_is_nested_without_end_costs_its_field_alone():
    deep = "[" * 5000 + "]" * 5000
    version, problems = read_version(with_odd(of_draft({"x": "ODD", "doi": "ODD"}), deep), WHERE)

    assert (version.version, version.metadata) == ("draft", DandisetMetadata(schema_version="0.6.4"))
    assert [problem.where for problem in problems] == [f"{WHERE}: metadata.doi"]
    assert len(problems[0].what) < 200


def test_an_age_that_refers_to_itself_without_end_is_read_so_far():
    deep = '{"value": "P1D", "valueReference":' * 1000 + "{}" + "}" * 1000
    person = {"identifier": "M1", "age": "ODD"}
    line = {"path": "a.nwb", "size": 3, "metadata": {"wasAttributedTo": [person]}}
    asset, problems = read_asset(with_odd(line, deep), WHERE)

    (read,) = asset.metadata.was_attributed_to
    assert (asset.size, read.identifier, read.age.value) == (3, "M1", "P1D")
    assert [problem.what for problem in problems] == ['can\'t be read: "…"']


# -- numbers that nothing could be done with ------------------------------------------------------------------------


ODD_NUMBERS = (
    *("1e400", "-1e400", "1E+400", "NaN", "-Infinity", "-1", "0.5", "7.0", "true", '"7"', "[7]", "9" * 5000),
    *(str(2**53), str(2**63), str(10**30)),
)


@pytest.mark.parametrize("number", ODD_NUMBERS)
@pytest.mark.parametrize("field", ["numberOfBytes", "numberOfFiles", "numberOfSubjects", "numberOfCells"])
def test_a_count_that_is_none_is_not_known(field, number):
    answer = of_draft({"assetsSummary": {field: "ODD", "numberOfSamples": 5}})
    version, problems = read_version(with_odd(answer, number), WHERE)

    assert version.metadata.assets_summary == AssetsSummary(number_of_samples=5)
    assert version.name == "Kept"
    assert [problem.where for problem in problems] == [f"{WHERE}: metadata.assetsSummary.{field}"]


@pytest.mark.parametrize("number", ODD_NUMBERS)
def test_a_size_that_is_none_is_not_known(number):
    asset, problems = read_asset(with_odd({"path": "a.nwb", "size": "ODD"}, number), WHERE)
    version, _ = read_version(with_odd({"name": "Kept", "size": "ODD", "asset_count": 3}, number), WHERE)
    listed, noted = read_record(with_odd({"star_count": "ODD"}, number), ListedItem, "000001")

    assert (asset.path, asset.size, version.name, version.size, version.asset_count) == ("a.nwb", None, "Kept", 0, 3)
    assert [problem.where for problem in problems] == [f"{WHERE}: size"]
    assert (listed.star_count, [problem.where for problem in noted]) == (0, ["000001: star_count"])


@pytest.mark.parametrize("number", [0, 1, 2**53 - 1])
def test_a_count_may_be_as_large_as_scripts_can_hold(number):
    asset, problems = read_line({}, size=number)

    assert (asset.size, problems) == (number, [])


@pytest.mark.parametrize("number", ["1e400", "9" * 5000])
def test_a_number_out_of_range_where_text_belongs_is_text(number):
    version, _ = read_version(with_odd(of_draft({"keywords": ["a", "ODD", "b"]}), number), WHERE)

    first, odd, last = version.metadata.keywords
    assert (first, odd[:5], last) == ("a", number[:5], "b")
    assert len(odd) <= LINE


# -- what is longer than anybody reads ------------------------------------------------------------------------------


def test_a_name_that_is_too_long_is_cut_and_noted():
    version, problems = read({"name": "x" * 1_000_000, "keywords": ["kept", "y" * (LINE + 1), "z" * LINE]})

    assert version.metadata.name == "x" * (LINE - 1) + "…"
    assert version.metadata.keywords == ("kept", "y" * (LINE - 1) + "…", "z" * LINE)
    assert problems == [
        f"{WHERE}: metadata.name | too long: 1000000 characters, of which 1000 are read",
        f"{WHERE}: metadata.keywords[1] | too long: 1001 characters, of which 1000 are read",
    ]


def test_running_text_may_be_longer():
    version, problems = read({"description": "x" * PROSE, "acknowledgement": "y" * (PROSE + 1)})

    assert version.metadata.description == "x" * PROSE
    assert version.metadata.acknowledgement == "y" * (PROSE - 1) + "…"
    assert [text.partition(" | ")[0] for text in problems] == [f"{WHERE}: metadata.acknowledgement"]


@pytest.mark.parametrize("field", ["url", "doi", "dateCreated", "id"])
def test_an_address_that_is_too_long_is_left_out_since_cut_it_would_be_another(field):
    version, problems = read({field: "https://example.org/" + "x" * EXACT, "name": "Kept"})

    assert version.metadata == DandisetMetadata(schema_version="0.6.4", name="Kept")
    assert problems == [f"{WHERE}: metadata.{field} | too long: 2020 characters, where 2000 are the most"]


def test_lists_that_are_too_long_lose_their_end():
    people = [{"name": f"Doe, {number}"} for number in range(30_000)]
    version, problems = read({"keywords": list("ab") * 50_000, "contributor": people, "name": "Kept"})

    assert version.metadata.name == "Kept"
    assert version.metadata.keywords == ("a", "b") * (FEW // 2)
    assert [person.name for person in version.metadata.contributor] == [f"Doe, {number}" for number in range(MANY)]
    assert problems == [
        f"{WHERE}: metadata.contributor | too long: 30000 items, of which 1000 are read",
        f"{WHERE}: metadata.keywords | too long: 100000 items, of which 200 are read",
    ]


def test_a_document_is_read_up_to_so_many_characters_however_they_are_spread():
    resources = [{"name": "x" * LINE, "url": f"https://example.org/{number}"} for number in range(MANY)]
    version, _ = read({"contributor": [{"name": "y" * LINE}] * MANY, "relatedResource": resources})
    people, related = version.metadata.contributor, version.metadata.related_resource

    assert (version.asset_count, people[0].name) == (1, "y" * LINE)
    assert DOCUMENT - 2 * LINE < sum(len(person.name) for person in people) <= DOCUMENT
    assert sum(len(resource.name or "") for resource in related) < 2 * LINE


def test_the_notes_on_a_document_are_bounded_and_name_each_field_that_is_too_long():
    people = [{"name": 7, "roleName": [{}], "url": "x" * 3000} for _ in range(1000)]
    version, problems = read({"contributor": people, "keywords": ["y" * 2000], "name": "z" * 2000})

    assert [text.partition(": metadata.")[2].partition(" ")[0] for text in problems[NOTES:-1]] == ["keywords[0]"]
    assert problems[-1] == f"{WHERE} | {3002 - NOTES - 1} more values that can't be read, or are too long"
    assert len(version.metadata.contributor) == 1000


def test_a_path_that_is_too_long_is_no_path_since_cut_it_would_be_another_files():
    asset, problems = read_line({}, path="a/" * 500_000 + "b.nwb")

    assert (asset.path, asset.asset_id, asset.size) == ("", "1", 3)
    assert problems == [f"{WHERE}: path | too long: 1000005 characters, where 512 are the most"]
    assert read_line({}, path="é" * 512)[0].path == "é" * 512


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("a/b.nwb", "a/b.nwb"),
        ("a\nb.nwb", "a␊b.nwb"),
        ("a\x1b.nwb", "a␛.nwb"),
        ("a\u202eb.nwb", "a\ufffdb.nwb"),
        ("/a.nwb", "␀/a.nwb"),
        ("a//b.nwb", "a/␀/b.nwb"),
        ("a/", "a/␀"),
        ("", "␀"),
    ],
)
def test_a_path_is_kept_as_it_is_shown(path, shown):
    assert read_line({}, path=path)[0].path == shown


def model() -> list[type[Record]]:
    """Every record that is read."""
    kinds: list[type[Record]] = [Record]
    for kind in kinds:  # grows while it is gone over
        kinds += kind.__subclasses__()
    return sorted(kinds[1:], key=lambda kind: kind.__name__)


def parts(kind):
    """A type and all that it is made of, each with what bounds it."""
    if get_origin(kind) is Annotated:
        yield kind.__origin__, kind.__metadata__[0]
    else:
        yield kind, Meta()
    for part in get_args(kind.__origin__ if get_origin(kind) is Annotated else kind):
        yield from parts(part)


@pytest.mark.parametrize("kind", model(), ids=lambda kind: kind.__name__)
def test_no_text_list_or_number_of_the_model_has_any_length(kind):
    bounds = {str: "max_length", tuple: "max_length", dict: "max_length", int: "le"}
    for field in msgspec.structs.fields(kind):
        for part, meta in parts(field.type):
            bare = get_origin(part) or part
            assert bare not in bounds or getattr(meta, bounds[bare]) is not None, f"{field.name}: {part}"


# -- assets ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "variables",
    [[{"schemaKey": "PropertyValue", "value": "Units"}], ["Units"], [{"value": "Units", "unitText": None}]],
)
def test_variables_are_objects_in_assets_and_texts_elsewhere(variables):
    asset, problems = read_line({"variableMeasured": variables})

    (found,) = asset.metadata.variable_measured
    assert getattr(found, "value", found) == "Units"
    assert problems == []


@pytest.mark.parametrize("variables", [["Units"], [{"value": "Units"}]])
def test_a_summary_may_hold_variables_in_both_forms_too(variables):
    version, problems = read({"assetsSummary": {"variableMeasured": variables}})

    (found,) = version.metadata.assets_summary.variable_measured
    assert getattr(found, "value", found) == "Units"
    assert problems == []


@pytest.mark.parametrize(
    ("genotype", "found"),
    [
        ("Pvalb-IRES-Cre/wt", "Pvalb-IRES-Cre/wt"),
        ([{"locus": {"value": "Pvalb"}, "alleles": [{"value": "Cre"}, "wt"]}], ("Pvalb", ("Cre", "wt"))),
        ([{"locus": "Pvalb", "alleles": ["Cre"]}], ("Pvalb", ("Cre",))),
        (None, None),
    ],
)
def test_a_genotype_is_a_text_or_a_list(genotype, found):
    asset, problems = read_line({"wasAttributedTo": [{"identifier": "M1", "genotype": genotype}]})

    (person,) = asset.metadata.was_attributed_to
    value = person.genotype
    if isinstance(value, tuple):
        alleles = tuple(getattr(allele, "value", allele) for allele in value[0].alleles)
        value = (getattr(value[0].locus, "value", value[0].locus), alleles)
    assert value == found
    assert problems == []


@pytest.mark.parametrize("age", [{"value": "P90D", "unitText": "ISO-8601 duration"}, {"value": 90}, {"value": None}])
def test_an_age_has_any_value(age):
    asset, problems = read_line({"wasAttributedTo": [{"identifier": "M1", "age": age}]})

    assert asset.metadata.was_attributed_to[0].age.value == age["value"]
    assert problems == []


def test_samples_nest():
    samples = [{"identifier": "c", "wasDerivedFrom": [{"identifier": "s", "wasDerivedFrom": [{"identifier": "t"}]}]}]
    asset, problems = read_line({"wasDerivedFrom": samples})

    (cell,) = asset.metadata.was_derived_from
    assert cell.was_derived_from[0].was_derived_from[0].identifier == "t"
    assert problems == []


def test_of_activities_only_sessions_are_sessions():
    activities = [
        {"schemaKey": "Session", "name": "Day 1", "startDate": "2020-01-01T10:00:00-05:00"},
        {"schemaKey": "Activity", "name": "Metadata generation", "wasAssociatedWith": [{"schemaKey": "Software"}]},
        {"schemaKey": "Project", "name": "P"},
    ]
    asset, _ = read_line({"wasGeneratedBy": activities})

    assert [session.name for session in asset.metadata.sessions] == ["Day 1"]


def test_a_zarr_that_is_taken_in_has_no_checksum_yet():
    asset, problems = read_line({"digest": {"dandi:dandi-zarr-checksum": None}}, blob=None, zarr="z", size=0)

    assert asset.metadata.digest == {"dandi:dandi-zarr-checksum": None}
    assert (asset.blob, asset.zarr, asset.size) == (None, "z", 0)
    assert problems == []


@pytest.mark.parametrize("metadata", [None, [], "x"])
def test_a_file_without_metadata_can_be_read(metadata):
    asset, _ = read_line(metadata)

    assert (asset.path, asset.size) == ("sub-1/a.nwb", 3)


def test_a_file_with_neither_blob_nor_zarr_can_be_read():
    asset, problems = read_asset(b'{"asset_id":"1","path":"a.nwb","xxxx":1}', WHERE)

    assert (asset.blob, asset.zarr, asset.size) == (None, None, None)
    assert problems == ()


# -- dandisets ------------------------------------------------------------------------------------------------------


def info(name: str, *, modified: str = "2024-01-01T00:00:00Z") -> tuple[str, bytes]:
    metadata = {"schemaVersion": "0.6.4"}
    dandiset = {"identifier": "000001", "created": "2020-01-01T00:00:00Z"}
    answer = {"version": name, "status": "Valid", "modified": modified, "metadata": metadata, "dandiset": dandiset}
    return name, json.dumps(answer).encode()


def dandiset(*names: str, listed: bytes = b"{}") -> Dandiset:
    return read_dandiset("000001", listed=listed, infos=[info(name) for name in names])


def test_the_newest_published_version_stands_for_the_dandiset():
    found = dandiset("0.210101.1200", "0.230629.1955", "draft")

    assert found.default.version == "0.230629.1955"
    assert [version.version for version in found.published] == ["0.210101.1200", "0.230629.1955"]
    assert found.draft.version == "draft"


def test_without_a_published_version_the_draft_stands_for_it():
    assert dandiset("draft").default.version == "draft"
    assert dandiset("0.210101.1200").draft is None


def test_a_list_item_that_can_not_be_read_is_no_crash():
    found = dandiset("draft", listed=b'{"star_count": "many", "created": null}')

    assert (found.star_count, found.created) == (0, "2020-01-01T00:00:00Z")
    assert [problem.where for problem in found.problems] == ["000001: star_count"]


@pytest.mark.parametrize("answer", [b"[]", b"{}", b'{"version":7}', b'{"version":"../x"}', b"[" * 5000 + b"]" * 5000])
def test_a_version_keeps_the_name_it_is_stored_under(answer):
    found = read_dandiset("000001", listed=b"{}", infos=[("0.210101.1200", answer), ("draft", answer)])

    assert [version.version for version in found.versions] == ["0.210101.1200", "draft"]
    assert found.draft is found.versions[1]


@pytest.mark.parametrize(
    ("name", "said", "published_on"),
    [
        ("0.220113.0359", "2022-01-13T03:59:47.945244", "2022-01-13T03:59:47.945244"),
        ("0.220113.0359", None, "2021-08-15T01:09:15Z"),
        ("0.220113.0359", "soon", "2021-08-15T01:09:15Z"),
        ("draft", "2022-01-13T03:59:47.945244", ""),
    ],
)
def test_a_version_was_published_when_its_metadata_say_else_when_it_was_made(name, said, published_on):
    answer = {"version": name, "created": "2021-08-15T01:09:15Z", "metadata": {"datePublished": said}}
    (version,) = read_dandiset("000001", listed=b"{}", infos=[(name, json.dumps(answer).encode())]).versions

    assert version.published_on == published_on


# -- dates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2021-01-01T12:00:00Z", 12),
        ("2021-01-01T12:00:00.123456Z", 12),
        ("2021-01-01T12:00:00", 12),
        ("2021-01-01T12:00:00-05:00", 17),
        ("2021-01-01T12:00:00+00:00", 12),
        ("2021-01-01", 0),
        (" 2021-01-01T12:00:00Z", None),
        ("soon", None),
        ("2021-02-30T00:00:00Z", None),
        ("0001-01-01T00:00:00+05:00", None),
        ("9999-12-31T23:59:59-05:00", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_in_utc_and_one_without_a_zone_is_taken_for_it(text, hour):
    when = parse_utc(text)

    assert (when and (when.hour, when.tzinfo)) == (None if hour is None else (hour, UTC))


def test_what_is_no_date_sorts_first():
    dates = ["2021-01-01T00:00:00Z", "never", "2020-12-31T23:00:00-05:00"]

    assert sorted(dates, key=sortable) == ["never", "2021-01-01T00:00:00Z", "2020-12-31T23:00:00-05:00"]
    assert sortable("never") == datetime.min.replace(tzinfo=UTC)


# -- the sample -----------------------------------------------------------------------------------------------------


def test_all_of_the_sample_can_be_read_and_problems_say_where(sample_snapshot):
    problems = []
    with Snapshot.readable(sample_snapshot) as snapshot:
        for row in snapshot.dandisets():
            infos = [(version.version, version.info) for version in snapshot.versions(row.identifier)]
            found = read_dandiset(row.identifier, listed=row.listed, infos=infos)
            problems += found.problems
            for name, _ in infos:
                for lines in snapshot.asset_pages(row.identifier, name):
                    problems += [problem for line in lines for problem in read_asset(line, row.identifier)[1]]

    assert problems
    assert all(problem.where[:6].isdigit() and problem.what for problem in problems)
