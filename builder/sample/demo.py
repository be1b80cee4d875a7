"""The whole job on the built-in archive, over real HTTP on loopback."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.archive import ArchiveClient
from builder.harvest import HarvestReport, harvest
from builder.sample.make import Sample, make_sample
from builder.serve import create_api, in_background
from builder.settings import Settings
from builder.site.build import BuildReport, build


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
    """Serve the built-in archive as an API, harvest it twice, and build its site."""
    folder.mkdir(parents=True, exist_ok=True)
    snapshot, site = folder / "snapshot.sqlite", folder / "site"
    snapshot.unlink(missing_ok=True)
    with TemporaryDirectory(prefix="dandi-catalog-") as scratch:
        first = make_sample(Path(scratch) / "first.sqlite")
        later = make_sample(Path(scratch) / "later.sqlite", withdrawn=True)
        harvests = tuple(_harvest(sample, snapshot) for sample in (first, later))
    built = build(snapshot, Settings(title="DANDI catalog demo"), site)
    return Demo(snapshot=snapshot, site=site, harvests=harvests, built=built, notes=first.notes)


def _harvest(sample: Sample, snapshot: Path) -> HarvestReport:
    with in_background(create_api(sample.snapshot_path, blobs=sample.blobs)) as url:
        return harvest(ArchiveClient(f"{url}/api"), snapshot)
