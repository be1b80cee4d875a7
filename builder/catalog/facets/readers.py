"""Where each facet's values stand in a dandiset: in its default version's metadata, or in what its files tell. Pure.

A reader names every value in the order in which it stands, None for what names none; repeats do no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from builder.catalog.facets import naming
from builder.catalog.facets.naming import Naming
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.metadata import AssetsSummary, Contributor, Term

Reader = Callable[[Dandiset, AssetsSummary], Iterable[Naming | None]]
"""The summary is what is known of the files, which may be more than the metadata's own."""


def in_summary(
    pick: Callable[[AssetsSummary], Iterable[Term]], name: Callable[[Term], Naming | None] = naming.vocabulary_term
) -> Reader:
    """Terms of a controlled vocabulary in the summary of the files."""
    return lambda _, summary: map(name, pick(summary))


def of_contributors(name: Callable[[Contributor], Naming | None]) -> Reader:
    """One of each contributor at most."""
    return lambda dandiset, _: map(name, dandiset.default.metadata.contributor)


def body_parts(dandiset: Dandiset, _: AssetsSummary) -> Iterable[Naming | None]:
    """Among what authors say a dandiset is about."""
    return map(naming.body_part, dandiset.default.metadata.about)


def variables(_: Dandiset, summary: AssetsSummary) -> Iterable[Naming | None]:
    """What was measured, as files call it."""
    return map(naming.variable, summary.variable_measured)


def keywords(dandiset: Dandiset, _: AssetsSummary) -> Iterable[Naming | None]:
    """Authors' own words."""
    return map(naming.named, dandiset.default.metadata.single_keywords)


def institutions(dandiset: Dandiset, _: AssetsSummary) -> Iterator[Naming | None]:
    """Organizations among the contributors, and where people work."""
    for contributor in dandiset.default.metadata.contributor:
        yield naming.organization(contributor)
        yield from map(naming.workplace, contributor.affiliation)


def awards(dandiset: Dandiset, _: AssetsSummary) -> Iterator[Naming | None]:
    """Those that contributors gave or hold."""
    for contributor in dandiset.default.metadata.contributor:
        yield from naming.awards(contributor)


def funders(dandiset: Dandiset, _: AssetsSummary) -> Iterator[Naming | None]:
    """Contributors that paid, and those whose awards contributors hold."""
    for contributor in dandiset.default.metadata.contributor:
        yield naming.funder(contributor)
        yield from naming.givers(contributor)


def licenses(dandiset: Dandiset, _: AssetsSummary) -> Iterable[Naming | None]:
    """Those that authors chose."""
    return map(naming.license_name, dandiset.default.metadata.licenses)


def newest_year(dandiset: Dandiset, _: AssetsSummary) -> Iterable[Naming | None]:
    """When its newest version was published."""
    return [naming.published_year(dandiset.default)]
