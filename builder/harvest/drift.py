"""Whether a dandiset changed although the archive's list didn't tell. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from builder.snapshot import VersionRow

_decode_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def has_drifted(before: Sequence[VersionRow], now: Sequence[VersionRow]) -> bool:
    """Whether its versions, in order of name, differ.

    Each answer repeats what the list says of the dandiset, its stars too. A version that didn't change isn't read
    again for these, so they don't count.
    """
    return [_own(row) for row in before] != [_own(row) for row in now]


def _own(row: VersionRow) -> VersionRow:
    try:
        fields = _decode_fields(row.info)
    except (msgspec.DecodeError, RecursionError):
        return row
    fields.pop("dandiset", None)
    return replace(row, info=msgspec.json.encode(fields))
