"""What lists and statistics tell of a dandiset's files, kept from one build to the next.

Pages that show many dandisets are made from digests, so that a build reads the assets of those alone that changed.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from builder.catalog.contents import Contents
from builder.catalog.dandiset import Dandiset


class Digest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Of the files of a dandiset's default version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A dandiset as lists and statistics see it."""

    dandiset: Dandiset
    digest: Digest


def make_digest(contents: Contents) -> Digest:
    return Digest()
