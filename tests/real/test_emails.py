"""No e-mail address of the real archive gets into a site: looked for in every file, by rules of this test's own."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from builder.settings import Settings
from builder.site.pipeline.build import build
from builder.snapshot import DandisetState, Snapshot

pytest_plugins = ["support.archives.real"]
pytestmark = pytest.mark.proof

ADDRESS = re.compile(r"[\w.%+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}")


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)


def addresses_of(documents: Iterator[bytes]) -> list[str]:
    """Each address as often as it stands there, in lower case."""
    found = []
    for document in documents:
        if b"@" in document.replace(b'"@context"', b""):
            found += [a.lower() for text in texts_in(json.loads(document)) for a in ADDRESS.findall(text)]
    return found


def assets_of(snapshot: Snapshot) -> Iterator[bytes]:
    for row in snapshot.dandisets():
        for version in snapshot.versions(row.identifier) if row.state is DandisetState.OPEN else ():
            for lines in snapshot.asset_pages(row.identifier, version.version):
                yield from lines


@pytest.fixture(scope="module")
def addresses(real_snapshot: Path) -> set[str]:
    with Snapshot.readable(real_snapshot) as snapshot:
        infos = (v.info for row in snapshot.dandisets() for v in snapshot.versions(row.identifier))
        of_versions = addresses_of(infos)
        of_assets = addresses_of(assets_of(snapshot))
    assert len(of_assets) == 3 * 106  # three in the description of a session of each of 106 files
    assert len(of_versions) > 900
    return {*of_versions, *of_assets}


# Of made-up addresses tests/site/frame/test_pages.py and tests/hostile/test_outputs.py guard the same.
def test_no_file_of_a_site_holds_an_address_of_the_real_archive(
    real_snapshot: Path, addresses: set[str], tmp_path: Path
) -> None:
    build(real_snapshot, Settings(), tmp_path / "site")
    files = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}

    assert len(files) > 5_000
    found: dict[str, set[str]] = {}
    for path, data in files.items():
        if any(sign in data for sign in (b"@", b"%40", b"&#64", b"&#x40", b"\\u0040")):
            text = unquote(html.unescape(data.decode().replace("\\u0040", "@"))).lower()
            if out := {address for address in addresses if address in text}:
                found[path.relative_to(tmp_path).as_posix()] = out
    assert found == {}
