"""A version's files as its pages show them. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder.catalog import links
from builder.catalog.asset import Asset
from builder.catalog.dandiset import Dandiset
from builder.catalog.version import Version
from builder.site import addresses, formats
from builder.site.contexts import FileRow, FilesPage, FolderFiles, FolderRow, Head, NavLink, PageLink
from builder.site.scope import Scope
from builder.site.snippets import download_target

FILES_PER_PAGE = 1000
"""So that a page stays readable and loads in one go; a listing of more goes over several."""


def page_count(files: int) -> int:
    """How many pages a version's files take; an empty version has one too."""
    return max(1, -(-files // FILES_PER_PAGE))


def file_row(scope: Scope, asset: Asset, identifier: str, version: str) -> FileRow:
    folder, slash, name = asset.path.rpartition("/")
    return FileRow(
        folder=folder + slash,
        name=name,
        size=formats.filesize(asset.size or 0),
        modified=formats.day(asset.modified),
        download_url=links.asset_download(scope.instance, asset),
        s3_url=links.asset_s3(scope.instance, asset),
        metadata_url=links.asset_metadata(scope.instance, asset),
        neurosift_url=links.neurosift_asset(scope.instance, asset, identifier, version),
    )


def files_pages(scope: Scope, dandiset: Dandiset, version: Version, assets: Sequence[Asset]) -> Iterable[FilesPage]:
    """All pages of a version's files, one at a time; `assets` are sorted."""
    identifier, name = dandiset.identifier, version.version
    count = page_count(len(assets))
    tops = _top_folders(assets)
    for number in range(1, count + 1):
        start = (number - 1) * FILES_PER_PAGE
        part = assets[start : start + FILES_PER_PAGE]
        address = addresses.files(identifier, name, number)
        yield FilesPage(
            site=scope.site,
            head=Head(
                title=f"Files of {identifier}/{name}" + (f", page {number}" if number > 1 else ""),
                description=f"{formats.counted(len(assets), 'file')} of {version.title}",
                canonical=scope.canonical(address),
            ),
            address=address,
            crumbs=(NavLink(text=f"{identifier}/{name}", address=addresses.version(identifier, name)),),
            title=version.title,
            archive_url=links.archive_files(scope.instance, identifier, name),
            neurosift_url=links.neurosift_dandiset(scope.instance, identifier, name),
            total=formats.counted(len(assets), "file"),
            size=formats.filesize(sum(asset.size or 0 for asset in assets)),
            shown=f"{formats.number(start + 1)} to {formats.number(start + len(part))}" if part else "",
            folders=_folder_rows(tops, identifier, name) if number == 1 and len(tops) > 1 else (),
            groups=tuple(_groups(scope, part, start, tops, identifier, name)),
            pages=_page_links(identifier, name, count, number),
            command=f"dandi download {download_target(scope.instance, identifier, name)}",
        )


@dataclass(frozen=True, slots=True)
class _TopFolder:
    """A folder at the top; `name` is empty for the files that lie in none."""

    name: str
    first: int
    """Position of its first file in the whole listing."""
    files: int
    size_bytes: int

    @property
    def anchor(self) -> str:
        return f"folder-{self.first + 1}"


def _top_folders(assets: Sequence[Asset]) -> dict[str, _TopFolder]:
    found: dict[str, _TopFolder] = {}
    position = 0
    for name, group in itertools.groupby(assets, key=lambda asset: _top(asset.path)):
        sizes = [asset.size or 0 for asset in group]
        found[name] = _TopFolder(name, position, len(sizes), sum(sizes))
        position += len(sizes)
    return found


def _folder_rows(tops: dict[str, _TopFolder], identifier: str, version: str) -> tuple[FolderRow, ...]:
    return tuple(
        FolderRow(
            name=top.name,
            files=formats.number(top.files),
            size=formats.filesize(top.size_bytes),
            address=addresses.files(identifier, version, top.first // FILES_PER_PAGE + 1),
            anchor=top.anchor,
        )
        for top in tops.values()
    )


def _groups(
    scope: Scope, part: Sequence[Asset], start: int, tops: dict[str, _TopFolder], identifier: str, version: str
) -> Iterable[FolderFiles]:
    """Neighbours that share a folder, under one heading."""
    position = start
    for folder, group in itertools.groupby(part, key=lambda asset: asset.path.rpartition("/")[0]):
        assets = tuple(group)
        top = tops[_top(assets[0].path)]
        yield FolderFiles(
            folder=f"{folder}/" if folder else "",
            anchor=top.anchor if top.first == position else None,
            files=tuple(file_row(scope, asset, identifier, version) for asset in assets),
        )
        position += len(assets)


def _page_links(identifier: str, version: str, count: int, current: int) -> tuple[PageLink, ...]:
    return tuple(
        PageLink(number=n, address=addresses.files(identifier, version, n), is_current=n == current)
        for n in (range(1, count + 1) if count > 1 else ())
    )


def _top(path: str) -> str:
    head, slash, _ = path.partition("/")
    return head + slash if slash else ""
