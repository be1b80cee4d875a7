"""All pages and files of one dandiset, but for the listings of its files. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.catalog.changes import VersionChanges
from builder.catalog.contents import Contents
from builder.catalog.dandiset import Dandiset
from builder.catalog.version import Version
from builder.site import addresses
from builder.site.change_words import summary_line
from builder.site.changes_page import compare_page
from builder.site.dandiset_page import dandiset_page
from builder.site.outputs import Output
from builder.site.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVersion:
    """A version with what its files hold."""

    version: Version
    contents: Contents
    since: VersionChanges | None = None
    """What changed since the one before it that is shown; None for the oldest."""


def dandiset_outputs(scope: Scope, dandiset: Dandiset, versions: Sequence[ReadVersion]) -> Iterator[Output]:
    """`versions` are those that are shown, oldest first. The default one stands at the dandiset's address too."""
    changes = [(read.version, read.since) for read in versions if read.since]
    summaries = {version.version: summary_line(since) for version, since in changes}
    if changes:
        yield compare_page(scope, dandiset, changes)
    for read in versions:
        version = read.version
        yield dandiset_page(
            scope,
            dandiset,
            version,
            address=addresses.version(dandiset.identifier, version.version),
            contents=read.contents,
            changes=summaries,
        )
        if version is dandiset.default:
            yield dandiset_page(
                scope,
                dandiset,
                version,
                address=addresses.dandiset(dandiset.identifier),
                contents=read.contents,
                changes=summaries,
            )
