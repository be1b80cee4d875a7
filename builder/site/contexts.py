"""What each page template may name: one class a template, and the parts that they share.

Everything is chosen, sorted and put into words before it gets here. Text is plain (the template escapes it) unless it
is Markup. `Link.url` leads out of the site; addresses inside it are those of `addresses`, made relative by `link()`.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Text that may lead out of the site."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NavLink:
    """Text that leads to a page of the site."""

    text: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What every page shows around its own content; the same for the whole site."""

    title: str
    logo: str | None
    """Address of the image; None shows the title alone."""
    archive_name: str
    archive_home_url: str
    archive_portal_url: str
    nav: tuple[NavLink, ...]
    about: str
    """Address of the page that says whose catalog this is."""
    footer: Markup | None
    noindex: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the page says of itself to browsers and search engines."""

    title: str
    description: str
    canonical: str | None = None
    noindex: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Base of all pages' contexts."""

    site: Site
    head: Head
    address: str
    """Where the page lies; its place in the navigation follows from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A number or a word with its label."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DandisetCard:
    """A dandiset in a list."""

    identifier: str
    title: str
    address: str
    summary: str
    """The beginning of the description."""
    species: tuple[str, ...]
    techniques: tuple[str, ...]
    version: str
    """Name of the default version."""
    is_draft: bool
    contact: str
    files: str
    size: str
    updated: str
    """ISO date."""
    updated_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    tagline: str
    facts: tuple[Fact, ...]
    """How much there is."""
    newest: tuple[DandisetCard, ...]
    all_dandisets: str
    """Address of the whole list."""
    read_text: str
    """When the archive was last read."""
    read_utc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A page of a list that goes over several."""

    number: int
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Page):
    """The list of all dandisets, or a page of it."""

    cards: tuple[DandisetCard, ...]
    total: str
    shown: str
    """Which of them this page holds, as `1 to 100`."""
    pages: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that a reader must know first."""

    kind: str
    """`draft`, `old`, `stale`, `invalid`."""
    text: str
    link: NavLink | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    name: str
    address: str
    is_current: bool
    """Whether this page shows it."""
    is_newest: bool
    """Whether it is the newest published one."""
    date: str
    """ISO date of publication; of drafts, of the last change."""
    date_text: str
    files: str
    size: str
    status: str
    release_notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributorRow:
    name: str
    orcid_url: str | None
    """Also the ROR of an organization."""
    roles: str
    affiliations: tuple[Link, ...]
    is_contact: bool
    email: str | None
    """Only where the settings allow e-mail addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingRow:
    funder: Link
    award: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceRow:
    relation: str
    link: Link
    kind: str
    repository: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    link: Link
    description: str
    identifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """A line of the archive's summary over all assets."""

    label: str
    items: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something to type or to run."""

    label: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    folder: str
    """Path of the folder, ending with a slash; empty at the top."""
    name: str
    size: str
    modified: str
    """ISO date."""
    download_url: str | None
    """None for a zarr, which is no single file."""
    s3_url: str | None
    metadata_url: str
    neurosift_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DandisetPage(Page):
    """A version of a dandiset."""

    full_identifier: str
    """With the archive's prefix and the version."""
    title: str
    is_draft: bool
    status: str
    notices: tuple[Notice, ...]
    neurosift_url: str | None
    archive_url: str
    files_address: str
    facts: tuple[Fact, ...]
    versions: tuple[VersionRow, ...]
    doi: Link | None
    licenses: tuple[Link, ...]
    access: tuple[str, ...]
    contact: str
    description: Markup | None
    keywords: tuple[str, ...]
    subject_matter: tuple[Link, ...]
    study_targets: tuple[str, ...]
    contributors: tuple[ContributorRow, ...]
    other_contributors: tuple[ContributorRow, ...]
    """Those whom the citation leaves out."""
    funding: tuple[FundingRow, ...]
    protocols: tuple[Link, ...]
    resources: tuple[ResourceRow, ...]
    projects: tuple[ProjectRow, ...]
    ethics: tuple[str, ...]
    acknowledgement: str
    summary: tuple[SummaryRow, ...]
    citation: str
    citation_note: str
    """What to mind when citing; empty for published versions."""
    release_notes: Markup | None
    metadata_errors: tuple[str, ...]
    """What the archive found wrong with a draft's metadata."""
    asset_errors: str
    """How many of its files are invalid, in words; empty if none."""
    commands: tuple[Command, ...]
    first_files: tuple[FileRow, ...]
    more_files: str
    """How many files there are in all, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRow:
    """A folder at the top, or the files that lie in none."""

    name: str
    files: str
    size: str
    address: str
    """The page where its files begin, with the anchor."""
    anchor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFiles:
    """Neighbouring files of one folder."""

    folder: str
    anchor: str | None
    """Set where a folder at the top begins."""
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesPage(Page):
    """A page of a version's files."""

    identifier: str
    title: str
    version: str
    dandiset_address: str
    archive_url: str
    neurosift_url: str | None
    total: str
    size: str
    shown: str
    folders: tuple[FolderRow, ...]
    """Empty where there is but one page and little to find one's way in."""
    groups: tuple[FolderFiles, ...]
    pages: tuple[PageLink, ...]
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentPage(Page):
    """A page of content/."""

    title: str
    body: Markup
    siblings: tuple[NavLink, ...]
    """The other pages of its folder."""
    read_text: str | None
    """When the archive was last read; only on the page that says whose catalog this is."""
    read_utc: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GonePage(Page):
    """What stands at the address of a dandiset that the archive no longer shows."""

    identifier: str
    is_embargoed: bool
    since: str
    archive_url: str
    all_dandisets: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundPage(Page):
    all_dandisets: str
    archive_portal_url: str


TEMPLATES: dict[type[Page], str] = {
    HomePage: "home.html",
    ListPage: "dandisets.html",
    DandisetPage: "dandiset.html",
    FilesPage: "files.html",
    ContentPage: "content.html",
    GonePage: "gone.html",
    NotFoundPage: "404.html",
}
"""Which template shows which context."""
