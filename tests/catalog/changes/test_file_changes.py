"""What becomes of files from one version to the next."""

from __future__ import annotations

import random
import time

import pytest

from builder.catalog.changes.files import FileChanges, FileGroup, FileState, compare_files, file_state
from builder.catalog.schema.asset import Asset, AssetMetadata


def state(path: str, content: str = "", *, size: int = 10, asset_id: str = "") -> FileState:
    content = content or path
    return FileState(path, size, content, asset_id or f"{path} {content}")


def paths(group: FileGroup) -> list[str]:
    return [change.path for change in group.files]


def moves(changes: FileChanges) -> list[tuple[str, str]]:
    return [(change.before.path, change.after.path) for change in changes.moved.files]


def test_files_come_go_change_move_and_get_other_metadata() -> None:
    before = [state("same"), state("gone"), state("edited", "a", size=3), state("old/name", "x"), state("told")]
    after = [
        state("same"),
        state("new"),
        state("edited", "b", size=5),
        state("name", "x"),
        state("told", asset_id="2"),
    ]

    changes = compare_files(before, after)

    assert [paths(group) for group in (changes.added, changes.removed)] == [["new"], ["gone"]]
    assert [paths(group) for group in (changes.changed, changes.described)] == [["edited"], ["told"]]
    assert moves(changes) == [("old/name", "name")]
    assert (changes.changed.size_before, changes.changed.size_after) == (3, 5)
    assert changes.unchanged == 1


def test_nothing_changes_between_equal_listings() -> None:
    listing = [state(str(number)) for number in range(9)]

    assert compare_files(listing, reversed(listing)).is_empty
    assert not compare_files(listing, []).is_empty


def test_of_equal_files_the_one_with_the_same_name_has_moved() -> None:
    before = [state("a/1.txt", "x"), state("a/2.txt", "x")]
    after = [state("b/2.txt", "x"), state("b/1.txt", "x"), state("b/3.txt", "x")]

    changes = compare_files(before, after)

    assert moves(changes) == [("a/2.txt", "b/2.txt"), ("a/1.txt", "b/1.txt")]
    assert paths(changes.added) == ["b/3.txt"]


def test_empty_files_move_only_under_their_name() -> None:
    before = [state("a/__init__.py", "empty", size=0), state("a/notes", "empty", size=0)]
    after = [state("b/__init__.py", "empty", size=0), state("b/readme", "empty", size=0)]

    changes = compare_files(before, after)

    assert moves(changes) == [("a/__init__.py", "b/__init__.py")]
    assert (paths(changes.added), paths(changes.removed)) == (["b/readme"], ["a/notes"])


@pytest.mark.parametrize("seed", range(40))
def test_every_path_is_in_exactly_one_group(seed: int) -> None:
    draw = random.Random(seed)
    names = [f"{folder}/{name}" for folder in "abc" for name in range(9)]

    def listing() -> list[FileState]:
        chosen = draw.sample(names, draw.randrange(len(names)))
        return [
            state(path, draw.choice("xyz"), size=draw.randrange(3), asset_id=draw.choice("12")) for path in chosen
        ]

    before, after = listing(), listing()
    changes = compare_files(before, after)

    in_both = [*paths(changes.changed), *paths(changes.described)]
    assert len(in_both) + changes.unchanged == len({s.path for s in before} & {s.path for s in after})
    came = [*paths(changes.added), *(new for _, new in moves(changes))]
    went = [*paths(changes.removed), *(old for old, _ in moves(changes))]
    assert sorted(came) == sorted({s.path for s in after} - {s.path for s in before})
    assert sorted(went) == sorted({s.path for s in before} - {s.path for s in after})
    assert all(change.before.content == change.after.content for change in changes.moved.files)
    sizes = [changes.added, changes.changed, changes.moved, changes.described]
    assert sum(group.size_after for group in sizes) <= sum(s.size for s in after)


def test_a_cut_list_keeps_its_numbers_and_tells_the_folders() -> None:
    before = [state(f"data/sub-{subject}/{number}", size=2) for subject in range(30) for number in range(1 + subject)]

    removed = compare_files(before, [], most_shown=7).removed

    assert (removed.count, removed.size_before, len(removed.files)) == (465, 930, 7)
    assert (len(removed.folders), removed.folder_count) == (20, 30)
    assert [(folder.folder, folder.count) for folder in removed.folders][:1] == [("data/sub-10", 11)]
    assert removed.folders[-1].size_before == 60


def test_folders_that_say_no_more_than_the_paths_are_left_out() -> None:
    after = [state(f"sub-{number}/file") for number in range(60)]

    assert compare_files([], after, most_shown=10).added.folders == ()


def test_large_listings_are_compared_at_once() -> None:
    before = [state(f"sub-{number // 50}/file-{number}.nwb") for number in range(60_000)]
    after = [state(f"moved/{s.path}", s.content) for s in before[:20_000]] + before[20_000:]

    started = time.process_time()
    changes = compare_files(before, after, most_shown=50)

    assert (changes.moved.count, changes.unchanged) == (20_000, 40_000)
    assert time.process_time() - started < 5, "it takes well under a second on a quiet machine"


def asset(**values) -> Asset:
    digest = values.pop("digest", {})
    return Asset(**{"asset_id": "1", "path": "a"} | values, metadata=AssetMetadata(digest=digest))


def test_content_is_told_by_its_checksum_else_by_what_is_stored() -> None:
    etag = {"dandi:dandi-etag": "e-1"}
    assert file_state(asset(blob="b", digest=etag)).content == file_state(asset(blob="c", digest=etag)).content
    assert file_state(asset(blob="b", size=1)).content != file_state(asset(blob="c", size=1)).content


def test_a_zarr_that_changed_under_its_id_has_changed() -> None:
    before = file_state(asset(zarr="z", size=1, digest={"dandi:dandi-zarr-checksum": "c-1--1"}))
    after = file_state(asset(zarr="z", size=2, digest={"dandi:dandi-zarr-checksum": "c-2--2"}))
    ingesting = file_state(asset(zarr="z", size=0, digest={"dandi:dandi-zarr-checksum": None}))

    assert compare_files([before], [after]).changed.count == 1
    assert compare_files([ingesting], [before]).changed.count == 1
    assert compare_files([ingesting], [ingesting]).is_empty
