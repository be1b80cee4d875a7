"""Where an asset's bytes are: in the archive's public store or, for files at hand, at this server in its place."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response

from builder.archive.address import is_loopback
from builder.catalog.links.archive_links import asset_download, asset_metadata, asset_s3
from builder.catalog.schema.asset import Asset
from builder.serve.api.call import Call
from builder.serve.api.parameters import read_choice
from builder.serve.http.answers import HTML, Answer, Refused, leads_to, not_found, plain_page
from builder.serve.http.files import send_file

_PRINTABLE = re.compile(r"[\x20-\x7e]*")
_NO_ZARR = "Unable to provide download link for zarr assets. Please browse the zarr files directly to do so."


def download(call: Call, asset: Asset) -> Answer:
    """The redirect to the bytes; for a video to be watched, a page with a player."""
    if asset.blob is None:
        raise Refused(_NO_ZARR, 400)
    how = read_choice(call.query, "content_disposition", ("attachment", "inline"), default="attachment")
    url, kind = bytes_url(call, asset), asset.metadata.encoding_format
    if url is None:
        raise Refused({"detail": "The archive that holds the file has no public address."}, 404)
    if asset.blob in call.served.blobs:
        wanted = {"response-content-disposition": _disposition(how, asset.path)}
        if how == "inline" and kind:
            wanted["response-content-type"] = kind
        url += "?" + urlencode(wanted, quote_via=quote)
    if how == "inline" and kind.startswith("video/"):
        player = f'<video autoplay controls src="{html.escape(url)}"></video>'
        return Answer(body=player.encode(), kind=HTML)
    # A public address of the store takes no such parameters: it answers 400 to a request that isn't signed.
    return leads_to(url)


def bytes_url(call: Call, asset: Asset) -> str | None:
    """The plain address of an asset's bytes: at this server if it has them, else in the archive's store.

    Of an archive whose store isn't known, the archive's own address for the asset; None where it has none but on the
    machine that was harvested from.
    """
    if asset.blob is not None and asset.blob in call.served.blobs:
        return f"{call.host_url}/s3/{blob_key(asset.blob)}"
    instance = call.snapshot.instance
    stored = asset_s3(instance, asset)
    if stored and not is_loopback(stored):
        return stored
    return (asset_download(instance, asset) or asset_metadata(instance, asset)) if instance.api_url else None


def leads_to_archive(call: Call, path: str) -> Answer:
    """What isn't harvested: the redirect to the archive's own API."""
    if not call.snapshot.instance.api_url:
        raise not_found()
    query = call.request.scope["query_string"].decode("latin-1")
    return leads_to(f"{call.snapshot.instance.api_url}{path}" + (f"?{query}" if query else ""))


def blob_key(blob: str) -> str:
    """Where the archive's store keeps a blob."""
    return f"blobs/{blob[:3]}/{blob[3:6]}/{blob}"


def send_blob(request: Request, blobs: Mapping[str, Path]) -> Response:
    """`/s3/blobs/abc/def/UUID`: the bytes, as the store would send them."""
    blob = str(request.path_params["blob"])
    path = blobs.get(blob)
    if path is None or request.scope["path"] != f"/s3/{blob_key(blob)}" or not path.is_file():
        return plain_page(request, 404, "Not Found", "No blob with bytes has this address.")
    headers = {
        "Content-Type": request.query_params.get("response-content-type") or "application/octet-stream",
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "Accept-Ranges, Content-Length, Content-Range, ETag",
        # What anyone uploaded must not run as a page of this server.
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    disposition = request.query_params.get("response-content-disposition")
    if disposition:
        headers["Content-Disposition"] = disposition
    if not all(_PRINTABLE.fullmatch(value) for value in headers.values()):
        return plain_page(request, 400, "Bad Request", "A header may hold printable ASCII only.")
    return send_file(request, path, headers)


def _disposition(how: str, path: str) -> str:
    name = path.rpartition("/")[2]
    if _PRINTABLE.fullmatch(name) and '"' not in name and "\\" not in name:
        return f'{how}; filename="{name}"'
    return f"{how}; filename*=UTF-8''{quote(name, safe='')}"
