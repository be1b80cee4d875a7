"""Browse pages: all facets, and the values of each. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from builder.catalog.facets.index import FacetIndex, FacetValue
from builder.catalog.facets.keys import folded
from builder.catalog.facets.kinds import Facet
from builder.site.contexts import (
    BrowsePage,
    CountedGroup,
    CountedLink,
    FacetCard,
    FacetPage,
    Head,
    LetterLink,
    Link,
    NavLink,
    PageLink,
    ValueRow,
)
from builder.site.frame import addresses
from builder.site.frame.scope import Scope
from builder.words import formats
from builder.words.facet_words import identifier_kind, shown_identifier, shown_label

TOP_VALUES = 8
"""So many of a facet's values stand on the page of all facets."""
FEW_VALUES = 60
"""Up to so many are one table; more are a table of the commonest, and a list by name."""
COMMONEST = 20
NAMES_PER_PAGE = 1200
"""About 26 KB, compressed."""
BROWSE = "Browse"


def value_address(value: FacetValue, page: int = 1) -> str:
    """The address of a page of the dandisets that have a value, from 1."""
    return addresses.facet_value(value.facet, value.slug, page)


def counted_link(value: FacetValue, count: int | None = None) -> CountedLink:
    """A value with how many dandisets it has, or another number of them."""
    return CountedLink(
        text=shown_label(value),
        count=formats.number(value.count if count is None else count),
        address=value_address(value),
    )


def top_values(index: FacetIndex, facet: Facet, most: int = TOP_VALUES) -> tuple[CountedLink, ...]:
    """A facet's commonest values; of numbers the greatest."""
    return tuple(map(counted_link, _in_order(index.values[facet])[:most]))


def browse_page(scope: Scope, index: FacetIndex) -> BrowsePage:
    """All facets that have values."""
    return BrowsePage(
        site=scope.site,
        head=Head(
            title=BROWSE,
            description="Dandisets by species, technique, brain area, people, institutions, funders and more",
            canonical=scope.canonical(addresses.browse()),
        ),
        address=addresses.browse(),
        facets=tuple(_facet_card(index, facet) for facet in Facet if index.values[facet]),
    )


def _facet_card(index: FacetIndex, facet: Facet) -> FacetCard:
    words = facet.kind
    count = len(index.values[facet])
    return FacetCard(
        title=words.title,
        anchor=facet,
        address=addresses.facet(facet),
        lead=words.lead,
        values=top_values(index, facet),
        all_values=formats.all_of(count, words.one, words.many),
    )


def facet_page_count(values: int) -> int:
    """How many pages list so many values."""
    return 1 if values <= FEW_VALUES else -(-values // NAMES_PER_PAGE)


def facet_pages(scope: Scope, index: FacetIndex, facet: Facet) -> Iterator[FacetPage]:
    """The values of a facet over as many pages as they take; one that says so where there are none."""
    values, words = index.values[facet], facet.kind
    few = len(values) <= FEW_VALUES
    count = facet_page_count(len(values))
    by_name = () if few else tuple(sorted(values, key=_by_name))
    rows = _in_order(values) if few else values[:COMMONEST]
    parts = [by_name[start : start + NAMES_PER_PAGE] for start in range(0, len(by_name), NAMES_PER_PAGE)] or [()]
    for number, part in enumerate(parts, start=1):
        address = addresses.facet(facet, number)
        shown = rows if number == 1 else ()
        yield FacetPage(
            site=scope.site,
            head=Head(
                title=words.title + (f", page {number}" if number > 1 else ""),
                description=f"{words.lead} {formats.counted(len(values), words.one, words.many)}",
                canonical=scope.canonical(address),
            ),
            address=address,
            crumbs=(NavLink(text=BROWSE, address=addresses.browse()),),
            title=words.title,
            lead=words.lead,
            total=formats.counted(len(values), words.one, words.many),
            rows=_value_rows(shown),
            rows_title="" if few else "In most dandisets",
            identifier_title=_identifier_title(shown),
            has_other_names=any(value.other_names for value in shown),
            letters=_letters(facet, parts),
            groups=tuple(_letter_groups(part)),
            pages=page_links(number, count, lambda n: addresses.facet(facet, n)),
        )


def page_links(current: int, count: int, address_of: Callable[[int], str]) -> tuple[PageLink, ...]:
    """Links between the pages of a list; none for a list of one."""
    numbers = range(1, count + 1) if count > 1 else ()
    return tuple(PageLink(number=n, address=address_of(n), is_current=n == current) for n in numbers)


def _in_order(values: Sequence[FacetValue]) -> Sequence[FacetValue]:
    is_number = bool(values) and values[0].facet.kind.is_number
    return sorted(values, key=lambda value: value.key, reverse=True) if is_number else values


def _value_rows(values: Sequence[FacetValue]) -> tuple[ValueRow, ...]:
    longest = max((value.count for value in values), default=1)
    return tuple(
        ValueRow(
            text=value.label,
            address=value_address(value),
            other_names=", ".join(name for name, _ in value.other_names),
            identifier=identifier_link(value),
            count=formats.number(value.count),
            bar=max(1, round(100 * value.count / longest)),
        )
        for value in values
    )


def identifier_link(value: FacetValue) -> Link | None:
    """To what a value's identifier stands for; None where it has none. Without an address it is text."""
    return Link(text=shown_identifier(value.identifier), url=value.url) if value.identifier else None


def _identifier_title(values: Sequence[FacetValue]) -> str:
    kinds = {identifier_kind(value.identifier) for value in values if value.identifier}
    return next(iter(kinds)) if len(kinds) == 1 else "Identifier" if kinds else ""


def _by_name(value: FacetValue) -> tuple[str, str, str, str]:
    name = folded(value.label)
    return _letter(value), name, value.label, value.key


def _letter(value: FacetValue) -> str:
    """What a list by name puts it under: a letter, or what sorts before and after them all."""
    first = folded(value.label)[:1]
    return first if "a" <= first <= "z" else "0" if first.isdigit() and first.isascii() else "~"


_NOT_LETTERS = {"0": "0–9", "~": "Other"}


def _letter_groups(values: Sequence[FacetValue]) -> Iterator[CountedGroup]:
    for letter, found in groupby(values, key=_letter):
        yield CountedGroup(title=_letter_title(letter), anchor=_letter_anchor(letter), items=_names(tuple(found)))


def _letter_title(letter: str) -> str:
    return _NOT_LETTERS.get(letter, letter.upper())


def _letter_anchor(letter: str) -> str:
    return f"letter-{'other' if letter == '~' else letter}"


def _names(values: Sequence[FacetValue]) -> tuple[CountedLink, ...]:
    """By name; a mark of whose identifier it has tells namesakes apart."""
    bearers = Counter(folded(value.label) for value in values)
    return tuple(
        CountedLink(
            text=value.label,
            count=formats.number(value.count),
            address=value_address(value),
            identifier=identifier_kind(value.identifier) if bearers[folded(value.label)] > 1 else "",
        )
        for value in values
    )


def _letters(facet: Facet, parts: Sequence[Sequence[FacetValue]]) -> tuple[LetterLink, ...]:
    """Each letter once: where its first name stands."""
    found: dict[str, LetterLink] = {}
    for number, part in enumerate(parts, start=1):
        for letter in dict.fromkeys(map(_letter, part)):
            link = LetterLink(
                text=_letter_title(letter), address=addresses.facet(facet, number), anchor=_letter_anchor(letter)
            )
            found.setdefault(letter, link)
    return tuple(found.values())
