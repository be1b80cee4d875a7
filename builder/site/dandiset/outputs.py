"""All pages and files of one dandiset, but for the listings of its files. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.catalog.changes.versions import VersionChanges
from builder.catalog.contents.digest import areas_of
from builder.catalog.contents.read import Contents
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.version import Version
from builder.search.index.similar import Likeness
from builder.site.compare.page import compare_page
from builder.site.dandiset.citations import citation_files
from builder.site.dandiset.page import VersionSurroundings, dandiset_page
from builder.site.dandiset.subjects_page import subjects_outputs
from builder.site.frame import addresses
from builder.site.frame.outputs import Output
from builder.site.frame.scope import Scope
from builder.site.parts.term_links import TermLinks
from builder.words.change_words import summary_line


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVersion:
    """A version with what its files hold."""

    version: Version
    contents: Contents
    since: VersionChanges | None = None
    """What changed since the one before it that is shown; None for the oldest."""
    left_out: int = 0
    """Files that could not be read."""

    @property
    def date(self) -> str:
        """When it was published; of the draft, when its newest file came, empty without files."""
        return self.version.published_on or self.contents.newest_file


def dandiset_outputs(
    scope: Scope, dandiset: Dandiset, versions: Sequence[ReadVersion], similar: Sequence[Likeness] = ()
) -> Iterator[Output]:
    """`versions` are those that are shown, oldest first. The default one stands at the dandiset's address too."""
    changes = [(read.version, read.since) for read in versions if read.since]
    dates = {read.version.version: read.date for read in versions}
    if changes:
        yield compare_page(scope, dandiset, changes, dates)
    surroundings = VersionSurroundings(
        similar=similar,
        changes={version.version: summary_line(since) for version, since in changes},
        dates=dates,
    )
    default = next(read for read in versions if read.version is dandiset.default)
    terms = TermLinks(dandiset, default.contents.found, areas_of(default.version, default.contents))
    for read in versions:
        version, contents = read.version, read.contents
        own = [addresses.version(dandiset.identifier, version.version)]
        if version is dandiset.default:
            own.append(addresses.dandiset(dandiset.identifier))
        for address in own:
            yield dandiset_page(
                scope,
                dandiset,
                version,
                address=address,
                contents=contents,
                surroundings=surroundings,
                terms=terms,
                left_out=read.left_out,
            )
        yield from subjects_outputs(scope, dandiset, version, contents)
        if scope.has_citation_files(dandiset, version):
            yield from citation_files(scope, dandiset, version)
