"""The hostile archive's API on loopback, which answers its bytes as they are, as far as a harvest asks."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from support.hostile.archive import HostileArchive, HostileDandiset, HostileVersion
from support.hostile.planting import encoded


def create_hostile_api(archive: HostileArchive) -> Starlette:
    dandisets = {dandiset.identifier: dandiset for dandiset in archive.dandisets}

    def dandiset_of(request: Request) -> HostileDandiset:
        return dandisets[request.path_params["identifier"]]

    def version_of(request: Request) -> HostileVersion:
        return next(one for one in dandiset_of(request).versions if one.name == request.path_params["version"])

    def versions_page(request: Request) -> Response:
        return _page(encoded(version.listed) for version in dandiset_of(request).versions)

    one = "/api/dandisets/{identifier}"
    return Starlette(
        routes=[
            Route("/api/info/", lambda request: _json(archive.info)),
            Route("/api/dandisets/", lambda request: _page(dandiset.listed for dandiset in archive.dandisets)),
            Route(f"{one}/versions/", versions_page),
            Route(f"{one}/versions/{{version}}/info/", lambda request: _json(version_of(request).info)),
            Route(f"{one}/versions/{{version}}/assets/", lambda request: _page(version_of(request).lines)),
        ]
    )


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")


def _page(items: Iterable[bytes]) -> Response:
    listed = list(items)
    return _json(b'{"count": %d, "next": null, "previous": null, "results": [%s]}' % (len(listed), b",".join(listed)))
