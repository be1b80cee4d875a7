"""Endpoints about assets and zarrs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from builder.catalog.schema.asset import Asset
from builder.catalog.schema.version import ValidationError
from builder.serve.api.asset_listing import without_metadata
from builder.serve.api.call import Call
from builder.serve.api.downloads import bytes_url, download, leads_to_archive
from builder.serve.api.folders import list_folder
from builder.serve.api.pagination import LARGEST_SIZE
from builder.serve.api.parameters import read_flag, read_order
from builder.serve.api.stored import fields_of, read_stored
from builder.serve.http.answers import Answer, Refused, not_found, says


class _Errors(msgspec.Struct, frozen=True):
    asset_validation_errors: tuple[ValidationError, ...] = ()


def list_assets(call: Call) -> Answer:
    """`…/assets/`: a version's assets, by the lazy paginator."""
    row, identifier = call.version(), call.part("dandiset")
    order = read_order(call.query, ("created", "modified", "path"))
    with_metadata, only_zarr = read_flag(call.query, "metadata"), read_flag(call.query, "zarr")
    path, glob = call.query.get("path", ""), call.query.get("glob", "")
    if order == (("path", False),) and not (path or glob or only_zarr) and row.lines > LARGEST_SIZE:
        numbers: Sequence[int] = range(row.lines)  # stored in this order: no need to read them all
    else:
        listing = call.served.listings.of(call.snapshot, identifier, row)
        numbers = listing.numbers(order, path=path, glob=glob, only_zarr=only_zarr)
    window = call.window(len(numbers), lazy=True)
    shown = numbers[window.start : window.stop]
    lines = call.snapshot.asset_lines_at(identifier, row.version, shown)
    rows = (lines[number] for number in shown if number in lines)
    return call.page(
        window, [msgspec.Raw(line) if with_metadata else without_metadata(line) for line in rows], lazy=True
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
    numbers = [entry.number for entry in shown if entry.number is not None]
    lines = call.snapshot.asset_lines_at(identifier, row.version, numbers)
    ordinal = 1 + [version.version for version in call.snapshot.versions(identifier)].index(row.version)
    return call.page(
        window,
        [
            {
                "path": entry.path,
                "version": ordinal,
                "aggregate_files": entry.files,
                "aggregate_size": entry.size_bytes,
                "asset": _listed_file(call, entry.path, lines.get(entry.number))
                if entry.number is not None
                else None,
            }
            for entry in shown
        ],
    )


def show_asset(call: Call) -> Answer:
    """`/api/assets/UUID/`, also below a version: the metadata alone."""
    return says(fields_of(_asset_line(call)).get("metadata"))


def show_asset_info(call: Call) -> Answer:
    """`/api/assets/UUID/info/`, also below a version: the item of the listing with its metadata."""
    return Answer(body=_asset_line(call))


def show_asset_validation(call: Call) -> Answer:
    """`…/assets/UUID/validation/`: what the version's errors say of this asset."""
    asset = read_stored(_asset_line(call), Asset)
    errors = read_stored(call.version().info, _Errors).asset_validation_errors
    own = [error for error in errors if error.path == asset.path]
    # An asset that waits for its check is listed as an error that names no field.
    real = [{"field": error.field, "message": error.message} for error in own if error.field]
    status = "Invalid" if real else "Pending" if own else "Valid"
    return says({"status": status, "validation_errors": real})


def download_asset(call: Call) -> Answer:
    """`/api/assets/UUID/download/`, also below a version: where the bytes are."""
    return download(call, read_stored(_asset_line(call), Asset))


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
    return leads_to_archive(call, f"/zarr/{_zarr(call)['zarr_id']}/files/")


def _asset_line(call: Call) -> bytes:
    """The stored line of the asset that the address names; below a version, that version must exist."""
    if "version" in call.request.path_params:
        call.version()
    line = call.served.index.find(call.snapshot, call.part("asset"))
    if line is None:
        raise not_found()
    return line


def _listed_file(call: Call, path: str, line: bytes | None) -> dict[str, Any] | None:
    """The file itself; None where a harvest has put another in its place since the folders were read."""
    asset = read_stored(line, Asset) if line else None
    return {"asset_id": asset.asset_id, "url": bytes_url(call, asset)} if asset and asset.path == path else None


def _zarr(call: Call) -> Mapping[str, object]:
    found = call.served.index.of(call.snapshot).zarrs.get(call.part("zarr"))
    if found is None:
        raise not_found()
    return found
