"""The page for addresses that lead nowhere. Pure."""

from __future__ import annotations

from builder.site.contexts import Head, NotFoundPage
from builder.site.frame import addresses
from builder.site.frame.scope import Scope


def not_found_page(scope: Scope) -> NotFoundPage:
    """What a host shows at whatever address has nothing: its links begin at the site's root."""
    return NotFoundPage(
        site=scope.site,
        head=Head(title="Page not found", description="There is no page at this address.", noindex=True),
        address=addresses.NOT_FOUND,
        all_dandisets=addresses.dandisets(),
        archive_portal_url=scope.instance.web_url + "/",
    )
