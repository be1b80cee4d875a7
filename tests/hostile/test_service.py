"""The other ways to ask a hostile archive's snapshot: its live API, the search and the comparison in the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from builder.search.query.run import search
from builder.search.query.store import open_index
from builder.serve import create_api, in_background
from builder.settings import Settings
from builder.snapshot import Snapshot
from support.hostile.building import run_command
from support.hostile.judges.emails import addresses_in
from support.hostile.site import ALL, VISITED, Hostile, some_payloads

pytest_plugins = ["support.hostile.fixtures"]
pytestmark = pytest.mark.parametrize("hostile", VISITED, indirect=True)

TOP = ("info/", "dandisets/?draft=true&empty=true&page_size=1000", "stats/", "zarr/")


@pytest.fixture(scope="module")
def api(hostile: Hostile) -> Iterator[str]:
    with in_background(create_api(hostile.snapshot)) as url:
        yield f"{url}/api/"


def addresses_of(hostile: Hostile) -> Iterator[str]:
    """Everything that the API says of the dandisets; in a small run, of one version of each."""
    yield from TOP
    for dandiset in (*hostile.archive.dandisets, *hostile.archive.stored_only):
        own = f"dandisets/{dandiset.identifier}/"
        yield from (own, f"{own}versions/")
        for version in dandiset.versions if ALL else dandiset.versions[-1:]:
            here = f"{own}versions/{version.name}/"
            yield from (here, f"{here}info/", f"{here}assets/?metadata=true", f"{here}assets/paths/?path_prefix=")


def asked_with(payload: str) -> tuple[str, ...]:
    """Addresses that hold a payload where something belongs."""
    text = quote(payload[:2000], safe="")
    return (
        f"dandisets/?search={text}&ordering={text}&page={text}",
        f"dandisets/{text}/",
        f"assets/{text}/",
        f"assets/{text}/download/",
        f"zarr/{text}/files/?prefix={text}",
        f"dandisets/700001/versions/draft/assets/?path={text}&order={text}&glob={text}",
        f"dandisets/700001/versions/draft/assets/paths/?path_prefix={text}",
    )


def test_the_api_answers_all_that_is_asked_in_json_and_without_email_addresses(hostile: Hostile, api: str) -> None:
    failed, emails = [], []
    for address in addresses_of(hostile):
        answer = requests.get(api + address, timeout=60)
        if answer.status_code != 200:
            failed.append((address, answer.status_code))
            continue
        answer.json()
        emails += [(address, found) for found in addresses_in(answer.text)]

    assert failed == []
    assert emails == []


@pytest.mark.parametrize(("accept", "few"), [("application/json", 20), ("text/html", 5)])
def test_no_question_makes_the_api_fail(hostile: Hostile, api: str, accept: str, few: int) -> None:
    texts = [payload for payload in hostile.payloads if payload.is_text]
    failed = [
        (address, answer.status_code)
        for payload in some_payloads(texts, few=few)
        for address in asked_with(payload.text)
        if (answer := requests.get(api + address, headers={"Accept": accept}, allow_redirects=False, timeout=60))
        if answer.status_code >= 500
    ]

    assert failed == []


def test_a_search_in_the_terminal_takes_any_words(hostile: Hostile, tmp_path: Path) -> None:
    with Snapshot.readable(hostile.snapshot) as snapshot:
        stored = open_index(snapshot, Settings(), tmp_path)

    for payload in hostile.payloads:
        answer = search(stored, payload.text, 10)
        assert len(answer.hits) == min(10, answer.total)


@pytest.mark.parametrize("command", [("search", "pwn"), ("diff", "700001", "0.240402.1200", "draft"), ("check",)])
def test_what_is_printed_does_nothing_to_a_terminal(
    hostile: Hostile, command: tuple[str, ...], tmp_path: Path
) -> None:
    ran = run_command(*command, "--snapshot", hostile.snapshot, folder=tmp_path)
    said = (tmp_path / "stdout.txt").read_text(encoding="utf-8") + ran.said

    assert ran.code == 0
    assert {letter for letter in said if unicodedata.category(letter) == "Cc"} <= {"\n"}
    assert list(addresses_in(said)) == []
