"""A license is known under all its names, and its page says what it allows; keywords are taken one by one."""

from __future__ import annotations

import pytest

from builder.catalog.schema.keywords import split_keywords
from builder.catalog.schema.licenses import license_words, read_licenses
from builder.catalog.schema.vocabulary import license_of


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (("spdx:CC-BY-4.0",), ("spdx:CC-BY-4.0",)),
        (tuple("spdx:CC-BY-4.0"), ("spdx:CC-BY-4.0",)),
        (("CC-BY-4.0",), ("spdx:CC-BY-4.0",)),
        (("CC BY 4.0", "cc-by-4.0"), ("spdx:CC-BY-4.0",)),
        (("CC0",), ("spdx:CC0-1.0",)),
        (("https://creativecommons.org/licenses/by-nc-sa/3.0/",), ("spdx:CC-BY-NC-SA-3.0",)),
        (("https://creativecommons.org/publicdomain/zero/1.0/",), ("spdx:CC0-1.0",)),
        (("Creative Commons Attribution 4.0 International License",), ("spdx:CC-BY-4.0",)),
        (("spdx:mit",), ("spdx:MIT",)),
        (("Ask Jane",), ("Ask Jane",)),
        (("", " "), ()),
        (("spdx:CC0-1.0", "spdx:CC-BY-4.0"), ("spdx:CC0-1.0", "spdx:CC-BY-4.0")),
    ],
)
def test_a_license_is_one_under_all_its_names(typed: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert read_licenses(typed) == found


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("spdx:CC0-1.0", "Any use, also commercial; no credit required, no share alike."),
        ("spdx:CC-BY-4.0", "Any use, also commercial; credit required, no share alike."),
        ("spdx:CC-BY-NC-4.0", "No commercial use; credit required, no share alike."),
        (
            "spdx:CC-BY-SA-4.0",
            "Any use, also commercial; credit required; share alike: what is made of it under the same license.",
        ),
        ("spdx:CC-BY-NC-ND-4.0", "No commercial use; credit required; nothing that was changed may be shared."),
        ("Ask Jane", ""),
        ("spdx:Unknown-1.0", ""),
    ],
)
def test_a_license_says_in_words_what_it_allows(identifier: str, words: str) -> None:
    assert license_words(identifier) == words


def test_every_license_of_creative_commons_has_its_address() -> None:
    assert license_of("spdx:CC-BY-NC-SA-3.0") == (
        "CC BY-NC-SA 3.0",
        "https://creativecommons.org/licenses/by-nc-sa/3.0/",
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (("LFP, BF, interhemispheric", "calcium imaging; spike sorting"), 5),
        (("a; b, c; d",), ("a", "b, c", "d")),
        (("mouse,rat,human",), ("mouse", "rat", "human")),
        (("cells, fibers, and glia",), ("cells", "fibers", "glia")),
        (("one\ntwo",), ("one", "two")),
        (("Mouse", "mouse; rat"), ("Mouse", "rat")),
        (("layer 2/3", "1,4-dioxane", "10,000 cells", "grid cells"), 4),
        (("In this study of place cells we recorded, in mice that ran along a track, all that they did.",), 1),
        (("", " ; "), 0),
    ],
)
def test_keywords_that_were_typed_as_one_list_are_several(
    typed: tuple[str, ...], found: tuple[str, ...] | int
) -> None:
    words = split_keywords(typed)

    assert (len(words) if isinstance(found, int) else words) == found
