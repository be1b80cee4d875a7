"""The built-in archive: whole, true to the schema, the same each time."""

import json
import re
import sqlite3

import pytest
from dandischema.metadata import aggregate_assets_summary, validate

from builder.errors import UsageError
from builder.sample import make_sample
from builder.sample.addresses import compute_digests, part_sizes
from builder.sample.recipe import read_recipes
from builder.snapshot import DandisetState
from support import SHARED
from support.archives.sample import Archive

SHARED = SHARED / "api_samples"

MEANT_BROKEN = {"900112", "900113", "900115"}
"""Drafts whose metadata is broken on purpose, or follows a schema that is yet to come."""

DEEP = "900104"
"""The dandiset with 20,000 files."""


@pytest.fixture(scope="module", autouse=True)
def cache(sample_cache):
    """The files that the sample of the run has made are there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(sample_cache))
        yield


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


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"nowhere: the sample can't be written there"):
        make_sample(tmp_path / "nowhere" / "snapshot.sqlite")


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
    assert set(re.findall(r"@([\w-]+(?:\.[\w-]+)+)", archive.text())) == {"example.org"}
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
