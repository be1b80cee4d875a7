"""What an endpoint of the API gets: the request, the snapshot opened for it, and what all requests share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request

from builder.serve.api.asset_index import AssetLookup
from builder.serve.api.asset_listing import AssetListings
from builder.serve.api.pagination import Window, asked_window, page_object
from builder.serve.api.shown import PerContent, ShownSnapshot, shown_identifiers
from builder.serve.http.answers import Answer, Refused, not_found, says
from builder.settings import Settings
from builder.snapshot import DandisetRow, DandisetState, Snapshot, VersionRow

_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


def host_url(request: Request) -> str:
    """This server as the client calls it; by its own address where that is no name of a host."""
    asked = request.headers.get("host", "")
    if not _HOST.fullmatch(asked):
        asked = "{}:{}".format(*request.scope["server"])
    return f"{request.scope['scheme']}://{asked}"


class Served:
    """What stays from request to request."""

    def __init__(self, snapshot_path: Path, settings: Settings, blobs: Mapping[str, Path]) -> None:
        self.snapshot_path = snapshot_path
        self.settings = settings
        self.blobs = blobs
        """Files with the bytes of blobs, by the blob's id."""
        self.index = AssetLookup()
        self.listings = AssetListings()
        self._identifiers: PerContent[Snapshot, frozenset[str]] = PerContent(
            lambda snapshot: shown_identifiers(snapshot, settings)
        )

    @contextmanager
    def opened(self, request: Request) -> Iterator[Call]:
        """What an endpoint gets, for as long as it answers."""
        with Snapshot.readable(self.snapshot_path) as snapshot:
            identifiers = self._identifiers.of(snapshot)
            shown = ShownSnapshot(snapshot, self.settings, identifiers, host_url(request))
            yield Call(request=request, snapshot=shown, served=self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to an endpoint."""

    request: Request
    snapshot: ShownSnapshot
    served: Served

    @property
    def query(self) -> Mapping[str, str]:
        """Of a parameter that comes twice, the last."""
        return self.request.query_params

    @property
    def host_url(self) -> str:
        """This server as the client calls it: scheme, host and port."""
        return host_url(self.request)

    def part(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    def window(self, total: int, *, lazy: bool = False) -> Window:
        return asked_window(self.query, total, lazy=lazy)

    def page(self, window: Window, rows: Sequence[object], *, lazy: bool = False) -> Answer:
        """One page of a listing."""
        url = self.host_url + self.request.scope["path"]
        return says(page_object(url, self.request.query_params.multi_items(), window, rows, lazy=lazy))

    def dandiset(self) -> DandisetRow:
        """The dandiset of the address; refused where there is none, or an embargo hides it."""
        row = self.snapshot.dandiset(self.part("dandiset"))
        if row is None or row.state is DandisetState.GONE:
            raise not_found()
        if row.state is DandisetState.EMBARGOED:
            detail = {"detail": "Authentication credentials were not provided."}
            raise Refused(detail, 401, {"WWW-Authenticate": 'Bearer realm="api"'})
        return row

    def version(self) -> VersionRow:
        """The version of the address."""
        identifier = self.dandiset().identifier
        for row in self.snapshot.versions(identifier):
            if row.version == self.part("version"):
                return row
        raise not_found()

    def archive_info(self) -> bytes:
        """What the archive said of itself."""
        row = self.snapshot.archive()
        if row is None:
            raise Refused({"detail": "The snapshot is not complete yet: harvest it to its end first."}, 503)
        return row.info
