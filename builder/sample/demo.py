"""The whole job on the built-in archive, over real HTTP on loopback."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from builder.archive import ArchiveClient
from builder.errors import CatalogError, UsageError
from builder.harvest import HarvestReport, harvest
from builder.sample.make import Sample, make_sample
from builder.serve import AS_HARVESTED, create_api, in_background
from builder.serve.http.running import HOST
from builder.settings import Settings
from builder.site.pipeline.build import BuildReport, build
from builder.snapshot import Snapshot

TAGLINE = "A small sample to try the program on: many of its dandisets are invented, and their links lead nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the demo did, and where it lies."""

    snapshot: Path
    site: Path
    harvests: tuple[HarvestReport, ...]
    """One of the archive as it first was, one after a dandiset had been withdrawn from it."""
    built: BuildReport
    notes: tuple[str, ...]


def run_demo(folder: Path) -> Demo:
    """Serve the built-in archive as an API, harvest it twice, and build its site; an earlier demo is replaced."""
    snapshot, site = folder / "snapshot.sqlite", folder / "site"
    _make_room(folder, snapshot)
    snapshot.unlink(missing_ok=True)
    with TemporaryDirectory(prefix="dandi-catalog-") as scratch:
        first = make_sample(Path(scratch) / "first.sqlite")
        later = make_sample(Path(scratch) / "later.sqlite", withdrawn=True)
        harvests = tuple(_harvest(sample, snapshot) for sample in (first, later))
    built = build(snapshot, Settings(title="DANDI catalog demo", tagline=TAGLINE), site)
    return Demo(snapshot=snapshot, site=site, harvests=harvests, built=built, notes=first.notes)


def _make_room(folder: Path, snapshot: Path) -> None:
    """An empty folder will do, or that of an earlier demo: nobody's own snapshot or site is overwritten."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_empty = not any(folder.iterdir())
    except OSError as error:
        raise UsageError(f"{folder}: can't be written: {error.strerror}") from error
    if not is_empty and not _is_of_a_demo(snapshot):
        raise UsageError(f"{folder} holds something else than a demo: name another folder")


def _is_of_a_demo(path: Path) -> bool:
    """Whether a snapshot was harvested from this machine."""
    try:
        with Snapshot.readable(path) as snapshot:
            archive = snapshot.archive()
    except CatalogError:
        return False
    return archive is not None and urlsplit(archive.api_url).hostname == HOST


def _harvest(sample: Sample, snapshot: Path) -> HarvestReport:
    with in_background(create_api(sample.snapshot_path, settings=AS_HARVESTED, blobs=sample.blobs)) as url:
        return harvest(ArchiveClient(f"{url}/api"), snapshot)
