"""The page of a version, section by section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from builder.site.contexts.cite import CiteBox
from builder.site.contexts.contents import FileKindRow, RasterFigure, SubjectsSection
from builder.site.contexts.download import DownloadBox
from builder.site.contexts.frame import Fact, Link, Notice, Page, TermLink
from builder.site.contexts.similar import SimilarRow


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionListRow:
    name: str
    address: str
    is_current: bool
    """Whether this page shows it."""
    is_newest: bool
    """Whether it is the newest published one."""
    dated_by: str
    """What the date is of; empty for publication."""
    date: str
    """ISO date."""
    date_text: str
    files: str
    size: str
    status: str
    release_notes: str
    changes: str
    """What changed since the version before it, in a line; empty for the oldest one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributorRow:
    name: TermLink
    """With the ORCID, or the ROR of an organization."""
    roles: str
    affiliations: tuple[TermLink, ...]
    is_contact: bool
    email: str | None
    """Only where the settings allow e-mail addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingRow:
    renamed: ClassVar[Mapping[str, str]] = {"award": "awards"}

    funder: TermLink
    """Who paid, or the person who holds the award where that isn't said."""
    awards: tuple[TermLink, ...]
    is_holder: bool
    givers: tuple[TermLink, ...] = ()
    """Of what somebody holds, who gives such awards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceRow:
    relation: str
    link: Link
    kind: str
    repository: str
    others: tuple[Link, ...] = ()
    """Where else the same is, by host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    link: Link
    description: str
    identifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """A line of the archive's summary over all assets."""

    label: str
    items: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    renamed: ClassVar[Mapping[str, str]] = {"modified": "added"}

    folder: str
    """Path of the folder, ending with a slash; empty at the top."""
    name: str
    size: str
    added: str
    """When it came to the archive, in words."""
    download_url: str | None
    """None for a zarr, which is no single file, and for what nobody gets."""
    s3_url: str | None
    metadata_url: str | None
    """None where a long page leaves it out."""
    openers: tuple[Link, ...]
    """Programs on the web that show it; the first is the best."""
    state: str
    """Why nobody gets it: `embargoed` or `missing`; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DandisetPage(Page):
    """A version of a dandiset."""

    template: ClassVar[str] = "pages/dandiset.html"
    renamed: ClassVar[Mapping[str, str]] = {"contact": "contacts", "more_files": "all_files"}
    full_identifier: str
    """With the archive's prefix and the version."""
    title: str
    authors: tuple[str, ...]
    """Names of the first of those whom the citation names."""
    more_authors: str
    """How many more there are, in words; empty if none."""
    sections: Mapping[str, str]
    """The parts of the page that there are, in order: the id of each, and what links to it call it."""
    is_draft: bool
    status: str
    notices: tuple[Notice, ...]
    neurosift_url: str | None
    is_in_neurosift: bool
    """Whether it holds NWB files, which Neurosift is made for."""
    archive_url: str
    files_address: str
    facts: tuple[Fact, ...]
    versions: tuple[VersionListRow, ...]
    compare_address: str | None
    """What changed between the versions; a version's name is the anchor. None where there is only one."""
    doi: Link | None
    licenses: tuple[TermLink, ...]
    license_words: tuple[str, ...]
    """What each of them allows; what to do where there is none."""
    access: tuple[str, ...]
    contacts: tuple[str, ...]
    created: str
    """When the dandiset was begun."""
    modified: str
    """By the archive, which also touches records without a change of the data; empty for what was published."""
    description: Markup | None
    keywords: tuple[TermLink, ...]
    subject_matter: tuple[TermLink, ...]
    mentioned_areas: tuple[TermLink, ...]
    """Areas that texts of this version name, and its subject matter doesn't."""
    study_targets: tuple[str, ...]
    contributors: tuple[ContributorRow, ...]
    more_contributors: tuple[ContributorRow, ...]
    """Those whom the citation names, too, of a long list."""
    other_contributors: tuple[ContributorRow, ...]
    """Those whom the citation leaves out."""
    funding: tuple[FundingRow, ...]
    protocols: tuple[Link, ...]
    resources: tuple[ResourceRow, ...]
    projects: tuple[ProjectRow, ...]
    ethics: tuple[Link, ...]
    acknowledgement: str
    raster: RasterFigure | None
    """Its sessions over time; None where there is too little to see."""
    subjects: SubjectsSection | None
    summary: tuple[SummaryRow, ...]
    """The archive's, with what it lacks as it was found in the files."""
    file_kinds: tuple[FileKindRow, ...]
    cite: CiteBox
    download: DownloadBox | None
    """None for a version without files."""
    release_notes: Markup | None
    metadata_errors: tuple[str, ...]
    """What the archive found wrong with a draft's metadata."""
    asset_errors: str
    """How many of its files are invalid, in words; empty if none."""
    first_files: tuple[FileRow, ...]
    all_files: str
    """What leads to all files, with their number: `All 16 files`."""
    similar: tuple[SimilarRow, ...]
