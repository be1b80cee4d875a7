"""Check a finished site: its files, and the HTML, links and budgets of every page."""

from builder.check.site.notes import Finding, SiteFindings
from builder.check.site.run import check_site

__all__ = ["Finding", "SiteFindings", "check_site"]
