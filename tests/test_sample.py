"""The built-in archive: whole, true to the schema, the same each time."""

import json
import re
import sqlite3
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from dandischema.metadata import aggregate_assets_summary, validate

from builder.errors import UsageError
from builder.sample import make_sample
from builder.sample.addresses import compute_digests, part_sizes
from builder.sample.recipe import read_recipes
from builder.snapshot import DandisetState, Snapshot

SHARED = Path(__file__).resolve().parents[2] / "shared" / "api_samples"

MEANT_BROKEN = {"900112", "900113", "900115"}
"""Drafts whose metadata is broken on purpose, or follows a schema that is yet to come."""

DEEP = "900104"
"""The dandiset with 20,000 files."""

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


class Archive:
    """The sample, parsed."""

    def __init__(self, path):
        with Snapshot.readable(path) as snapshot:
            self.damage = list(snapshot.damage())
            self.content_hash = snapshot.content_hash()
            self.info = json.loads(snapshot.archive().info)
            self.rows = {row.identifier: row for row in snapshot.dandisets()}
            self.listed = {identifier: json.loads(row.listed) for identifier, row in self.rows.items()}
            self.version_rows = {
                (identifier, row.version): row for identifier in self.rows for row in snapshot.versions(identifier)
            }
            self.lines = {
                key: [line for page in snapshot.asset_pages(*key) for line in page] for key in self.version_rows
            }
        self.infos = {key: json.loads(row.info) for key, row in self.version_rows.items()}
        self.assets = {key: [json.loads(line) for line in lines] for key, lines in self.lines.items()}

    def metadata(self):
        return {key: info["metadata"] for key, info in self.infos.items()}

    def every_asset(self):
        return [asset for assets in self.assets.values() for asset in assets]

    def participants(self):
        return [person for asset in self.every_asset() for person in asset["metadata"].get("wasAttributedTo") or []]

    def text(self):
        """All that is stored, as one text."""
        parts = [row.listed for row in self.rows.values()] + [row.info for row in self.version_rows.values()]
        return b"\n".join([*parts, *(line for lines in self.lines.values() for line in lines)]).decode()


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="module")
def sample(cache, tmp_path_factory):
    return make_sample(tmp_path_factory.mktemp("sample") / "snapshot.sqlite")


@pytest.fixture(scope="module")
def archive(sample):
    return Archive(sample.snapshot_path)


def test_two_runs_write_the_same_bytes(sample, tmp_path):
    again = make_sample(tmp_path / "again.sqlite")

    assert again.snapshot_path.read_bytes() == sample.snapshot_path.read_bytes()
    assert again.blobs == sample.blobs


def test_snapshot_is_sound_and_one_file(sample, archive):
    assert archive.damage == []
    assert [path.name for path in sample.snapshot_path.parent.iterdir()] == ["snapshot.sqlite"]
    with sqlite3.connect(f"file:{sample.snapshot_path}?mode=ro", uri=True) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_what_lies_at_the_place_is_kept(tmp_path):
    taken = tmp_path / "mine.sqlite"
    taken.write_text("precious")

    with pytest.raises(UsageError, match=r"mine\.sqlite is there already"):
        make_sample(taken)

    assert taken.read_text() == "precious"


def test_withdrawn_differs_in_one_dandiset_only(archive, tmp_path):
    later = Archive(make_sample(tmp_path / "later.sqlite", withdrawn=True).snapshot_path)

    changed = {key for key, row in later.rows.items() if row.content_hash != archive.rows[key].content_hash}
    (gone,) = changed
    assert later.rows[gone].state is DandisetState.GONE
    assert later.rows[gone].past_versions == ("draft",)
    assert archive.rows[gone].state is DandisetState.OPEN


@pytest.mark.parametrize("identifier", sorted(read_recipes()))
def test_versions_are_valid_unless_meant_broken(archive, identifier):
    for (owner, version), metadata in archive.metadata().items():
        if owner != identifier:
            continue
        errors = archive.infos[owner, version]["version_validation_errors"]
        if identifier in MEANT_BROKEN:
            with pytest.raises(Exception, match=r"."):
                validate(metadata)
        else:
            validate(metadata)
            assert errors == []


def test_assets_are_valid_unless_the_archive_says_otherwise(archive):
    for (identifier, version), assets in archive.assets.items():
        if identifier in MEANT_BROKEN:
            continue
        wrong = {error["path"] for error in archive.infos[identifier, version]["asset_validation_errors"]}
        for asset in assets[:: 100 if identifier == DEEP else 1]:
            if asset["path"] not in wrong:
                validate(asset["metadata"])


def test_summaries_are_those_of_the_archive_s_own_rule(archive):
    for (identifier, version), info in archive.infos.items():
        refused = {error["path"] for error in info["asset_validation_errors"]}
        counted = [a["metadata"] for a in archive.assets[identifier, version] if a["path"] not in refused]
        schemas = {metadata["schemaVersion"] for metadata in counted}
        if counted and "9.9.9" not in schemas and len(refused) < 50:
            assert info["metadata"]["assetsSummary"] == aggregate_assets_summary(counted), (identifier, version)


