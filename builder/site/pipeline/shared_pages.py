"""All pages and files that aren't of one dandiset. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urljoin

import msgspec

from builder.catalog.contents.digest import Entry
from builder.catalog.facets.index import FacetIndex, index_facets
from builder.catalog.facets.kinds import Facet
from builder.catalog.facets.ties import read_ties
from builder.records.opensearch import opensearch_text
from builder.site.browse.pages import browse_page, facet_pages
from builder.site.browse.value_pages import BrowseSources, facet_value_pages
from builder.site.contexts import DandisetCard
from builder.site.frame import addresses
from builder.site.frame.outputs import Output, TextFile
from builder.site.frame.scope import Scope
from builder.site.gallery import gallery_page
from builder.site.home.page import home_page
from builder.site.notices.content_pages import content_page
from builder.site.notices.gone_page import gone_page
from builder.site.notices.not_found import not_found_page
from builder.site.parts.lists import dandiset_card, list_pages
from builder.site.pipeline.dated import with_marks
from builder.site.pipeline.plan import SitePlan
from builder.site.pipeline.sources import Sources
from builder.site.statistics import statistics_outputs


def shared_outputs(sources: Sources, plan: SitePlan, entries: Sequence[Entry]) -> Iterator[Output]:
    """Home, lists, browse, statistics, components, content, notices; marks stand for the date of the last harvest."""
    for output in _outputs(sources, plan, entries):
        yield output if isinstance(output, TextFile) else with_marks(output)


def _outputs(sources: Sources, plan: SitePlan, entries: Sequence[Entry]) -> Iterator[Output]:
    scope, read_utc = sources.scope, sources.archive.read_utc
    index = index_facets(entries)
    first = sources.first_harvest
    yield home_page(scope, entries, index, content=sources.content, read_utc=read_utc, first=first)
    cards = {entry.dandiset.identifier: dandiset_card(entry) for entry in entries}
    yield from list_pages(scope, tuple(cards.values()))
    yield from _browse_outputs(sources, index, cards)
    yield from statistics_outputs(scope, entries, index, read_utc=read_utc)
    for file in sources.content:
        yield content_page(scope, file, sources.content, read_utc=read_utc)
    yield gallery_page(scope)
    yield not_found_page(scope)
    yield from _records(scope)
    for row in sources.hidden:
        for address in plan.hidden[row.identifier]:
            yield gone_page(scope, row, address)


def _records(scope: Scope) -> Iterator[TextFile]:
    """What other programs read of the site as a whole; it needs the site's public address."""
    base_url, site = scope.settings.base_url, scope.site
    if base_url and site.opensearch:
        yield TextFile(
            address=site.opensearch,
            text=opensearch_text(
                title=site.title,
                archive_name=site.archive_name,
                base_url=base_url,
                own_url=urljoin(base_url, site.opensearch),
                icon_url=urljoin(base_url, scope.static_names[site.logo or addresses.ICON]),
            ),
        )


def _browse_outputs(sources: Sources, index: FacetIndex, cards: Mapping[str, DandisetCard]) -> Iterator[Output]:
    scope = sources.scope
    browse = BrowseSources(index=index, ties=read_ties(sources.dandisets), cards=cards)
    yield browse_page(scope, index)
    for facet in Facet:
        if index.values[facet]:
            yield from facet_pages(scope, index, facet)
        for value in index.values[facet]:
            yield from facet_value_pages(scope, browse, value)


def output_key(sources: Sources, output: Output) -> str:
    """Hash of all that a page or file is made from."""
    parts = (sources.key, output)
    return hashlib.sha256(msgspec.json.encode(parts, enc_hook=str.__str__)).hexdigest()[:32]
