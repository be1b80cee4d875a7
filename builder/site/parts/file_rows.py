"""A file as a row of a page. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from builder.catalog.files.table import ListedFile, day_text
from builder.catalog.files.viewers import offered
from builder.catalog.links import archive_links as links
from builder.site.contexts import FileRow, Link
from builder.site.frame.scope import Scope
from builder.words import formats


def file_row(scope: Scope, file: ListedFile, identifier: str, version: str, *, is_brief: bool = False) -> FileRow:
    """`is_brief` leaves out what a long page had better not hold."""
    can_be_had = file.can_be_had and not scope.instance.needs_key
    folder = file.folder
    return FileRow(
        folder=f"{folder}/" if folder else "",
        name=file.name,
        size="" if file.size is None else formats.filesize(file.size),
        added=formats.date(day_text(file.created)),
        download_url=links.asset_download(scope.instance, file) if can_be_had else None,
        # A zarr's address in the bucket is a prefix, at which there is nothing.
        s3_url=links.asset_s3(scope.instance, file) if can_be_had and not file.is_zarr and not is_brief else None,
        metadata_url=None if is_brief else links.asset_metadata(scope.instance, file),
        openers=tuple(_openers(scope, file, identifier, version)),
        state=file.state or "",
    )


def _openers(scope: Scope, file: ListedFile, identifier: str, version: str) -> Iterator[Link]:
    """The first viewer, and where to browse a zarr."""
    found = offered(scope.viewers, scope.instance, file, identifier, version)
    for number, (viewer, url) in enumerate(found if file.is_zarr else islice(found, 1)):
        if number == 0 or viewer.stands_beside:
            yield Link(text=viewer.label, url=url)
