"""The notice that stands for a dandiset which the archive no longer shows. Pure."""

from __future__ import annotations

from builder.catalog.links.archive_links import archive_dandiset
from builder.site.contexts import GonePage, Head
from builder.site.frame import addresses
from builder.site.frame.scope import Scope
from builder.snapshot import DandisetRow, DandisetState
from builder.words import formats


def gone_page(scope: Scope, row: DandisetRow, address: str) -> GonePage:
    """It says that the dandiset was here and is no longer; nothing of its metadata."""
    embargoed = row.state is DandisetState.EMBARGOED
    return GonePage(
        site=scope.site,
        head=Head(
            title=f"Dandiset {row.identifier} is " + ("embargoed" if embargoed else "no longer there"),
            description=f"The {scope.instance.name} no longer shows dandiset {row.identifier}",
            noindex=True,
        ),
        address=address,
        identifier=row.identifier,
        is_embargoed=embargoed,
        since=formats.date(row.state_utc),
        archive_url=archive_dandiset(scope.instance, row.identifier),
        all_dandisets=addresses.dandisets(),
    )
