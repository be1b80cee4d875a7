"""What search knows of a dandiset: the texts of its default version, field by field. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from builder.catalog.facets.awards import award_numbers
from builder.catalog.facets.funders import funder_and_award, known_funder
from builder.catalog.facets.index import FacetIndex
from builder.catalog.facets.kinds import Facet
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.metadata import Contributor, DandisetMetadata, Resource
from builder.catalog.schema.person_names import read_person_name
from builder.catalog.schema.taxa import SPECIES_NAMES
from builder.search.index import fields
from builder.search.words.identifiers import publication_key
from builder.search.words.plain import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRecord:
    """A dandiset as search sees it."""

    identifier: str
    texts: dict[str, tuple[str, ...]]
    """By the field's name, in the order of `FIELDS`, as authors wrote them; empty fields are left out."""


def read_record(dandiset: Dandiset, facets: FacetIndex) -> SearchRecord:
    """What search knows of a dandiset; `facets` are those of all dandisets."""
    version = dandiset.default
    metadata = version.metadata
    found: dict[str, Iterable[str]] = {
        fields.TITLE.name: [version.title],
        fields.DESCRIPTION.name: [plain(metadata.description)],
        **{facet.value: _values(facets, dandiset, facet) for facet in fields.SEARCHED_FACETS},
        fields.PUBLICATION.name: _publications(metadata.related_resource),
        fields.OTHER.name: _others(metadata),
        fields.IDENTIFIER.name: _identifiers(dandiset, facets),
    }
    kept = {name: tuple(dict.fromkeys(text for text in texts if text.strip())) for name, texts in found.items()}
    return SearchRecord(identifier=dandiset.identifier, texts={name: texts for name, texts in kept.items() if texts})


def _values(facets: FacetIndex, dandiset: Dandiset, facet: Facet) -> Iterator[str]:
    """The names of a facet's values; more of some than browse pages have, and people as they are spoken."""
    contributors = dandiset.default.metadata.contributor
    match facet:
        case Facet.SPECIES:
            return _species(facets, dandiset)
        case Facet.CONTRIBUTOR:
            return _people(contributors)
        case Facet.FUNDER:
            return _funders(contributors)
    return _labels(facets, dandiset, facet)


def _labels(facets: FacetIndex, dandiset: Dandiset, facet: Facet) -> Iterator[str]:
    """The dandiset's own names, and the catalog's commonest where the identifier is the same."""
    for term in facets.terms[dandiset.identifier]:
        if term.facet is facet and not term.is_mentioned:  # what texts mention is found by these
            yield term.label
            yield facets.by_key[facet, term.key].label


def _species(facets: FacetIndex, dandiset: Dandiset) -> Iterator[str]:
    """With every name that any dandiset, or our table, has for the same identifier."""
    for term in facets.terms[dandiset.identifier]:
        if term.facet is Facet.SPECIES:
            value = facets.by_key[Facet.SPECIES, term.key]
            yield from species_names(value.label, (name for name, _ in value.other_names), value.identifier)


def species_names(label: str, others: Iterable[str], identifier: str) -> Iterator[str]:
    """All names of a species: the archive's, then common and old ones."""
    yield label
    yield from others
    yield from SPECIES_NAMES.get(identifier, ())


def _people(contributors: Iterable[Contributor]) -> Iterator[str]:
    """As they are spoken; organizations stand among institutions or funders."""
    for contributor in contributors:
        if not contributor.is_organization:
            yield read_person_name(contributor.name).spoken


def _funders(contributors: Iterable[Contributor]) -> Iterator[str]:
    for contributor in contributors:
        if contributor.is_organization and contributor.is_funder:
            yield contributor.name
            name, _ = known_funder(funder_and_award(contributor.name)[0]) or ("", "")
            yield name


def _publications(resources: Iterable[Resource]) -> Iterator[str]:
    for resource in resources:
        name = (resource.name or "").strip()
        if name and not name.startswith(("http://", "https://")):
            yield name


def _others(metadata: DandisetMetadata) -> Iterator[str]:
    yield from metadata.study_target
    yield plain(metadata.acknowledgement)
    for term in metadata.about:
        yield term.name or ""
    for activity in metadata.was_generated_by:
        yield activity.name or ""
        yield plain(activity.description or "")
    for resource in metadata.related_resource:
        if resource.url and not publication_key(resource.url):
            yield re.sub(r"^https?://(www\.)?", "", resource.url)


def _identifiers(dandiset: Dandiset, facets: FacetIndex) -> Iterator[str]:
    """Each as a query has it once `identifiers` has read it."""
    metadata = dandiset.default.metadata
    for term in facets.terms[dandiset.identifier]:
        if term.facet.kind.is_identified and not term.is_mentioned:
            yield term.identifier.lower()
        if term.facet is Facet.AWARD:
            yield from award_numbers(term.label)
    for text in _resource_identifiers(metadata.related_resource):
        yield publication_key(text)
    # Word by word: a pattern with what comes before a DOI takes the square of the time.
    yield from (publication_key(word) for word in metadata.description.split() if _DOI_IN.search(word))


_DOI_IN = re.compile(r"\b10\.[0-9]{4,}/\S")


def _resource_identifiers(resources: Sequence[Resource]) -> Iterator[str]:
    for resource in resources:
        yield resource.identifier or ""
        yield resource.url or ""
