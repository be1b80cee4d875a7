"""What holds for all sources of styles and scripts beside what the linter says."""

import re
from pathlib import Path

import pytest

from support import ROOT

STATIC = ROOT / "static"
STYLES = sorted((STATIC / "styles").rglob("*.css"))
SOURCES = sorted((*STATIC.rglob("*.js"), *STYLES))
MOST_LINES = 300


def shown(path: Path) -> str:
    return path.relative_to(STATIC).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=shown)
def test_a_source_is_no_longer_than_can_be_read_at_once(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= MOST_LINES, f"{shown(path)} has {lines} lines: split it by what it holds"


@pytest.mark.parametrize("path", SOURCES, ids=shown)
def test_a_source_begins_with_what_it_holds(path: Path) -> None:
    assert re.match(r"/\* [A-Z]", path.read_text(encoding="utf-8"))


def test_styles_name_roles_that_there_are() -> None:
    style = re.sub(r"/\*.*?\*/", "", "\n".join(path.read_text(encoding="utf-8") for path in STYLES), flags=re.DOTALL)
    made = set(re.findall(r"^\s*(--[a-z0-9-]+):", style, re.MULTILINE))
    named = set(re.findall(r"var\((--[a-z0-9-]+)", style))

    assert made
    assert named - made == set()
    assert made - named == set()
