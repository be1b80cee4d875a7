"""Who opens what: the programs on the web that show a file of the archive, one entry each, known nowhere else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import quote

from builder.catalog.files.table import ListedFile
from builder.catalog.links import archive_links as links
from builder.catalog.links.instances import Instance
from builder.catalog.links.uri_template import expand
from builder.catalog.text.lines import is_true_path


class Stored(StrEnum):
    """How the archive keeps a file."""

    BLOB = "blob"
    ZARR = "zarr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    name: str
    """What settings call it; different for each entry."""
    label: str
    does: str
    """What a reader gets from it."""
    pattern: str
    """A regular expression that is searched for in the path without regard to case; one that means the same in Python
    and JavaScript."""
    template: str
    """Its address for a file; see `file_values`."""
    is_documented: bool
    """Whether its authors or the archive say that this address is so; others are off unless settings ask for them."""
    source: str
    """Where that is said."""
    stored: Stored | None = Stored.BLOB
    """How what it opens is kept; None: either way."""
    most_bytes: int | None = None
    stands_beside: bool = False
    """Whether a row of a file offers it beside the first that opens the file."""


def _neuroglancer() -> str:
    """Its state is JSON behind the #, all of it encoded; what fills the gaps needs no escapes in JSON."""
    state = {
        "layers": [{"type": "image", "source": "<s3>", "tab": "rendering", "name": "<asset_id>"}],
        "selectedLayer": {"visible": True, "layer": "<asset_id>"},
        "layout": "4panel",
    }
    encoded = quote(json.dumps(state, separators=(",", ":")), safe="")
    return "https://neuroglancer-demo.appspot.com/#!" + re.sub(r"%3C([a-z0-9_]+)%3E", r"{\1}", encoded)


_ARCHIVE = "the archive's table of external services"
_NEUROSIFT = "Neurosift's own routes"

VIEWERS: tuple[Viewer, ...] = (
    Viewer(
        name="neurosift",
        label="Neurosift",
        does="NWB, over the network",
        pattern=r"\.nwb$",
        template="{+neurosift}/nwb?url={+download}&dandisetId={identifier}&dandisetVersion={version}",
        is_documented=True,
        source=_NEUROSIFT,
    ),
    Viewer(
        name="neurosift-edf",
        label="Neurosift",
        does="EDF recordings",
        pattern=r"\.edf$",
        template="{+neurosift}/edf?url={+download}",
        is_documented=True,
        source=_NEUROSIFT,
    ),
    Viewer(
        name="neurosift-file",
        label="Neurosift",
        does="Images and tables, on its page of the dandiset",
        pattern=r"\.(nii(\.gz)?|tsv)$",
        template="{+neurosift_dandiset}{identifier}?dandisetVersion={version}&tab={path}",
        is_documented=True,
        source=_NEUROSIFT,
    ),
    Viewer(
        name="neurosift-avi",
        label="Neurosift v1",
        does="AVI films",
        pattern=r"\.avi$",
        template="https://v1.neurosift.app?p=/avi&url={+download}&dandisetId={identifier}&dandisetVersion={version}",
        is_documented=True,
        source=_ARCHIVE,
    ),
    Viewer(
        name="nwb-explorer",
        label="NWB Explorer",
        does="NWB with plots, at Open Source Brain",
        pattern=r"\.nwb$",
        most_bytes=1_000_000_000,
        template="http://nwbexplorer.opensourcebrain.org/nwbfile={+s3}",
        is_documented=True,
        source=_ARCHIVE,
    ),
    Viewer(
        name="bioimage-suite",
        label="BioImage Suite",
        does="NIfTI images",
        pattern=r"\.nii(\.gz)?$",
        most_bytes=1_000_000_000,
        template="https://bioimagesuiteweb.github.io/unstableapp/viewer.html?image={+s3}",
        is_documented=True,
        source=_ARCHIVE,
    ),
    Viewer(
        name="niivue",
        label="NiiVue",
        does="NIfTI images",
        pattern=r"\.nii(\.gz)?$",
        template="https://niivue.github.io/tiff-loader/?image={+s3}&filename={name}",
        is_documented=False,
        source="dandi-archive issue 2270",
    ),
    Viewer(
        name="vizarr",
        label="Vizarr",
        does="OME-Zarr images, plane by plane",
        pattern=r"\.ome\.zarr$",
        stored=Stored.ZARR,
        template="https://hms-dbmi.github.io/vizarr/?source={+s3}",
        is_documented=True,
        source="Vizarr's own guide",
    ),
    Viewer(
        name="itk-vtk-viewer",
        label="itk-vtk-viewer",
        does="OME-Zarr images as volumes",
        pattern=r"\.ome\.zarr$",
        stored=Stored.ZARR,
        template="https://kitware.github.io/itk-vtk-viewer/app/?gradientOpacity=0.3&image={+s3}",
        is_documented=True,
        source=_ARCHIVE,
    ),
    Viewer(
        name="neuroglancer",
        label="Neuroglancer",
        does="Volumes, in three planes",
        pattern=r"\.(nii(\.gz)?|zarr)$",
        stored=None,
        template=_neuroglancer(),
        is_documented=True,
        source=_ARCHIVE,
    ),
    Viewer(
        name="neuroglass",
        label="NeuroGlass",
        does="Volumes, with notes to share",
        pattern=r"\.(nii(\.gz)?|(ome|nii)\.zarr)$",
        stored=None,
        template="https://www.neuroglass.io/new?resource={+metadata}",
        is_documented=True,
        source=_ARCHIVE,
    ),
    Viewer(
        name="ome-ngff-validator",
        label="OME-NGFF validator",
        does="Says whether an OME-Zarr follows the standard",
        pattern=r"\.(ome|nii)\.zarr$",
        stored=Stored.ZARR,
        template="https://ome.github.io/ome-ngff-validator/?source={+s3}",
        is_documented=True,
        source=_ARCHIVE,
    ),
    Viewer(
        name="quilt",
        label="Browse in S3",
        does="The files that a zarr consists of, at Quilt",
        pattern=r"",
        stored=Stored.ZARR,
        template="https://open.quiltdata.com/b/{bucket_name}/tree/zarr/{zarr_id}/",
        stands_beside=True,
        is_documented=True,
        source="dandi-archive issue 2655",
    ),
)
"""In the order in which a reader is offered them."""


