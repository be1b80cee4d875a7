"""What the script of the files pages knows of the archive."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from builder.catalog.files.viewers import VIEWERS
from builder.catalog.links.instances import KNOWN_INSTANCES, own_instance
from builder.errors import UsageError
from builder.sample.demo import Demo
from builder.settings import Settings
from builder.site.files.services import services_script
from builder.site.frame import addresses
from builder.site.frame.scope import Scope
from builder.site.pipeline.build import build
from support.sites.pages import in_site

pytest_plugins = ["support.sites.fixtures"]

_GAP = re.compile(r"\{(?:(sh|uri|matlab):)?([a-z_0-9]+)/?\}")
FILE_VALUES = {"asset_id", "identifier", "version", "path", "name", "s3", "s3uri"}


def services(instance: str, **settings: Any) -> dict[str, Any]:
    found = KNOWN_INSTANCES.get(instance) or own_instance(
        api_url="https://x.example/api", web_url="https://x.example"
    )
    script = services_script(Scope(settings=Settings(**settings), instance=found, site=None))
    head, _, data = script.partition(" = ")
    assert head == "window.catalogServices"
    return json.loads(data.removesuffix(";\n"))


@pytest.mark.parametrize("instance", [*KNOWN_INSTANCES, "own"])
def test_texts_have_no_gaps_but_those_that_a_file_fills(instance: str) -> None:
    found = services(instance)

    for snippet in found["snippets"]:
        assert "GAP" not in snippet["text"]
        gaps = {name for _, name in _GAP.findall(snippet["text"])}
        assert gaps
        assert gaps <= FILE_VALUES
    assert "GAP" not in json.dumps(found["commands"])


def test_code_for_a_file_needs_what_the_archive_has() -> None:
    def labels(instance: str) -> set[tuple[str, str | None]]:
        return {(snippet["label"], snippet["stored"]) for snippet in services(instance)["snippets"]}

    assert labels("dandi") == {
        ("Python", "blob"),
        ("Python", "zarr"),
        ("MATLAB", "blob"),
        ("DANDI client", None),
        ("curl", "blob"),
        ("AWS CLI", "blob"),
        ("AWS CLI", "zarr"),
    }
    assert labels("linc") == {("DANDI client", None)}
    assert ("AWS CLI", "blob") not in labels("own")


def test_a_viewers_entry_is_what_the_table_says() -> None:
    shown = {viewer["name"]: viewer for viewer in services("dandi", viewers={"niivue": True})["viewers"]}

    assert set(shown) == {viewer.name for viewer in VIEWERS}
    assert shown["neurosift"]["template"] == (
        "{+neurosift}/nwb?url={+download}&dandisetId={identifier}&dandisetVersion={version}"
    )


def test_the_site_has_the_services_of_its_archive(site: Path) -> None:
    script = (site / in_site(site, addresses.FILES_SCRIPT)).read_text(encoding="utf-8").partition("\n")[0]

    assert '"api":"https://api.dandiarchive.org/api"' in script
    assert "127.0.0.1" not in script


def test_a_viewer_that_there_is_not_is_a_mistake_that_names_those_there_are(demo: Demo, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no neurosfit; the names are neurosift, "):
        build(demo.snapshot, Settings(viewers={"neurosfit": True}), tmp_path / "site")
