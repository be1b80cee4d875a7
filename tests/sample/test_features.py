"""What the built-in archive is to hold: each kind of dandiset and trap that the real archive has."""

import re
import unicodedata
from collections import Counter
from itertools import pairwise

import pytest

from builder.snapshot import DandisetState
from support.archives.sample import Archive

FILE_ENDINGS = [
    ".nwb",
    ".nwb.zarr",
    ".nwb.lindi.json",
    ".ome.zarr",
    ".ome.tif",
    ".nii.gz",
    ".tsv",
    ".json",
    ".edf",
    ".avi",
    ".mp4",
    ".tif",
]


@pytest.fixture(scope="module")
def archive(sample):
    return Archive(sample.snapshot_path)


def test_holds_two_dozen_dandisets(archive):
    assert len(archive.rows) >= 24


def test_holds_the_asset_that_neurosift_s_example_links(archive):
    (asset,) = archive.assets["001695", "draft"]

    assert asset["asset_id"] == "52b551c4-2a2f-4a87-82f5-3d804b7cb82a"
    assert asset["path"].endswith(".nwb")


def test_holds_20000_files_in_a_deep_tree(archive):
    paths = [asset["path"] for asset in archive.assets["900104", "draft"]]

    assert len(paths) == 20_000
    assert {path.count("/") for path in paths} == {4}


def test_holds_every_kind_of_draft_and_version(archive):
    published = Counter(identifier for identifier, version in archive.version_rows if version != "draft")
    drafts = {identifier: info for (identifier, version), info in archive.infos.items() if version == "draft"}

    assert max(published.values()) >= 3
    assert sum(count >= 2 for count in published.values()) >= 4
    assert sum(identifier not in published for identifier in drafts) >= 5
    assert any(info["asset_count"] == 0 and identifier not in published for identifier, info in drafts.items())
    assert any(info["asset_count"] == 0 and identifier in published for identifier, info in drafts.items())
    assert {info["status"] for info in drafts.values()} >= {"Valid", "Invalid", "Published", "Validating"}
    assert {row.state for row in archive.rows.values()} == {DandisetState.OPEN, DandisetState.EMBARGOED}


def test_versions_of_a_dandiset_differ(archive):
    changes = Counter()
    for identifier in archive.rows:
        versions = sorted(v for owner, v in archive.version_rows if owner == identifier and v != "draft")
        for before, after in pairwise(versions):
            old, new = archive.infos[identifier, before], archive.infos[identifier, after]
            old_ids = {a["path"]: a["asset_id"] for a in archive.assets[identifier, before]}
            new_ids = {a["path"]: a["asset_id"] for a in archive.assets[identifier, after]}
            changes["title"] += old["name"] != new["name"]
            changes["authors"] += old["metadata"]["contributor"] != new["metadata"]["contributor"]
            changes["license"] += old["metadata"]["license"] != new["metadata"]["license"]
            changes["notes"] += bool(new["release_notes"])
            changes["added"] += bool(new_ids.keys() - old_ids.keys())
            changes["removed"] += bool(old_ids.keys() - new_ids.keys())
            changes["replaced"] += any(old_ids[path] != new_ids[path] for path in old_ids.keys() & new_ids.keys())

    assert all(changes.values()), changes


def test_published_versions_are_published(archive):
    for (identifier, version), metadata in archive.metadata().items():
        if version != "draft":
            assert metadata["doi"] == f"10.48324/dandi.{identifier}/{version}"
            assert metadata["url"] == f"https://dandiarchive.org/dandiset/{identifier}/{version}"
            assert metadata["citation"].endswith(f"https://doi.org/{metadata['doi']}")
            assert all(a["metadata"]["datePublished"] for a in archive.assets[identifier, version])


def test_holds_broken_metadata(archive):
    first, second = archive.metadata()["900112", "draft"], archive.metadata()["900113", "draft"]

    assert first["license"] is None
    assert "description" not in first
    assert isinstance(first["keywords"], str)
    assert any("roleName" not in person for person in first["contributor"])
    assert second["license"] == "spdx:CC-BY-4.0"
    assert "doi" in second
    assert any("schemaKey" not in entry for entry in second["about"])


def test_error_list_is_cut_at_50(archive):
    errors = Counter(error["field"] for error in archive.infos["900114", "draft"]["asset_validation_errors"])

    assert set(errors.values()) == {50}
    assert set(errors) == {"", "wasAttributedTo.0.age"}


@pytest.mark.parametrize("ending", FILE_ENDINGS)
def test_holds_files_that_end_in(archive, ending):
    assert any(asset["path"].endswith(ending) for asset in archive.every_asset())


