"""Endpoints about assets and zarrs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from builder.catalog.asset import read_asset
from builder.serve.answers import Answer, Refused, not_found, says
from builder.serve.asset_listing import read_lines, without_metadata
from builder.serve.call import Call
from builder.serve.downloads import bytes_url, download
from builder.serve.folders import list_folder
from builder.serve.parameters import read_flag, read_order

_decode_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def list_assets(call: Call) -> Answer:
    """`…/assets/`: a version's assets, by the lazy paginator."""
    row, identifier = call.version(), call.part("dandiset")
    order = read_order(call.query, ("created", "modified", "path"))
    with_metadata, only_zarr = read_flag(call.query, "metadata"), read_flag(call.query, "zarr")
    path, glob = call.query.get("path", ""), call.query.get("glob", "")
    if order == (("path", False),) and not (path or glob or only_zarr):
        numbers: Sequence[int] = range(row.lines)  # stored in this order: no need to read them all
    else:
        listing = call.served.listings.of(call.snapshot, identifier, row)
        numbers = listing.numbers(order, path=path, glob=glob, only_zarr=only_zarr)
    window = call.window(len(numbers), lazy=True)
    lines = read_lines(call.snapshot, identifier, row.version, numbers[window.start : window.stop])
    return call.page(
        window, [msgspec.Raw(line) if with_metadata else without_metadata(line) for line in lines], lazy=True
    )


def list_paths(call: Call) -> Answer:
    """`…/assets/paths/`: one level of a version's folders."""
    row, identifier = call.version(), call.part("dandiset")
    listing = call.served.listings.of(call.snapshot, identifier, row)
    entries = list_folder(listing.heads, call.query.get("path_prefix", ""))
    if entries is None:
        raise Refused({"detail": "Specified path not found."}, 404)
    window = call.window(len(entries))
    shown = entries[window.start : window.stop]
    numbers = sorted(entry.number for entry in shown if entry.number is not None)
    lines = dict(zip(numbers, read_lines(call.snapshot, identifier, row.version, numbers), strict=False))
    ordinal = 1 + [version.version for version in call.snapshot.versions(identifier)].index(row.version)
    return call.page(
        window,
        [
            {
                "path": entry.path,
                "version": ordinal,
                "aggregate_files": entry.files,
                "aggregate_size": entry.size_bytes,
                "asset": _listed_file(call, lines[entry.number]) if entry.number in lines else None,
            }
            for entry in shown
        ],
    )


def show_asset(call: Call) -> Answer:
    """`/api/assets/UUID/`, also below a version: the metadata alone."""
    return says(_decode_fields(_asset_line(call)).get("metadata"))


def show_asset_info(call: Call) -> Answer:
    """`/api/assets/UUID/info/`, also below a version: the item of the listing with its metadata."""
    return Answer(body=_asset_line(call))


def show_asset_validation(call: Call) -> Answer:
    """`…/assets/UUID/validation/`: what the version's errors say of this asset."""
    asset = msgspec.json.decode(_asset_line(call))
    errors = msgspec.json.decode(call.version().info).get("asset_validation_errors") or []
    own = [error for error in errors if isinstance(error, dict) and error.get("path") == asset.get("path")]
    # An asset that waits for its check is listed as an error that names no field.
    real = [{"field": error.get("field"), "message": error.get("message")} for error in own if error.get("field")]
    status = "Invalid" if real else "Pending" if own else "Valid"
    return says({"status": status, "validation_errors": real})


def download_asset(call: Call) -> Answer:
    """`/api/assets/UUID/download/`, also below a version: where the bytes are."""
    return download(call, read_asset(_asset_line(call), call.request.url.path)[0])


def list_zarrs(call: Call) -> Answer:
    """`/api/zarr/`: the zarrs that assets of the snapshot stand for."""
    zarrs = sorted(
        call.served.index.of(call.snapshot).zarrs.values(), key=lambda zarr: (zarr["dandiset"], zarr["name"])
    )
    for parameter in ("dandiset", "name"):
        wanted = call.query.get(parameter)
        if wanted:
            zarrs = [zarr for zarr in zarrs if zarr[parameter] == wanted]
    window = call.window(len(zarrs))
    return call.page(window, zarrs[window.start : window.stop])


def show_zarr(call: Call) -> Answer:
    """`/api/zarr/UUID/`."""
    return says(_zarr(call))


def list_zarr_files(call: Call) -> Answer:
    """`/api/zarr/UUID/files/`: the entries are not harvested, so this leads to the archive itself."""
    zarr_id = _zarr(call)["zarr_id"]
    api_url = call.instance().api_url
    if not api_url:
        raise not_found()
    query = f"?{call.request.url.query}" if call.request.url.query else ""
    return Answer(body=b"", status=302, headers={"Location": f"{api_url}/zarr/{zarr_id}/files/{query}"})


def _asset_line(call: Call) -> bytes:
    """The stored line of the asset that the address names; below a version, that version must exist."""
    if "version" in call.request.path_params:
        call.version()
    found = call.served.index.of(call.snapshot).find(call.snapshot, call.part("asset"))
    if found is None:
        raise not_found()
    return found[2]


def _listed_file(call: Call, line: bytes) -> dict[str, Any]:
    asset, _ = read_asset(line, call.request.url.path)
    return {"asset_id": asset.asset_id, "url": bytes_url(call, asset)}


def _zarr(call: Call) -> Mapping[str, object]:
    found = call.served.index.of(call.snapshot).zarrs.get(call.part("zarr"))
    if found is None:
        raise not_found()
    return found
