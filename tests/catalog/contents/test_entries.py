"""A dandiset as lists see it: when it was updated, and how many subjects it has."""

from __future__ import annotations

import pytest

from builder.catalog.contents.digest import Digest
from builder.search.index.listing import list_entry
from builder.site.parts.lists import dandiset_card, newest_first
from support.archives.entries import make_entry

MADE, FILE, OUT, AGAIN = "2021-05-03", "2022-06-04", "2023-07-05", "2024-08-06"
WHEN = {
    "nothing but its record": ((), "", MADE, "created"),
    "a file": ((), FILE, FILE, "updated"),
    "published": ((OUT,), FILE, OUT, "published"),
    "published twice": ((OUT, AGAIN), FILE, AGAIN, "published"),
}


@pytest.mark.parametrize(("published", "file", "updated", "word"), WHEN.values(), ids=WHEN)
def test_a_dandiset_was_updated_by_its_newest_version_else_its_newest_file(
    published: tuple[str, ...], file: str, updated: str, word: str
) -> None:
    entry = make_entry(created=MADE, published=published, digest=Digest(newest_file=file))
    card, listed = dandiset_card(entry), list_entry(entry)

    assert entry.updated == updated
    assert (card.updated_word, card.updated) == (word, updated)
    assert (listed.updated, listed.year) == (
        int(updated.replace("-", "")),
        int(published[-1][:4]) if published else 0,
    )


def test_the_newest_come_first_and_those_of_the_same_moment_by_identifier() -> None:
    entries = [
        make_entry("000001", created="2020-01-01", digest=Digest(newest_file="2024-01-01T00:00:00Z")),
        make_entry("000002", created="2025-01-01", digest=Digest(newest_file="2024-01-01T01:00:00+01:00")),
        make_entry("000003", created="2020-01-01", published=("2024-02-01",)),
    ]

    assert [entry.dandiset.identifier for entry in newest_first(entries)] == ["000003", "000002", "000001"]


@pytest.mark.parametrize(("named", "summed", "subjects"), [(2, 4, 2), (0, 4, 4), (2, 0, 2), (0, 0, 0)])
def test_subjects_are_those_that_files_name_else_the_archives_number(named: int, summed: int, subjects: int) -> None:
    entry = make_entry(digest=Digest(subjects=named), assetsSummary={"numberOfSubjects": summed})

    assert (entry.subjects, list_entry(entry).subjects) == (subjects, subjects)


def test_a_card_tells_no_size_of_what_was_not_counted() -> None:
    assert dandiset_card(make_entry(files=2, size=0)).size == ""
    assert dandiset_card(make_entry(files=2, size=5)).size == "5 B"
