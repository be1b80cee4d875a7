"""The ways to get a version's data, each right for this version and this archive. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.catalog.contents.read import Contents
from builder.catalog.links.archive_links import archive_dandiset, asset_download, asset_s3, asset_s3_uri
from builder.catalog.links.instances import Instance
from builder.catalog.schema.asset import Asset
from builder.catalog.schema.version import Version
from builder.catalog.text.lines import is_true_path
from builder.identifiers import is_uuid
from builder.site.contexts import Command, DownloadBox, DownloadTab
from builder.site.parts import snippets
from builder.words import formats

_BYTES_PER_SECOND = 12_500_000
"""Of the line that times are told for: 100 Mbit/s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A version, and the real files that serve as examples."""

    instance: Instance
    identifier: str
    version: Version
    nwb: Asset | None
    zarr: Asset | None
    file: Asset | None
    """The NWB file or, without one, another that is no zarr."""

    @property
    def name(self) -> str:
        return self.version.version


def download_box(instance: Instance, identifier: str, version: Version, contents: Contents) -> DownloadBox | None:
    """What makes no sense for a version is left out: streaming of what nothing streams, buckets nobody knows."""
    if not version.asset_count:
        return None
    source = _read_source(instance, identifier, version, contents)
    tabs = [_dandi(source)]
    if not instance.needs_key:
        tabs += filter(None, (_python(source), _matlab(source), _datalad(source), _curl(source), _aws(source)))
    return DownloadBox(expected=_expected(source), tabs=tuple(tabs))


def _read_source(instance: Instance, identifier: str, version: Version, contents: Contents) -> _Source:
    nwb, zarr, *first = (
        asset if asset and is_uuid(asset.asset_id) else None
        for asset in (contents.sample, contents.zarr_sample, *contents.first)
    )
    return _Source(
        instance=instance,
        identifier=identifier,
        version=version,
        nwb=nwb,
        zarr=zarr,
        file=nwb or next((asset for asset in first if asset and asset.blob), None),
    )


def _dandi(source: _Source) -> DownloadTab:
    """The first command that a reader wants is the first; the client comes with pip."""
    target = snippets.download_target(source.instance, source.identifier, source.name)
    page = archive_dandiset(source.instance, source.identifier, source.name)
    key = f" It asks for your key of {source.instance.name}." if source.instance.needs_key else ""
    return _tab(
        "dandi",
        "DANDI client",
        f"The archive's own program verifies every file, and goes on after an interruption.{key}",
        Command(label="Install", text="pip install --upgrade dandi"),
        Command(
            label="Download everything",
            text=f"dandi download {target}",
            note=f"Makes a folder {source.identifier} in the current one.",
        ),
        Command(label="Go on after an interruption", text=f"dandi download --existing refresh {target}"),
        *_one_folder(source),
        Command(label="Only list the files", text=f"dandi ls -r {page}"),
    )


def _one_folder(source: _Source) -> Iterator[Command]:
    example = source.file or source.zarr
    folder, slash, _ = (example.path if example else "").partition("/")
    if slash and is_true_path(folder):
        text = snippets.folder_download(source.instance, source.identifier, source.name, folder + slash)
        yield Command(label=f"Download one folder, here {folder}{slash}", text=text)


def _python(source: _Source) -> DownloadTab | None:
    """A zarr is streamed from the bucket, which must be known for that."""
    if source.nwb:
        packages, code = "pynwb remfile", snippets.stream_nwb(asset_download(source.instance, source.nwb) or "")
        what = source.nwb
    elif source.zarr and (uri := asset_s3_uri(source.instance, source.zarr)):
        what = source.zarr
        if what.path.lower().endswith((".nwb.zarr", ".nwb")):
            packages = '"hdmf-zarr[full]"'
            code = snippets.stream_nwb_zarr(asset_s3(source.instance, what) or "")
        else:
            packages, code = "zarr s3fs", snippets.stream_zarr(uri)
    else:
        return None
    return _tab(
        "python",
        "Python",
        "Reads over the network, and only the parts that you ask for: nothing has to be downloaded.",
        Command(label="Install", text=f"pip install {packages}"),
        Command(label=f"Open {_named(what)}", text=code),
    )


def _matlab(source: _Source) -> DownloadTab | None:
    if source.nwb is None:
        return None
    uri, region = asset_s3_uri(source.instance, source.nwb), source.instance.bucket_region
    if uri and region:
        return _tab(
            "matlab",
            "MATLAB",
            "With MatNWB on the path. Reads over the network; move a file ~/.aws/credentials away if there is one.",
            Command(label=f"Open {_named(source.nwb)}", text=snippets.matlab_stream(uri, region)),
        )
    url, name = asset_download(source.instance, source.nwb) or "", _file_name(source.nwb)
    return _tab(
        "matlab",
        "MATLAB",
        "With MatNWB on the path.",
        Command(label=f"Download and open {_named(source.nwb)}", text=snippets.matlab_download(url, name)),
    )


def _datalad(source: _Source) -> DownloadTab | None:
    url = source.instance.datalad_url
    if url is None:
        return None
    tag = None if source.version.is_draft else source.name
    example = source.file or source.zarr
    path = example.path if example and is_true_path(example.path) else ""
    one = [Command(label="Fetch one file", text=snippets.datalad_get(path))] if path else []
    return _tab(
        "datalad",
        "DataLad",
        "A Git repository that names all files and fetches the ones you want; it follows the archive with a delay.",
        Command(label="Clone, without the data", text=snippets.datalad_clone(url, source.identifier, tag)),
        *one,
        Command(label="Fetch everything", text="datalad get ."),
    )


def _curl(source: _Source) -> DownloadTab | None:
    if source.file is None:
        return None
    url = asset_download(source.instance, source.file) or ""
    return _tab(
        "curl",
        "curl",
        "One file, with what every Mac, Linux and Windows has. The page of files has the address of each.",
        Command(
            label=f"Download {_named(source.file)}",
            text=snippets.curl_download(url, _file_name(source.file)),
            note="To go on after an interruption, add --continue-at - to it.",
        ),
    )


def _aws(source: _Source) -> DownloadTab | None:
    commands = []
    if source.file and (uri := asset_s3_uri(source.instance, source.file)):
        text = snippets.s3_copy(uri, _file_name(source.file))
        commands.append(Command(label=f"Download {_named(source.file)}", text=text))
    if source.zarr and (uri := asset_s3_uri(source.instance, source.zarr)):
        text = snippets.s3_sync(uri, _file_name(source.zarr))
        commands.append(Command(label=f"Download {_named(source.zarr)}", text=text))
    if not commands:
        return None
    lead = "Without an account. The bucket keeps files under the id of their content, not under their path."
    return _tab("aws", "AWS CLI", lead, *commands)


def _tab(name: str, label: str, lead: str, *commands: Command) -> DownloadTab:
    return DownloadTab(id=f"download-{name}", label=label, lead=lead, commands=commands)


def _file_name(asset: Asset) -> str:
    return asset.path.rpartition("/")[2]


def _named(asset: Asset) -> str:
    """The file with its size; a zarr that is being counted has none yet."""
    return f"{_file_name(asset)} ({formats.filesize(asset.size)})" if asset.size else _file_name(asset)


def _expected(source: _Source) -> str:
    size_bytes = source.version.size
    files = source.version.asset_count
    is_counted = size_bytes or not source.zarr
    total = formats.counted(files, "file") + (f", {formats.filesize(size_bytes)}" if is_counted else "")
    cost = "" if source.instance.needs_key else " Free, and without an account."
    if source.zarr and not source.zarr.size:
        # A zarr with a size would have been chosen.
        return f"{total} without the zarrs, which the archive has not counted yet.{cost}"
    seconds = size_bytes / _BYTES_PER_SECOND
    time = f", {_duration(seconds)} at 100\u00a0Mbit/s" if seconds >= 1 else ""
    return f"{total}{time}.{cost}"


def _duration(seconds: float) -> str:
    for unit, length_s in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= 1.5 * length_s:
            return f"about {formats.counted(round(seconds / length_s), unit)}"
    return "about a minute" if seconds >= 45 else "less than a minute"
