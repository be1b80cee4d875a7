"""What a version's files hold: subjects, sessions, modalities, kinds of files, and a file to try things with."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from builder.catalog.contents.beyond_summary import fill_summary
from builder.catalog.contents.digest import Digest, make_digest
from builder.catalog.contents.file_kinds import kind_of, suffix_of
from builder.catalog.contents.modality import Modality
from builder.catalog.contents.raster import CARD, make_raster
from builder.catalog.contents.read import Contents, read_contents
from builder.catalog.contents.sessions import session_label
from builder.catalog.contents.subject_keys import subject_label
from builder.catalog.schema.asset import Asset, read_asset
from builder.catalog.schema.metadata import AssetsSummary, Term

E, I, O, MICROSCOPY, MRI, B, OTHER = Modality  # noqa: E741


def asset(
    path: str, *, size: int = 1000, created: str = "2024-01-01T00:00:00Z", zarr: bool = False, **said: Any
) -> Asset:
    subject = said.pop("subject", None)
    session = said.pop("session", None)
    variables = said.pop("variables", ())
    metadata: dict[str, Any] = {"variableMeasured": [{"value": name} for name in variables]} | said
    if subject:
        person = {"identifier": subject} if isinstance(subject, str) else subject
        metadata["wasAttributedTo"] = [person]
    if session is not None:
        metadata["wasGeneratedBy"] = [
            {"schemaKey": "Activity", "name": "Metadata generation"},
            {"schemaKey": "Session", **session},
        ]
    item = {"asset_id": path, "path": path, "size": size, "created": created, "metadata": metadata}
    item["zarr" if zarr else "blob"] = path
    return read_asset(msgspec.json.encode(item), "test")[0]


def contents(*assets: Asset) -> Contents:
    return read_contents(assets)


PATHS = {
    "sub-01/sub-01_ses-a_ecephys.nwb": ("01", "a"),
    "sub-01.nwb": ("01", None),
    "sub-1.03.013_ses-636982248_icephys.nwb": ("1.03.013", "636982248"),
    "sub-X/ses-MRI/anat/sub-X_ses-MRI_T1w.nii.gz": ("X", "MRI"),
    "derivatives/sub-X/ses-2.nwb": ("X", "2"),
    "rawdata/sub-fly#7/ses-(b+c)/x.json": ("fly#7", "(b+c)"),
    "sub-X/sub-X_ses-20240522.nwb": ("X", "20240522"),
    "subject/session/x.nwb": (None, None),
    "a-sub-1/x_sub-2.nwb": (None, None),
    "dataset_description.json": (None, None),
    "sub-/ses-/x": (None, None),
}


@pytest.mark.parametrize(("path", "labels"), PATHS.items())
def test_paths_name_subject_and_session(path: str, labels: tuple[str | None, str | None]) -> None:
    assert (subject_label(path), session_label(path)) == labels


def test_a_subject_is_told_by_all_its_files() -> None:
    mouse = {"species": {"name": "Mus musculus - House mouse", "identifier": "NCBITaxon_10090"}}
    (found,) = contents(
        asset("sub-a/1.nwb", size=5, subject={**mouse, "identifier": "a", "age": {"value": "P10D"}}),
        asset(
            "sub-a/2.nwb",
            size=7,
            subject={**mouse, "identifier": "a", "age": {"value": "P12D"}, "sex": {"name": "Male"}},
        ),
    ).subjects

    assert (found.species, found.sex, found.age.text) == ("Mus musculus", "Male", "10 to 12 days")
    assert (found.files, found.size_bytes, found.sessions) == (2, 12, 0)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["x", "", " "], "x"),
        (["x", "x ", "x"], "x"),
        (["x", "y"], "x / y"),
        (["x", "y", "z"], "x / y / z"),
        (["x", "y", "z", "x"], "x / y / z"),
        (["w", "x", "y", "z"], "w / x / y …"),
    ],
)
def test_of_values_that_differ_from_file_to_file_three_are_told(values: list[str], words: str) -> None:
    subjects = [
        {"identifier": "a", "genotype": value} | {key: {"name": value} for key in ("species", "sex", "strain")}
        for value in values
    ]
    (found,) = contents(*(asset(f"{n}.nwb", subject=subject) for n, subject in enumerate(subjects))).subjects

    assert (found.species, found.sex, found.strain, found.genotype) == (words,) * 4


def test_a_subject_comes_from_the_sample_where_no_participant_is_named() -> None:
    sample = {"schemaKey": "BioSample", "wasDerivedFrom": [{"wasAttributedTo": [{"identifier": "m7"}]}]}

    assert [s.identifier for s in contents(asset("cell.nwb", wasDerivedFrom=[sample])).subjects] == ["m7"]


def test_files_without_metadata_join_the_subject_whose_files_lie_beside_them() -> None:
    found = contents(
        asset("sub-a-b/sub-a-b_ses-1/video.mp4", size=3),
        asset("sub-a-b/sub-a-b_ses-1_ecephys.nwb", subject="a_b", session={"identifier": "S_1"}),
        asset("sub-c/sub-c_video.mp4"),
    )

    assert [(s.identifier, s.files) for s in found.subjects] == [("a_b", 2), ("c", 1)]
    assert [(s.identifier, s.subjects, s.files) for s in found.sessions] == [("S_1", ("a_b",), 2)]


def test_two_participants_of_a_file_are_two_subjects_of_one_session() -> None:
    people = [{"identifier": "a"}, {"identifier": "b"}]
    found = contents(asset("x.nwb", wasAttributedTo=people, session={"identifier": "s"}))

    assert [(s.identifier, s.sessions) for s in found.subjects] == [("a", 1), ("b", 1)]
    assert [s.subjects for s in found.sessions] == [("a", "b")]


def test_subjects_stand_in_the_order_of_their_numbers() -> None:
    found = contents(*(asset(f"sub-{name}/x.nwb") for name in ("m10", "m9", "M1")))

    assert [s.identifier for s in found.subjects] == ["M1", "m9", "m10"]


@pytest.mark.parametrize(
    ("genotype", "words"),
    [
        ("Cre/wt", "Cre/wt"),
        ([{"locus": {"value": "A"}, "alleles": [{"value": "x"}, {"value": "y"}]}, {"locus": "B"}], "A x/y; B"),
        ([], ""),
        (None, ""),
    ],
)
def test_genotypes_are_told_in_either_form(genotype: object, words: str) -> None:
    (found,) = contents(asset("x.nwb", subject={"identifier": "a", "genotype": genotype})).subjects

    assert found.genotype == words


def sessions(*assets: Asset) -> list[tuple[str, str, str]]:
    return [
        (s.identifier, " ".join(s.subjects), s.day.isoformat() if s.day else "") for s in contents(*assets).sessions
    ]


START, LATER = "2020-03-04T23:30:00-05:00", "2020-03-06T10:00:00Z"
UUID = "3e7ae7c0-fe8b-487c-9354-036236fa1010"


def test_files_that_began_at_the_same_time_are_one_session_whatever_they_are_called() -> None:
    assert sessions(
        asset(
            f"sub-a/sub-a_ses-{UUID}-processed-only.nwb", subject="a", session=begun(START, f"{UUID}-processed-only")
        ),
        asset(f"sub-a/sub-a_ses-{UUID}-chunking-1.nwb", subject="a", session=begun(START, f"{UUID}-chunking-1")),
        asset("c1.nwb", subject="a", session=begun("2020-03-05T04:30:00Z")),
    ) == [(f"{UUID}-chunking-1", "a", "2020-03-04")]


def test_a_session_keeps_all_its_names_and_is_called_by_the_shortest() -> None:
    names = ("s_1-processed", "s_1", "s_1-raw")
    (found,) = contents(*(asset(f"{n}.nwb", subject="a", session=begun(START, n)) for n in names)).sessions

    assert (found.identifier, found.names) == ("s_1", ("s_1", "s_1-raw", "s_1-processed"))


def test_one_name_that_began_twice_is_two_sessions() -> None:
    assert sessions(
        asset("b1.nwb", subject="b", session=begun(START, "s")),
        asset("b2.nwb", subject="b", session=begun(LATER, "s")),
    ) == [("s", "b", "2020-03-04"), ("s", "b", "2020-03-06")]


@pytest.mark.parametrize("filler", ["PLACEHOLDER", "placeholder", "None", "n/a", "unknown", "TODO", "?"])
def test_what_stands_in_for_a_name_is_none(filler: str) -> None:
    label = filler.replace("/", "-")

    assert sessions(
        asset("b1.nwb", subject="b", session=begun(START, filler)),
        asset("sub-b/sub-b_ses-day2.nwb", subject="b", session=begun("2020-03-06", filler)),
        asset(f"sub-b/sub-b_ses-{label}_ecephys.nwb", subject="b", session=begun("2020-03-07", filler)),
        asset("sub-b/sub-b_ecephys.nwb", subject="b", session=begun("2020-03-07", filler)),
    ) == [("", "b", "2020-03-04"), ("day2", "b", "2020-03-06"), ("", "b", "2020-03-07")]


def test_sessions_of_two_subjects_are_two_though_they_began_at_the_same_time() -> None:
    found = sessions(*(asset(f"{name}.nwb", subject=name, session=begun(START, "s")) for name in "ab"))

    assert [subject for _, subject, _ in found] == ["a", "b"]


def test_a_day_joins_nothing() -> None:
    day = "2020-03-04T00:00:00-05:00"

    assert sessions(
        asset("a1.nwb", subject="a", session=begun(day, "s1")),
        asset("a2.nwb", subject="a", session=begun(day, "s2")),
        asset("sub-a/sub-a_ses-x.nwb", subject="a", session=begun(day)),
        asset("sub-a/sub-a_ses-y.nwb", subject="a", session=begun(day)),
    ) == [(name, "a", "2020-03-04") for name in ("s1", "s2", "x", "y")]


def test_files_that_tell_the_day_alone_are_one_session_a_day() -> None:
    days = ("2020-03-04T00:00:00Z", "2020-03-04", "2020-03-05T00:00:00.000Z")

    assert sessions(*(asset(f"{n}.nwb", subject="a", session=begun(day)) for n, day in enumerate(days))) == [
        ("", "a", "2020-03-04"),
        ("", "a", "2020-03-05"),
    ]


JOINING = {
    "the same identifier": ("s_1", "x/1.nwb", "s_1"),
    "a label written with other signs": ("s_1", "sub-a/sub-a_ses-s-1/video.mp4", None),
    "a label that stands on the file itself": ("1", "sub-a/sub-a_ses-s-1_image.mp4", None),
    "an identifier that goes on after a dash": (f"{UUID}-chunking-1", "x/1.nwb", UUID),
    "an identifier that goes on after an underscore": ("s1_probe0", "x/1.nwb", "s1"),
    "a label that an identifier goes on from": (f"{UUID}-chunking-1", f"sub-a/sub-a_ses-{UUID}/video.mp4", None),
}


@pytest.mark.parametrize(("named", "path", "identifier"), JOINING.values(), ids=JOINING)
def test_a_name_alone_joins_the_start_that_it_has_elsewhere(named: str, path: str, identifier: str | None) -> None:
    other = asset(path, subject="a", session={"identifier": identifier}) if identifier else asset(path)
    started = asset("sub-a/sub-a_ses-s-1.nwb", subject="a", session=begun(START, named))

    for files in ((started, other), (other, started)):
        (found,) = contents(*files).sessions
        assert (found.files, found.start) == (2, START)


NOT_JOINING = {
    "a name that only begins alike": [("s10", START), ("s1", "")],
    "a name that goes on from the other": [("s1", START), ("s1-b", "")],
    "a name that two sessions go on from": [("s1-a", START), ("s1-b", LATER), ("s1", "")],
    "names without any start": [("s1-a", ""), ("s1-b", "")],
}


@pytest.mark.parametrize("told", NOT_JOINING.values(), ids=NOT_JOINING)
def test_other_names_join_nothing(told: list[tuple[str, str]]) -> None:
    files = (asset(f"{name}.nwb", subject="a", session=begun(start, name)) for name, start in told)

    assert sorted(name for name, _, _ in sessions(*files)) == sorted(name for name, _ in told)


def test_a_name_that_began_twice_is_joined_to_the_earlier() -> None:
    found = contents(
        asset("1.nwb", subject="a", session=begun(LATER, "s")),
        asset("2.nwb", subject="a", session=begun(START, "s")),
        asset("3.nwb", subject="a", session={"identifier": "s"}),
    ).sessions

    assert [(one.start, one.files) for one in found] == [(START, 2), (LATER, 1)]


def test_the_first_of_january_1970_tells_no_sessions_apart() -> None:
    epoch = ("1970-01-01T00:00:00Z", "1969-12-31T19:00:00-05:00")
    files = (asset(f"{n}.nwb", subject="a", session=begun(start, f"s{n}")) for n, start in enumerate(epoch))

    assert sessions(*files) == [("s0", "a", ""), ("s1", "a", "")]


def test_sessions_that_no_metadata_tell_are_recordings_by_file_name() -> None:
    told = contents(asset("sub-a/sub-a_ses-1.nwb"), asset("b.nwb", subject="b", session=begun(START)))
    named = contents(asset("sub-a/sub-a_ses-1.nwb", subject="a"), asset("sub-b/sub-b_ses-1.nwb"))

    assert [one.known_by for one in told.sessions] == ["file name", "start"]
    assert (told.told_sessions, make_digest(told).sessions, make_digest(told).recordings) == (2, 2, 0)
    assert [one.known_by for one in named.sessions] == ["file name", "file name"]
    assert (named.told_sessions, make_digest(named).sessions, make_digest(named).recordings) == (0, 0, 2)


def begun(start: str, identifier: str | None = None) -> dict[str, str]:
    said = {"name": "Acquisition session", "startDate": start, "identifier": identifier}
    return {key: value for key, value in said.items() if value}


def test_a_subject_without_sessions_has_none() -> None:
    found = contents(asset("sub-a/sub-a.nwb", subject="a"))

    assert (found.sessions, [one.sessions for one in found.subjects]) == ((), [0])


DERIVED = ("derivatives/ants/", "code/", "stimuli/", "sourcedata/", "SourceData/", "ds1/derivatives/")


@pytest.mark.parametrize("folder", DERIVED)
def test_derived_data_name_no_subject_and_no_session_of_their_own(folder: str) -> None:
    path = f"{folder}sub-a/sub-a_ses-1.nwb"

    for alone in (asset(path), asset(path, subject="a", session=begun(START, "s"))):
        found = contents(alone)
        assert (found.subjects, found.sessions, found.tells_sessions, found.found.number_of_subjects) == (
            (),
            (),
            False,
            None,
        )


@pytest.mark.parametrize("folder", DERIVED[:-1])
def test_derived_data_belong_to_the_subject_and_session_of_the_raw_ones(folder: str) -> None:
    found = contents(
        asset(f"{folder}sub-a/sub-a_ses-1_x.tif"),
        asset(f"{folder}sub-a/sub-a_ses-2_x.tif"),
        asset("sub-a/sub-a_ses-1.nwb", subject="A", session=begun(START, "one")),
    )

    assert [(one.identifier, one.files) for one in found.subjects] == [("A", 3)]
    assert [(one.identifier, one.files) for one in found.sessions] == [("one", 2)]


@pytest.mark.parametrize(
    ("folders", "subjects"),
    [
        (("dandiset-000101", "dandiset-000102"), ["1 (dandiset-000101)", "1 (dandiset-000102)"]),
        (("000101", "000102"), ["1 (000101)", "1 (000102)"]),
        (("ds004100/rawdata", "ds004101/rawdata"), ["1 (ds004100)", "1 (ds004101)"]),
        (("study-a", "study-b"), ["1 (study-a)", "1 (study-b)"]),
        (("ecephys", "behavior"), ["1"]),
        (("derivatives/dandiset-000101", "derivatives/dandiset-000102"), []),
    ],
)
def test_a_label_of_two_source_datasets_is_two_subjects(folders: tuple[str, str], subjects: list[str]) -> None:
    found = contents(*(asset(f"{folder}/sub-1/sub-1_ses-A.nwb") for folder in folders))

    assert [one.identifier for one in found.subjects] == subjects
    assert [one.subjects for one in found.sessions] == [(name,) for name in subjects]


def test_a_folder_that_describes_itself_is_a_dataset() -> None:
    both = [asset(f"{folder}/sub-1/x.nwb") for folder in ("east", "west")]
    described = [asset(f"{folder}/dataset_description.json") for folder in ("east", "west")]

    assert [one.identifier for one in contents(*both).subjects] == ["1"]
    assert [one.identifier for one in contents(*both, *described).subjects] == ["1 (east)", "1 (west)"]


def test_derived_data_of_another_dataset_belong_to_no_subject_of_this_one() -> None:
    found = contents(asset("sub-1/x.nwb"), asset("derivatives/dandiset-000101/sub-1/x.csv"))

    assert [(one.identifier, one.files) for one in found.subjects] == [("1", 1)]


def test_an_identifier_that_is_its_folders_label_wins_over_a_mistyped_one() -> None:
    files = [
        asset("sub-an-041/1.nwb", subject="an04l"),
        asset("sub-an-041/2.nwb", subject="an_041"),
        asset("sub-an-041/3.mp4"),
    ]

    for order in (files, files[::-1]):
        assert [(one.identifier, one.files) for one in contents(*order).subjects] == [("an_041", 3)]


def test_another_participant_of_the_same_file_was_not_mistyped() -> None:
    people = [{"identifier": "a"}, {"identifier": "b"}]
    found = contents(asset("sub-a/1.nwb", subject="a"), asset("sub-a/2.nwb", wasAttributedTo=people))

    assert [(one.identifier, one.files) for one in found.subjects] == [("a", 2), ("b", 1)]


def test_identifiers_that_are_all_others_than_the_label_stay_apart() -> None:
    found = contents(asset("sub-125/1.nwb", subject="R125"), asset("sub-125/2.nwb", subject="R125_S5"))

    assert [one.identifier for one in found.subjects] == ["R125", "R125_S5"]


def test_a_file_beside_the_sessions_of_a_subject_is_no_session() -> None:
    assert sessions(asset("sub-a/sub-a_ses-1.nwb"), asset("sub-a/sub-a_scans.tsv")) == [("1", "a", "")]


def test_files_that_name_nothing_are_of_no_session_and_no_subject() -> None:
    found = contents(asset("README.md"), asset("code/run.py"))

    assert (found.subjects, found.sessions) == ((), ())


@pytest.mark.parametrize(
    ("label", "day"),
    [
        ("20180216T131504", "2018-02-16"),
        ("20180216", "2018-02-16"),
        ("20180216131504", "2018-02-16"),
        ("20200408-sample-9", "2020-04-08"),
        ("2018-10-22", "2018-10-22"),
        ("19500101", "1950-01-01"),
        ("19491231", ""),
        ("19700102", "1970-01-02"),
        ("19700101", ""),
        ("18531056", ""),
        ("20181345", ""),
        ("832627736", ""),
        ("201802167", ""),
        ("YutaMouse57-161016", ""),
        ("MRI", ""),
    ],
)
def test_a_date_is_read_from_the_name_of_a_session_that_has_no_start(label: str, day: str) -> None:
    ((_, _, found),) = sessions(asset(f"sub-a/sub-a_ses-{label}.nwb"))

    assert found == day


@pytest.mark.parametrize(
    "start", ["1900-01-01T00:00:00-05:00", "1949-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "soon", "", None]
)
def test_dates_that_stand_in_for_one_are_none(start: str | None) -> None:
    ((_, _, found),) = sessions(asset("x.nwb", subject="a", session={"identifier": "s", "startDate": start}))

    assert found == ""


SPEAKING = [
    ("x.nwb", ["ElectricalSeries", "LFP"], [E]),
    ("x.nwb", ["Units"], [E]),
    ("x.nwb", ["Units", "TwoPhotonSeries"], [O]),
    ("x.nwb", ["CurrentClampSeries", "Units"], [I]),
    ("x.nwb", ["ElectricalSeries", "SpatialSeries"], [E, B]),
    ("x.nwb", ["ProcessingModule"], [OTHER]),
    ("sub-a_behavior+ecephys.nwb", [], [E, B]),
    ("sub-a_behavior+image+ophys.nwb", [], [O, B]),
    ("sub-a_image.nwb", [], [OTHER]),
    ("sub-a_image.nwb", ["ElectrodeGroup"], [E]),
    ("sub-a_behavior+ophys.nwb", ["ElectricalSeries"], [E]),
    ("sub-a_ophys.nwb", ["Units"], [O]),
    ("x.nwb", ["Units", "Position"], [E, B]),
    ("sub-a_behavior.nwb", ["Units"], [E, B]),
    ("sub-a_behavior+ophys.nwb", ["Position"], [O, B]),
    ("sub-a_behavior+ophys.nwb", ["Position", "ElectricalSeries"], [E, B]),
    ("sub-a_icephys.nwb", [], [I]),
    ("sub-a/micr/x_SPIM.ome.zarr", [], [MICROSCOPY]),
    ("x.ome.tif", [], [MICROSCOPY]),
    ("x_T1w.nii.gz", [], [MRI]),
    ("sub-a/micr/x.nii", [], [MICROSCOPY]),
    ("sub-a/sub-a_OCT.nii.gz", [], [MICROSCOPY]),
    ("x.mp4", [], [B]),
    ("sub-a_ses-1_ecephys+image/0b1c_external_file_0.avi", [], [OTHER]),
    ("sub-a/sub-a_image/video.mp4", [], [OTHER]),
    ("sub-a/sub-a_behavior/video.mp4", [], [B]),
    ("images/video.mp4", [], [B]),
    ("x.tsv", [], [OTHER]),
]


@pytest.mark.parametrize(("path", "variables", "modalities"), SPEAKING)
def test_modalities_are_told_by_variables_names_and_kinds(path: str, variables: list[str], modalities) -> None:
    assert list(contents(asset(path, variables=variables)).modalities) == modalities


def test_techniques_speak_where_variables_do_not() -> None:
    found = contents(asset("x.nwb", measurementTechnique=[{"name": "two-photon microscopy technique"}]))

    assert found.modalities == (O,)


KINDS = {
    "a/b.nwb": "NWB",
    "a.NWB": "NWB",
    "a.ome.zarr": "OME-Zarr",
    "a.zarr": "Zarr",
    "a.nwb.zarr": "NWB Zarr",
    "a.nwb.lindi.json": "LINDI",
    "a.ome.tif": "TIFF",
    "a.nii.gz": "NIfTI",
    "sub-1.03.013_icephys.nwb": "NWB",
    "sub-1.tsv.nwb": "NWB",
    "a.mp4": "Video",
    "a.tsv": "Table",
    "participants.json": "JSON",
    "a.mat": "MATLAB",
    "README": "Other",
    "a.x.y.z": "Other",
    "a.d/README": "Other",
    ".bidsignore": "Other",
}


@pytest.mark.parametrize(("path", "kind"), KINDS.items())
def test_kinds_of_files_are_told_by_their_names(path: str, kind: str) -> None:
    assert kind_of(suffix_of(path)) == kind


def test_kinds_of_files_are_counted_the_largest_first() -> None:
    found = contents(asset("a.json", size=1), asset("b.json", size=2), asset("c.nwb", size=50), asset("d", size=0))

    assert [(k.label, k.files, k.size_bytes) for k in found.file_kinds] == [
        ("NWB", 1, 50),
        ("JSON", 2, 3),
        ("Other", 1, 0),
    ]


def test_growth_is_counted_by_month() -> None:
    found = contents(
        asset("a", created="2021-05-31T23:00:00Z"),
        asset("b", created="2020-01-01T00:00:00.5Z", size=7),
        asset("c", created="2021-05-01T00:00:00Z"),
        asset("d", created=""),
    )

    assert found.growth == (("2020-01", 1, 7), ("2021-05", 2, 2000))


@pytest.mark.parametrize(
    ("sizes", "chosen"),
    [
        ({"a.nwb": 10, "b.nwb": 3_000_000, "c.nwb": 2_000_000, "d.nwb": 10**12}, "c.nwb"),
        ({"a.nwb": 900, "b.nwb": 10**12}, "a.nwb"),
        ({"a.nwb": 0, "b.nwb": 10**12}, "b.nwb"),
        ({"a.nwb": 0}, "a.nwb"),
        ({"b.nwb": 2_000_000, "a.nwb": 2_000_000}, "a.nwb"),
        ({"a.tif": 2_000_000}, None),
        ({}, None),
    ],
)
def test_the_sample_is_the_smallest_nwb_file_worth_a_look(sizes: dict[str, int], chosen: str | None) -> None:
    found = contents(*(asset(path, size=size) for path, size in sizes.items())).sample

    assert (found.path if found else None) == chosen


def test_a_zarr_is_a_sample_of_its_own() -> None:
    found = contents(asset("a.ome.zarr", size=9, zarr=True), asset("b.nwb.zarr", size=0, zarr=True))

    assert found.sample is None
    assert found.zarr_sample.path == "a.ome.zarr"


def test_the_newest_file_is_told_by_the_moment_whatever_the_clock() -> None:
    dates = ("2021-06-01T23:00:00Z", "2021-06-01T22:00:00-04:00", "2021-06-02T01:30:00+00:00", "soon", "")

    for order in (dates, dates[::-1]):
        assert contents(*(asset(str(n), created=date) for n, date in enumerate(order))).newest_file == dates[1]


def test_zarrs_without_bytes_are_not_counted_yet() -> None:
    found = contents(asset("a.zarr", size=0, zarr=True), asset("b.zarr", size=5, zarr=True), asset("c.nwb", size=0))

    assert (found.uncounted, make_digest(found).uncounted) == (1, 1)


def test_an_empty_version_has_no_holes() -> None:
    found = contents()

    assert (found.subjects, found.sessions, found.modalities, found.file_kinds, found.growth) == ((), (), (), (), ())
    assert make_digest(found) == Digest()


def test_what_the_summary_lacks_is_filled_from_the_files() -> None:
    mouse = Term(name="House mouse", identifier="NCBITaxon_10090")
    found = contents(
        asset("a.nwb", subject={"identifier": "a", "species": {"name": "House mouse"}}, variables=["Units", "LFP"])
    ).found
    filled = fill_summary(AssetsSummary(species=(mouse,)), found)

    assert filled.species == (mouse,)
    assert filled.variable_measured == ("LFP", "Units")
    assert [term.identifier for term in filled.data_standard] == ["RRID:SCR_015242"]
    assert filled.number_of_subjects == 1


def test_a_digest_survives_the_manifest() -> None:
    days = ("2020-01-05", "2020-02-05", "2020-01-01")
    found = contents(*(asset(f"sub-{i}/sub-{i}_ses-{day}_ecephys.nwb") for i, day in enumerate(days)))
    digest = make_digest(found)

    assert (digest.subjects, digest.sessions, digest.recordings) == (3, 0, 3)
    assert digest.raster == make_raster(found.sessions, CARD)
    assert msgspec.json.decode(msgspec.json.encode(digest), type=Digest) == digest


def test_dates_are_those_of_the_clock_at_the_place() -> None:
    (found,) = contents(asset("x.nwb", subject="a", session={"startDate": "2020-03-04T23:30:00-05:00"})).sessions

    assert found.day == date(2020, 3, 4)
