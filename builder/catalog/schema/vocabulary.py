"""The schema's controlled words, as a reader would say them."""

from __future__ import annotations

import re

_CREATIVE_COMMONS = re.compile(r"spdx:CC-(?P<kind>BY(?:-NC)?(?:-SA|-ND)?)-([1-4]\.[0-9])")
LICENSES = {
    "spdx:CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
"""SPDX id -> short name and the licence's address."""

FUNDING_ROLES = frozenset({"dcite:Funder", "dcite:Sponsor"})
CONTACT_ROLE = "dcite:ContactPerson"


def license_of(identifier: str) -> tuple[str, str | None]:
    """A licence's name and address; others than the archive's usual ones lead to SPDX's list."""
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
