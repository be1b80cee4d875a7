"""Fills answers with payloads, field by field, so that over an archive each payload comes to each field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, get_origin

import msgspec

from builder.catalog.schema.dandiset import ListedItem
from builder.catalog.schema.metadata import DandisetMetadata
from builder.catalog.schema.version import Envelope, Version
from support.hostile.model import Examples, choices, fields_of, is_struct, item_kind
from support.hostile.payloads import Payload

CHOOSERS = frozenset(
    (
        *("schemaKey", "schemaVersion", "status", "roleName", "relation", "resourceType", "includeInCitation"),
        *("encodingFormat", "embargo_status", "license", "propertyId"),
    )
)
"""Fields by which a reader decides what to make of the others."""
ANCHORS = frozenset(
    (
        *("id", "identifier", "url", "doi", "asset_id", "blob", "zarr", "digest", "contentUrl", "created"),
        *("modified", "startDate", "endDate", "dateModified", "datePublished", "blobDateModified", "size"),
        *("contentSize", "contactPoint", "email", "manifestLocation", "value"),
    )
)
"""Fields that links, sums and dates are made from."""
SOUND: tuple[frozenset[str], ...] = (frozenset(), CHOOSERS, ANCHORS, CHOOSERS | ANCHORS)
"""What stays sound in one part of an answer, in the next, and so on: else a broken field would hide the others."""
FEW = frozenset((Version, Envelope, DandisetMetadata, ListedItem))
"""Of what there is but one in an answer most are broken all through, or else not every payload would come there."""

LONG = "long"
_WIDTHS = (3, 3, 2, 1, 1)
"""How many items a list has by its depth; what lies deeper is a payload as a whole."""
_WHOLE = 25
"""Of so many lists and parts one gives way to a payload as a whole."""


class Planter:
    """Makes parts of answers; each field takes up the payloads where it left off."""

    def __init__(self, payloads: Sequence[Payload], examples: Examples) -> None:
        self.planted: dict[str, set[int]] = defaultdict(set)
        """Place -> the numbers of the payloads that came there: `contributor: Contributor.name`."""
        self._payloads = payloads
        self._examples = examples
        self._next: dict[str, int] = {}
        self._turns: dict[Any, int] = defaultdict(int)
        self._long: set[tuple[str, int]] = set()

    def answer(self, kind: type[msgspec.Struct]) -> dict[str, Any]:
        """A whole answer of the archive."""
        return self._struct(kind, "", 0)

    def text(self, place: str) -> Any:
        """The next payload for a place, not one that is JSON."""
        while not isinstance(value := self._payload(place, place), str):
            pass
        return value

    def everywhere(self, value: Any, place: str) -> Any:
        """The same JSON with a payload for every text in it."""
        if isinstance(value, dict):
            return {key: self.everywhere(item, f"{place}.{key}") for key, item in value.items()}
        if isinstance(value, list):
            return [self.everywhere(item, place) for item in value]
        return self._payload(place, "not read") if isinstance(value, str) else value

    def _struct(self, kind: type[msgspec.Struct], place: str, depth: int) -> dict[str, Any]:
        turn = self._turn(kind, place)
        example = self._examples.take(kind, turn)
        sound = SOUND[turn % 4] if kind not in FEW or turn % 8 == 7 else SOUND[0]
        made: dict[str, Any] = {}
        fields = fields_of(kind)
        for name in dict.fromkeys((*fields, *example)):
            here = f"{place}: {kind.__name__}.{name}".removeprefix(": ")
            if name in sound and name in example:
                made[name] = example[name]
            elif name in fields:
                made[name] = self._value(fields[name], here, depth + 1)
            else:
                made[name] = self.everywhere(example[name], f"{here} (not read)")
        made[self.text("name of a field")] = self.text("unknown field")
        return made

    def _value(self, kind: Any, place: str, depth: int) -> Any:
        field = place.rpartition(" ")[2]
        turn = self._turn("value", place)
        kinds = choices(kind)
        one = kinds[turn % len(kinds)]
        if turn % _WHOLE == _WHOLE - 1 or depth >= len(_WIDTHS):
            return self._payload(place, field)
        if is_struct(one):
            return self._struct(one, field, depth)
        if get_origin(one) is tuple:
            return [self._value(item_kind(one), place, depth) for _ in range(_WIDTHS[depth])]
        if get_origin(one) is dict:
            names = [*_DIGESTS, self.text(f"{place} (key)")]
            return {name: self._value(item_kind(one), place, depth) for name in names}
        return self._payload(place, field)

    def _payload(self, place: str, field: str) -> Any:
        """The next one of a place; long ones come to a field once."""
        # Neighbors begin at different payloads.
        at = self._next.get(place, 17 * len(self._next))
        payload = self._payloads[at % len(self._payloads)]
        while payload.kind == LONG and (field, payload.number) in self._long:
            at += 1
            payload = self._payloads[at % len(self._payloads)]
        if payload.kind == LONG:
            self._long.add((field, payload.number))
        self._next[place] = at + 1
        self.planted[place].add(payload.number)
        return payload.value

    def _turn(self, *key: Any) -> int:
        self._turns[key] += 1
        return self._turns[key] - 1


_DIGESTS = ("dandi:sha2-256", "dandi:dandi-etag", "dandi:dandi-zarr-checksum")


def encoded(answer: Any) -> bytes:
    """As it goes over the wire: on one line."""
    return msgspec.json.encode(answer)
