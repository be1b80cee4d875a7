"""Fixtures that build sites of files with odd names, each once."""

from __future__ import annotations

import pytest

from builder.catalog.text import limits
from support.hostile.texts import hostile_texts
from support.sites.odd_files import SIZES, OddSite, make_odd


@pytest.fixture(scope="session")
def odd_made(tmp_path_factory: pytest.TempPathFactory) -> OddSite:
    return make_odd(tmp_path_factory.mktemp("odd"), SIZES)


@pytest.fixture(scope="session")
def odd_more(tmp_path_factory: pytest.TempPathFactory) -> OddSite:
    """The same of names that other people thought of."""
    texts = dict.fromkeys(text for kind in ("path", "shell", "csv", "xss", "proto") for text in hostile_texts(kind))
    # Half a letter is mended as it is read, and a path that is too long left out, which are other tests'.
    whole = (text for text in texts if text.isascii() or text.encode(errors="ignore").decode() == text)
    paths = [text for text in whole if len(text) <= limits.PATH]
    return make_odd(tmp_path_factory.mktemp("more"), {path: number for number, path in enumerate(paths, start=1000)})


@pytest.fixture(params=["odd_made", "odd_more"])
def odd(request: pytest.FixtureRequest) -> OddSite:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, OddSite)
    return found
