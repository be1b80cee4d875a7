"""All pages and files that aren't of one dandiset: what they are, and how they are kept or written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from builder.site.folder.manifest import Manifest, write_file
from builder.site.folder.staging import Staging
from builder.site.frame import addresses
from builder.site.frame.outputs import Output, TextFile
from builder.site.frame.scope import Scope
from builder.site.gallery import gallery_page
from builder.site.home.page import home_page
from builder.site.notices.content_pages import content_page
from builder.site.notices.gone_page import gone_page
from builder.site.notices.not_found import not_found_page
from builder.site.parts.lists import dandiset_card, list_pages
from builder.site.pipeline.dated import dated_files, with_date_placeholder
from builder.site.pipeline.host_rules import headers_file, redirects_file
from builder.site.pipeline.plan import SitePlan
from builder.site.pipeline.report import count_pages
from builder.site.pipeline.sources import Sources
from builder.site.pipeline.worker_pool import WorkerPool
from builder.site.statistics import statistics_outputs


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPages:
    """What there now is of home, lists, browse pages, content, notices, static files and the host's rules."""

    keys: Mapping[str, str]
    """Address -> hash of what it is made from."""
    dated: Mapping[str, str]
    """Address -> text of those that tell the date of the last harvest, with a placeholder for it."""
    sizes: Mapping[str, int]
    """Address -> bytes."""
    linked_browse_pages: frozenset[str]
    """By those that were rendered."""
    kept_pages: int


def write_shared_pages(
    sources: Sources,
    plan: SitePlan,
    entries: Sequence[Entry],
    search_list: str,
    staging: Staging,
    pool: WorkerPool,
    keep: Manifest,
) -> SharedPages:
    """Render what changed since the site of which `keep` tells; `search_list` is where the search begins."""
    outputs = {output.address: output for output in shared_outputs(sources, plan, entries)}
    keys = {address: _output_key(sources, output) for address, output in outputs.items()}
    same = [address for address, key in keys.items() if keep.shared.get(address) == key]
    kept_dated = {address: keep.dated[address] for address in same if address in keep.dated}
    kept = {a: keep.sizes[a] for a in same if a not in kept_dated and _is_whole(staging, keep, a)}
    written = pool.write_pages([outputs[a] for a in outputs if a not in kept_dated and a not in kept])
    dated = kept_dated | {address: text for part in written for address, text in part.dated.items()}
    files = _files(sources, keys, dated, search_list)
    sizes = kept | {address: size for part in written for address, size in part.sizes.items()}
    sizes |= {address: write_file(staging.folder, address, data) for address, data in files.items()}
    return SharedPages(
        keys=keys,
        dated=dated,
        sizes=sizes,
        linked_browse_pages=frozenset().union(*(part.linked_browse_pages for part in written)),
        kept_pages=count_pages(kept),
    )


def _is_whole(staging: Staging, keep: Manifest, address: str) -> bool:
    return address in keep.sizes and staging.is_whole({address: keep.sizes[address]})


def _files(sources: Sources, pages: Iterable[str], dated: Mapping[str, str], search_list: str) -> dict[str, bytes]:
    """What no template makes, and the pages that tell the date; by address."""
    folders = {"dandiset", *filter(None, map(addresses.top_folder, pages))}
    return {
        **sources.statics,
        **dated_files(dated, sources.archive.read_utc, search_list, is_whole=sources.is_whole),
        "_headers": headers_file(folders).encode(),
        "_redirects": redirects_file().encode(),
    }


def shared_outputs(sources: Sources, plan: SitePlan, entries: Sequence[Entry]) -> Iterator[Output]:
    """Home, lists, browse, statistics, components, content, notices; with a placeholder for the harvest's date."""
    for output in _outputs(sources, plan, entries):
        yield output if isinstance(output, TextFile) else with_date_placeholder(output)


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


def _output_key(sources: Sources, output: Output) -> str:
    """Hash of all that a page or file is made from."""
    parts = (sources.key, output)
    return hashlib.sha256(msgspec.json.encode(parts, enc_hook=str.__str__)).hexdigest()[:32]
