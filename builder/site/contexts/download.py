"""The ways to get a version's data."""

from __future__ import annotations

from dataclasses import dataclass

from builder.site.contexts.frame import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadTab:
    """One tool, and what to type or to run."""

    id: str
    """Of the section, for links: `download-python`."""
    label: str
    lead: str
    """What it is good for, in a sentence or two."""
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadBox:
    """A tab for each tool that can be used on this version; the archive's own client comes first."""

    expected: str
    """How much there is and about how long it takes."""
    tabs: tuple[DownloadTab, ...]
