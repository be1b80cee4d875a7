"""The settings as the rest of the program sees them; every default is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class KnownArchive(StrEnum):
    """The archives whose public addresses the program knows."""

    DANDI = "dandi"
    SANDBOX = "sandbox"
    EMBER = "ember"
    LINC = "linc"


class Versions(StrEnum):
    """Which versions of a dandiset get a page."""

    ALL = "all"
    LATEST = "latest"


class Twins(StrEnum):
    """Which versions of a dandiset get machine-readable files beside their page."""

    LATEST = "latest"
    ALL = "all"


class Canonical(StrEnum):
    """What a page names as its original."""

    SELF = "self"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveAddresses:
    """The public addresses of an archive that the program doesn't know; none ends with a slash."""

    api: str
    """Where its API answers, as in `https://api.dandiarchive.org/api`."""
    web: str
    """Its website, as in `https://dandiarchive.org`."""
    neurosift: str | None = None
    """The Neurosift that opens its files; None leaves those links out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """Which dandisets the site holds: those that any of the lists names; all empty means every open one."""

    ids: tuple[str, ...] = ()
    """Identifiers of six digits."""
    contributors: tuple[str, ...] = ()
    """ORCIDs, bare: `0000-0002-1825-0097`."""
    institutions: tuple[str, ...] = ()
    """RORs in the form that the archive keeps: `https://ror.org/02jqj7156`."""
    awards: tuple[str, ...] = ()
    """Award numbers, as the operator wrote them."""
    species: tuple[str, ...] = ()
    """Names or taxonomy ids, as the operator wrote them."""
    keywords: tuple[str, ...] = ()
    """Keywords, as the operator wrote them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What catalog.yaml says; texts are plain and not yet escaped for HTML or CSS."""

    folder: Path = field(default_factory=Path)
    """Where relative paths start: the folder of catalog.yaml."""
    title: str = "DANDI catalog"
    """The site's name, one line."""
    tagline: str | None = None
    """One line under the title; None shows none."""
    logo: Path | None = None
    """An image file; None shows the title alone."""
    accent: str | None = None
    """`#rgb` or `#rrggbb`; None keeps the built-in colour."""
    footer: str | None = None
    """Markdown for the end of every page; None adds nothing."""
    base_url: str | None = None
    """Where the site will be published, ending with a slash; None leaves out what needs a whole address."""
    archive: KnownArchive | ArchiveAddresses | None = None
    """Whose public addresses the pages use; None goes by the snapshot."""
    canonical: Canonical | None = None
    """What the operator said of canonical links; see `original`."""
    noindex: bool = False
    """Whether search engines are asked to stay away."""
    versions: Versions = Versions.ALL
    """Which versions of each dandiset get a page."""
    twins: Twins = Twins.LATEST
    """Which of them get files for other programs, too: a citation in each format. With `all`, each version that has a
    page costs 5 to 20 KB; all of DANDI would have 1,600 files more, of 20,000 that free hosts take."""
    select: Select = field(default_factory=Select)
    """Which dandisets the site holds."""
    exclude: tuple[str, ...] = ()
    """Identifiers that are left out whatever `select` says."""
    viewers: Mapping[str, bool] = field(default_factory=dict)
    """Viewers of files that are turned on or off, by name; those not named are as the program has them."""
    show_emails: bool = False
    """Whether e-mail addresses of the metadata appear in any output."""
    theme: Path | None = None
    """A folder whose templates/, static/ and content/ are laid over the built-in ones."""

    @property
    def original(self) -> Canonical | None:
        """What canonical links name: by default the site itself where its address is known, else there are none."""
        if self.canonical is Canonical.SELF or self.canonical is None:
            return Canonical.SELF if self.base_url else None
        return self.canonical
