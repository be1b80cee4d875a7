"""What the filter of files finds, the lists of it, and what a file's panel offers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from builder.catalog.files.table import list_file
from builder.catalog.files.viewers import chosen_viewers, offered
from builder.catalog.links import archive_links as links
from builder.catalog.links.instances import KNOWN_INSTANCES
from builder.catalog.schema.asset import read_asset
from builder.site.frame import addresses
from builder.site.parts import snippets
from support.archives.sample import Archive
from support.browsers.files import filter_for, hash_of, names, row, show
from support.browsers.visiting import Visitor, visiting_again
from support.sites.files_site import ODD_NAMES

pytest_plugins = ["support.sites.fixtures", "support.browsers.files_fixtures"]

DANDI = KNOWN_INSTANCES["dandi"]


def test_the_filter_finds_in_the_whole_version_and_says_how_much(page: Page) -> None:
    expect(filter_for(page, "*.mp4")).to_contain_text(re.compile(r"^250\sfiles, [0-9.]+ [kM]B$"))
    expect(page.locator("mark").first).to_have_text(".mp4")
    expect(page.get_by_role("button", name="Show 50 more of 250")).to_be_visible()
    assert names(page)[1].split("\n") == ["many/sub-2/", "video.mp4"]
    page.get_by_label("Filter files").press("ArrowDown")
    expect(page.locator(".tree__row").first).to_be_focused()
    page.get_by_label("Filter files").press("Escape")

    expect(row(page, "deep")).to_be_visible()
    assert hash_of(page) == ""


def test_what_the_filter_leaves_out_is_told(page: Page) -> None:
    expect(filter_for(page, "*.mp4 size:1kB..1GB")).to_contain_text(
        re.compile(r"^250\sfiles, .*“size:1kB..1GB” was left")
    )
    page.get_by_label("Filter files").fill("size:big")

    expect(page.locator(".file-filter__count")).to_have_text(
        "“size:big” was left out: write size:>1GB or size:<500MB"
    )
    expect(row(page, "deep")).to_be_visible()


def test_a_found_file_is_chosen_without_losing_the_others(page: Page) -> None:
    filter_for(page, "video sub-7")
    page.locator(".tree__row").nth(2).click()
    expect(page.locator(".file-panel__in code")).to_have_text("many/sub-71/")
    expect(page.locator(".tree__row").nth(2)).to_be_focused()
    assert hash_of(page) == "#location=many/sub-71/video.mp4&filter=video+sub-7"
    page.locator(".tree__crumbs").get_by_role("link", name="sub-71").click()

    expect(row(page, "video.mp4")).to_have_attribute("aria-level", "3")
    expect(page.get_by_label("Filter files")).to_have_value("")


def test_a_glob_becomes_one_command_and_few_files_are_named(page: Page) -> None:
    filter_for(page, "long/*1.nwb")
    page.locator(".selection__title").click()
    command = page.locator("[data-part=command]")
    start = "https://dandiarchive.org/dandiset/000001/draft/files?location="
    expect(command).to_have_text(f'dandi download --preserve-tree --path-type glob "{start}long%2F%2A1.nwb"')
    filter_for(page, "states ome")
    expect(command).to_have_text(
        f'dandi download --preserve-tree --path-type glob "{start}states%2Fimage.ome.zarr"'
        f' "{start}states%2Fnew.ome.zarr"'
    )
    filter_for(page, "many video")

    expect(command).to_have_text(
        "xargs -n 50 dandi download --preserve-tree --path-type glob < 000001-draft-addresses.txt"
    )


def list_of(page: Page, kind: str) -> str:
    """The list that a button gives the reader."""
    if not page.locator("[data-list=urls]").is_visible():
        page.locator(".selection__title").click()
    with page.expect_download() as caught:
        page.locator(f"[data-list={kind}]").click()
    expect(page.locator(".selection__progress")).to_contain_text(caught.value.suggested_filename)
    return Path(caught.value.path()).read_text(encoding="utf-8")


def test_lists_hold_what_was_found_and_tell_what_they_leave_out(page: Page) -> None:
    filter_for(page, "nwb -long")
    told = page.locator(".selection__progress")
    absent = ("1 file left out: it is under embargo.", "1 file left out: it has no bytes at the archive.")
    odd = [text.split("\n")[1] for text in names(page) if text.startswith("odd/")]
    urls, aria2 = list_of(page, "urls").splitlines(), list_of(page, "aria2").splitlines()
    aws = list_of(page, "aws").splitlines()

    assert sorted(odd) == sorted(ODD_NAMES)
    assert len(urls) == len(odd)
    assert aria2 == [line for url, name in zip(urls, odd, strict=True) for line in (url, f"  out=odd/{name}")]
    assert [line.split(" ", 5)[5] for line in aws[1:]] == [snippets.shell_word(f"odd/{name}") for name in odd]
    for words in absent:
        expect(told).to_contain_text(words)


def test_what_is_not_counted_is_not_said_to_be_nothing(page: Page) -> None:
    expect(filter_for(page, "new.ome.zarr")).to_have_text("1\u00a0file")
    expect(page.locator("[data-part=size]")).to_have_text("")


def test_lists_get_zarrs_as_folders_or_not_at_all(page: Page) -> None:
    filter_for(page, ".ome.zarr")
    [_, *lines] = list_of(page, "aws").splitlines()

    assert [line.rpartition(" ")[2] for line in lines] == ["states/image.ome.zarr/", "states/new.ome.zarr/"]
    for line in lines:
        assert re.match(r"aws s3 sync --no-sign-request s3://dandiarchive/zarr/07000000-[0-9a-f-]+/ ", line)
    page.locator("[data-list=urls]").click()
    expect(page.locator(".selection__progress")).to_contain_text("There is nothing to put into the list")


def test_a_list_for_the_archives_client_has_every_address(page: Page) -> None:
    filter_for(page, "video many")
    lines = list_of(page, "addresses").splitlines()

    assert lines[1] == "https://dandiarchive.org/dandiset/000001/draft/files?location=many%2Fsub-2%2Fvideo.mp4"
    assert len(lines) == 250


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("secret.nwb", "under embargo"),
        ("lost.nwb", "holds no bytes"),
    ],
)
def test_a_file_that_nobody_can_get_has_no_link_that_fails(visitor: Visitor, name: str, told: str) -> None:
    page = show(visitor, f"#location=states/{name}")
    panel = page.locator(".file-panel")
    expect(panel.get_by_role("link", name="Metadata (JSON)")).to_be_visible()

    expect(panel.locator(".notice")).to_contain_text(told)
    assert panel.get_by_role("link").all_inner_texts() == ["Metadata (JSON)"]
    assert panel.locator(".snippet").count() == 0


@pytest.mark.parametrize(("name", "is_counted"), [("image.ome.zarr", True), ("new.ome.zarr", False)])
def test_a_zarr_has_viewers_but_no_download(visitor: Visitor, name: str, is_counted: bool) -> None:
    page = show(visitor, f"#location=states/{name}")
    panel = page.locator(".file-panel")
    expect(panel.get_by_role("link", name="Vizarr")).to_be_visible()
    expect(panel.get_by_text("has not counted this Zarr")).to_be_visible(visible=not is_counted)
    expect(panel.locator("dt", has_text="Size")).to_have_count(int(is_counted))

    expect(panel.get_by_role("link", name="Browse in S3")).to_be_visible()
    expect(panel.get_by_role("link", name="Download")).to_have_count(0)


EVERY = """async (paths) => {
  const { tree, offer } = catalogFiles.page;
  const found = {};
  for (const path of paths) {
    const { node } = await tree.find(path);
    const file = await tree.details(node);
    const viewers = offer.viewersOf(file).map(({ name, url }) => [name, url]);
    found[path] = { viewers, ...offer.linksOf(file), path: file.path };
  }
  return found;
}"""


def test_every_file_of_the_sample_has_the_links_that_python_makes(
    tab: Page, site_server: str, archive: Archive
) -> None:
    viewers = chosen_viewers(DANDI, {})
    wrong = []
    with visiting_again(tab, site_server) as visitor:
        for (identifier, version), assets in archive.assets.items():
            if not assets:
                continue
            page = visitor.open(addresses.files(identifier, version))
            expect(page.locator(".tree--live")).to_be_attached()
            found = page.evaluate(EVERY, [asset["path"] for asset in assets])
            for asset in assets:
                file = list_file(read_asset(json.dumps(asset).encode(), "test")[0])
                is_open = file.state is None and not file.is_zarr
                wanted = {
                    "viewers": [
                        [viewer.name, url] for viewer, url in offered(viewers, DANDI, file, identifier, version)
                    ],
                    "download": links.asset_download(DANDI, file) if is_open else None,
                    "s3": links.asset_s3(DANDI, file) if is_open else None,
                    "metadata": links.asset_metadata(DANDI, file),
                    "path": file.path,
                }
                wrong += [(wanted, found[file.path])] if found[file.path] != wanted else []

    assert wrong == []
