"""What an archive says of itself is as little to be trusted as what it says of its dandisets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from builder.settings import Settings
from builder.site.frame import addresses
from builder.site.pipeline.build import build
from builder.snapshot import ArchiveRow, Snapshot
from support.hostile.archive import plant_info
from support.hostile.building import NOW, store_hostile
from support.hostile.judges.outputs import by_kind, faults_of, is_own
from support.hostile.judges.reading import press_everything, read_files
from support.hostile.judges.walk import Walked, walking
from support.hostile.site import ALL, VISITED, Hostile

pytest_plugins = ["support.sites.fixtures", "support.hostile.fixtures"]
pytestmark = pytest.mark.parametrize("hostile", VISITED, indirect=True)

FEW = 6


@pytest.fixture(scope="module")
def infos(hostile: Hostile) -> list[bytes]:
    """Answers of `/api/info/`; over a whole run each payload comes to each of their fields."""
    count = len(hostile.payloads) if ALL else FEW
    return list(plant_info(hostile.payloads, hostile.archive.info, count=count))


def build_each(hostile: Hostile, infos: list[bytes], folder: Path, settings: Settings) -> Iterator[Path]:
    """The site of one hostile dandiset for each of the answers, always in the same place."""
    snapshot_path, site = folder / "snapshot.sqlite", folder / "site"
    store_hostile(hostile.archive.dandisets[:1], snapshot_path)
    for info in infos:
        with Snapshot.writable(snapshot_path) as snapshot:
            snapshot.put_archive(ArchiveRow(info=info, api_url="https://archive.example/api", read_utc=NOW))
            snapshot.settle()
        build(snapshot_path, settings, site, jobs=1)
        yield site


def shown(hostile: Hostile) -> list[str]:
    """Pages that name the archive or link to it."""
    identifier = hostile.archive.dandisets[0].identifier
    draft = addresses.version(identifier, "draft")
    return [addresses.HOME, addresses.content("about"), draft, addresses.files(identifier, "draft")]


def test_its_sites_can_be_read(hostile: Hostile, infos: list[bytes], tmp_path: Path) -> None:
    faults = []
    for site in build_each(hostile, infos, tmp_path, Settings()):
        files = [path for path in sorted(site.rglob("*")) if path.is_file() and path.suffix != ".html"]
        for path in (*files, *(site / address for address in shown(hostile))):
            address = path.relative_to(site).as_posix()
            if not is_own(address):
                faults += [(address, what) for what in faults_of(address, path.read_bytes())]

    assert by_kind(faults) == {}


def test_its_sites_are_quiet(hostile: Hostile, infos: list[bytes], browser: Browser, tmp_path: Path) -> None:
    """With e-mail addresses shown, since else much is taken out."""
    walked = Walked()
    for site in build_each(hostile, infos, tmp_path, Settings(show_emails=True)):
        with walking(browser, site.as_uri(), walked) as walker:
            for address in shown(hostile):
                walker.visit(address)
                press_everything(walker)
            read_files(walker, shown(hostile)[-1], [])

        assert walked.mishaps() == {}
    hostile.figures.add(walked)
