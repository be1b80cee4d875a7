"""The fields of a dandiset that search reads, one entry each: facets, by their own entries, and the rest. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.catalog.facets.kinds import Facet


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Texts of one kind, and what a word in them counts."""

    name: str
    """Of a facet's field, the facet's."""
    label: str = ""
    """Before a snippet of it; empty where the snippet tells as much alone."""
    weight: float
    """How much a word in it counts."""
    length_matters: float = 0.0
    """BM25's B: how much a word counts for less in a longer field than usual; 0 for fields that are lists."""


TITLE = Field(name="title", weight=5.0, length_matters=0.3)
DESCRIPTION = Field(name="description", weight=1.0, length_matters=0.5)
PUBLICATION = Field(name="publication", label="Publication", weight=1.5)
OTHER = Field(name="other", weight=0.7, length_matters=0.5)
"""Study targets, acknowledgements, projects, disorders."""
IDENTIFIER = Field(name="identifier", label="Identifier", weight=3.0)
"""ORCIDs, RORs, DOIs, awards: each is one word as it is, and found by it alone."""

SEARCHED_FACETS = tuple(facet for facet in Facet if facet.kind.weight)
"""Those whose values are words to search for."""

_BY_FACET = (Field(name=facet.value, label=facet.kind.label, weight=facet.kind.weight) for facet in SEARCHED_FACETS)
FIELDS: Mapping[str, Field] = {
    field.name: field for field in (TITLE, DESCRIPTION, *_BY_FACET, PUBLICATION, OTHER, IDENTIFIER)
}
"""By name, in the order in which a snippet is looked for."""
