"""Serve on loopback: a built site as a static host would, and a snapshot as a live, read-only DANDI API."""

from builder.serve.api.app import create_api
from builder.serve.api.shown import AS_HARVESTED
from builder.serve.http.running import bind, in_background, run
from builder.serve.preview.app import create_preview

__all__ = ["AS_HARVESTED", "bind", "create_api", "create_preview", "in_background", "run"]
