"""A browser visits the site of a hostile archive and does all that readers do: nothing runs, nobody else is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from builder.site.frame import addresses
from support.hostile.judges.commands import command_faults
from support.hostile.judges.reading import arrive_with, open_hits, press_everything, read_files, search_for
from support.hostile.judges.walk import Walked, Walker, walking
from support.hostile.site import ALL, PARTS, VISITED, Hostile, some_of, some_payloads

pytest_plugins = ["support.sites.fixtures", "support.hostile.fixtures"]

pytestmark = [
    pytest.mark.parametrize("hostile", VISITED, indirect=True),
    pytest.mark.parametrize("part", PARTS),
]

FILES = re.compile(r"dandiset/[0-9]{6}/[a-z0-9.]+/files/index\.html")


@pytest.fixture
def walker(browser: Browser, hostile: Hostile, hostile_home: str) -> Iterator[Walker]:
    """What it saw is counted at the end."""
    walked = Walked()
    with walking(browser, hostile_home, walked) as walker:
        yield walker
    hostile.figures.add(walked)


@pytest.fixture
def files(hostile: Hostile) -> list[str]:
    """Addresses of pages of files."""
    return some_of(address for address in hostile.files() if FILES.fullmatch(address))


def test_every_page_is_quiet_and_so_is_all_that_can_be_pressed(walker: Walker, hostile: Hostile, part: int) -> None:
    for address in list(hostile.pages())[part :: len(PARTS)]:
        if address == addresses.NOT_FOUND and walker.home.startswith("file:"):
            continue  # from a disk nothing shows it
        walker.visit(address)
        press_everything(walker)

    assert walker.walked.mishaps() == {}


def test_a_search_for_each_payload_is_quiet(walker: Walker, hostile: Hostile, part: int) -> None:
    texts = [payload for payload in hostile.payloads if payload.is_text]
    search_for(walker, some_payloads(texts, few=20)[part :: len(PARTS)])
    open_hits(walker)

    assert walker.walked.mishaps() == {}


def test_an_address_that_holds_a_payload_is_quiet(
    walker: Walker, hostile: Hostile, files: list[str], part: int
) -> None:
    texts = [payload for payload in hostile.payloads if payload.is_text]
    arrive_with(walker, some_payloads(texts, few=10)[part :: len(PARTS)], files[0])

    assert walker.walked.mishaps() == {}


def test_files_can_be_read_and_found_and_what_they_say_to_type_does_nothing_else(
    walker: Walker, hostile: Hostile, files: list[str], tmp_path: Path, part: int
) -> None:
    texts = [payload for payload in hostile.payloads if payload.is_text]
    shown: set[str] = set()
    for number, address in list(enumerate(files))[part :: len(PARTS)]:
        few = texts[number :: len(files)]
        shown.update(read_files(walker, address, few if ALL else few[:2]))
    hostile.figures.commands_run += len(shown)

    assert walker.walked.mishaps() == {}
    assert len(shown) > 20
    assert list(command_faults(shown, tmp_path)) == []
