"""Folders of a version, and how files lie in pieces."""

from __future__ import annotations

from collections import Counter

import pytest

from builder.catalog.contents.file_order import sort_files
from builder.catalog.files.folder_tree import FolderTree, make_tree
from builder.catalog.files.table import FileTable
from builder.catalog.schema.asset import Asset
from builder.site.files.pieces import PIECE_FILES, Placed, place_files


def tree_of(*paths: str) -> FolderTree:
    table = FileTable()
    for number, path in enumerate(paths):
        table.add(Asset(path=path, asset_id=str(number), blob="b", size=10, created=f"2024-01-{number % 28 + 1:02}"))
    return make_tree(table.folders())


def placed(*counts: int) -> Placed:
    """Of folders that hold so many files each."""
    return place_files(
        tree_of(*(f"f{folder}/{file}" for folder, count in enumerate(counts) for file in range(count)))
    )


def test_folders_are_numbered_level_by_level_in_natural_order() -> None:
    tree = tree_of("sub-10/a", "sub-9/ses-2/a", "sub-9/ses-1/b/c/a", "x")

    assert [folder.path for folder in tree.folders] == [
        "",
        "sub-9",
        "sub-10",
        "sub-9/ses-1",
        "sub-9/ses-2",
        "sub-9/ses-1/b",
        "sub-9/ses-1/b/c",
    ]
    assert [tree.folders[folder.parent].path for folder in tree.folders[1:]] == [
        folder.path.rpartition("/")[0] for folder in tree.folders[1:]
    ]


def test_a_folder_counts_what_lies_below_it() -> None:
    tree = tree_of("a/1", "a/b/2", "a/b/3", "4")

    assert {folder.path: (folder.files, folder.size_bytes) for folder in tree.folders} == {
        "": (4, 40),
        "a": (3, 30),
        "a/b": (2, 20),
    }
    assert tree.top.newest == tree.folders[0].own[0].created


def test_a_version_without_files_has_the_top_alone() -> None:
    tree = tree_of()

    assert len(tree.folders) == 1
    assert (tree.top.files, tree.top.size_bytes, tree.top.newest) == (0, 0, None)


@pytest.mark.parametrize(
    "paths",
    [
        ("b", "a/1", "a/c/2", "a/b/3", "z/1"),
        ("sub-10/a", "sub-9/a", "sub-1/x/y", "sub-01/x/y", "sub-1/b"),
        ("a", "A", "a/b", "A/b"),
    ],
)
def test_the_walk_meets_files_in_the_order_that_readers_expect(paths: tuple[str, ...]) -> None:
    walked = [file.path for folder in tree_of(*paths).walk() for file in folder.own]

    assert walked == [asset.path for asset in sort_files([Asset(path=path) for path in paths])]


def test_small_folders_share_a_piece_and_none_is_split() -> None:
    found = placed(300, 300, 300, 50, PIECE_FILES, 1)

    assert [[(run.folder, len(run.files)) for run in piece] for piece in found.pieces] == [
        [(1, 300), (2, 300)],
        [(3, 300), (4, 50)],
        [(5, PIECE_FILES)],
        [(6, 1)],
    ]
    assert list(found.places) == [0, 0, 300, 600, 900, 1200, 1800]


def test_a_folder_that_no_piece_holds_begins_one_and_fills_the_next() -> None:
    found = placed(10, 2 * PIECE_FILES + 5, 20)

    assert [sum(len(run.files) for run in piece) for piece in found.pieces] == [10, PIECE_FILES, PIECE_FILES, 25]
    assert found.places[2] == PIECE_FILES
    assert found.places[3] == 3 * PIECE_FILES + 5


def test_every_file_lies_in_one_piece() -> None:
    found = placed(3, 1500, 0, 699, 2, 701)
    files = Counter(file.path for piece in found.pieces for run in piece for file in run.files)

    assert set(files.values()) == {1}
    assert len(files) == 3 + 1500 + 699 + 2 + 701
