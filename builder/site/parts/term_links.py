"""Links from a dandiset's pages to the browse pages that list it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from builder.catalog.contents.beyond_summary import fill_summary
from builder.catalog.facets.kinds import Facet, FacetTerm, facet_terms
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.metadata import AssetsSummary
from builder.catalog.text.web_addresses import link_words
from builder.site.contexts import NavLink, TermLink
from builder.site.frame import addresses
from builder.words.facet_words import identifier_kind


def browse_link(term: FacetTerm) -> NavLink:
    """The term's browse page. It is there if the term is one of a shown dandiset's default version."""
    return NavLink(text=term.label, address=addresses.facet_value(term.facet, term.slug))


class TermLinks:
    """Browse pages are of default versions: what only another version has leads to none."""

    def __init__(self, dandiset: Dandiset, found: AssetsSummary, areas: Iterable[str] = ()) -> None:
        """`found` is what the files of its default version hold, `areas` are those that its texts mention."""
        summary = fill_summary(dandiset.default.metadata.assets_summary, found)
        self._listed = {(term.facet, term.key) for term in facet_terms(dandiset, summary, areas)}

    def address(self, term: FacetTerm | None) -> str | None:
        """Where the dandiset is listed under this term."""
        if term is None or (term.facet, term.key) not in self._listed:
            return None
        return browse_link(term).address

    def link(self, term: FacetTerm | None, *, text: str, url: str | None = None) -> TermLink:
        """A term under the words that its dandiset has; `url` is where its identifier leads."""
        text = text.strip()
        source = identifier_kind(term.identifier) if term and term.identifier else "Source"
        if term and term.facet is Facet.LICENSE:
            source = "License text"
        address = self.address(term)
        # Where both are given, the words lead to the browse page, and the source leads away.
        words, source = (text, link_words(source, url)) if address else (link_words(text, url), source)
        return TermLink(text=words, address=address, url=url, source=source)
