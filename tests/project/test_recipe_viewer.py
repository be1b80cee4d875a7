"""A viewer is one entry: added by the recipe, it is offered for the files that it opens."""

from __future__ import annotations

from pathlib import Path

from builder.settings import Settings
from support.archives.small import make_small_archive
from support.project.recipes import Checkout, told_files

VIEWERS = "builder/catalog/files/viewers.py"
ENTRY = """    Viewer(
        name="sonogram",
        label="Sonogram",
        does="Films, as sound",
        pattern=r"\\.mp4$",
        template="https://sonogram.example/?file={+s3}",
        is_documented=True,
        source="Sonogram's own guide",
    ),
"""


def follow(folder: Path, entry: str = ENTRY) -> Checkout:
    checkout = Checkout(folder)
    checkout.insert(VIEWERS, entry, before='    Viewer(\n        name="quilt",\n')
    return checkout


def test_the_recipe_offers_a_viewer(tmp_path: Path) -> None:
    assert "sonogram" not in Settings().viewers
    checkout = follow(tmp_path / "copy")
    site = checkout.build(make_small_archive(tmp_path / "snapshot.sqlite"))
    page = (site / "dandiset" / "000005" / "draft" / "files" / "index.html").read_text(encoding="utf-8")
    [script] = (site / "static").glob("files.*.js")

    assert checkout.touched == told_files("A viewer")
    assert ">Sonogram</a>" in page
    assert 'href="https://sonogram.example/?file=https://' in page
    assert '"sonogram"' in script.read_text(encoding="utf-8")
    checkout.passing_tests("tests/catalog/files/test_viewers.py")


def test_what_is_forgotten_is_named(tmp_path: Path) -> None:
    checkout = follow(tmp_path / "copy", ENTRY.replace('        source="Sonogram\'s own guide",\n', ""))

    assert "missing 1 required keyword-only argument: 'source'" in checkout.failure(
        "import builder.catalog.files.viewers"
    )


def test_a_gap_that_nothing_fills_is_named(tmp_path: Path) -> None:
    checkout = follow(tmp_path / "copy", ENTRY.replace("{+s3}", "{+bucket_address}"))
    told = checkout.failed_tests(
        "tests/catalog/files/test_viewers.py::test_every_value_that_a_template_names_is_there"
    )

    assert "bucket_address" in told
