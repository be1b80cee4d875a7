"""The stylesheets and scripts of the site: what they are joined from, and in which order."""

from pathlib import Path

import pytest

from builder.machine.folders import builtin_folder
from builder.settings import Settings
from builder.site.frame.bundles import BUNDLES, Bundle
from builder.site.frame.statics import static_files

STATIC = builtin_folder("static")

each_bundle = pytest.mark.parametrize("bundle", BUNDLES, ids=lambda bundle: bundle.folder)


@each_bundle
def test_every_source_is_in_its_bundle_and_every_entry_has_its_source(bundle: Bundle) -> None:
    sources = {
        path.relative_to(STATIC / bundle.folder).as_posix().removesuffix(bundle.suffix)
        for path in (STATIC / bundle.folder).rglob("*")
        if path.is_file()
    }

    assert sorted(bundle.order) == sorted(sources), "name each source once in builder/site/frame/bundles.py"


@each_bundle
def test_sources_are_joined_in_their_order_and_a_themes_own_come_last(bundle: Bundle, tmp_path: Path) -> None:
    for name in (*bundle.order, "0-ours", "ours/more"):
        path = tmp_path / bundle.folder / f"{name}{bundle.suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name};\n", encoding="utf-8")
    joined = static_files([STATIC, tmp_path], Settings())[bundle.address].decode()

    assert [line.strip() for line in joined.split(";") if line.strip()] == [*bundle.order, "0-ours", "ours/more"]
