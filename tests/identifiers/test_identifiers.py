"""How identifiers are written: of the archive's own, nothing else becomes the name of a folder."""

from __future__ import annotations

import re

import pytest

from builder import identifiers
from builder.identifiers import is_dandiset, is_version


@pytest.mark.parametrize("text", ["000003", "000000", "999999"])
def test_six_digits_are_a_dandiset(text: str) -> None:
    assert is_dandiset(text)


@pytest.mark.parametrize("text", ["draft", "0.230629.1955"])
def test_a_date_or_the_draft_is_a_version(text: str) -> None:
    assert is_version(text)


OTHERS = ["", ".", "..", "/", "x", "000003/", "../000003", "000003\n", "000003\0", "0000033", "00003", "00000\u0663"]
OTHER_VERSIONS = ["Draft", "draft\n", "draft\0", "0.230629.1955\n", "0.23062\u0669.1955", "0.230629.1955.1", "drafts"]


@pytest.mark.parametrize("text", [*OTHERS, *OTHER_VERSIONS])
def test_nothing_else_is(text: str) -> None:
    assert not is_dandiset(text)
    assert not is_version(text)


def test_an_id_of_an_asset_is_a_uuid_in_lower_case() -> None:
    assert re.fullmatch(identifiers.UUID, "b0d8e5a7-2f3a-4d0f-9e3e-0c6f3bb5a5b1")
    assert not re.fullmatch(identifiers.UUID, "B0D8E5A7-2f3a-4d0f-9e3e-0c6f3bb5a5b1")
