"""The first page: what this is, how much there is, how fresh it is, and ways in. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from builder.catalog.contents.digest import Entry
from builder.catalog.facets.index import FacetIndex
from builder.catalog.facets.kinds import Facet
from builder.catalog.schema.dandiset import Dandiset
from builder.site.browse.pages import top_values, value_address
from builder.site.contexts import Fact, FindGroup, Head, HelpLink, HomePage, Notice
from builder.site.frame import addresses
from builder.site.frame.scope import Scope
from builder.site.home.overview import OverviewGroup, overview_picture
from builder.site.home.search_box import search_box
from builder.site.notices.content_pages import ContentFile
from builder.site.parts.lists import dandiset_card
from builder.snapshot.rows import FirstHarvest
from builder.words import formats
from builder.words.facet_words import short_label

_NEWEST = 8
_LARGEST = 8
_ROWS = 7
"""Species that get a row of their own in the picture."""
_FIND_BY = (Facet.SPECIES, Facet.TECHNIQUE, Facet.VARIABLE, Facet.ANATOMY, Facet.CONTRIBUTOR)
_TOP_VALUES = 6
_HELP = "help/"


def home_page(
    scope: Scope,
    entries: Sequence[Entry],
    index: FacetIndex,
    *,
    content: Sequence[ContentFile],
    read_utc: str,
    first: FirstHarvest | None = None,
) -> HomePage:
    """`entries` are all that the site holds, newest first; `first` is the first harvest while it is under way."""
    settings = scope.settings
    tagline = (
        settings.tagline or f"The open data of the {scope.instance.name}: to browse, look into, download and cite."
    )
    largest = sorted(entries, key=lambda entry: (-entry.dandiset.default.size, entry.dandiset.identifier))
    return HomePage(
        site=scope.site,
        head=Head(title=settings.title, description=tagline, canonical=scope.canonical(addresses.HOME)),
        address=addresses.HOME,
        tagline=tagline,
        search=search_box(index, len(entries)),
        facts=_facts([entry.dandiset for entry in entries]),
        under_way=Notice(kind="first", text=f"{first_harvest_words(first)}.") if first else None,
        picture=overview_picture(_by_species(entries, index)),
        finds=tuple(_finds(index)),
        newest=tuple(dandiset_card(entry) for entry in entries[:_NEWEST]),
        largest=tuple(dandiset_card(entry) for entry in largest[:_LARGEST]),
        ways=tuple(_help_links(content)),
        all_dandisets=addresses.dandisets(),
        read_text=formats.moment(read_utc),
        read_utc=read_utc,
    )


def first_harvest_words(first: FirstHarvest) -> str:
    """How far it has come."""
    read, awaited = formats.number(first.read), formats.counted(first.awaited, "dandiset")
    return f"First harvest under way: {read} of {awaited} read so far"


def _finds(index: FacetIndex) -> Iterable[FindGroup]:
    for facet in _FIND_BY:
        if index.values[facet]:
            yield FindGroup(
                label=facet.kind.title,
                address=addresses.facet(facet),
                values=top_values(index, facet, _TOP_VALUES),
            )


def _by_species(entries: Sequence[Entry], index: FacetIndex) -> Sequence[OverviewGroup]:
    """A row for each of the commonest species, one for all others, one for dandisets that name none."""
    by_identifier = {entry.dandiset.identifier: entry for entry in entries}
    species = index.values[Facet.SPECIES]
    groups = [
        OverviewGroup(
            label=short_label(value),
            address=value_address(value),
            entries=[by_identifier[dandiset.identifier] for dandiset in value.dandisets],
        )
        for value in species[:_ROWS]
    ]
    named = {dandiset.identifier for value in species for dandiset in value.dandisets}
    common = {dandiset.identifier for value in species[:_ROWS] for dandiset in value.dandisets}
    others = [entry for entry in entries if entry.dandiset.identifier in named - common]
    unnamed = [entry for entry in entries if entry.dandiset.identifier not in named]
    if others:
        groups.append(OverviewGroup(label="Other species", address=addresses.facet(Facet.SPECIES), entries=others))
    if unnamed:
        groups.append(OverviewGroup(label="Not said", address=None, entries=unnamed))
    return groups


def _help_links(content: Iterable[ContentFile]) -> Iterable[HelpLink]:
    for file in content:
        if file.slug.startswith(_HELP) and file.slug != f"{_HELP}index":
            yield HelpLink(title=file.title, address=file.address, text=file.description)


def _facts(dandisets: Sequence[Dandiset]) -> tuple[Fact, ...]:
    """Totals over the default versions; every dandiset counts once."""
    defaults = [dandiset.default for dandiset in dandisets]
    return (
        Fact(label="Dandisets", value=formats.number(len(dandisets))),
        Fact(label="Published", value=formats.number(sum(bool(dandiset.published) for dandiset in dandisets))),
        Fact(label="Files", value=formats.number(sum(version.asset_count for version in defaults))),
        Fact(label="Data", value=formats.total_size((version.size, version.asset_count) for version in defaults)),
    )
