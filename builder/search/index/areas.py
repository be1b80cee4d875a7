"""Areas as search has them: with all their names, and with the larger ones that they are parts of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from builder.catalog.anatomy.areas import Area, area_table
from builder.catalog.facets.areas import area_of
from builder.catalog.facets.index import FacetValue
from builder.catalog.facets.keys import slug_of
from builder.catalog.facets.naming import area_key


def areas_above(values: Sequence[FacetValue]) -> tuple[Area, ...]:
    """What the areas of some values are parts of, and is none of these values; by name."""
    areas = [area for area in map(area_of, values) if area]
    above = {whole.name: whole for area in areas for whole in area_table().above(area.name)}
    for area in areas:
        above.pop(area.name, None)
    return tuple(above[name] for name in sorted(above))


def names_of(area: Area, own: Iterable[str] = ()) -> tuple[str, ...]:
    """All that it is called beside its name, `own` by authors; and its other identifiers."""
    others = (identifier for identifier in area.identifiers if identifier != area.identifier)
    return tuple(dict.fromkeys(name for name in (*area.all_names, *own, *others) if name != area.name))


def slug_of_area(area: Area) -> str:
    return slug_of(area_key(area))
