"""The strip of a dandiset: a tick a session over time, a row a subject, coloured by modality."""

from __future__ import annotations

import msgspec


class Raster(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Drawn on a grid of whole numbers."""
