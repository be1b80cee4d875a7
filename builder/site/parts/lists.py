"""The list of all dandisets, and how a dandiset looks in a list. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from builder.catalog.contents.digest import Entry
from builder.catalog.contents.subjects import species_label
from builder.catalog.schema.dates import sortable
from builder.catalog.schema.version import Version
from builder.catalog.schema.vocabulary import is_derived
from builder.site.contexts import DandisetCard, Head, ListPage, PageLink
from builder.site.frame import addresses
from builder.site.frame.scope import Scope
from builder.site.parts.people import contacts_of
from builder.site.parts.raster import card_raster
from builder.words import formats

CARDS_PER_PAGE = 100


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """By when they were updated, those without files last; those of the same moment by identifier."""
    by_identifier = sorted(entries, key=lambda entry: entry.dandiset.identifier, reverse=True)

    def order(entry: Entry) -> tuple[bool, datetime]:
        return entry.dandiset.default.asset_count > 0, sortable(entry.updated)

    return sorted(by_identifier, key=order, reverse=True)


def list_page_count(dandisets: int) -> int:
    """How many pages so many cards take; one for none."""
    return max(1, -(-dandisets // CARDS_PER_PAGE))


def list_pages(scope: Scope, cards: Sequence[DandisetCard]) -> Iterable[ListPage]:
    """The list over as many pages as it takes."""
    count = list_page_count(len(cards))
    for number in range(1, count + 1):
        start = (number - 1) * CARDS_PER_PAGE
        part = cards[start : start + CARDS_PER_PAGE]
        address = addresses.dandisets(number)
        yield ListPage(
            site=scope.site,
            head=Head(
                title="All dandisets" + (f", page {number}" if number > 1 else ""),
                description=f"{formats.all_of(len(cards), 'dandiset')} of this catalog, last updated first",
                canonical=scope.canonical(address),
            ),
            address=address,
            cards=tuple(part),
            total=formats.counted(len(cards), "dandiset"),
            shown=f"{start + 1} to {start + len(part)}" if part else "",
            pages=tuple(
                PageLink(number=n, address=addresses.dandisets(n), is_current=n == number)
                for n in (range(1, count + 1) if count > 1 else ())
            ),
        )


def dandiset_card(entry: Entry) -> DandisetCard:
    """A dandiset in a list: its default version, and what its files hold."""
    dandiset = entry.dandiset
    version = dandiset.default
    summary = entry.summary
    return DandisetCard(
        identifier=dandiset.identifier,
        title=version.title,
        address=addresses.dandiset(dandiset.identifier),
        summary=entry.digest.summary,
        species=tuple(dict.fromkeys(filter(None, map(species_label, summary.species)))),
        techniques=tuple(term.name for term in summary.approach if term.name and not is_derived(term.name)),
        version=version.version,
        is_draft=version.is_draft,
        contact=_contact(version),
        files=formats.counted_files(version.asset_count),
        size=formats.counted_size(version.size, version.asset_count),
        updated_word=_updated_word(entry),
        updated=formats.day(entry.updated),
        updated_text=formats.date(entry.updated),
        raster=card_raster(entry.digest),
    )


def _updated_word(entry: Entry) -> str:
    """What happened on the day that a card names."""
    if not entry.dandiset.default.is_draft:
        return "published"
    return "updated" if entry.digest.newest_file else "created"


def _contact(version: Version) -> str:
    """The contacts by name; of very many the first."""
    names = contacts_of(version)
    more = len(names) - _MOST_CONTACTS
    return ", ".join(names[:_MOST_CONTACTS]) + (f" and {more} more" if more > 0 else "")


_MOST_CONTACTS = 5
"""Of the 351 none has over 4."""
