"""Citations and download commands of the real dandisets' default versions."""

from __future__ import annotations

import ast
import gzip
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from builder.catalog.contents.file_order import sort_files
from builder.catalog.contents.read import read_contents
from builder.catalog.links.instances import KNOWN_INSTANCES
from builder.catalog.schema.dandiset import Dandiset
from builder.records.apa import apa_text
from builder.records.bibtex import bibtex_text
from builder.records.cff import cff_text, fits_cff
from builder.records.citation import Reference, read_reference
from builder.records.citation_formats import CITATION_FORMATS
from builder.records.csl import csl_text
from builder.records.ris import ris_text
from builder.settings import Settings
from builder.site.contexts import DownloadBox
from builder.site.parts.downloads import download_box
from builder.snapshot import Snapshot
from builder.snapshot.loading import load_assets, load_dandiset
from support.readers.cff_rules import cff_mistakes
from support.readers.importing import from_bibtex, from_cff, from_csl, from_ris, in_apa
from support.readers.same_everywhere import assert_same_everywhere
from support.readers.shown_commands import bash_mistakes

pytest_plugins = ["support.archives.real"]
# What tests/records and tests/site/dandiset/test_citations.py guard on made-up data.
pytestmark = pytest.mark.proof

DANDI = KNOWN_INSTANCES["dandi"]


def dandisets(snapshot: Snapshot) -> Iterator[Dandiset]:
    for row in snapshot.dandisets():
        dandiset = load_dandiset(row, snapshot.versions(row.identifier), Settings())
        if dandiset:
            yield dandiset


@pytest.fixture(scope="module")
def references(real_snapshot: Path) -> list[Reference]:
    with Snapshot.readable(real_snapshot) as snapshot:
        return [read_reference(dandiset, dandiset.default, DANDI) for dandiset in dandisets(snapshot)]


@pytest.fixture(scope="module")
def boxes(real_snapshot: Path) -> dict[str, DownloadBox | None]:
    found = {}
    with Snapshot.readable(real_snapshot) as snapshot:
        for dandiset in dandisets(snapshot):
            assets = sort_files(load_assets(snapshot, dandiset.identifier, dandiset.default.version, Settings()))
            found[dandiset.identifier] = download_box(
                DANDI, dandiset.identifier, dandiset.default, read_contents(assets)
            )
    return found


def test_every_file_is_imported_and_says_the_same(references: list[Reference]) -> None:
    assert len(references) == 351
    for reference in references:
        assert_same_everywhere(reference)


def test_authors_titles_years_and_dois_come_back(references: list[Reference]) -> None:
    for reference in references:
        read = [
            from_bibtex(bibtex_text(reference)),
            from_ris(ris_text(reference)),
            from_csl(csl_text(reference)),
        ]
        if fits_cff(reference):
            read.append(from_cff(cff_text(reference)))
            assert cff_mistakes(cff_text(reference)) == []
        assert {imported.authors for imported in read} == {tuple(author.name for author in reference.authors)}
        assert {imported.title for imported in read} == {reference.title}
        assert {imported.doi for imported in read} == {reference.doi or ""}

    assert sum(reference.doi is not None for reference in references) > 100
    assert sum(fits_cff(reference) for reference in references) > 300


def test_the_text_is_what_the_apas_own_style_makes(references: list[Reference]) -> None:
    # Its processor says the title twice where nobody is named, and stumbles over names in small letters or brackets.
    # A full stop that ends a title is ours to leave out: the version follows.
    given = re.compile(r"[A-Z][a-z]*\.?(?:[ -][A-Z][a-z]*\.?)*")
    usual = [r for r in references if r.authors and all(given.fullmatch(a.given or "A") for a in r.authors)]
    same = [r for r in usual if in_apa(csl_text(replace(r, title=r.title.removesuffix(".")))) == str(apa_text(r))]

    assert len(usual) > 150
    assert [r.key for r in usual if r not in same] == []


def test_the_files_stay_small(references: list[Reference]) -> None:
    sizes = [
        len(text.encode())
        for reference in references
        for text in (form.write(reference) for form in CITATION_FORMATS if form.fits(reference))
    ]

    assert max(sizes) < 40_000


def test_all_commands_and_code_can_be_read(boxes: dict[str, DownloadBox | None]) -> None:
    shell, python = [], []
    for box in filter(None, boxes.values()):
        for tab in box.tabs:
            for command in tab.commands:
                is_python = tab.id == "download-python" and not command.text.startswith("pip ")
                (python if is_python else shell if tab.id != "download-matlab" else []).append(command.text)

    assert bash_mistakes(shell) == ""
    assert {shlex.split(text)[0] for text in shell} == {"pip", "dandi", "datalad", "curl", "aws"}
    for code in python:
        ast.parse(code)
    assert len(python) > 200


def test_a_box_costs_a_page_little(boxes: dict[str, DownloadBox | None]) -> None:
    text = "\n".join(repr(box) for box in boxes.values() if box)

    assert len(gzip.compress(text.encode())) / len(boxes) < 1500
