"""What two programs need is written once: Python has it, and the browser is sent it, or a test holds both equal."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder import identifiers, unchanged
from builder.catalog.facets.kinds import Facet
from builder.search.index.fields import FIELDS
from builder.search.index.search_index import FILTER_FACETS, SCHEMA
from builder.search.words.ranges import Measure
from builder.site.frame import addresses
from support import ROOT

SCRIPTS = sorted((ROOT / "static").rglob("*.js"))
MODULES = sorted((ROOT / "builder").rglob("*.py"))

SHORTEST_PATTERN, FEWEST_WORDS = 8, 4
TWINS = {
    "(%[0-9A-Fa-f]{2})": "tests/site/files/test_scripts.py holds both expansions of templates against each other",
    r"\{(\+?)([a-z_0-9]+)\}": "the same",
    r"([A-Za-z]):": "the same, of names that are written to",
    r"[\x00-\x1f\x7f]": "the same, of texts of MATLAB's",
    "aws s3 cp --no-sign-request": "tests/site/files/test_scripts.py runs the commands of both",
    "aws s3 sync --no-sign-request": "the same",
    "with some of the words": "a headline of the page, and a line of the terminal",
}
"""What stands in both all the same, and what holds it together."""

LITERAL = re.compile(
    r"/\*.*?\*/|//[^\n]*"
    r'|"(?P<quoted>(?:[^"\\\n]|\\.)*)"'
    r"|`(?P<template>(?:[^`\\]|\\.)*)`"
    r"|(?<=[=(,:\[!&|?{};\s])/(?P<pattern>(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)/[gimsuvy]*",
    re.DOTALL,
)
GAP = re.compile(r"\$?\{[a-z_A-Z][^{}]*\}")


def in_script(path: Path) -> Iterator[str]:
    """The patterns and sentences of a script, in pieces where they have gaps."""
    for found in LITERAL.finditer(path.read_text(encoding="utf-8")):
        if found["pattern"]:
            yield found["pattern"].removeprefix("^").removesuffix("$").replace(r"\/", "/")
        for piece in GAP.split(found["quoted"] or found["template"] or ""):
            if len(piece.split()) >= FEWEST_WORDS:
                yield piece.strip()


def in_module(path: Path) -> Iterator[str]:
    """The texts of a module that are no docstrings, in pieces where they have gaps."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value.removeprefix("^").removesuffix("$")
            yield from (piece.strip() for piece in GAP.split(node.value))


@pytest.fixture(scope="module")
def in_python() -> dict[str, str]:
    """Each text of Python's -> a module that has it."""
    return {text: str(path.relative_to(ROOT)) for path in MODULES for text in in_module(path)}


def test_the_reader_of_scripts_sees_patterns_and_sentences(tmp_path: Path) -> None:
    """Or what follows would find nothing."""
    script = tmp_path / "a.js"
    script.write_text(
        'f(/^[^ "]+x{2,}$/y, `No ${name} is in this list`, "one two"); // "a b c d"\n', encoding="utf-8"
    )

    assert list(in_script(script)) == ['[^ "]+x{2,}', "is in this list"]


def test_no_script_says_again_what_python_says(in_python: dict[str, str]) -> None:
    found = {
        text: (str(path.relative_to(ROOT)), in_python[text])
        for path in SCRIPTS
        for text in in_script(path)
        if len(text) >= SHORTEST_PATTERN and text in in_python and text not in TWINS
    }

    assert found == {}


def test_no_twin_is_excused_that_is_none_any_more(in_python: dict[str, str]) -> None:
    assert set(TWINS) <= set(in_python) & {text for path in SCRIPTS for text in in_script(path)}


def test_no_script_names_what_the_list_labels() -> None:
    labels = {facet.kind.label for facet in Facet} | {field.label for field in FIELDS.values() if field.label}
    found = {
        (path.name, label)
        for path in SCRIPTS
        for label in re.findall(r'"([^"\n]+)"', path.read_text(encoding="utf-8"))
        if label in labels
    }

    assert found == set()


def test_what_the_search_page_names_is_there() -> None:
    """The facet beside a hit, whose values come with the list, and ranges among the filters."""
    page = ROOT / "static" / "search" / "page"
    shown = re.findall(r'one\.name === "(\w+)"', (page / "hits.js").read_text(encoding="utf-8"))
    ranges = re.findall(r'\{ name: "(\w+)", label:', (page / "state.js").read_text(encoding="utf-8"))

    assert shown
    assert set(shown) <= {facet.value for facet in FILTER_FACETS if not facet.kind.is_long}
    assert ranges
    assert set(ranges) <= {measure.value for measure in Measure}


@pytest.mark.parametrize(
    "name", ["UUID", "DANDI_DOIS", "TEST_DOIS", "ORCID", "ROR", "TERM", "NIH_PROJECT", "NIH_AWARD"]
)
def test_how_an_identifier_is_written_stands_in_one_place(name: str) -> None:
    pattern = getattr(identifiers, name).casefold()
    own = Path(identifiers.__file__ or "")
    texts = {path: path.read_text(encoding="utf-8").casefold() for path in (*MODULES, *SCRIPTS) if path != own}

    assert [str(path) for path, text in texts.items() if pattern in text or re.escape(pattern) in text] == []


def test_hosts_ask_for_the_script_that_a_build_writes() -> None:
    """`unchanged` runs before anything is installed, so it can't ask."""
    assert unchanged.POINTER == addresses.CURRENT


def test_the_engine_knows_the_format_of_the_index() -> None:
    """It tells by it whether it can read a list, so it can't be told by the list."""
    (text,) = (
        path.read_text(encoding="utf-8") for path in SCRIPTS if path.parts[-3:] == ("search", "engine", "pieces.js")
    )

    assert re.findall(r"const FORMAT = ([0-9]+);", text) == [str(SCHEMA)]
