"""Serve on loopback: a built site as a static host would, and a snapshot as a live, read-only DANDI API."""

from builder.serve.api import create_api
from builder.serve.preview import create_preview
from builder.serve.running import bind, in_background, run
from builder.serve.shown import AS_HARVESTED

__all__ = ["AS_HARVESTED", "bind", "create_api", "create_preview", "in_background", "run"]
