"""The page of a species, a person, an award: its dandisets, and what goes with it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.catalog.facets.areas import parts_of, wholes_of
from builder.catalog.facets.index import FacetIndex, FacetValue
from builder.catalog.facets.kinds import Facet
from builder.catalog.facets.ties import FacetTies
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.licenses import license_words
from builder.catalog.schema.vocabulary import spoken
from builder.site.browse.pages import BROWSE, counted_link, identifier_link, page_links, value_address
from builder.site.contexts import (
    CountedGroup,
    CountedLink,
    DandisetCard,
    FacetValuePage,
    Fact,
    Head,
    Link,
    NavLink,
    PartRow,
)
from builder.site.frame import addresses
from builder.site.frame.scope import Scope
from builder.words import formats
from builder.words.facet_words import identifier_kind, shown_label

DANDISETS_PER_PAGE = 50
MOST_RELATED = 10
MOST_PEOPLE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowseSources:
    """What the pages of values are made from."""

    index: FacetIndex
    ties: FacetTies
    cards: Mapping[str, DandisetCard]
    """By identifier of the dandiset."""


def value_page_count(dandisets: int) -> int:
    """How many pages so many dandisets take; none for none."""
    return -(-dandisets // DANDISETS_PER_PAGE)


def facet_value_pages(scope: Scope, sources: BrowseSources, value: FacetValue) -> Iterator[FacetValuePage]:
    """The dandisets of a value, newest first, over as many pages as they take."""
    words, title = value.facet.kind, shown_label(value)
    count = value_page_count(value.count)
    for number in range(1, count + 1):
        start = (number - 1) * DANDISETS_PER_PAGE
        part = value.dandisets[start : start + DANDISETS_PER_PAGE]
        address = value_address(value, number)
        yield FacetValuePage(
            site=scope.site,
            head=Head(
                title=f"{title} · {words.title}" + (f", page {number}" if number > 1 else ""),
                description=f"{formats.counted(value.count, 'dandiset')} by {words.one}: {title}",
                canonical=scope.canonical(address),
            ),
            address=address,
            crumbs=(
                NavLink(text=BROWSE, address=addresses.browse()),
                NavLink(text=words.title, address=addresses.facet(value.facet)),
                *(
                    NavLink(text=whole.label, address=value_address(whole))
                    for whole in wholes_of(sources.index, value)
                ),
            ),
            kind=words.one.capitalize(),
            title=title,
            identifier=_identifier(value),
            other_names=tuple(_other_names(value)),
            namesakes=_namesakes(sources.index, value),
            namesakes_note=_namesakes_note(value),
            note=license_words(value.identifier) if value.facet is Facet.LICENSE else "",
            facts=_facts(value) if number == 1 else (),
            groups=tuple(_groups(sources, value)) if number == 1 else (),
            cards=tuple(sources.cards[dandiset.identifier] for dandiset in part),
            mentioned=tuple(dandiset.identifier for dandiset in part if dandiset.identifier in value.mentioned),
            in_parts=_in_parts(sources.index, value) if number == 1 else (),
            shown=_shown(value, start, len(part)),
            pages=page_links(number, count, lambda n: value_address(value, n)),
        )


def _identifier(value: FacetValue) -> Link | None:
    link = identifier_link(value)
    kind = identifier_kind(value.identifier)
    return link and Link(text=link.text if kind in link.text else f"{kind} {link.text}", url=link.url)


def _other_names(value: FacetValue) -> Iterator[str]:
    for name, count in value.other_names:
        yield f"{name} ({formats.number(count)})"


def _namesakes(index: FacetIndex, value: FacetValue) -> tuple[CountedLink, ...]:
    keys = index.namesakes.get((value.facet, value.key), ())
    return tuple(counted_link(index.by_key[key]) for key in keys)


def _namesakes_note(value: FacetValue) -> str:
    """What tells the namesakes of a value from it."""
    what = value.facet.kind.identified_by
    return f"Also listed without {what}" if value.identifier else f"Also listed with {what}"


def _facts(value: FacetValue) -> tuple[Fact, ...]:
    defaults = [dandiset.default for dandiset in value.dandisets]
    mentioned = (Fact(label="By mention", value=formats.number(len(value.mentioned))),) if value.mentioned else ()
    return (
        Fact(label="Dandisets", value=formats.number(value.count)),
        *mentioned,
        Fact(label="Files", value=formats.number(sum(version.asset_count for version in defaults))),
        Fact(label="Data", value=formats.total_size((version.size, version.asset_count) for version in defaults)),
    )


def _shown(value: FacetValue, start: int, shown: int) -> str:
    whole = shown == value.count
    first, last = formats.number(start + 1), formats.number(start + shown)
    return "" if whole else f"{first} to {last} of {formats.counted(value.count, 'dandiset')}"


def _in_parts(index: FacetIndex, value: FacetValue) -> tuple[PartRow, ...]:
    """The dandisets that have only parts of an area, newest first, with the parts."""
    found: dict[str, tuple[Dandiset, list[FacetValue]]] = {}
    own = {dandiset.identifier for dandiset in value.dandisets}
    for part in parts_of(index, value):
        for dandiset in part.dandisets:
            if dandiset.identifier not in own:
                found.setdefault(dandiset.identifier, (dandiset, []))[1].append(part)
    return tuple(
        PartRow(
            identifier=dandiset.identifier,
            title=dandiset.default.title,
            address=addresses.dandiset(dandiset.identifier),
            parts=tuple(NavLink(text=part.label, address=value_address(part)) for part in parts),
        )
        for _, (dandiset, parts) in sorted(found.items(), reverse=True)
    )


def _groups(sources: BrowseSources, value: FacetValue) -> Iterator[CountedGroup]:
    """What stands beside the dandisets."""
    index = sources.index
    parts = tuple((part, part.count) for part in parts_of(index, value))
    yield from _group("Parts", "parts", parts, MOST_PEOPLE)
    yield from _roles(sources.ties, value)
    tied = sources.ties.between.get((value.facet, value.key), {})
    for facet, title in value.facet.ties:
        counts = {key: count for key, count in tied.items() if key[0] is facet}
        yield from _group(title, f"tied-{facet}", index.ranked(counts, len(counts)), MOST_PEOPLE)
    if value.facet is Facet.CONTRIBUTOR:
        yield from _people(index, value, "Co-workers", "Contributors to the same dandisets")
    for facet in value.facet.related:
        if facet is Facet.CONTRIBUTOR:
            yield from _people(index, value, facet.kind.title)
        else:
            found = index.related(value, facet, MOST_RELATED)
            yield from _group(facet.kind.title, f"related-{facet}", found, MOST_RELATED)


def _people(index: FacetIndex, value: FacetValue, title: str, note: str = "") -> Iterator[CountedGroup]:
    found = index.related(value, Facet.CONTRIBUTOR, len(index.values[Facet.CONTRIBUTOR]))
    yield from _group(title, f"related-{Facet.CONTRIBUTOR}", found, MOST_PEOPLE, note)


def _group(
    title: str, anchor: str, found: tuple[tuple[FacetValue, int], ...], most: int, note: str = ""
) -> Iterator[CountedGroup]:
    """Nothing where nothing was found; what is left out is told."""
    more = len(found) - most
    if more > 0:
        note = ". ".join(filter(None, (note, f"The first {most} of {formats.number(len(found))}")))
    if found:
        items = tuple(counted_link(other, count) for other, count in found[:most])
        yield CountedGroup(title=title, anchor=anchor, items=items, note=note)


def _roles(ties: FacetTies, value: FacetValue) -> Iterator[CountedGroup]:
    roles = ties.roles.get((value.facet, value.key), {})
    ranked = sorted(roles.items(), key=lambda item: (-item[1], item[0]))
    items = tuple(CountedLink(text=spoken(role), count=formats.number(count)) for role, count in ranked if role)
    if items:
        yield CountedGroup(title="Roles", anchor="roles", items=items)
