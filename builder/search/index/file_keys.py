"""Which dandiset holds a file, subject, session or asset: names as numbers, so that a million stay small. Pure.

A name's key is 64 bits of two checksums, of its bytes and of its bytes backwards, which every language has at hand. A
wrong dandiset is named about once in 4,000,000 look-ups (a million files, 256 shards): the shard and 32 bits of the
key must be the same.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

SHARD_KEYS = 4_000
"""At most in a shard, about: 24 KB on the way to a browser."""
LEAST_SHARDS, MOST_SHARDS = 16, 4096

LABEL = "^(?:sub|ses)-"
"""What comes before the name of a subject or session."""
LABELED = re.compile(LABEL)


def name_key(name: str) -> int:
    """The key of a name as `plain_name` has it."""
    data = name.encode()
    return crc32(data) << 32 | crc32(data[::-1])


def plain_name(text: str) -> str:
    """The part of a path or name that is looked up: its last name, in lower case, without `sub-` or `ses-`."""
    name = unicodedata.normalize("NFC", text).strip().rstrip("/").rpartition("/")[2].lower()
    return name if "." in name else LABELED.sub("", name)


def pack_keys(keys: Sequence[int]) -> bytes:
    """Each in 8 bytes, the lowest first, in their order."""
    packed = array("Q", keys)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def unpack_keys(packed: bytes) -> array[int]:
    """The keys that `pack_keys` packed."""
    return _numbers("Q", packed)


def shard_count(keys: int) -> int:
    """A power of two; of so many keys in all."""
    count = LEAST_SHARDS
    while count < MOST_SHARDS and keys > count * SHARD_KEYS:
        count *= 2
    return count


def find_holders(held: Mapping[str, bytes], name: str) -> list[str]:
    """Identifiers of the dandisets that hold a name; what the terminal does instead of loading shards."""
    key = pack_keys([name_key(plain_name(name))])
    return [identifier for identifier, packed in sorted(held.items()) if _holds(packed, key)]


def _holds(packed: bytes, key: bytes) -> bool:
    place = packed.find(key)
    while place >= 0 and place % 8:
        place = packed.find(key, place + 1)
    return place >= 0


Shard = tuple[bytes, bytes]
"""The lower halves of keys, in order, 4 bytes each; the places of their dandisets, 2 each; lowest bytes first."""


def make_shards(
    fresh: Mapping[int, bytes], old: Sequence[Shard] = (), moved: Mapping[int, int] | None = None
) -> list[Shard]:
    """Shards of what dandisets hold. A shard's number is the lowest bits of its keys' upper halves.

    `fresh` are the keys of dandisets by place. Of an older list of shards those entries stay whose place is in
    `moved`, under the place that it says; see `fits`.
    """
    added = {place: unpack_keys(packed) for place, packed in fresh.items()}
    count = len(old) or shard_count(sum(map(len, added.values())))
    shards = [_kept(shard, moved or {}) for shard in old] or [[] for _ in range(count)]
    for place, keys in added.items():
        for key in keys:
            shards[key >> 32 & count - 1].append((key & 0xFFFFFFFF) << 16 | place)
    return [_pack_shard(sorted(shard)) for shard in shards]


def fits(fresh: Iterable[bytes], old: Sequence[Shard], moved: Mapping[int, int]) -> bool:
    """Whether old shards can be gone on with: whether with the new names so many are needed as there are."""
    kept = sum(place in moved for _, places in old for place in _numbers("H", places))
    return len(old) == shard_count(kept + sum(len(packed) // 8 for packed in fresh))


def _kept(shard: Shard, moved: Mapping[int, int]) -> list[int]:
    lower, places = _numbers("I", shard[0]), _numbers("H", shard[1])
    return [half << 16 | moved[place] for half, place in zip(lower, places, strict=True) if place in moved]


def _numbers(kind: str, packed: bytes) -> array[int]:
    numbers = array(kind)
    numbers.frombytes(packed)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _pack_shard(shard: Sequence[int]) -> Shard:
    lower, places = array("I", [item >> 16 for item in shard]), array("H", [item & 0xFFFF for item in shard])
    if sys.byteorder == "big":
        lower.byteswap()
        places.byteswap()
    return lower.tobytes(), places.tobytes()
