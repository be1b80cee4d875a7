"""The files of a version are gone over once, for all that is made of them."""

from __future__ import annotations

from collections.abc import Iterator

from builder.catalog.changes.files import file_state
from builder.catalog.contents.read import read_contents
from builder.catalog.schema.asset import Asset
from builder.search.index.survey import survey_files
from builder.site.pipeline.version_files import read_version_files

ASSETS = [
    Asset(asset_id=str(number), path=f"sub-{number % 3}/sub-{number % 3}_ses-{number}.nwb", blob="b", size=number)
    for number in range(7)
]


def once() -> Iterator[Asset]:
    """No second pass finds any."""
    yield from ASSETS


def test_one_pass_tells_contents_tree_and_states() -> None:
    found = read_version_files(once(), "hash", keep_urls=False, with_states=True)

    assert found.contents == read_contents(ASSETS)
    assert sorted(file.path for file in found.placed.tree.files()) == sorted(asset.path for asset in ASSETS)
    assert found.states == [file_state(asset) for asset in ASSETS]


def test_what_nothing_is_compared_with_keeps_no_states() -> None:
    assert read_version_files(once(), "hash", keep_urls=False, with_states=False).states == []


def test_search_knows_the_same_of_files_whether_a_page_is_made_of_them_or_not() -> None:
    found = read_version_files(once(), "hash", keep_urls=False, with_states=False)

    assert survey_files(once()) == (found.contents, found.keys())