def chosen_viewers(instance: Instance, switched: Mapping[str, bool]) -> tuple[Viewer, ...]:
    """Those that the settings leave or turn on; none where nobody gets a file without a key."""
    if instance.needs_key:
        return ()
    return tuple(viewer for viewer in VIEWERS if switched.get(viewer.name, viewer.is_documented))


def offered(
    viewers: Sequence[Viewer], instance: Instance, file: ListedFile, identifier: str, version: str
) -> Iterator[tuple[Viewer, str]]:
    """The viewers that open a file, with their addresses of it."""
    # Of most zarrs the archive has not counted the bytes, and yet they are there.
    if not file.can_be_had or not (file.size or file.is_zarr):
        return
    stored = Stored.ZARR if file.is_zarr else Stored.BLOB
    values: Mapping[str, str | None] | None = None
    for viewer in viewers:
        fits = viewer.most_bytes is None or (file.size or 0) <= viewer.most_bytes
        if viewer.stored in (stored, None) and fits and _compiled(viewer.pattern).search(file.path):
            values = values or file_values(instance, file, identifier, version)
            if address := expand(viewer.template, values):
                yield viewer, address


@lru_cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def archive_values(instance: Instance) -> dict[str, str | None]:
    """What templates may name that is the same for all files."""
    return {
        "neurosift": instance.neurosift_files,
        "neurosift_dandiset": instance.neurosift_dandiset,
        "bucket_name": links.bucket_name(instance),
    }


def file_values(instance: Instance, file: ListedFile, identifier: str, version: str) -> dict[str, str | None]:
    """What templates may name of a file."""
    folder, _, name = file.path.rpartition("/")
    s3 = links.asset_s3(instance, file)
    return archive_values(instance) | {
        "identifier": identifier,
        "version": version,
        "path": file.path if is_true_path(file.path) else None,
        "folder": folder,
        "name": name,
        "asset_id": file.asset_id,
        "download": links.asset_download(instance, file),
        "metadata": links.asset_metadata(instance, file),
        "s3": s3 and s3.rstrip("/"),
        "zarr_id": file.zarr,
    }
