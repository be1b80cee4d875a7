"""What is a part of what, among the areas that dandisets have. Pure."""

from __future__ import annotations

from functools import lru_cache

from builder.catalog.anatomy.areas import Area, area_table
from builder.catalog.facets.index import FacetIndex, FacetValue
from builder.catalog.facets.kinds import Facet
from builder.catalog.facets.naming import area_key


def area_of(value: FacetValue) -> Area | None:
    """The area of our table that a value is; None for other facets, and for areas that only authors name."""
    return _by_key().get(value.key) if value.facet is Facet.ANATOMY else None


@lru_cache(maxsize=1)
def _by_key() -> dict[str, Area]:
    return {area_key(area): area for area in area_table().areas.values()}


def wholes_of(index: FacetIndex, value: FacetValue) -> tuple[FacetValue, ...]:
    """What an area is a part of, the largest first, as far as dandisets have it."""
    area = area_of(value)
    above = area_table().above(area.name) if area else ()
    found = (index.by_key.get((Facet.ANATOMY, area_key(whole))) for whole in reversed(above))
    return tuple(filter(None, found))


def parts_of(index: FacetIndex, value: FacetValue) -> tuple[FacetValue, ...]:
    """The parts of an area that dandisets have, those in most dandisets first."""
    area = area_of(value)
    if area is None:
        return ()
    table = area_table()
    found = ((other, area_of(other)) for other in index.values[Facet.ANATOMY])
    return tuple(other for other, part in found if part and area in table.above(part.name))
