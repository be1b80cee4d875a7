"""What a page may depend on beside its own dandiset: the settings, the archive's addresses, and the frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from builder.catalog.files.viewers import Viewer, chosen_viewers
from builder.catalog.links.instances import Instance
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.version import Version
from builder.settings import Canonical, Settings, Twins, Versions
from builder.site.contexts import Site
from builder.site.frame import addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The same for all pages of a build."""

    settings: Settings
    instance: Instance
    site: Site
    static_names: Mapping[str, str] = field(default_factory=dict)
    """Address that templates and content name a static file by -> the one it has in the site."""

    @property
    def viewers(self) -> tuple[Viewer, ...]:
        """The programs on the web that files are handed to."""
        return chosen_viewers(self.instance, self.settings.viewers)

    def shown_versions(self, dandiset: Dandiset) -> tuple[Version, ...]:
        """The versions that get pages."""
        return (dandiset.default,) if self.settings.versions is Versions.LATEST else dandiset.versions

    def has_citation_files(self, dandiset: Dandiset, version: Version) -> bool:
        """Whether files for other programs lie beside a version's page."""
        return self.settings.twins is Twins.ALL or version is dandiset.default

    def canonical(self, address: str) -> str | None:
        """The public address of a page of ours; None where the settings name no base_url or another original."""
        if self.settings.base_url is None or self.settings.original is not Canonical.SELF:
            return None
        return urljoin(self.settings.base_url, addresses.pretty(address))
