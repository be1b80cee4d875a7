"""What a browser loads: the index as scripts that each hand over one piece. Pure, and made of the catalog alone."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from builder.catalog.facets.kinds import Facet
from builder.script_data import script_data
from builder.search.browser.rules import FIRST_DAY, HASH_LETTERS, rules
from builder.search.index.fields import FIELDS
from builder.search.index.file_keys import Shard
from builder.search.index.make import facets_by_place
from builder.search.index.packing import base36, pack_words
from builder.search.index.search_index import FILTER_FACETS, Has, SearchIndex

_LONG_NAMES = {f"facet-{facet.value}": facet for facet in sorted(FILTER_FACETS) if facet.kind.is_long}
"""Each is a file of its own, loaded when it is asked for."""
LIST = "list"
"""The piece that is loaded first."""
SHARD_CHARACTERS = 5_000
"""Of the term table in a script, about; compressed it is half."""
TEXTS_TOGETHER = 4
"""Dandisets in a script of texts: the hits of a query lie anywhere, so few together cost little."""


def export_index(index: SearchIndex, file_shards: Sequence[Shard] = ()) -> dict[str, str]:
    """Name -> script; the last is the list, which names all others.

    Names hold a hash of what the script hands over: what has the same name is the same for ever, in any cache.
    """
    shards = list(_shards(index))
    texts = range(0, len(index.texts), TEXTS_TOGETHER)
    kinds: dict[str, Sequence[tuple[str, Any]]] = {
        **{name: [(name, _facet(index, facet))] for name, facet in _LONG_NAMES.items()},
        "terms": [(f"terms-{number:03}", packed) for number, (_, packed) in enumerate(shards)],
        "texts": [
            (f"texts-{number:03}", [_texts(one) for one in index.texts[start : start + TEXTS_TOGETHER]])
            for number, start in enumerate(texts)
        ],
        "files": [
            (f"files-{number:04}", [b64encode(half).decode() for half in halves])
            for number, halves in enumerate(file_shards)
        ],
    }
    scripts: dict[str, str] = {}
    hashes: dict[str, str] = {}
    for kind, pieces in kinds.items():
        named = [_script(*piece) for piece in pieces]
        scripts |= {name: text for name, _, text in named}
        hashes[kind] = "".join(digits for _, digits, _ in named)
    listed = _list(index) | {"shards": [first for first, _ in shards], "hashes": hashes}
    name, _, text = _script(LIST, listed)
    return scripts | {name: text}


def _script(piece: str, holds: object) -> tuple[str, str, str]:
    """Its file's name, the hash in it, and its text."""
    data = script_data(holds)
    digits = _hash(data)
    return f"{piece}.{digits}.js", digits, f'catalogSearch.put("{piece}.{digits}",{data});\n'


def _hash(data: str) -> str:
    """Of 60 million changes of a piece, one is not seen."""
    number = int.from_bytes(hashlib.sha256(data.encode()).digest()[:8], "big")
    return base36(number % 36**HASH_LETTERS).rjust(HASH_LETTERS, "0")


def read_file_shards(scripts: Iterable[str]) -> list[Shard]:
    """The shards in the scripts of an older export, in order; empty if one isn't as this program writes them."""
    shards: list[Shard] = []
    for script in scripts:
        found = _FILE_SHARD.fullmatch(script)
        if found is None:
            return []
        try:
            lower, places = b64decode(found[1]), b64decode(found[2])
        except ValueError:
            return []
        if len(lower) != 2 * len(places) or len(places) % 2:
            return []
        shards.append((lower, places))
    return shards


_FILE_SHARD = re.compile(
    r'catalogSearch\.put\("files-[0-9]+\.[0-9a-z]+",\["([A-Za-z0-9+/=]*)","([A-Za-z0-9+/=]*)"\]\);\n'
)


def _list(index: SearchIndex) -> dict[str, Any]:
    listed = index.listed
    return {
        "rules": rules(),
        "identifiers": _deltas(int(one.identifier) for one in listed),
        "titles": [one.title for one in listed],
        **{name: [getattr(one, name) for one in listed] for name in ("subjects", "files", "size", "year")},
        **{name: [_days(getattr(one, name)) for one in listed] for name in ("published", "created", "updated")},
        "has": [sum(1 << number for number, what in enumerate(Has) if what in one.has) for one in listed],
        "facets": [
            {
                "name": facet.value,
                "label": facet.kind.label,
                "size": sum(bool(entry.places) for entry in index.facets[facet]),
            }
            | ({} if facet.kind.is_long else _facet(index, facet))
            for facet in FILTER_FACETS
            if index.facets[facet]
        ],
        "together": TEXTS_TOGETHER,
    }


def _deltas(numbers: Iterable[int]) -> list[int]:
    """Each as its distance to the one before."""
    last, found = 0, []
    for number in numbers:
        found.append(number - last)
        last = number
    return found


def _days(day: int) -> int:
    """A day like 20230629 as days since the first one; 0 for none."""
    return (date(day // 10_000, day // 100 % 100, day % 100) - FIRST_DAY).days if day else 0


def _facet(index: SearchIndex, facet: Facet) -> dict[str, Any]:
    """Values as slug, label and other names in columns; which of them each dandiset has, by place."""
    entries = index.facets[facet]
    by_place = facets_by_place(entries)
    having = (",".join(base36(number) for number in by_place.get(place, ())) for place in range(len(index.listed)))
    return {
        "slugs": [entry.slug for entry in entries],
        "labels": [entry.label for entry in entries],
        "also": {str(number): list(entry.also) for number, entry in enumerate(entries) if entry.also},
        "having": ";".join(having),
    } | ({"within": [entry.within for entry in entries]} if facet is Facet.ANATOMY else {})


def _shards(index: SearchIndex) -> Iterator[tuple[str, str]]:
    """The first word and the packed words of each shard."""
    table = index.table
    start, size = 0, 0
    for number, postings in enumerate(table.postings):
        size += len(table.words[number]) + 4 * len(postings)
        if size > SHARD_CHARACTERS or number == len(table.words) - 1:
            end = number + 1
            yield table.words[start], pack_words(table.words[start:end], table.postings[start:end])
            start, size = end, 0


def _texts(texts: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """One dandiset's: for each field its number among all and its texts."""
    order = list(FIELDS)
    return [[base36(order.index(name)), *found] for name, found in texts.items()]
