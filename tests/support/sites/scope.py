"""What pages are made for, where a test needs no more than one of them."""

from __future__ import annotations

from collections.abc import Iterator

from builder.catalog.links.instances import KNOWN_INSTANCES
from builder.settings import Settings
from builder.site.contexts import Site
from builder.site.frame.scope import Scope

SCOPE = Scope(
    settings=Settings(),
    instance=KNOWN_INSTANCES["dandi"],
    site=Site(
        title="A catalog",
        logo=None,
        archive_name="An archive",
        archive_home_url="https://example.org/",
        archive_portal_url="https://example.org/",
        nav=(),
        about="about/index.html",
        footer=None,
        noindex=False,
    ),
)


class Anywhere:
    """Every address is planned."""

    def __contains__(self, address: object) -> bool:
        return True

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[str]:
        return iter(())
