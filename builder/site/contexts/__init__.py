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
from builder.site.contexts.cite import CiteBox
from builder.site.contexts.contents import (
    Cell,
    FileKindRow,
    RasterFigure,
    RasterKey,
    RasterMark,
    RasterPath,
    RasterStrip,
    SessionRow,
    SessionsTable,
    SubjectRow,
    SubjectsPage,
    SubjectsSection,
    SubjectsTable,
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
from builder.site.contexts.download import DownloadBox, DownloadTab
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
    SubjectsPage: "subjects.html",
    ContentPage: "content.html",
    GonePage: "gone.html",
    NotFoundPage: "404.html",
}
"""Which template shows which context."""

__all__ = [
    "TEMPLATES",
    "BrowsePage",
    "Cell",
    "CiteBox",
    "Command",
    "ContentPage",
    "ContributorRow",
    "CountedGroup",
    "CountedLink",
    "DandisetCard",
    "DandisetPage",
    "DownloadBox",
    "DownloadTab",
    "FacetCard",
    "FacetPage",
    "FacetValuePage",
    "Fact",
    "FileKindRow",
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
    "RasterFigure",
    "RasterKey",
    "RasterMark",
    "RasterPath",
    "RasterStrip",
    "ResourceRow",
    "SessionRow",
    "SessionsTable",
    "SimilarRow",
    "Site",
    "SubjectRow",
    "SubjectsPage",
    "SubjectsSection",
    "SubjectsTable",
    "SummaryRow",
    "TermLink",
    "ValueRow",
    "VersionRow",
]
