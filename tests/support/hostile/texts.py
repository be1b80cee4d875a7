"""Hostile texts by class, where they are at hand: for tests, beside the texts that they hold themselves."""

from __future__ import annotations

import json

import pytest

from support import SHARED

_FOLDER = SHARED / "hostile"


def hostile_texts(kind: str) -> list[str]:
    """Skips where they aren't beside the project."""
    path = _FOLDER / f"{kind}.json"
    if not path.is_file():
        pytest.skip("the hostile texts are not beside the project: ../shared/hostile")
    return [entry["text"] for entry in json.loads(path.read_text(encoding="utf-8"))]
