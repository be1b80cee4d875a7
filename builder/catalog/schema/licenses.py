"""Licenses: which one a text names, and in words what it allows, after its own text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_CREATIVE_COMMONS = re.compile(
    r"cc[- ]by(?P<nc>[- ]nc)?(?:(?P<sa>[- ]sa)|(?P<nd>[- ]nd))?[- ](?P<version>[1-4]\.[0-9])(?:[- ]international)?",
    re.I,
)
_CC_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?creativecommons\.org/(?:licenses/(?P<kind>by(?:-nc)?(?:-sa|-nd)?)/(?P<version>[1-4]\.[0-9])"
    r"|publicdomain/zero/(?P<zero>1\.0))(?:/.*)?",
    re.IGNORECASE,
)
_NAMES = {
    "cc0": "CC0-1.0",
    "cc zero": "CC0-1.0",
    "cc0 1.0": "CC0-1.0",
    "cc0 1.0 universal": "CC0-1.0",
    "public domain dedication": "CC0-1.0",
    "cc by": "CC-BY-4.0",
    "cc by 4.0": "CC-BY-4.0",
    "creative commons attribution 4.0": "CC-BY-4.0",
    "creative commons attribution 4.0 international": "CC-BY-4.0",
    "creative commons attribution noncommercial 4.0 international": "CC-BY-NC-4.0",
    "creative commons attribution sharealike 4.0 international": "CC-BY-SA-4.0",
}
_NOT_CREATIVE_COMMONS = {
    "CC0-1.0": "Any use, also commercial; no credit required, no share alike.",
    "PDDL-1.0": "Any use, also commercial; no credit required, no share alike.",
    "ODC-By-1.0": "Any use, also commercial; credit required, no share alike.",
    "ODbL-1.0": "Any use, also commercial; credit required; share alike: what is made of it under the same license.",
    "MIT": "Any use, also commercial; its notice must be kept; no share alike.",
    "BSD-3-Clause": "Any use, also commercial; its notice must be kept; no share alike.",
    "Apache-2.0": "Any use, also commercial; its notice must be kept, changes told; no share alike.",
}
"""Texts: creativecommons.org/publicdomain/zero/1.0/legalcode, opendatacommons.org/licenses, spdx.org/licenses."""
NO_LICENSE = "No license given: ask first"


def read_licenses(typed: Iterable[str]) -> tuple[str, ...]:
    """As `spdx:CC-BY-4.0` what is known under any name, others as they are; letters of one text are put together."""
    given = [text for text in typed if text.strip()]
    if len(given) > _LEAST_LETTERS and all(len(text) == 1 for text in given):
        given = ["".join(given)]
    return tuple(dict.fromkeys(_identifier(text.strip()) for text in given))


_LEAST_LETTERS = 2


def license_words(identifier: str) -> str:
    """What it allows: commercial use, with or without credit, and whether what is made of it must be shared alike.

    Empty for a license whose text isn't known here.
    """
    bare = identifier.removeprefix("spdx:")
    if bare in _NOT_CREATIVE_COMMONS:
        return _NOT_CREATIVE_COMMONS[bare]
    found = _CREATIVE_COMMONS.fullmatch(bare)
    return " ".join(_conditions(found)) if found else ""


def _conditions(found: re.Match[str]) -> Iterator[str]:
    yield "No commercial use;" if found["nc"] else "Any use, also commercial;"
    if found["nd"]:
        yield "credit required; nothing that was changed may be shared."
    elif found["sa"]:
        yield "credit required; share alike: what is made of it under the same license."
    else:
        yield "credit required, no share alike."


def _identifier(text: str) -> str:
    bare = re.sub(r"^spdx:\s*", "", text, flags=re.IGNORECASE)
    plain = " ".join(re.sub(r"[-_\s()]+", " ", bare).casefold().replace("licence", "").replace("license", "").split())
    if address := _CC_ADDRESS.fullmatch(bare):
        return "spdx:CC0-1.0" if address["zero"] else f"spdx:CC-{address['kind'].upper()}-{address['version']}"
    if plain in _NAMES:
        return f"spdx:{_NAMES[plain]}"
    if found := _CREATIVE_COMMONS.fullmatch(bare):
        parts = ("CC-BY", found["nc"] and "NC", found["sa"] and "SA", found["nd"] and "ND", found["version"])
        return f"spdx:{'-'.join(filter(None, parts))}"
    known = next((name for name in _NOT_CREATIVE_COMMONS if name.casefold() == bare.casefold()), None)
    return f"spdx:{known}" if known else text
