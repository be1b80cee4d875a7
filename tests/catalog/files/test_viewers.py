"""Which programs on the web are offered for a file, and the addresses that they are given."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from builder.catalog.files.table import Absence, ListedFile, list_file
from builder.catalog.files.viewers import VIEWERS, chosen_viewers, file_values, offered
from builder.catalog.links.instances import KNOWN_INSTANCES, own_instance
from builder.catalog.links.uri_template import expand
from builder.catalog.schema.asset import Asset

DANDI, LINC = KNOWN_INSTANCES["dandi"], KNOWN_INSTANCES["linc"]
ID = "52b551c4-2a2f-4a87-82f5-3d804b7cb82a"
STORED = "bb81f7b3-1234-4abc-8def-0123456789ab"
DOWNLOAD = f"https://api.dandiarchive.org/api/assets/{ID}/download/"
BLOB = f"https://dandiarchive.s3.amazonaws.com/blobs/bb8/1f7/{STORED}"
ZARR = f"https://dandiarchive.s3.amazonaws.com/zarr/{STORED}"
STATE = (
    '{"layers":[{"type":"image","source":"SOURCE","tab":"rendering","name":"ID"}],'
    '"selectedLayer":{"visible":true,"layer":"ID"},"layout":"4panel"}'
)


def file(path: str, *, size: int = 1000) -> ListedFile:
    is_zarr = "zarr" in path
    return list_file(
        Asset(asset_id=ID, path=path, size=size, blob=None if is_zarr else STORED, zarr=STORED if is_zarr else None)
    )


def addresses(found: ListedFile, switched: dict[str, bool] | None = None) -> dict[str, str]:
    viewers = chosen_viewers(DANDI, switched or {})
    return {viewer.name: url for viewer, url in offered(viewers, DANDI, found, "000108", "draft")}


def test_an_nwb_file() -> None:
    assert addresses(file("sub-1/a.nwb")) == {
        "neurosift": f"https://neurosift.app/nwb?url={DOWNLOAD}&dandisetId=000108&dandisetVersion=draft",
        "nwb-explorer": f"http://nwbexplorer.opensourcebrain.org/nwbfile={BLOB}",
    }


def test_nwb_explorer_takes_no_more_than_a_gigabyte() -> None:
    assert "nwb-explorer" in addresses(file("a.nwb", size=10**9))
    assert "nwb-explorer" not in addresses(file("a.nwb", size=10**9 + 1))


def test_an_edf_recording() -> None:
    assert addresses(file("a.edf")) == {"neurosift-edf": f"https://neurosift.app/edf?url={DOWNLOAD}"}


def test_a_table_opens_on_the_dandisets_page() -> None:
    assert addresses(file("sub-1/a b&c+d#e.tsv")) == {
        "neurosift-file": (
            "https://neurosift.app/dandiset/000108?dandisetVersion=draft&tab=sub-1%2Fa%20b%26c%2Bd%23e.tsv"
        )
    }


@pytest.mark.parametrize("path", ["a.nii", "a.nii.gz"])
def test_a_nifti_image(path: str) -> None:
    found = addresses(file(path))
    neuroglancer = found.pop("neuroglancer")

    assert found == {
        "neurosift-file": f"https://neurosift.app/dandiset/000108?dandisetVersion=draft&tab={path}",
        "bioimage-suite": f"https://bioimagesuiteweb.github.io/unstableapp/viewer.html?image={BLOB}",
        "neuroglass": f"https://www.neuroglass.io/new?resource=https://api.dandiarchive.org/api/assets/{ID}/",
    }
    assert_neuroglancer(neuroglancer, BLOB)


def test_an_ome_zarr() -> None:
    found = addresses(file("a.ome.zarr"))
    neuroglancer = found.pop("neuroglancer")

    assert found == {
        "vizarr": f"https://hms-dbmi.github.io/vizarr/?source={ZARR}",
        "itk-vtk-viewer": f"https://kitware.github.io/itk-vtk-viewer/app/?gradientOpacity=0.3&image={ZARR}",
        "neuroglass": f"https://www.neuroglass.io/new?resource=https://api.dandiarchive.org/api/assets/{ID}/",
        "ome-ngff-validator": f"https://ome.github.io/ome-ngff-validator/?source={ZARR}",
        "quilt": f"https://open.quiltdata.com/b/dandiarchive/tree/zarr/{STORED}/",
    }
    assert_neuroglancer(neuroglancer, ZARR)


def assert_neuroglancer(url: str, source: str) -> None:
    base, _, state = url.partition("#!")
    wanted = STATE.replace("SOURCE", source).replace("ID", ID)
    assert base == "https://neuroglancer-demo.appspot.com/"
    assert unquote(state) == wanted
    assert json.loads(unquote(state)) == json.loads(wanted)
    assert re.fullmatch(r"[A-Za-z0-9%._~-]+", state)


@pytest.mark.parametrize("path", ["a.nwb.lindi.json", "a.nwb.lindi.tar", "a.png", "a", "nwb", "a.nwb.txt"])
def test_what_nothing_opens(path: str) -> None:
    assert addresses(file(path)) == {}


def test_an_nwb_zarr_is_browsed_and_shown_but_not_by_neurosift() -> None:
    assert set(addresses(file("a.nwb.zarr"))) == {"neuroglancer", "quilt"}


def test_a_zarr_named_like_a_file_gets_no_viewer_of_files() -> None:
    zarr = replace(file("a.nwb"), blob=None, zarr=STORED)

    assert set(addresses(zarr)) == {"quilt"}


@pytest.mark.parametrize("state", Absence)
def test_what_nobody_gets_has_no_links(state: Absence) -> None:
    assert addresses(replace(file("a.nwb"), state=state)) == {}


def test_a_zarr_that_the_archive_has_not_counted_has_its_viewers() -> None:
    assert addresses(file("a.ome.zarr", size=0)) == addresses(file("a.ome.zarr"))


def test_an_empty_file_has_none() -> None:
    assert addresses(file("a.nwb", size=0)) == {}


def test_an_archive_that_asks_for_a_key_has_no_viewers() -> None:
    assert chosen_viewers(LINC, {viewer.name: True for viewer in VIEWERS}) == ()


def test_viewers_known_by_hearsay_are_off_until_the_settings_turn_them_on() -> None:
    assert "niivue" not in addresses(file("a.nii"))
    assert addresses(file("sub 1/a b.nii"), {"niivue": True})["niivue"] == (
        f"https://niivue.github.io/tiff-loader/?image={BLOB}&filename=a%20b.nii"
    )
    assert "neurosift" not in addresses(file("a.nwb"), {"neurosift": False})


def test_an_archive_without_neurosift_and_bucket_is_offered_what_needs_neither() -> None:
    own = own_instance(api_url="https://x.example/api", web_url="https://x.example")
    found = [viewer.name for viewer, _ in offered(chosen_viewers(own, {}), own, file("a.nii"), "000001", "draft")]

    assert found == ["neuroglass"]


def test_names_are_different_and_patterns_are_read_alike_everywhere() -> None:
    assert len({viewer.name for viewer in VIEWERS}) == len(VIEWERS)
    for viewer in VIEWERS:
        re.compile(viewer.pattern)
        assert "(?" not in viewer.pattern
        assert viewer.source


@pytest.mark.parametrize(
    ("template", "value", "there"),
    [
        ("x?y={a}", "a/b c&d", "x?y=a%2Fb%20c%26d"),
        ("x?y={+a}", "https://e.example/a b?c=%20&d", "x?y=https://e.example/a%20b?c=%20&d"),
        ("x?y={a}", "ä€😀", "x?y=%C3%A4%E2%82%AC%F0%9F%98%80"),
        ("x?y={a}", "!'()*~._-", "x?y=%21%27%28%29%2A~._-"),
        ("x?y={+a}", "100%", "x?y=100%25"),
        ("x?y={a}", "", None),
        ("x?y={a}{b}", "1", None),
        ("{x", "1", "{x"),
    ],
)
def test_templates_are_filled_as_rfc_6570_says(template: str, value: str, there: str | None) -> None:
    assert expand(template, {"a": value}) == there


@pytest.mark.parametrize(
    "path", ["a&b=c#d.nii", "a?b.nii", "ä/ö %41.nii", 'a"<script>.nii', "a+b c.nii", "a%26b.nii"]
)
def test_a_path_comes_out_of_the_address_as_it_went_in(path: str) -> None:
    url = addresses(file(path))["neurosift-file"]

    assert parse_qs(urlsplit(url).query)["tab"] == [path]
    assert urlsplit(url).fragment == ""


def test_every_value_that_a_template_names_is_there() -> None:
    known = set(file_values(DANDI, file("a.nwb"), "000001", "draft"))

    for viewer in VIEWERS:
        assert set(re.findall(r"\{\+?([a-z_0-9]+)\}", viewer.template)) <= known
