"""The files of the real dandisets: every address right, every folder small enough to open."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest

from builder.catalog.files.folder_tree import FolderTree, make_tree
from builder.catalog.files.table import FileTable, ListedFile
from builder.catalog.files.viewers import chosen_viewers, offered
from builder.catalog.links.instances import KNOWN_INSTANCES
from builder.settings import Settings
from builder.site.files.pieces import PIECE_FILES, PIECE_FOLDERS, piece_scripts, place_files
from builder.snapshot import Snapshot
from builder.snapshot.loading import load_assets

pytest_plugins = ["support.archives.real"]
pytestmark = pytest.mark.proof

DANDI = KNOWN_INSTANCES["dandi"]
API = "https://api.dandiarchive.org/api/assets"
BUCKET = "https://dandiarchive.s3.amazonaws.com"
MOST_BYTES = 100_000


@pytest.fixture(scope="module")
def trees(real_snapshot: Path) -> dict[tuple[str, str], FolderTree]:
    """Every version's files; of versions with the same files one."""
    found: dict[str, tuple[tuple[str, str], FolderTree]] = {}
    with Snapshot.readable(real_snapshot) as snapshot:
        for row in snapshot.dandisets():
            for version in snapshot.versions(row.identifier):
                if version.assets_hash not in found:
                    table = FileTable()
                    for asset in load_assets(snapshot, row.identifier, version.version, Settings()):
                        table.add(asset)
                    key = (row.identifier, version.version)
                    found[version.assets_hash] = key, make_tree(table.folders())
    return dict(found.values())


def files_of(trees: dict[tuple[str, str], FolderTree]) -> Iterator[tuple[str, str, ListedFile]]:
    for (identifier, version), tree in trees.items():
        for folder in tree.folders:
            yield from ((identifier, version, file) for file in folder.own)


def documented(file: ListedFile, identifier: str, version: str) -> dict[str, str]:
    """The addresses as the archive and Neurosift document them, put together by hand."""
    lower = file.path.lower()
    download = f"{API}/{file.asset_id}/download/"
    named = f"dandisetId={identifier}&dandisetVersion={version}"
    found = {}
    if file.zarr:
        source = f"{BUCKET}/zarr/{file.zarr}"
        found["quilt"] = f"https://open.quiltdata.com/b/dandiarchive/tree/zarr/{file.zarr}/"
        if lower.endswith(".ome.zarr"):
            found["vizarr"] = f"https://hms-dbmi.github.io/vizarr/?source={source}"
            viewer = "https://kitware.github.io/itk-vtk-viewer/app/?gradientOpacity=0.3"
            found["itk-vtk-viewer"] = f"{viewer}&image={source}"
        if lower.endswith((".ome.zarr", ".nii.zarr")):
            found["neuroglass"] = f"https://www.neuroglass.io/new?resource={API}/{file.asset_id}/"
            found["ome-ngff-validator"] = f"https://ome.github.io/ome-ngff-validator/?source={source}"
        if lower.endswith(".zarr"):
            found["neuroglancer"] = neuroglancer(file, source)
        return found
    source = f"{BUCKET}/blobs/{file.blob[:3]}/{file.blob[3:6]}/{file.blob}"
    small = (file.size or 0) <= 1_000_000_000
    if lower.endswith(".nwb"):
        found["neurosift"] = f"https://neurosift.app/nwb?url={download}&{named}"
        if small:
            found["nwb-explorer"] = f"http://nwbexplorer.opensourcebrain.org/nwbfile={source}"
    if lower.endswith(".edf"):
        found["neurosift-edf"] = f"https://neurosift.app/edf?url={download}"
    if lower.endswith((".nii", ".nii.gz", ".tsv")):
        page = f"https://neurosift.app/dandiset/{identifier}?dandisetVersion={version}"
        found["neurosift-file"] = f"{page}&tab={quote(file.path, safe='')}"
    if lower.endswith(".avi"):
        found["neurosift-avi"] = f"https://v1.neurosift.app?p=/avi&url={download}&{named}"
    if lower.endswith((".nii", ".nii.gz")):
        found["neuroglancer"] = neuroglancer(file, source)
        found["neuroglass"] = f"https://www.neuroglass.io/new?resource={API}/{file.asset_id}/"
        if small:
            page = "https://bioimagesuiteweb.github.io/unstableapp/viewer.html"
            found["bioimage-suite"] = f"{page}?image={source}"
    return found


