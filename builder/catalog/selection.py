"""Which dandisets of the snapshot a site holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.catalog.facets.awards import award_names, award_numbers, meant_award
from builder.catalog.facets.keys import orcid
from builder.catalog.facets.naming import awards
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.metadata import Contributor, DandisetMetadata
from builder.settings import Select, Settings


def is_shown(dandiset: Dandiset, settings: Settings) -> bool:
    """Whether the settings let a dandiset onto the site."""
    return dandiset.identifier not in settings.exclude and is_selected(dandiset, settings.select)


def is_selected(dandiset: Dandiset, select: Select) -> bool:
    """Whether any part of a selection names the dandiset's default version; an empty selection names all."""
    if select == Select():
        return True
    metadata = dandiset.default.metadata
    return (
        dandiset.identifier in select.ids
        or _any_of(map(_person, select.contributors), (_person(one.identifier) for one in metadata.contributor))
        or _any_of(map(_bare, select.institutions), map(_bare, _institutions(metadata.contributor)))
        or not _awards(select.awards).isdisjoint(_named_awards(metadata.contributor) if select.awards else ())
        or _any_of(select.keywords, (*metadata.keywords, *metadata.single_keywords))
        or _any_of(select.species, _species(metadata))
    )


def _any_of(wanted: Iterable[str], found: Iterable[str | None]) -> bool:
    return not {text.casefold() for text in wanted}.isdisjoint((text or "").casefold() for text in found)


def _awards(wanted: Iterable[str]) -> set[str]:
    return set(filter(None, map(meant_award, wanted)))


def _named_awards(contributors: Iterable[Contributor]) -> Iterator[str]:
    """All that the awards of contributors are found by; one may stand in a funder's name."""
    for contributor in contributors:
        if contributor.award_number:
            yield from award_names(contributor.award_number, contributor.name)
        yield from (number for award in awards(contributor) for number in award_numbers(award.label))


def _institutions(contributors: Iterable[Contributor]) -> Iterable[str | None]:
    for contributor in contributors:
        yield contributor.identifier
        yield from (affiliation.identifier for affiliation in contributor.affiliation)


def _species(metadata: DandisetMetadata) -> Iterable[str | None]:
    for species in metadata.assets_summary.species:
        yield species.name
        yield species.identifier
        yield _bare(species.identifier)
        yield from (part.strip() for part in (species.name or "").split(" - "))


def _person(identifier: str | None) -> str:
    """An ORCID from any form."""
    return orcid(identifier) or _bare(identifier)


def _bare(identifier: str | None) -> str:
    """The last part of an ORCID's, ROR's or ontology's address."""
    return (identifier or "").rstrip("/").rsplit("/", 1)[-1]
