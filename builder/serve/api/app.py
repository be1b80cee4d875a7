"""A live, read-only DANDI REST API over a snapshot: the addresses, and what every answer has in common."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from builder import identifiers
from builder.errors import CatalogError
from builder.serve.api import assets, dandisets, downloads
from builder.serve.api.call import Call, Served
from builder.serve.api.downloads import leads_to_archive
from builder.serve.api.harvested import reachable
from builder.serve.http.answers import Answer, Refused, accepted_form, moved, plain_page, preflight, respond, says
from builder.settings import Settings
from builder.snapshot import DandisetState, Snapshot

log = logging.getLogger(__name__)

Endpoint = Callable[[Call], Answer]

_SCHEMAS = ("Dandiset", "Asset", "PublishedDandiset", "PublishedAsset")


class _Text(Convertor[str]):
    """A part of an address that must look so; otherwise there is no such address."""

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class _DandisetId(_Text):
    regex = identifiers.DANDISET


class _VersionId(_Text):
    regex = identifiers.VERSION


class _LowercaseUuid(_Text):
    regex = identifiers.UUID


register_url_convertor("dandiset", _DandisetId())
register_url_convertor("version", _VersionId())
register_url_convertor("lowercase_uuid", _LowercaseUuid())


def create_api(
    snapshot_path: Path, *, settings: Settings | None = None, blobs: Mapping[str, Path] = MappingProxyType({})
) -> Starlette:
    """The app that answers for a snapshot as the archive would.

    The settings say which dandisets it shows, with all their versions, and whether e-mail addresses stay in;
    AS_HARVESTED hides nothing. `blobs` are files with the bytes of blobs, by blob id: those are downloaded from here,
    others from the archive. A snapshot that can't be read is refused at once.
    """
    Snapshot.readable(snapshot_path).close()
    served = Served(snapshot_path, settings or Settings(), blobs)
    version = "/api/dandisets/{dandiset:dandiset}/versions/{version:version}"
    nested, top = f"{version}/assets/{{asset:lowercase_uuid}}", "/api/assets/{asset:lowercase_uuid}"
    zarr = "/api/zarr/{zarr:lowercase_uuid}"
    endpoints: Mapping[str, Endpoint] = {
        "/api/dandisets/": dandisets.list_dandisets,
        "/api/dandisets/{dandiset:dandiset}/": dandisets.show_dandiset,
        "/api/dandisets/{dandiset:dandiset}/versions/": dandisets.list_versions,
        f"{version}/": dandisets.show_version,
        f"{version}/info/": dandisets.show_version_info,
        f"{version}/assets/": assets.list_assets,
        f"{version}/assets/paths/": assets.list_paths,
        f"{nested}/": assets.show_asset,
        f"{nested}/info/": assets.show_asset_info,
        f"{nested}/download/": assets.download_asset,
        f"{nested}/validation/": assets.show_asset_validation,
        f"{top}/": assets.show_asset,
        f"{top}/info/": assets.show_asset_info,
        f"{top}/download/": assets.download_asset,
        "/api/zarr/": assets.list_zarrs,
        f"{zarr}/": assets.show_zarr,
        f"{zarr}/files/": assets.list_zarr_files,
    }
    # Plain functions in the archive's server, which know no HEAD.
    functions: Mapping[str, Endpoint] = {
        "/api/info/": show_info,
        "/server-info": show_info,
        "/api/stats/": show_stats,
        "/api/schemas/": show_schema,
        "/api/schemas/available/": list_schemas,
    }
    routes = [
        *(_route(path, endpoint, served, ("GET", "HEAD", "OPTIONS")) for path, endpoint in endpoints.items()),
        *(_route(path, endpoint, served, ("GET", "OPTIONS")) for path, endpoint in functions.items()),
    ]

    def send_blob(request: Request) -> Response:
        return downloads.send_blob(request, served.blobs)

    def show_root(request: Request) -> Response:
        text = 'This is a read-only DANDI API: see <a href="/api/info/">/api/info/</a> and '
        return plain_page(request, 200, "DANDI API", text + '<a href="/api/dandisets/">/api/dandisets/</a>.')

    def no_address(request: Request, _error: Exception) -> Response:
        path: str = request.scope["path"]
        if not path.endswith("/") and _has_slashed_form(routes, request):
            query = request.scope["query_string"].decode("latin-1")
            return moved(request, f"{path}/?{query}" if query else f"{path}/")
        return plain_page(request, 404, "Not Found", "The requested resource was not found on this server.")

    app = Starlette(
        routes=[
            *routes,
            Route("/", show_root),
            Route("/s3/blobs/{first}/{second}/{blob:lowercase_uuid}", send_blob),
        ],
        exception_handlers={404: no_address},
    )
    app.router.redirect_slashes = False  # it answers 307, the archive 301
    return app


def show_info(call: Call) -> Answer:
    """`/api/info/`: the archive's own without what only one machine can reach; this server stands for its API."""
    info = reachable(call.archive_info(), call.host_url)
    services = info.get("services")
    services = services if isinstance(services, dict) else {}
    return says({**info, "services": {**services, "api": {"url": f"{call.host_url}/api"}}})


def show_stats(call: Call) -> Answer:
    """`/api/stats/`: counted from the snapshot, which knows no users."""
    rows = [row for row in call.snapshot.dandisets() if row.state is not DandisetState.GONE]
    published = sum(dandisets.is_published(row) for row in rows)
    return says(
        {
            "dandiset_count": len(rows),
            "published_dandiset_count": published,
            "user_count": 0,
            "size": call.served.index.of(call.snapshot).size_bytes,
        }
    )


def show_schema(call: Call) -> Answer:
    """`/api/schemas/`: not harvested, so this leads to the archive itself."""
    return leads_to_archive(call, "/schemas/")


def list_schemas(call: Call) -> Answer:
    """`/api/schemas/available/`: names that never change."""
    return says(_SCHEMAS)


def _route(path: str, endpoint: Endpoint, served: Served, methods: tuple[str, ...]) -> Route:
    """An endpoint with what goes before and after each: form, method, snapshot, failures, headers."""
    allow = ", ".join(methods)

    def answer(request: Request) -> Response:
        if request.method == "OPTIONS" and "access-control-request-method" in request.headers:
            return preflight(request)
        form = "json"
        try:
            form = accepted_form(request)
            said = _answer(endpoint, request, served, methods)
        except Refused as refusal:
            said = refusal.answer
        except CatalogError as error:
            log.error("%s: %s", request.scope["path"], error)
            said = says({"detail": "The snapshot can't be read just now."}, 503)
        return respond(request, said, form=form, allow=allow)

    return Route(path, answer, methods=["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"])


def _answer(endpoint: Endpoint, request: Request, served: Served, methods: tuple[str, ...]) -> Answer:
    if request.method not in methods:
        raise Refused({"detail": f'Method "{request.method}" not allowed.'}, 405)
    if request.method == "OPTIONS":
        return says({"name": endpoint.__name__.replace("_", " "), "renders": ["application/json", "text/html"]})
    with served.opened(request) as call:
        return endpoint(call)


def _has_slashed_form(routes: list[Route], request: Request) -> bool:
    slashed = {**request.scope, "path": f"{request.scope['path']}/"}
    return any(route.matches(slashed)[0] is not Match.NONE for route in routes)
