"""The schema's controlled words, as a reader would say them."""

from __future__ import annotations

import re

_CREATIVE_COMMONS = re.compile(r"spdx:CC-(?P<kind>BY(?:-NC)?(?:-SA|-ND)?)-([1-4]\.[0-9])")
LICENSES = {
    "spdx:CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
"""SPDX id -> short name and the license's address."""

FUNDING_ROLES = frozenset({"dcite:Funder", "dcite:Sponsor"})
CONTACT_ROLE = "dcite:ContactPerson"

_KIND_WORD = re.compile(r"\s+(?:technique|approach)(?=;|$)", re.IGNORECASE)
DERIVED = frozenset(
    {
        *("electrophysiological approach", "behavioral approach", "optogenetic approach"),
        *("microscopy approach; cell population imaging", "spike sorting technique", "signal filtering technique"),
        *("analytical technique", "surgical technique", "behavioral technique", "photographic technique"),
        *("multi electrode extracellular electrophysiology recording technique", "fourier analysis technique"),
        *("two-photon microscopy technique", "one-photon microscopy technique"),
        *("current clamp technique", "voltage clamp technique", "patch clamp technique"),
    }
)
"""Approaches and techniques that the archive's client concludes from a type of data: spike sorting from Units.

Source: neurodata_typemap of dandi.metadata.util.
"""


def is_derived(name: str) -> bool:
    """Whether an approach or a technique tells no more than that a file holds a type of data."""
    return " ".join(name.split()).casefold() in DERIVED


def without_kind(name: str) -> str:
    """`spike sorting technique` as `spike sorting`, `behavioral approach` as `behavioral`."""
    return _KIND_WORD.sub("", name.strip())


def license_of(identifier: str) -> tuple[str, str | None]:
    """A license's name and address; others than the archive's usual ones lead to SPDX's list."""
    if identifier in LICENSES:
        return LICENSES[identifier]
    name = identifier.removeprefix("spdx:")
    if found := _CREATIVE_COMMONS.fullmatch(identifier):
        kind = found["kind"]
        return f"CC {kind} {found[2]}", f"https://creativecommons.org/licenses/{kind.lower()}/{found[2]}/"
    known = identifier.startswith("spdx:") and re.fullmatch(r"[A-Za-z0-9.+-]+", name)
    return name, f"https://spdx.org/licenses/{name}.html" if known else None


def spoken(term: str) -> str:
    """A word like `dcite:IsSupplementTo` in plain English: "Is supplement to"."""
    word = term.removeprefix("dcite:").removeprefix("dandi:")
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[^A-Z]+", word)
    return " ".join(parts).capitalize() if parts else word


def access_of(status: str) -> str:
    return {"dandi:OpenAccess": "Open access", "dandi:EmbargoedAccess": "Embargoed"}.get(status, spoken(status))


STATUSES = {
    "Pending": "not validated yet",
    "Validating": "being validated",
    "Valid": "valid",
    "Invalid": "has errors",
    "Publishing": "being published",
    "Published": "unchanged since it was published",
}
"""What the archive's validation says of a draft; of a published version it always is `Valid`."""


def status_of(status: str) -> str:
    return STATUSES.get(status, status)