def test_invalid_and_pending_assets_are_not_summarized(archive):
    info = archive.infos["900114", "draft"]

    assert info["asset_count"] == 132
    assert info["metadata"]["assetsSummary"]["numberOfFiles"] == 4


def test_rows_agree_with_what_they_hold(archive):
    for (identifier, version), row in archive.version_rows.items():
        info, assets = archive.infos[identifier, version], archive.assets[identifier, version]
        assert row.asset_count == row.lines == info["asset_count"] == len(assets)
        assert row.size_bytes == info["size"] == sum(asset["size"] for asset in assets)
        assert (row.modified, row.status) == (info["modified"], info["status"])
        assert info["metadata"]["version"] == info["version"] == version
        assert [a["path"].encode() for a in assets] == sorted({a["path"].encode() for a in assets})


def test_assets_agree_with_their_metadata(archive):
    for asset in archive.every_asset():
        metadata = asset["metadata"]
        assert metadata["path"] == asset["path"]
        assert metadata["contentSize"] == asset["size"]
        assert metadata["id"] == f"dandiasset:{asset['asset_id']}"
        assert metadata["contentUrl"][0].split("/")[-3] == asset["asset_id"]
        assert (asset["blob"] or asset["zarr"]) in metadata["contentUrl"][1]
        assert (asset["blob"] is None) != (asset["zarr"] is None)


def test_list_shows_the_newest_version_and_the_draft(archive):
    for identifier, listed in archive.listed.items():
        published = sorted(v for owner, v in archive.version_rows if owner == identifier and v != "draft")
        newest = listed.get("most_recent_published_version")
        assert (newest or {}).get("version") == (published[-1] if published else None)


@pytest.mark.parametrize(
    ("name", "path", "ours"),
    [
        ("info", (), lambda archive: archive.info),
        ("info", ("instance_config",), lambda archive: archive.info["instance_config"]),
        ("dandisets", ("results", 0), lambda archive: archive.listed["000003"]),
        ("dandisets", ("results", 0, "draft_version"), lambda archive: archive.listed["000003"]["draft_version"]),
        ("version_info_draft", (), lambda archive: archive.infos["000003", "draft"]),
        ("version_info_published", ("dandiset",), lambda archive: archive.infos["000003", "draft"]["dandiset"]),
        ("assets_zarr", ("results", 0), lambda archive: archive.assets["000108", "draft"][0]),
        ("asset_zarr", (), lambda archive: archive.assets["900117", "draft"][2]["metadata"]),
        ("asset_blob", (), lambda archive: archive.assets["000003", "draft"][0]["metadata"]),
        ("version_published", (), lambda archive: archive.metadata()["000003", "0.230629.1955"]),
    ],
)
def test_answers_have_the_keys_of_the_real_ones(archive, name, path, ours):
    if not (SHARED / f"{name}.json").is_file():
        pytest.skip("the answers of the real server lie outside the project")
    real = json.loads((SHARED / f"{name}.json").read_text())
    for step in path:
        real = real[step]

    # The archive's uploader of 2021 stored a repository with each asset; acknowledgements are optional.
    assert set(real) - {"repository", "acknowledgement"} <= set(ours(archive))


def test_no_address_of_a_person_or_of_this_machine(archive):
    mailboxes = set(re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", archive.text()))
    # Not mailboxes: the version in a dandi:// address has no dot.
    assert mailboxes == {"example.org"}
    assert not re.search(r"127\.0\.0\.1|localhost|::1", archive.text())


def test_nothing_of_the_embargoed_dandiset_is_told(archive):
    (embargoed,) = (row for row in archive.rows.values() if row.state is DandisetState.EMBARGOED)
    title = read_recipes()[embargoed.identifier].fields["name"]

    assert embargoed.listed == b"{}"
    assert title not in archive.text()


def test_uploaded_bytes_have_the_sizes_and_digests_that_are_told(sample, archive):
    told = {asset["blob"]: asset for asset in archive.every_asset() if asset["blob"] in sample.blobs}

    assert set(told) == set(sample.blobs)
    for blob, path in sample.blobs.items():
        content = path.read_bytes()
        assert told[blob]["size"] == len(content)
        assert told[blob]["metadata"]["digest"] == compute_digests(content)


def test_etag_counts_parts_as_the_archive_s_schema_does():
    from dandischema.digests.dandietag import PartGenerator

    for size in (1, 64 * 2**20, 64 * 2**20 + 1, 10_000 * 64 * 2**20, 2_000_000_000_000):
        expected = [part.size for part in PartGenerator.for_file_size(size)]
        assert list(part_sizes(size)) == expected


# -- what the archive is to hold ------------------------------------------------------------------------------------


def test_holds_two_dozen_dandisets(archive):
    assert len(archive.rows) >= 24


def test_holds_the_asset_that_neurosift_s_example_links(archive):
    (asset,) = archive.assets["001695", "draft"]

    assert asset["asset_id"] == "52b551c4-2a2f-4a87-82f5-3d804b7cb82a"
    assert asset["path"].endswith(".nwb")


def test_holds_20000_files_in_a_deep_tree(archive):
    paths = [asset["path"] for asset in archive.assets[DEEP, "draft"]]

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
            changes["licence"] += old["metadata"]["license"] != new["metadata"]["license"]
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
