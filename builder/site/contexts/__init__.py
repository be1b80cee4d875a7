"""What each page template may name: one class a template, and the parts that they share.

Everything is chosen, sorted and put into words before it gets here. Text is plain (the template escapes it) unless it
is Markup. `Link.url` leads out of the site; addresses inside it are those of `addresses`, made relative by `link()`.
"""

from __future__ import annotations

from builder.site.contexts.browse import (
    BrowsePage,
    CountedGroup,
    CountedLink,
    FacetCard,
    FacetPage,
    FacetValuePage,
    LetterLink,
    ValueRow,
)
from builder.site.contexts.dandiset import (
    ContributorRow,
    DandisetPage,
    FileRow,
    FundingRow,
    ProjectRow,
    ResourceRow,
    SummaryRow,
    VersionRow,
)
from builder.site.contexts.files import (
    FilesPage,
    FolderFiles,
    FolderRow,
)
from builder.site.contexts.frame import (
    Command,
    Fact,
    Head,
    Link,
    NavLink,
    Notice,
    Page,
    PageLink,
    Site,
    TermLink,
)
from builder.site.contexts.lists import (
    DandisetCard,
    HomePage,
    ListPage,
)
from builder.site.contexts.notes import (
    ContentPage,
    GonePage,
    NotFoundPage,
)
from builder.site.contexts.similar import SimilarRow

TEMPLATES: dict[type[Page], str] = {
    HomePage: "home.html",
    ListPage: "dandisets.html",
    BrowsePage: "browse.html",
    FacetPage: "facet.html",
    FacetValuePage: "facet_value.html",
    DandisetPage: "dandiset.html",
    FilesPage: "files.html",
    ContentPage: "content.html",
    GonePage: "gone.html",
    NotFoundPage: "404.html",
}
"""Which template shows which context."""

__all__ = [
    "TEMPLATES",
    "BrowsePage",
    "Command",
    "ContentPage",
    "ContributorRow",
    "CountedGroup",
    "CountedLink",
    "DandisetCard",
    "DandisetPage",
    "FacetCard",
    "FacetPage",
    "FacetValuePage",
    "Fact",
    "FileRow",
    "FilesPage",
    "FolderFiles",
    "FolderRow",
    "FundingRow",
    "GonePage",
    "Head",
    "HomePage",
    "LetterLink",
    "Link",
    "ListPage",
    "NavLink",
    "NotFoundPage",
    "Notice",
    "Page",
    "PageLink",
    "ProjectRow",
    "ResourceRow",
    "SimilarRow",
    "Site",
    "SummaryRow",
    "TermLink",
    "ValueRow",
    "VersionRow",
]
