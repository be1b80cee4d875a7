"""All pages and files of one dandiset, but for the listings of its files. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.catalog.contents import Contents
from builder.catalog.dandiset import Dandiset
from builder.catalog.similarity import Likeness
from builder.catalog.version import Version
from builder.site import addresses
from builder.site.citations import citation_files
from builder.site.dandiset_page import dandiset_page
from builder.site.outputs import Output
from builder.site.scope import Scope
from builder.site.subjects_page import subjects_outputs
from builder.site.term_links import TermLinks


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVersion:
    """A version with what its files hold."""

    version: Version
    contents: Contents


def dandiset_outputs(
    scope: Scope, dandiset: Dandiset, versions: Sequence[ReadVersion], similar: Sequence[Likeness] = ()
) -> Iterator[Output]:
    """`versions` are those that are shown, oldest first. The default one stands at the dandiset's address too."""
    default = next(read for read in versions if read.version is dandiset.default)
    terms = TermLinks(dandiset, default.contents.found)
    for read in versions:
        version = read.version
        yield dandiset_page(
            scope,
            dandiset,
            version,
            address=addresses.version(dandiset.identifier, version.version),
            contents=read.contents,
            terms=terms,
            similar=similar,
        )
        yield from subjects_outputs(scope, dandiset, version, read.contents)
        if version is dandiset.default:
            yield dandiset_page(
                scope,
                dandiset,
                version,
                address=addresses.dandiset(dandiset.identifier),
                contents=read.contents,
                terms=terms,
                similar=similar,
            )
        if scope.has_twins(dandiset, version):
            yield from citation_files(scope, dandiset, version)
