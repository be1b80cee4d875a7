"""Every address that the site will have, before anything is rendered. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.catalog.schema.dandiset import Dandiset
from builder.site.frame import addresses
from builder.site.frame.scope import Scope
from builder.site.notices.content_pages import ContentFile
from builder.site.parts.lists import list_page_count
from builder.snapshot import DandisetRow


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlan:
    """Addresses by what they hold."""

    dandisets: Mapping[str, tuple[str, ...]]
    """Identifier -> its pages; what else it has is known when its assets are read."""
    hidden: Mapping[str, tuple[str, ...]]
    """Identifier -> the notices that stand where the archive no longer shows a dandiset and its versions."""
    shared: tuple[str, ...]
    """Home, lists, all facets, statistics, components, content, 404, what other programs read.

    Other browse pages come with all digests.
    """
    statics: tuple[str, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The address of everything; one stands here twice if two want it."""
        groups = (*self.dandisets.values(), *self.hidden.values(), self.shared, self.statics)
        return tuple(address for group in groups for address in group)

    @property
    def addresses(self) -> frozenset[str]:
        return frozenset(self.files)


def plan_site(
    scope: Scope,
    dandisets: Sequence[Dandiset],
    *,
    hidden: Iterable[DandisetRow],
    content: Sequence[ContentFile],
    statics: Iterable[str],
) -> SitePlan:
    """`hidden` are dandisets that get notices, `statics` the addresses of static files."""
    lists = range(1, list_page_count(len(dandisets)) + 1)
    return SitePlan(
        dandisets={d.identifier: tuple(_dandiset_addresses(scope, d)) for d in dandisets},
        hidden={row.identifier: tuple(_hidden_addresses(row)) for row in hidden},
        shared=(
            addresses.HOME,
            addresses.NOT_FOUND,
            *map(addresses.dandisets, lists),
            addresses.browse(),
            addresses.STATISTICS,
            addresses.STATISTICS_CSV,
            addresses.COMPONENTS,
            *((scope.site.opensearch,) if scope.site.opensearch else ()),
            *(file.address for file in content),
        ),
        statics=(*statics, addresses.CURRENT),
    )


def _dandiset_addresses(scope: Scope, dandiset: Dandiset) -> Iterable[str]:
    identifier = dandiset.identifier
    yield addresses.dandiset(identifier)
    shown = scope.shown_versions(dandiset)
    if len(shown) > 1:
        yield addresses.compare(identifier)
    for version in shown:
        yield addresses.version(identifier, version.version)
        yield addresses.files(identifier, version.version)


def _hidden_addresses(row: DandisetRow) -> Iterable[str]:
    yield addresses.dandiset(row.identifier)
    for version in row.past_versions:
        yield addresses.version(row.identifier, version)


def awkward_addresses(files: Sequence[str]) -> list[str]:
    """What can't lie beside each other, or what some disks or hosts would refuse or mix up.

    That is: two files at one place, other letters, long names, names that differ only by case, parts that lead away.
    """
    found = []
    folded: dict[str, str] = {}
    for address in sorted(set(files)):
        if not addresses.PLAIN.fullmatch(address) or max(map(len, address.split("/"))) > _LONGEST_NAME:
            found.append(f"{address}: names may hold a-z 0-9 . _ - and {_LONGEST_NAME} characters at most")
        if not addresses.stays_inside(address):
            found.append(f"{address}: an address may have no part that is empty, . or ..")
        other = folded.setdefault(address.casefold(), address)
        if other != address:
            found.append(f"{address}: differs from {other} only by case")
    found += [f"{address}: two pages or files want this place" for address, n in Counter(files).items() if n > 1]
    return found


_LONGEST_NAME = 100
