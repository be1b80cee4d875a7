"""How the values of facets are called on pages, and their identifiers."""

from __future__ import annotations

from builder.catalog.facets.index import FacetValue
from builder.catalog.facets.kinds import Facet
from builder.words.names import spoken_person


def shown_label(value: FacetValue) -> str:
    """A value as a page's title has it: persons as their names are spoken, species with a dash between two names."""
    if value.facet is Facet.CONTRIBUTOR:
        return spoken_person(value.label)
    return value.label.replace(" - ", " – ") if value.facet is Facet.SPECIES else value.label


def short_label(value: FacetValue) -> str:
    """A species by the first of its names, which is the scientific one."""
    return shown_label(value).partition(" – ")[0]


def identifier_kind(identifier: str) -> str:
    """Whose identifier it is, as a reader knows it; empty for none."""
    prefix, colon, _ = identifier.partition(":")
    if not identifier:
        return ""
    return {"ror": "ROR", "spdx": "SPDX", "doi": "DOI"}.get(prefix, prefix) if colon else "ORCID"


def shown_identifier(identifier: str) -> str:
    """The identifier as it is written in texts."""
    kind, _, local = identifier.partition(":")
    return local if kind in ("ror", "spdx") else identifier
