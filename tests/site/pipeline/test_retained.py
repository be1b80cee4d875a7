"""What pages that are open in a browser need stays for one build; what was hidden since does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from builder.check.site import check_site
from builder.settings import Select, Settings
from builder.site.folder.manifest import MANIFEST, read_manifest
from builder.site.pipeline import retained
from builder.site.pipeline.build import build
from builder.snapshot import DandisetState, Snapshot
from support.archives.small import NOW, blob_asset, make_small_archive, put_draft
from support.sites.pages import in_site


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    return make_small_archive(tmp_path / "snapshot.sqlite")


@pytest.fixture
def out(snapshot: Path, tmp_path: Path) -> Path:
    change(snapshot, "Ask josiah@example.org")
    build(snapshot, Settings(show_emails=True), tmp_path / "site", jobs=1)
    return tmp_path / "site"


def change(snapshot: Path, name: str) -> None:
    with Snapshot.writable(snapshot) as opened:
        put_draft(opened, "000002", name, [blob_asset(9, "a.nwb")], created="2022-02-02T02:02:02Z")
        opened.settle()


def files(out: Path, folder: str) -> set[str]:
    return {path.relative_to(out).as_posix() for path in (out / folder).rglob("*") if path.is_file()}


EMAILS = Settings(show_emails=True)


def test_search_files_of_the_site_before_stay_for_one_build(snapshot: Path, out: Path) -> None:
    first, old_list = files(out, "search"), in_site(out, "search/list.js")
    change(snapshot, "Second")
    build(snapshot, EMAILS, out, jobs=1)
    assert first < files(out, "search")
    assert old_list in read_manifest(out).retained
    assert in_site(out, "search/list.js") != old_list

    second = files(out, "search") - set(read_manifest(out).retained)
    change(snapshot, "Third")
    build(snapshot, EMAILS, out, jobs=1)
    assert second < files(out, "search")
    assert old_list not in files(out, "search")


def test_static_files_of_the_site_before_stay_for_one_build(snapshot: Path, out: Path) -> None:
    first = in_site(out, "static/site.css")
    build(snapshot, replace(EMAILS, accent="#aa0000"), out, jobs=1)
    second = in_site(out, "static/site.css")
    assert {first, second} <= files(out, "static")

    build(snapshot, replace(EMAILS, accent="#00aa00"), out, jobs=1)
    assert first not in files(out, "static")
    assert second in files(out, "static")


def test_what_is_needed_again_is_of_the_site(snapshot: Path, out: Path) -> None:
    first = in_site(out, "static/site.css")
    for accent in ("#aa0000", None):
        build(snapshot, replace(EMAILS, accent=accent), out, jobs=1)

    assert first == in_site(out, "static/site.css")
    assert first not in read_manifest(out).retained


def test_what_stays_is_of_the_site_for_check_and_in_the_count_of_files(snapshot: Path, out: Path) -> None:
    change(snapshot, "Second")
    report = build(snapshot, EMAILS, out, jobs=1)

    assert read_manifest(out).retained
    assert check_site(out).problems == ()
    assert report.files == sum(path.is_file() for path in out.rglob("*")) - 1


def test_a_build_of_all_pages_and_one_by_another_program_keep_them_too(snapshot: Path, out: Path) -> None:
    old_list = in_site(out, "search/list.js")
    change(snapshot, "Second")
    manifest = json.loads((out / MANIFEST).read_text()) | {"program": "of another year"}
    (out / MANIFEST).write_text(json.dumps(manifest))
    build(snapshot, EMAILS, out, jobs=1, full=True)

    assert old_list in read_manifest(out).retained


def test_none_stay_where_a_host_would_take_no_more_files(
    snapshot: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(snapshot, "Second")
    monkeypatch.setattr(retained, "MOST_FILES", len(read_manifest(out).sizes))
    build(snapshot, EMAILS, out, jobs=1)

    assert read_manifest(out).retained == ()


def hide(state: DandisetState) -> Callable[[Path], Settings]:
    def hidden(snapshot: Path) -> Settings:
        with Snapshot.writable(snapshot) as opened:
            opened.hide_dandiset("000001", state, now_utc=NOW)
            opened.settle()
        return EMAILS

    return hidden


HIDING: dict[str, Callable[[Path], Settings]] = {
    "embargoed": hide(DandisetState.EMBARGOED),
    "gone": hide(DandisetState.GONE),
    "excluded": lambda _: replace(EMAILS, exclude=("000001",)),
    "not selected": lambda _: replace(EMAILS, select=Select(ids=("000002", "000005"))),
    "without addresses": lambda _: Settings(),
}


@pytest.mark.parametrize("how", HIDING)
@pytest.mark.parametrize("full", [False, True])
def test_no_old_search_file_stays_where_something_was_hidden(snapshot: Path, out: Path, how: str, full: bool) -> None:
    old = files(out, "search")
    settings = HIDING[how](snapshot)
    build(snapshot, settings, out, jobs=1, full=full)

    assert [address for address in read_manifest(out).retained if address.startswith("search/")] == []
    assert in_site(out, "search/list.js") not in old


def test_a_version_that_search_told_of_and_that_is_gone_takes_its_files_along(snapshot: Path, out: Path) -> None:
    assert read_manifest(out).searched["000001"] != "draft"
    with Snapshot.writable(snapshot) as opened:
        put_draft(opened, "000001", "A draft again", [blob_asset(9, "a.nwb")], created="2022-02-02T02:02:02Z")
        opened.settle()
    build(snapshot, EMAILS, out, jobs=1)

    assert [address for address in read_manifest(out).retained if address.startswith("search/")] == []
