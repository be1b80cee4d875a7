"""What all tests share: no network but loopback, and the built-in archive, made and harvested once a run.

HYPOTHESIS_PROFILE=proof makes tests by examples try many more of them, as some rows of proofs/ do: it takes minutes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

from builder.archive import ArchiveClient
from builder.harvest import harvest
from builder.sample import Sample, make_sample
from builder.serve import AS_HARVESTED, create_api, in_background
from support.archives.served import ServedArchive
from support.machine.network import only_loopback
from support.machine.once_a_run import once_a_run

# The same examples at each run, but for a proof. None are kept: a failure is to become a test of its own.
settings.register_profile("default", max_examples=300, derandomize=True, deadline=None, database=None)
settings.register_profile("proof", max_examples=10_000, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session", autouse=True)
def no_network_but_loopback() -> Iterator[None]:
    with only_loopback():
        yield


@pytest.fixture(scope="session")
def sample_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The user's cache while the built-in archive is made: its NWB files. For reading only: all tests share it."""
    return once_a_run(tmp_path_factory, "cache", lambda folder: folder)


@pytest.fixture(scope="session")
def sample(sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The built-in archive. For reading only: all tests share it."""

    def make(folder: Path) -> Sample:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_CACHE_HOME", str(sample_cache))
            made = make_sample(folder / "snapshot.sqlite")
        return replace(made, blobs=dict(made.blobs))

    return once_a_run(tmp_path_factory, "sample", make)


@pytest.fixture(scope="session")
def sample_archive(sample: Sample) -> Iterator[ServedArchive]:
    """The built-in archive as a DANDI API. For reading only: all tests share it."""
    path = sample.snapshot_path
    with in_background(create_api(path, settings=AS_HARVESTED, blobs=sample.blobs)) as url:
        yield ServedArchive(api_url=f"{url}/api", snapshot_path=path)


@pytest.fixture(scope="session")
def sample_snapshot(sample_archive: ServedArchive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot that a harvest of the built-in archive makes. For reading only: all tests share it."""

    def make(folder: Path) -> Path:
        harvest(ArchiveClient(sample_archive.api_url), folder / "snapshot.sqlite")
        return folder / "snapshot.sqlite"

    return once_a_run(tmp_path_factory, "harvested", make)
