"""What the file tree must know of the archive: its addresses, the viewers, and code for one file. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from builder.catalog.files.viewers import Stored, archive_values
from builder.catalog.links.archive_links import archive_files
from builder.catalog.links.instances import Instance
from builder.script_data import script_data
from builder.site.files.columns import script_columns
from builder.site.frame.scope import Scope
from builder.site.parts import snippets

_GAPS = {
    "GAP-ASSET": "{asset_id}",
    "GAP-IDENTIFIER": "{identifier}",
    "GAP-VERSION": "{version}",
    "GAP-PATH": "{uri:path}",
    "GAP-NAME/": "{sh:name/}",
    "GAP-NAME": "{sh:name}",
    "GAP-MATLAB": "{matlab:name}",
    "GAP-S3URI": "{s3uri}",
    "GAP-S3": "{s3}",
}
"""Words that no quoting changes, and what takes their place in a text; see docs/files.md."""


def services_script(scope: Scope) -> str:
    """`window.catalogServices = {…};`: docs/files.md describes the fields."""
    instance = scope.instance
    facts = {
        "archive": instance.name,
        "web": instance.web_url,
        "api": instance.api_url,
        "bucket": instance.bucket_url,
        "bucketUri": (name := archive_values(instance)["bucket_name"]) and f"s3://{name}",
        "values": archive_values(instance),
        "needsKey": instance.needs_key,
        "columns": script_columns(),
        "viewers": [
            {
                "name": viewer.name,
                "label": viewer.label,
                "does": viewer.does,
                "pattern": viewer.pattern,
                "stored": viewer.stored,
                "mostBytes": viewer.most_bytes,
                "template": viewer.template,
            }
            for viewer in scope.viewers
        ],
        "snippets": list(_snippets(instance)),
        "commands": _commands(instance),
    }
    return f"window.catalogServices = {script_data(facts)};\n"


def _snippets(instance: Instance) -> Iterator[dict[str, str | None]]:
    """Code for one file; its gaps are filled in the browser. The first that fits is what a reader sees first."""
    with_client = snippets.file_download(instance, "GAP-IDENTIFIER", "GAP-VERSION", "GAP-PATH")
    if not instance.needs_key:
        yield from _for_nwb(instance)
        yield from _for_zarrs(instance)
    yield _snippet("DANDI client", "", None, with_client)
    if not instance.needs_key:
        url = _download(instance)
        yield _snippet("curl", "", Stored.BLOB, snippets.curl_download(url, "GAP-NAME"))
    if instance.bucket_url:
        yield _snippet("AWS CLI", "", Stored.BLOB, snippets.s3_copy("GAP-S3URI", "GAP-NAME"))
        yield _snippet("AWS CLI", "", Stored.ZARR, snippets.s3_sync("GAP-S3URI/", "GAP-NAME"))


def _commands(instance: Instance) -> dict[str, str]:
    """For all files, and for a selection of them."""
    address = archive_files(instance, "{identifier}", "{version}")
    return {
        "all": f"dandi download {snippets.download_target(instance, '{identifier}', '{version}')}",
        "glob": f'dandi download --preserve-tree --path-type glob "{address}{{uri:glob}}"',
        # An address of a file is a glob without a sign; see snippets.file_download.
        "some": "dandi download --preserve-tree --path-type glob {addresses}",
        "folder": f'dandi download --preserve-tree "{address}{{uri:path}}"',
        "address": f"{address}{{uri:path}}",
    }


def _for_nwb(instance: Instance) -> Iterator[dict[str, str | None]]:
    url = _download(instance)
    yield _snippet("Python", r"\.nwb$", Stored.BLOB, snippets.stream_nwb(url))
    if instance.bucket_url and instance.bucket_region:
        matlab = snippets.matlab_stream("GAP-S3URI", instance.bucket_region)
    else:
        matlab = snippets.matlab_download(url, "GAP-MATLAB")
    yield _snippet("MATLAB", r"\.nwb$", Stored.BLOB, matlab)


def _for_zarrs(instance: Instance) -> Iterator[dict[str, str | None]]:
    if instance.bucket_url:
        yield _snippet("Python", r"\.nwb(\.zarr)?$", Stored.ZARR, snippets.stream_nwb_zarr("GAP-S3/"))
        yield _snippet("Python", r"\.zarr$", Stored.ZARR, snippets.stream_zarr("GAP-S3URI/"))


def _download(instance: Instance) -> str:
    return f"{instance.api_url}/assets/GAP-ASSET/download/"


def _snippet(label: str, pattern: str, stored: Stored | None, text: str) -> dict[str, str | None]:
    for gap, expression in _GAPS.items():
        text = text.replace(gap, expression)
    return {"label": label, "pattern": pattern, "stored": stored, "text": text}
