"""What changed between the versions of a dandiset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from builder.site.contexts.frame import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSpan:
    """A stretch of a text that changed."""

    kind: str
    """`kept`, `added`, `removed`, or `skipped`: text left out, without any."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedField:
    """A field before and after; each item is a row of spans."""

    name: str
    before: tuple[tuple[TextSpan, ...], ...]
    after: tuple[tuple[TextSpan, ...], ...]
    more: str
    """How many items are left out, in words; empty if none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedProse:
    """Running text, old and new woven together."""

    name: str
    spans: tuple[TextSpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedContributor:
    kind: str
    """`added`, `removed` or `edited`."""
    mark: str
    name: str
    url: str | None
    """The ORCID's or ROR's."""
    note: str
    """Roles and affiliations of who came or went."""
    fields: tuple[ChangedField, ...]
    """What changed of who was edited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFile:
    path: str
    old_path: str
    """Of a file that was moved; else empty."""
    size: str
    """Of what changed, before and after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFolder:
    folder: str
    """Ending with a slash; empty for the top."""
    files: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFiles:
    """Files that went the same way."""

    kind: str
    """`added`, `removed`, `changed`, `moved`, `described`."""
    mark: str
    title: str
    """How many there are, and what became of them."""
    size: str
    is_short: bool
    """Whether the list may stand open."""
    folders: tuple[ChangedFolder, ...]
    more_folders: str
    """How many folders are left out, in words; empty if none."""
    files: tuple[ChangedFile, ...]
    more: str
    """How many files are left out, in words; empty if none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPair:
    """A version and the one before it."""

    name: str
    """Also the anchor of its section."""
    address: str
    before: str
    before_address: str
    dated_by: str
    """What the date is of; empty for publication."""
    date: str
    """ISO date."""
    date_text: str
    summary: str
    is_changed: bool
    release_notes: str
    files: tuple[ChangedFiles, ...]
    unchanged: str
    """How many files stayed as they were, in words."""
    fields: tuple[ChangedField, ...]
    prose: tuple[ChangedProse, ...]
    contributors: tuple[ChangedContributor, ...]
    more_contributors: str
    """How many of them are left out, in words; empty if none."""
    schema: str
    """How the metadata's schema changed; empty if it didn't."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage(Page):
    """What changed from each version of a dandiset to the next."""

    template: ClassVar[str] = "pages/compare.html"
    identifier: str
    title: str
    dandiset_address: str
    pairs: tuple[VersionPair, ...]
    """Newest first."""
    notice: str = ""
    """What is to be said of the page itself; empty if nothing."""
