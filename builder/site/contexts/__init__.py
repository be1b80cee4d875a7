"""What each page template may name: one class a template, and the parts that they share.

Everything is chosen, sorted and put into words before it gets here. Text is plain (the template escapes it) unless it
is Markup. `Link.url` leads out of the site; addresses inside it are those of `addresses`, made relative by `link()`.
"""

from __future__ import annotations

from builder.site.contexts.browse import (
    BrowsePage,
    CountedGroup,
    FacetCard,
    FacetPage,
    FacetValuePage,
    LetterLink,
    PartRow,
    ValueRow,
)
from builder.site.contexts.changes import (
    ChangedContributor,
    ChangedField,
    ChangedFile,
    ChangedFiles,
    ChangedFolder,
    ChangedProse,
    ComparePage,
    TextSpan,
    VersionPair,
)
from builder.site.contexts.charts import (
    Bar,
    BarKey,
    BarPart,
    Chart,
    ChartColumn,
    ChartGroup,
    ColumnChart,
    Line,
    LineChart,
    NumbersRow,
    NumbersTable,
    Tick,
)
from builder.site.contexts.cite import CiteBox
from builder.site.contexts.contents import (
    FileKindRow,
    RasterFigure,
    RasterKey,
    RasterMark,
    RasterPath,
    RasterStrip,
    SessionRow,
    SessionsTable,
    SortableCell,
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
    VersionListRow,
)
from builder.site.contexts.download import DownloadBox, DownloadTab
from builder.site.contexts.files import ColumnHead, FilesPage, FileTree, FolderFiles, TreeCell, TreeRow
from builder.site.contexts.frame import (
    Command,
    CountedLink,
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
from builder.site.contexts.gallery import ComponentNote, GalleryPage, Role
from builder.site.contexts.lists import (
    DandisetCard,
    FindGroup,
    HelpLink,
    HomePage,
    ListPage,
    SearchBox,
    SearchExample,
)
from builder.site.contexts.notes import ContentPage, GonePage, NotFoundPage
from builder.site.contexts.overview import LegendItem, OverviewPicture, OverviewRow, OverviewTicks, YearMark
from builder.site.contexts.similar import SimilarRow
from builder.site.contexts.statistics import StatisticsPage
