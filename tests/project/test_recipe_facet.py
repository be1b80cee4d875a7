"""A facet is one entry and its reader: added by the recipe, it is browsed, linked and searched."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from support.machine.copied_program import run
from support.project.recipes import Checkout, one_dandiset, told_files

KINDS, READERS = "builder/catalog/facets/kinds.py", "builder/catalog/facets/readers.py"
ENTRY = """    DISORDER = FacetKind(
        name="disorder",
        title="Disorders",
        label="Disorder",
        one="disorder",
        many="disorders",
        lead="What authors say was ill.",
        read=readers.disorders,
        related=("species", "disorder"),
        weight=2.0,
        other_names=("disease",),
        is_identified=True,
    )
"""
READER = '''

def disorders(dandiset: Dandiset, _: AssetsSummary) -> Iterable[Naming | None]:
    """Among what authors say a dandiset is about."""
    about = dandiset.default.metadata.about
    return (naming.vocabulary_term(term) for term in about if term.schema_key == "Disorder")
'''
ABOUT = [
    {"schemaKey": "Disorder", "name": "Epilepsy", "identifier": "DOID:1826"},
    {"schemaKey": "Disorder", "name": "Restless legs"},
]
FIND = """
import sys
from pathlib import Path
from builder.search.query.run import search
from builder.search.query.store import open_index
from builder.settings import Settings
from builder.snapshot import Snapshot
with Snapshot.readable(Path(sys.argv[1])) as snapshot:
    stored = open_index(snapshot, Settings(), Path(sys.argv[2]))
for query in sys.argv[3:]:
    answer = search(stored, query, 5)
    print([hit.listed.identifier for hit in answer.hits], [hit.why for hit in answer.hits], answer.messages)
"""


def follow(folder: Path, entry: str = ENTRY) -> Checkout:
    checkout = Checkout(folder)
    checkout.append(READERS, READER)
    checkout.insert(KINDS, entry, before="    APPROACH = FacetKind(\n")
    return checkout


def rules_and_facets(site: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a browser is told of facets: in general, and of each by name."""
    (script,) = (site / "search").glob("list.*.js")
    called = re.fullmatch(r'catalogSearch\.put\("[^"]+",(.*)\);\n', script.read_text(encoding="utf-8"), re.DOTALL)
    assert called
    listed = json.loads(called[1])
    return listed["rules"], {facet["name"]: facet for facet in listed["facets"]}


def test_the_recipe_makes_a_facet(tmp_path: Path) -> None:
    snapshot = one_dandiset(tmp_path / "snapshot.sqlite", {"about": ABOUT})
    checkout = follow(tmp_path / "copy")
    site = checkout.build(snapshot)

    assert checkout.touched == told_files("A facet")
    browse = (site / "browse" / "index.html").read_text(encoding="utf-8")
    assert 'href="disorder/doid_1826/index.html"' in browse
    assert "What authors say was ill." in browse
    page = (site / "browse" / "disorder" / "doid_1826" / "index.html").read_text(encoding="utf-8")
    assert "DOID:1826" in page
    assert 'href="../restless-legs/index.html"' in page
    rules, facets = rules_and_facets(site)
    assert (facets["disorder"]["label"], facets["disorder"]["labels"]) == ("Disorder", ["Epilepsy", "Restless legs"])
    assert rules["fieldLabels"]["disorder"] == "Disorder"
    assert {name for name, facet in rules["facetNames"].items() if facet == "disorder"} == {
        *("disorder", "disorders", "disease")
    }
    assert " disorder:," in rules["messages"]["NO_FILTER"]
    queries = ("disorder:epilepsy", "disease:doid:1826", "doid:1826", "restless", "disorder:none")
    *answers, none = run(checkout.folder, FIND, snapshot, tmp_path / "cache", *queries).splitlines()
    assert {answer.partition("]")[0] for answer in answers} == {"['000001'"}
    assert "['disorder']" in answers[3]
    assert none.endswith("('No disorder is called “none”.',)")


def test_a_field_that_is_forgotten_is_named(tmp_path: Path) -> None:
    checkout = follow(tmp_path / "copy", ENTRY.replace("        weight=2.0,\n", ""))

    assert "missing 1 required keyword-only argument: 'weight'" in checkout.failure(f"import {module(KINDS)}")


def test_a_reader_that_is_forgotten_is_named(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "copy")
    checkout.insert(KINDS, ENTRY, before="    APPROACH = FacetKind(\n")

    assert "has no attribute 'disorders'" in checkout.failure(f"import {module(KINDS)}")


def test_names_that_are_none_or_taken_fail_a_test(tmp_path: Path) -> None:
    wrong = ENTRY.replace('related=("species", "disorder")', 'related=("specis",)').replace('"disease"', '"region"')
    told = follow(tmp_path / "copy", wrong).failed_tests("tests/catalog/facets/test_kinds.py")

    assert "disorder: there is no facet specis" in told
    assert "region: names anatomy and disorder" in told


def module(file: str) -> str:
    return file.removesuffix(".py").replace("/", ".")
