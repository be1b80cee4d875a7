"""What to type or to run to get files, a function a tool. Paths and names are anyone's text: all is quoted. Pure."""

from __future__ import annotations

import re
import shlex
from urllib.parse import quote

from builder.catalog.links.archive_links import archive_dandiset, archive_files
from builder.catalog.links.instances import KNOWN_INSTANCES, Instance


def download_target(instance: Instance, identifier: str, version: str) -> str:
    """The short form works for the main archive alone; others are named by their address."""
    if instance == KNOWN_INSTANCES["dandi"]:
        return f"DANDI:{identifier}/{version}"
    return archive_dandiset(instance, identifier, version)


def folder_download(instance: Instance, identifier: str, version: str, folder: str) -> str:
    """`folder` ends with a slash. The client decodes the address as a whole, a + too where it stands for itself."""
    address = archive_files(instance, identifier, version) + quote(folder, safe="/")
    return f"dandi download --preserve-tree {shell_word(address)}"


def file_download(instance: Instance, identifier: str, version: str, path: str) -> str:
    """As a glob without a sign: else the client takes an address of a file for a folder, and finds nothing in it.

    Source: dandi.dandiarchive._dandi_url_parser.parse (0.81.0), `location_folder`.
    """
    address = archive_files(instance, identifier, version) + quote(path, safe="/")
    return f"dandi download --preserve-tree --path-type glob {shell_word(address)}"


def datalad_clone(url: str, identifier: str, tag: str | None) -> str:
    """A clone of a dandiset's repository, which lies at `url` + identifier; `tag` is a published version's."""
    lines = [f"datalad clone {shell_word(url + identifier)}", f"cd {identifier}"]
    return "\n".join(lines + ([f"git checkout {tag}"] if tag else []))


def datalad_get(path: str) -> str:
    return f"datalad get {shell_word(_no_option(path))}"


def curl_download(url: str, name: str) -> str:
    return f"curl --fail --location --output {shell_word(_local_name(name))} {shell_word(url)}"


def s3_copy(uri: str, name: str) -> str:
    """Without an account: the bucket is public."""
    return f"aws s3 cp --no-sign-request {uri} {shell_word(_local_name(name))}"


def s3_sync(uri: str, name: str) -> str:
    """`uri` ends with a slash: the store is a folder of files."""
    return f"aws s3 sync --no-sign-request {uri} {shell_word(_local_name(name) + '/')}"


def aria2_all(tables: str, *, path: int, url: int) -> str:
    """Download what stands in tables of files, each file to its path; no path leads out of the folder.

    `path` and `url` are the places of these columns, from 1.
    """
    return (
        rf"""awk -F'\t' 'FNR > 1 && ${url} {{p = ${path}; sub(/^\.\//, "", p); """
        r"""if (p !~ /^[A-Za-z]:|^[\/\\]|(^|[\/\\])\.\.?([\/\\]|$)/) """
        rf"""print ${url} "\n  out=" p}}' {tables} |"""
        "\n  aria2c --input-file=- --continue --max-concurrent-downloads=4"
    )


def curl_matching(start: str, tables: str, *, path: int, url: int) -> str:
    """Download those of tables of files whose path begins so, under their own names, into the current folder."""
    return (
        f"""awk -F'\\t' 'FNR > 1 && ${url} && index(${path}, "{start}") == 1 {{print ${url}}}' {tables} |"""
        "\n  xargs -n 1 curl --fail --location --remote-name --remote-header-name"
    )


def stream_nwb(url: str) -> str:
    """Python that reads parts of an NWB file by HTTP ranges.

    Source: https://pynwb.readthedocs.io/en/stable/tutorials/advanced_io/streaming.html
    """
    return f"""\
import h5py
import remfile
from pynwb import NWBHDF5IO

url = {_python_text(url)}
with h5py.File(remfile.File(url), "r") as file, NWBHDF5IO(file=file, load_namespaces=True) as io:
    nwbfile = io.read()
    print(nwbfile)"""


def stream_nwb_zarr(url: str) -> str:
    """Python; `uri` ends with a slash, as the store is a folder."""
    return f"""\
from hdmf_zarr import NWBZarrIO

with NWBZarrIO({_python_text(url)}, mode="r") as io:
    nwbfile = io.read()
    print(nwbfile)"""


def stream_zarr(uri: str) -> str:
    """Python, for what zarr opens; `uri` begins with s3:// and ends with a slash."""
    return f"""\
import zarr

store = zarr.open({_python_text(uri)}, mode="r", storage_options={{"anon": True}})
print(dict(store.attrs))"""


def matlab_stream(uri: str, region: str) -> str:
    """`region` is the bucket's: MATLAB asks that of no server."""
    return f'setenv("AWS_DEFAULT_REGION", {_matlab_text(region)});\nnwbfile = nwbRead({_matlab_text(uri)})'


def matlab_download(url: str, name: str) -> str:
    file = _matlab_text(_local_name(name))
    return f"websave({file}, {_matlab_text(url)});\nnwbfile = nwbRead({file})"


def shell_word(text: str) -> str:
    """One word for a shell. In double quotes where they will do, since those alone work on Windows too."""
    if shlex.quote(text) == text:
        return text
    return f'"{text}"' if _DOUBLE_QUOTED.fullmatch(text) else shlex.quote(text)


_DOUBLE_QUOTED = re.compile(r"[^\"$`\\!\x00-\x1f\x7f]+")


def _no_option(path: str) -> str:
    """A path that no program takes for an option, or for its own input and output."""
    return f"./{path}" if path.startswith(("-", "~")) else path


def _local_name(name: str) -> str:
    """A name to write a file under: it leads to no other folder, on Windows neither."""
    if name in ("", ".", ".."):
        return f"file{name}"
    return _no_option(re.sub(r"^([A-Za-z]):", r"\1_", name).replace("\\", "_"))


def _python_text(address: str) -> str:
    return f'"{quote(address, safe=_ADDRESS)}"'


def _matlab_text(text: str) -> str:
    """In double quotes, where nothing is special but these."""
    return '"' + re.sub(r"[\x00-\x1f\x7f]", "_", text).replace('"', '""') + '"'


_ADDRESS = "%/:?#[]@!$&'()*+,;=~"
