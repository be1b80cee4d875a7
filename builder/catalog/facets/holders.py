"""Organizations that hold an award which a funder beside them gave. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as dataclass_replace

from msgspec.structs import replace

from builder.catalog.facets.naming import awards
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.metadata import Contributor
from builder.catalog.schema.version import Version


def with_holders(dandiset: Dandiset) -> Dandiset:
    """The dandiset, in which whoever holds an award is not taken for who gave it."""
    versions = tuple(map(_with_holders, dandiset.versions))
    same = all(new is old for new, old in zip(versions, dandiset.versions, strict=True))
    return dandiset if same else dataclass_replace(dandiset, versions=versions)


def _with_holders(version: Version) -> Version:
    contributors = version.metadata.contributor
    if not any(map(_may_hold, contributors)):
        return version
    given = {award for one in contributors if one.role_name and one.is_funder for award in _awards(one)}
    marked = _marked(contributors, given)
    return replace(version, metadata=replace(version.metadata, contributor=marked)) if given else version


def _marked(contributors: Sequence[Contributor], given: set[str]) -> tuple[Contributor, ...]:
    return tuple(
        replace(one, holds_award=True) if _may_hold(one) and not given.isdisjoint(_awards(one)) else one
        for one in contributors
    )


def _may_hold(contributor: Contributor) -> bool:
    return not contributor.role_name and contributor.is_funder


def _awards(contributor: Contributor) -> set[str]:
    return {award.key for award in awards(contributor)}