@pytest.mark.parametrize("character", [" ", "#", "+", "&", ",", "[", "(", "=", "~"])
def test_paths_hold(archive, character):
    assert any(character in asset["path"] for asset in archive.every_asset())


def test_paths_hold_dots_before_the_extension_and_names_that_differ_in_case(archive):
    paths = {asset["path"] for asset in archive.assets["900105", "draft"]}

    assert any(re.search(r"\.\d+.*\.nwb$", path) for path in paths)
    assert len({path.casefold() for path in paths}) < len(paths)


def test_description_is_hostile(archive):
    description = archive.metadata()["900106", "draft"]["description"]

    for needle in ("<script>", "onerror=", "javascript:", "![", "```python", "| measure |", "<iframe", "<style>"):
        assert needle in description


def test_names_are_of_many_scripts(archive):
    names = " ".join(person["name"] for person in archive.metadata()["900107", "draft"]["contributor"])

    assert all(letter in names for letter in "山ΠПلŁÞễñ")
    description = archive.metadata()["900107", "draft"]["description"]
    assert unicodedata.normalize("NFC", description) != description


def test_one_taxon_has_several_names(archive):
    names = {(p["species"]["identifier"], p["species"]["name"]) for p in archive.participants() if "species" in p}
    per_taxon = Counter(identifier.rpartition("_")[2] for identifier, _ in names)

    assert per_taxon["10090"] >= 3
    assert per_taxon["10116"] >= 3
    assert per_taxon["9606"] >= 2
    assert len(per_taxon) >= 8


def test_participants_are_described_in_every_way(archive):
    people = archive.participants()

    assert {p["sex"]["name"] for p in people if "sex" in p} == {"Male", "Female", "Unknown", "Other"}
    assert {type(p["genotype"]) for p in people if "genotype" in p} == {str, list}
    ages = {p["age"]["value"] for p in people if "age" in p}
    assert {"P3M/P5M", "P12W/", "P207DT0H0M0S", "P6D"} <= ages
    references = {(p["age"].get("valueReference") or {}).get("value") for p in people if "age" in p}
    assert references == {None, "dandi:BirthReference", "dandi:GestationalReference"}
    assert any("strain" in p for p in people)
    assert any("disorder" in p for p in people)


def test_schema_versions_are_mixed(archive):
    dandisets = {metadata["schemaVersion"] for metadata in archive.metadata().values()}
    assets = {asset["metadata"]["schemaVersion"] for asset in archive.every_asset()}

    assert {"0.4.4", "0.6.0", "0.6.10", "0.7.0", "0.8.0", "9.9.9"} <= dandisets
    assert {"0.4.4", "0.5.1", "0.5.2", "0.6.0", "0.8.0", "9.9.9"} <= assets


def test_metadata_names_what_a_catalog_shows(archive):
    everything = archive.metadata().values()
    for key in (
        "about",
        "keywords",
        "protocol",
        "studyTarget",
        "ethicsApproval",
        "wasGeneratedBy",
        "relatedResource",
    ):
        assert any(metadata.get(key) for metadata in everything), key
    people = [entry for metadata in everything for entry in metadata["contributor"] or []]
    assert any(entry.get("awardNumber") for entry in people)
    assert any(str(entry.get("identifier")).startswith("https://ror.org/") for entry in people)
    assert any(a.get("identifier") for entry in people for a in entry.get("affiliation") or [])
    relations = {r["relation"] for metadata in everything for r in metadata["relatedResource"]}
    assert len(relations) >= 10


def test_orcids_have_right_checksums(archive):
    orcids = set(re.findall(r'"(\d{4}-\d{4}-\d{4}-\d{3}[\dX])"', archive.text()))
    for orcid in orcids:
        digits = orcid.replace("-", "")
        total = 0
        for digit in digits[:-1]:
            total = (total + int(digit)) * 2
        assert "0123456789X"[(12 - total % 11) % 11] == digits[-1], orcid
    assert len(orcids) > 20


def test_samples_are_counted(archive):
    summary = archive.metadata()["000008", "draft"]["assetsSummary"]

    assert summary["numberOfCells"] == 4
    assert summary["numberOfSamples"] == 3


def test_a_zarr_store_is_still_being_counted(archive):
    counting = [asset for asset in archive.every_asset() if asset["zarr"] and asset["size"] == 0]

    assert counting
    assert {asset["metadata"]["digest"]["dandi:dandi-zarr-checksum"] for asset in counting} == {None}
