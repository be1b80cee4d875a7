"""The archive's own client takes our API for the archive's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builder.sample import Sample
from support.archives.sample import Archive
from support.archives.served import ServedArchive

CLIENT = shutil.which("dandi", path=os.pathsep.join((os.environ.get("PATH", ""), str(Path(sys.executable).parent))))

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(CLIENT is None, reason="the archive's client is not installed: pip install dandi"),
]


def run_client(*words: str, home: Path) -> str:
    """In a folder and with settings of its own; it asks nobody whether there is a newer one."""
    ended = subprocess.run(
        [str(CLIENT), *words],
        cwd=home,
        env=os.environ | {"HOME": str(home), "DANDI_NO_ET": "1", "COLUMNS": "200"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout
    return ended.stdout


@pytest.fixture(scope="module")
def whole(sample: Sample) -> dict[str, dict[str, bytes]]:
    """Drafts of which all files are really there: path -> bytes."""
    archive = Archive(sample.snapshot_path)
    found = {}
    for (identifier, version), assets in archive.assets.items():
        if version == "draft" and assets and all(asset["blob"] in sample.blobs for asset in assets):
            found[identifier] = {asset["path"]: sample.blobs[asset["blob"]].read_bytes() for asset in assets}
    return found


def test_it_downloads_every_file_of_a_dandiset_and_verifies_it(
    sample_archive: ServedArchive, whole: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    assert whole
    for identifier, files in whole.items():
        run_client("download", f"{sample_archive.api_url}/dandisets/{identifier}/versions/draft/", home=tmp_path)
        place = tmp_path / identifier
        got = {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}

        assert f"DANDI:{identifier}".encode() in got.pop("dandiset.yaml")
        assert got == files


def test_it_lists_what_a_dandiset_holds(
    sample_archive: ServedArchive, whole: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    for identifier, files in whole.items():
        address = f"{sample_archive.api_url}/dandisets/{identifier}/versions/draft/"
        said = run_client("ls", "--recursive", "--format", "json", address, home=tmp_path)

        assert [path for path in files if path not in said] == []
