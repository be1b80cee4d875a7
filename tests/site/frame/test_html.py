"""The site of the built-in archive stands the program's own check."""

from __future__ import annotations

from pathlib import Path

from builder.check.site import check_site
from builder.check.site.links import SiteFiles
from builder.check.site.page import check_page
from support.sites.pages import Html

pytest_plugins = ["support.sites.fixtures"]


def test_the_check_finds_nothing_wrong_with_the_sample_site(site: Path) -> None:
    assert check_site(site).problems == ()


def test_the_check_sees_every_id_that_html5lib_sees(site: Path, pages: dict[str, Html]) -> None:
    files = SiteFiles(pages)

    for address, page in pages.items():
        source = (site / address).read_text(encoding="utf-8")
        assert check_page(address, source, files).ids.split() == page.ids
