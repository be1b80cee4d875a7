"""Every file of a hostile archive's site is read by a parser of its kind, and what it says to type is run."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from support.hostile.judges.commands import command_faults
from support.hostile.judges.outputs import by_kind, disagreements, faults_of, is_own
from support.hostile.site import Hostile
from support.sites.pages import read_page

pytest_plugins = ["support.hostile.fixtures"]

EMAIL = "e-mail: "
Faults = list[tuple[str, str]]
"""Addresses of files, and what is wrong with each."""


def read_file(site: Path, address: str) -> Faults:
    return [(address, what) for what in faults_of(address, (site / address).read_bytes())]


@pytest.fixture(scope="module")
def faults(hostile: Hostile) -> Faults:
    """Of all files but our own scripts and styles; of pages, some in a small run."""
    pages = set(hostile.pages())
    chosen = [a for a in hostile.files() if not is_own(a) and (a in pages or not a.endswith(".html"))]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        sites = [hostile.site] * len(chosen)
        found = [fault for faults in pool.map(read_file, sites, chosen, chunksize=32) for fault in faults]
    found += [
        (str(path.parent.relative_to(hostile.site)), what)
        for path in sorted(hostile.site.rglob("citation.bib"))
        for what in disagreements(path.parent)
    ]
    emails = sum(what.startswith(EMAIL) for _, what in found)
    hostile.figures.files_parsed = len(chosen)
    hostile.figures.emails = emails
    hostile.figures.parser_faults = len(found) - emails
    return found


def test_no_parser_finds_a_fault_and_no_node_is_foreign(faults: Faults) -> None:
    assert by_kind(fault for fault in faults if not fault[1].startswith(EMAIL)) == {}


def test_no_file_holds_an_email_address(faults: Faults) -> None:
    assert by_kind(fault for fault in faults if fault[1].startswith(EMAIL)) == {}


def test_no_page_holds_a_tag_of_a_payload(hostile: Hostile) -> None:
    found = [a for a in hostile.files() if a.endswith(".html") and b"<x-probe" in (hostile.site / a).read_bytes()]

    assert found == []


def test_what_pages_say_to_type_does_nothing_but_that(hostile: Hostile, tmp_path: Path) -> None:
    texts = {
        "".join(code.itertext())
        for address in hostile.pages()
        for box in read_page(hostile.site, address).all(".//div[@class='command__box']")
        for code in box.iter("code")
    }
    hostile.figures.commands_run += len(texts)

    assert len(texts) > 20
    assert list(command_faults(texts, tmp_path)) == []
