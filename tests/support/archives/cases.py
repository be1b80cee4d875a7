"""Small archives beside the project that show a fault each, and the sites that are made of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from builder.settings import Settings
from builder.site.pipeline.build import build
from support import SHARED
from support.archives.shared_server import harvest_folder

CASES = SHARED / "cases"


@pytest.fixture(scope="module")
def case_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The site of the case of a number, as `13`; made once a module."""
    made: dict[str, Path] = {}

    def site(number: str) -> Path:
        if number not in made:
            made[number] = _build(number, tmp_path_factory.mktemp(f"case-{number}"))
        return made[number]

    return site


def _build(number: str, folder: Path) -> Path:
    found = sorted(CASES.glob(f"{number}-*")) if CASES.is_dir() else []
    if not found:
        pytest.skip(f"case {number} is not beside the project: ../shared/cases")
    build(harvest_folder(found[0] / "input", folder / "snapshot.sqlite"), Settings(), folder / "site", jobs=1)
    return folder / "site"
