"""The page of components as its template shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from builder.catalog.contents.modality import Modality
from builder.catalog.facets.index import index_facets
from builder.catalog.facets.kinds import Facet
from builder.catalog.files.table import list_file
from builder.site.browse.pages import top_values
from builder.site.contexts import (
    Chart,
    ComparePage,
    DandisetPage,
    FileRow,
    GalleryPage,
    Head,
    HomePage,
    LegendItem,
    Link,
    Notice,
    PageLink,
    StatisticsPage,
    SubjectsPage,
)
from builder.site.dandiset.outputs import dandiset_outputs
from builder.site.dandiset.version_list import notices_of
from builder.site.files.columns import example_cells, tree_heads
from builder.site.frame import addresses
from builder.site.frame.outputs import Output
from builder.site.frame.scope import Scope
from builder.site.gallery.example import READ_UTC, Example, read_archive, read_example, with_draft
from builder.site.gallery.neutral_links import neutral_links
from builder.site.gallery.notes import NOTES
from builder.site.gallery.roles import COLORS, GAPS, RULES, SIZES, TYPEFACES
from builder.site.home.page import home_page
from builder.site.parts.file_rows import file_row
from builder.site.statistics import statistics_outputs
from builder.words.change_words import summary_line

TITLE = "Components"
_FILES = 4
_T = TypeVar("_T")


def gallery_page(scope: Scope) -> GalleryPage:
    """Every component on made-up data; the page depends on the settings alone."""
    example = read_example()
    parts = {**_dandiset_parts(scope, example), **_archive_parts(scope, example), **_small_parts(scope)}
    here = {"address": addresses.COMPONENTS, "url": scope.site.archive_home_url}
    return GalleryPage(
        site=scope.site,
        head=Head(
            title=TITLE,
            description="Every component of this site, with the rules of its visual language",
            noindex=True,
        ),
        address=addresses.COMPONENTS,
        rules=RULES,
        notes=NOTES,
        colors=COLORS,
        typefaces=TYPEFACES,
        sizes=SIZES,
        gaps=GAPS,
        tree_heads=tree_heads(),
        tree_cells=example_cells(),
        modalities=tuple(LegendItem(modality=kind, label=kind.label) for kind in Modality),
        **{name: neutral_links(part, **here) for name, part in parts.items()},
    )


def _dandiset_parts(scope: Scope, example: Example) -> dict[str, Any]:
    """What the pages of the made-up dandiset hold."""
    outputs = tuple(dandiset_outputs(scope, example.dandiset, example.versions))
    page = _last(outputs, DandisetPage)
    subjects = _last(outputs, SubjectsPage)
    kinds = (item for row in page.summary for item in row.items)
    people = (row.name for row in page.contributors)
    (change,) = _last(outputs, ComparePage).pairs
    return {
        "notices": _notices(example),
        "facts": page.facts,
        "raster": _there(page.raster),
        "subjects": _there(subjects.subjects),
        "subjects_section": _there(page.subjects),
        "sessions": _there(subjects.sessions),
        "file_kinds": page.file_kinds,
        "files": tuple(_files(scope, example)),
        "contributors": page.contributors,
        "terms": tuple(item for item in (*kinds, *page.licenses, *people) if item.address),
        "crumbs": subjects.crumbs,
        "command": _there(page.download).tabs[0].commands[-1],
        "download": _there(page.download),
        "cite": page.cite,
        "versions": page.versions,
        "changed_version": change.name,
        "changed_files": change.files,
        "changed_field": change.fields[0],
        "changed_prose": change.prose[0],
    }


def _archive_parts(scope: Scope, example: Example) -> dict[str, Any]:
    """What the home page and the statistics of the made-up archive hold."""
    entries = read_archive(example)
    index = index_facets(entries)
    home: HomePage = home_page(scope, entries, index, content=(), read_utc=READ_UTC)
    statistics = _last(tuple(statistics_outputs(scope, entries, index, read_utc=READ_UTC)), StatisticsPage)
    charts: dict[str, Chart] = {chart.anchor: chart for group in statistics.groups for chart in group.charts}
    return {
        "card": home.newest[0],
        "picture": _there(home.picture),
        "counted": top_values(index, Facet.SPECIES),
        "bars": charts["modalities"].bars,
        "stacked_bars": charts["published-by-year"].bars,
        "line_chart": _there(charts["dandisets-over-time"].line_chart),
        "column_chart": _there(charts["sizes"].column_chart),
        "numbers": charts["sizes"].table,
    }


def _small_parts(scope: Scope) -> dict[str, Any]:
    return {
        "links": (
            Link(text="A paper with an address", url=scope.site.archive_home_url),
            Link(text="one without"),
        ),
        "pages": tuple(PageLink(number=n, address=addresses.COMPONENTS, is_current=n == 2) for n in range(1, 6)),
    }


def _notices(example: Example) -> tuple[Notice, ...]:
    """Of an old version, and of a draft that could not be read again."""
    first, second = (read.version for read in example.versions)
    since = example.newest.since
    changes = {second.version: summary_line(since)} if since else {}
    draft = with_draft(example.dandiset)
    return (
        *notices_of(example.dandiset, first, changes),
        *notices_of(draft, draft.versions[-1], {}),
    )


def _files(scope: Scope, example: Example) -> Iterator[FileRow]:
    for asset in example.files[:_FILES]:
        yield file_row(scope, list_file(asset), example.dandiset.identifier, example.newest.version.version)


def _last(outputs: tuple[Output, ...], kind: type[_T]) -> _T:
    """Of pages of a kind the last: a dandiset's own page comes after those of its versions."""
    return [output for output in outputs if isinstance(output, kind)][-1]


def _there(part: _T | None) -> _T:
    """What the example has by the way it is made."""
    if part is None:
        raise LookupError("the example of the page of components lacks a part that the page shows")
    return part
