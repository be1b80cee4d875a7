"""Check a finished site: its files, and the HTML, links and budgets of every page."""

from builder.site.check.notes import SiteFindings, SiteProblem
from builder.site.check.run import check_site

__all__ = ["SiteFindings", "SiteProblem", "check_site"]
