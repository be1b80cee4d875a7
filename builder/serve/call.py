"""What an endpoint of the API gets: the request, the snapshot opened for it, and what all requests share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from starlette.requests import Request

from builder.catalog.instances import Instance, instance_of
from builder.serve.answers import Answer, Refused, not_found, says
from builder.serve.asset_index import LazyIndex
from builder.serve.asset_listing import AssetListings
from builder.serve.pagination import Window, asked_window, page_object
from builder.snapshot import DandisetRow, DandisetState, Snapshot, VersionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What stays from request to request."""

    snapshot_path: Path
    blobs: Mapping[str, Path]
    """Files with the bytes of blobs, by the blob's id."""
    index: LazyIndex = field(default_factory=LazyIndex)
    listings: AssetListings = field(default_factory=AssetListings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to an endpoint."""

    request: Request
    snapshot: Snapshot
    served: Served

    @property
    def query(self) -> Mapping[str, str]:
        """Of a parameter that comes twice, the last."""
        return self.request.query_params

    @property
    def host_url(self) -> str:
        """This server as the client calls it: scheme, host and port."""
        return f"{self.request.url.scheme}://{self.request.url.netloc}"

    def part(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    def window(self, total: int, *, lazy: bool = False) -> Window:
        return asked_window(self.query, total, lazy=lazy)

    def page(self, window: Window, rows: Sequence[object], *, lazy: bool = False) -> Answer:
        """One page of a listing."""
        url = self.host_url + self.request.url.path
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

    def instance(self) -> Instance:
        """The archive that the snapshot is from, with its public addresses."""
        row = self.snapshot.archive()
        return instance_of(row.info if row else b"{}")

    def archive_info(self) -> dict[str, Any]:
        """What the archive said of itself."""
        row = self.snapshot.archive()
        if row is None:
            raise Refused({"detail": "The snapshot is not complete yet: harvest it to its end first."}, 503)
        info = msgspec.json.decode(row.info)
        if not isinstance(info, dict):
            raise Refused({"detail": "The snapshot holds no readable /info/: harvest it again."}, 503)
        return info
