"""The sample's NWB files: really made, the same each time, and left out where PyNWB is missing."""

import hashlib
import json
import os
import subprocess
import sys

import pytest

from builder.snapshot import Snapshot

pynwb = pytest.importorskip("pynwb")

REAL_FILES = {"900101", "900102", "900103"}

_REPORT = """
import hashlib, json, sys
from pathlib import Path
from builder.sample import make_sample
sample = make_sample(Path(sys.argv[1]))
digests = {blob: hashlib.sha256(path.read_bytes()).hexdigest() for blob, path in sample.blobs.items()}
snapshot = hashlib.sha256(Path(sys.argv[1]).read_bytes()).hexdigest()
print(json.dumps({"blobs": digests, "snapshot": snapshot, "notes": sample.notes}))
"""

_BLOCKED = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("pynwb", "hdmf", "h5py", "numpy"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Blocked())
"""


def run_apart(code, snapshot_path, **environment):
    """What another process makes of the sample."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(snapshot_path)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def nwb_assets(sample):
    with Snapshot.readable(sample.snapshot_path) as snapshot:
        assets = [
            json.loads(line)
            for identifier in sorted(REAL_FILES)
            for page in snapshot.asset_pages(identifier, "draft")
            for line in page
        ]
    return [asset for asset in assets if asset["path"].endswith(".nwb")]


def test_three_dandisets_have_real_nwb_files(sample, nwb_assets):
    assert sample.notes == ()
    assert 3 <= len(nwb_assets) <= 9
    assert all(asset["blob"] in sample.blobs for asset in nwb_assets)


def test_pynwb_reads_every_file_as_its_asset_says(sample, nwb_assets):
    for asset in nwb_assets:
        metadata = asset["metadata"]
        with pynwb.NWBHDF5IO(sample.blobs[asset["blob"]], "r") as stream:
            nwbfile = stream.read()
            (person,) = metadata["wasAttributedTo"]
            assert nwbfile.subject.subject_id == person["identifier"]
            assert nwbfile.subject.age == person["age"]["value"]
            assert nwbfile.session_start_time.isoformat() == metadata["wasGeneratedBy"][0]["startDate"]
            types = {type(child).__name__ for child in nwbfile.all_children()}
            assert {entry["value"] for entry in metadata["variableMeasured"]} <= types


def test_files_pass_pynwb_s_validation(sample, nwb_assets):
    for asset in nwb_assets:
        with pynwb.NWBHDF5IO(sample.blobs[asset["blob"]], "r") as stream:
            assert pynwb.validate(io=stream) == []


def test_sizes_and_digests_are_those_of_the_bytes(sample, nwb_assets):
    for asset in nwb_assets:
        content = sample.blobs[asset["blob"]].read_bytes()
        digest = asset["metadata"]["digest"]
        assert asset["size"] == len(content)
        assert digest["dandi:sha2-256"] == hashlib.sha256(content).hexdigest()
        assert digest["dandi:dandi-etag"] == f"{hashlib.md5(hashlib.md5(content).digest()).hexdigest()}-1"


def test_kinds_hold_their_data(sample, nwb_assets):
    held = set()
    for asset in nwb_assets:
        with pynwb.NWBHDF5IO(sample.blobs[asset["blob"]], "r") as stream:
            nwbfile = stream.read()
            if nwbfile.units is not None:
                held.add(("units and trials", len(nwbfile.units), len(nwbfile.trials)))
            if "TwoPhotonSeries" in nwbfile.acquisition:
                fluorescence = nwbfile.processing["ophys"]["Fluorescence"].roi_response_series["RoiResponseSeries"]
                held.add(
                    ("images and traces", len(nwbfile.acquisition["TwoPhotonSeries"].data), fluorescence.data.shape)
                )
            if nwbfile.intracellular_recordings is not None:
                held.add(("sweeps", len(nwbfile.intracellular_recordings)))

    assert held == {("units and trials", 6, 12), ("images and traces", 25, (250, 6)), ("sweeps", 3)}


def test_another_process_makes_the_same_bytes(sample, tmp_path):
    apart = run_apart(
        _REPORT, tmp_path / "apart.sqlite", XDG_CACHE_HOME=str(tmp_path / "cache"), PYTHONHASHSEED="4711"
    )

    here = {blob: hashlib.sha256(path.read_bytes()).hexdigest() for blob, path in sample.blobs.items()}
    assert apart["blobs"] == here
    assert apart["snapshot"] == hashlib.sha256(sample.snapshot_path.read_bytes()).hexdigest()


def test_without_pynwb_its_files_are_absent_and_a_note_says_so(sample, tmp_path):
    path = tmp_path / "bare.sqlite"

    bare = run_apart(_BLOCKED + _REPORT, path, XDG_CACHE_HOME=str(tmp_path / "cache"))

    (note,) = bare["notes"]
    assert "pynwb is not installed" in note
    assert all(identifier in note for identifier in REAL_FILES)
    assert "dandi-catalog[nwb]" in note
    assert set(bare["blobs"]) < set(sample.blobs)
    with Snapshot.readable(path) as snapshot:
        assert list(snapshot.damage()) == []
        for identifier in REAL_FILES:
            lines = [line for page in snapshot.asset_pages(identifier, "draft") for line in page]
            assert lines
            assert not any(b'.nwb"' in line for line in lines)
