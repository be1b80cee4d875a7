"""Entries of facets fit together: what they name is there, and no two have a name in common."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from builder.catalog.facets.kinds import BY_NAME, Facet

ADDRESS = re.compile(r"[a-z]{1,30}")
"""Letters alone: queries name facets, and what else stands before a colon is read as words."""
OTHER_KEYS = {"q", "sort", "all"}
"""What the address of a search holds beside facets."""


@pytest.mark.parametrize("facet", Facet)
def test_what_a_facet_names_is_there(facet: Facet) -> None:
    named = (*facet.kind.related, *(name for name, _ in facet.kind.ties))

    assert [f"{facet}: there is no facet {name}" for name in named if name not in BY_NAME] == []


def test_no_name_means_two_facets() -> None:
    facets: dict[str, set[str]] = defaultdict(set)
    for facet in Facet:
        for name in (facet.value, f"{facet.value}s", *facet.kind.other_names):
            facets[name].add(facet.value)

    assert [f"{name}: names {' and '.join(sorted(of))}" for name, of in facets.items() if len(of) > 1] == []


@pytest.mark.parametrize("facet", Facet)
def test_a_name_can_stand_in_an_address(facet: Facet) -> None:
    assert ADDRESS.fullmatch(facet.value)
    assert facet.value not in OTHER_KEYS


@pytest.mark.parametrize("facet", Facet)
def test_its_words_can_stand_where_they_are_shown(facet: Facet) -> None:
    kind = facet.kind

    assert (kind.title[0] + kind.label[0]).isupper()
    assert (kind.one + kind.many).islower()
    assert kind.lead.endswith(".")
