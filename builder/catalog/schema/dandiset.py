"""A dandiset: its versions, and which of them stands for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import replace

from builder.catalog.schema.dates import sortable
from builder.catalog.schema.reading import Count, Exact, Problem, Record, read_record
from builder.catalog.schema.version import Version, read_version


class ListedItem(Record, frozen=True, kw_only=True, rename=None):
    """What the archive's list says beside the versions."""

    identifier: Exact = ""
    created: Exact = ""
    star_count: Count = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dandiset:
    """An open dandiset with at least one version."""

    identifier: str
    """Six digits."""
    created: str
    star_count: int
    versions: tuple[Version, ...]
    """Published ones by date, the draft last."""
    stale_since_utc: str | None = None
    """Since when the archive could not be read again for it; None while it is current."""
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    """What of its metadata could not be read."""

    @property
    def published(self) -> tuple[Version, ...]:
        return tuple(version for version in self.versions if not version.is_draft)

    @property
    def draft(self) -> Version | None:
        return next((version for version in self.versions if version.is_draft), None)

    @property
    def default(self) -> Version:
        """The version that was published last, else the draft."""
        return self.published[-1] if self.published else self.versions[-1]

    def shortened(self, version: Version) -> tuple[str, ...]:
        """The fields of a version, as `relatedResource`, that are too long to be read whole."""
        start = f"{self.identifier}/{version.version}: "
        found = (problem.shortened for problem in self.problems if problem.where.startswith(start))
        return tuple(dict.fromkeys(filter(None, found)))


def _order(version: Version) -> tuple[bool, datetime, str]:
    """By publication: a name tells when that began, and of two the first may take longer."""
    return version.is_draft, sortable(version.created), version.version


def read_dandiset(
    identifier: str, *, listed: bytes, infos: Iterable[tuple[str, bytes]], stale_since_utc: str | None = None
) -> Dandiset:
    """Read a stored dandiset; `infos` are the versions' names and `/info/` answers."""
    item, problems = read_record(listed, ListedItem, identifier)
    versions = []
    for name, info in infos:
        version, more = read_version(info, f"{identifier}/{name}")
        versions.append(version if version.version == name else replace(version, version=name))
        problems += more
    return Dandiset(
        identifier=identifier,
        created=item.created or versions[-1].dandiset.created,
        star_count=item.star_count,
        versions=tuple(sorted(versions, key=_order)),
        stale_since_utc=stale_since_utc,
        problems=problems,
    )
