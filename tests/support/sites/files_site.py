"""A page of files made by hand: long folders, odd names, and files that nobody can get."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from builder.catalog.files.folder_tree import make_tree
from builder.catalog.files.table import FileTable
from builder.catalog.schema.asset import Asset, AssetMetadata
from builder.catalog.schema.dandiset import read_dandiset
from builder.catalog.schema.metadata import Access
from builder.machine.folders import builtin_folder
from builder.settings import Settings
from builder.site.contexts import FilesPage
from builder.site.files.page import Listing, files_page
from builder.site.files.pieces import Placed, piece_scripts, place_files
from builder.site.files.services import services_script
from builder.site.frame import addresses
from builder.site.frame.rendering import Renderer
from builder.site.frame.statics import static_files
from builder.site.pipeline.current import current_script
from support.sites.scope import SCOPE, Anywhere

IDENTIFIER, VERSION = "000001", "draft"
PAGE = addresses.files(IDENTIFIER, VERSION)
PIECES = "0123456789ab"
LONG = 1450
ODD_NAMES = (
    "a b.nwb",
    "c+d&e=f.nwb",
    "g#h?.nwb",
    "ü%20ñ.nwb",
    "--help.nwb",
    "~i.nwb",
    "it's.nwb",
    'quote".nwb',
    "$HOME`ls`\\n!.nwb",
    "<b>&amp;.nwb",
    "日本語.nwb",
    "semi;colon|pipe.nwb",
    "[x]{y}*.nwb",
)


def files_site_page() -> FilesPage:
    return _page(_placed())


def write_files_site(folder: Path) -> None:
    """The page with its scripts, and everything that it links to of its own."""
    placed = _placed()
    statics = static_files([builtin_folder("static")], Settings())
    files: dict[str, bytes] = {
        **statics,
        addresses.FILES_SCRIPT: services_script(SCOPE).encode() + statics[addresses.FILES_SCRIPT],
        addresses.CURRENT: current_script(
            "2026-01-01T00:00:00Z", "1 Jan 2026", f"{addresses.SEARCH}list.0.js", is_whole=True
        ),
        PAGE: Renderer([builtin_folder("templates")], Anywhere(), "/").render(_page(placed)).encode(),
        "index.html": b"<!doctype html><title>Home</title>",
    }
    for name, script in piece_scripts(placed, PIECES):
        files[addresses.files_part(IDENTIFIER, VERSION, name)] = script.encode()
    for address, content in files.items():
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _placed() -> Placed:
    table = FileTable()
    for asset in _assets():
        table.add(asset)
    return place_files(make_tree(table.folders()))


def _page(placed: Placed) -> FilesPage:
    dandiset = read_dandiset(
        IDENTIFIER, listed=b"{}", infos=[(VERSION, b'{"version": "draft", "name": "Made by hand"}')]
    )
    listing = Listing(placed=placed, pieces_version=PIECES, holder=VERSION)
    return files_page(SCOPE, dandiset, dandiset.default, listing)


def _assets() -> Iterator[Asset]:
    paths = [f"long/f-{number}.nwb" for number in range(1, LONG + 1)]
    paths += [f"odd/{name}" for name in ODD_NAMES]
    paths += [f"many/sub-{number}/video.mp4" for number in range(1, 251)]
    paths += ["deep/" + "/".join(f"level-{level}" for level in range(1, 9)) + "/end.tsv", "README.md"]
    for number, path in enumerate(paths):
        yield _asset(path, number, size=1_000 + 977 * number % 500_000)
    yield _asset("states/secret.nwb", 5001, metadata=AssetMetadata(access=(Access(status="dandi:EmbargoedAccess"),)))
    yield _asset("states/lost.nwb", 5002, blob=None)
    yield _asset("states/new.ome.zarr", 5003, size=0, zarr=True)
    yield _asset("states/image.ome.zarr", 5004, size=5_000_000, zarr=True)


def _asset(
    path: str,
    number: int,
    *,
    size: int = 1000,
    zarr: bool = False,
    blob: str | None = "",
    metadata: AssetMetadata | None = None,
) -> Asset:
    stored = str(UUID(int=(7 << 120) + number))
    return Asset(
        asset_id=str(UUID(int=(1 << 120) + number)),
        path=path,
        size=size,
        blob=None if zarr or blob is None else stored,
        zarr=stored if zarr else None,
        created=f"2024-01-{1 + number % 28:02}T00:00:00Z",
        modified=f"2024-02-{1 + number % 28:02}T00:00:00Z",
        metadata=metadata or AssetMetadata(),
    )