def neuroglancer(file: ListedFile, source: str) -> str:
    layer = {"type": "image", "source": source, "tab": "rendering", "name": file.asset_id}
    state = {
        "layers": [layer],
        "selectedLayer": {"visible": True, "layer": file.asset_id},
        "layout": "4panel",
    }
    return "https://neuroglancer-demo.appspot.com/#!" + quote(json.dumps(state, separators=(",", ":")), safe="")


def test_every_file_is_handed_to_its_viewers_in_the_documented_form(trees) -> None:
    viewers = chosen_viewers(DANDI, {})
    counts: Counter[str] = Counter()
    for identifier, version, file in files_of(trees):
        found = {viewer.name: url for viewer, url in offered(viewers, DANDI, file, identifier, version)}

        assert found == (documented(file, identifier, version) if file.size or file.zarr else {})
        counts.update(found.keys())

    # There is no EDF recording among them.
    assert set(counts) == {viewer.name for viewer in viewers} - {"neurosift-edf"}


def test_every_address_is_one_that_a_browser_takes_as_it_is(trees) -> None:
    viewers = chosen_viewers(DANDI, {})
    for identifier, version, file in files_of(trees):
        for viewer, url in offered(viewers, DANDI, file, identifier, version):
            assert re.fullmatch(r"[!-~]+", url)
            assert not re.search(r'[<>"\\^`{|}]|%(?![0-9A-F]{2})', url)
            parts = urlsplit(url)
            assert not parts.fragment or viewer.label == "Neuroglancer"
            if viewer.name == "neurosift-file":
                assert parse_qs(parts.query)["tab"] == [file.path]
            elif viewer.label == "Neuroglancer":
                assert json.loads(unquote(parts.fragment)[1:])["layers"][0]["source"].startswith(BUCKET)


def test_no_folder_needs_more_than_a_hundred_kilobytes_to_open(trees) -> None:
    largest = max(opening_bytes(tree) for tree in trees.values())

    assert 20_000 < largest <= MOST_BYTES


def opening_bytes(tree: FolderTree) -> int:
    """What the largest of the folders loads as it is opened: its folders, and the first page of its files."""
    placed = place_files(tree)
    sizes: dict[str, list[int]] = {"folders": [], "names": [], "details": []}
    for call in "".join(text for _, text in piece_scripts(placed, "0" * 12)).splitlines():
        kind = re.match(r'catalogFiles\.put\("([a-z]+)-', call)[1]
        sizes[kind].append(len(gzip.compress(call.encode(), 6)))
    found = []
    for number, folder in enumerate(tree.folders):
        first, last = folder.first_child, folder.first_child + folder.children - 1
        needed = range(first // PIECE_FOLDERS, last // PIECE_FOLDERS + 1) if folder.children else ()
        piece = placed.places[number] // PIECE_FILES
        own = sizes["names"][piece] + sizes["details"][piece] if folder.own else 0
        found.append(sum(sizes["folders"][one] for one in needed) + own)
    return max(found)


def test_a_million_files_are_thousands_of_scripts(trees) -> None:
    scripts = files = 0
    for tree in trees.values():
        if tree.top.files > 1000:
            scripts += len(list(piece_scripts(place_files(tree), "0" * 12)))
            files += tree.top.files

    assert files > 100_000
    assert 1_000_000 / files * scripts < 6_000
