"""All that search knows of a catalog: what the terminal keeps and the browser's files are made from. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from builder.catalog.contents.digest import Entry
from builder.catalog.facets.areas import area_of
from builder.catalog.facets.awards import award_numbers
from builder.catalog.facets.index import FacetValue, index_facets
from builder.catalog.facets.kinds import Facet
from builder.search.index import fields
from builder.search.index.areas import areas_above, names_of, slug_of_area
from builder.search.index.listing import list_entry
from builder.search.index.records import read_record, species_names
from builder.search.index.search_index import FILTER_FACETS, SCHEMA, FacetEntry, SearchIndex
from builder.search.index.table import make_table


def make_index(entries: Iterable[Entry]) -> SearchIndex:
    """The order of the entries makes no difference."""
    entries = sorted(entries, key=lambda entry: entry.dandiset.identifier)
    facets = index_facets(entries)
    records = [read_record(entry.dandiset, facets) for entry in entries]
    places = {entry.dandiset.identifier: place for place, entry in enumerate(entries)}
    return SearchIndex(
        schema=SCHEMA,
        listed=tuple(map(list_entry, entries)),
        texts=tuple(
            {name: texts for name, texts in record.texts.items() if name not in _UNSEEN} for record in records
        ),
        facets={facet: _entries(facets.values[facet], places) for facet in FILTER_FACETS},
        table=make_table(records),
    )


_UNSEEN = (fields.TITLE.name, fields.IDENTIFIER.name)
"""The title is in the list, and identifiers are no text."""


def _entries(values: Sequence[FacetValue], places: Mapping[str, int]) -> tuple[FacetEntry, ...]:
    entries = [_entry(value, places) for value in values]
    above = areas_above(values)
    entries += [
        FacetEntry(slug=slug_of_area(area), label=area.name, also=names_of(area), places=()) for area in above
    ]
    areas = (*map(area_of, values), *above)
    numbers = {area.name: number for number, area in enumerate(areas) if area}
    return tuple(
        structs.replace(entry, within=numbers.get(area.parent, -1)) if area else entry
        for entry, area in zip(entries, areas, strict=True)
    )


def _entry(value: FacetValue, places: Mapping[str, int]) -> FacetEntry:
    others = tuple(name for name, _ in value.other_names)
    names: Iterable[str] = others
    if value.facet is Facet.SPECIES:
        names = species_names(value.label, others, value.identifier)
    elif value.facet is Facet.AWARD:
        names = (*others, *(number for name in (value.label, *others) for number in award_numbers(name)))
    elif area := area_of(value):
        names = names_of(area, others)
    return FacetEntry(
        slug=value.slug,
        label=value.label,
        also=tuple(dict.fromkeys(name for name in names if name != value.label)),
        places=tuple(sorted(places[dandiset.identifier] for dandiset in value.dandisets)),
    )


def facets_by_place(entries: Sequence[FacetEntry]) -> dict[int, list[int]]:
    """Place of a dandiset -> numbers of the values that it has."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for place in entry.places:
            found[place].append(number)
    return found
