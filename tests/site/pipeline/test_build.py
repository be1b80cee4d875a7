"""Builds: the same bytes every time, only what changed, and the old site until the new one is whole."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import pytest

from builder.catalog.facets.kinds import Facet
from builder.errors import CatalogError, LockedError, TemplateError, UsageError
from builder.settings import Select, Settings
from builder.site.folder.journal import WORK
from builder.site.folder.manifest import MANIFEST
from builder.site.pipeline.build import BuildReport, build
from builder.snapshot import ArchiveRow, DandisetState, Snapshot
from builder.snapshot.lock import locked
from support.archives.small import INFO, NOW, blob_asset, encode, make_small_archive, put_draft
from support.sites.pages import bytes_of, read_page

SHARED = {"index.html", "404.html", "_headers", "_redirects", MANIFEST}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of five dandisets; for reading only."""
    return make_small_archive(tmp_path_factory.mktemp("small") / "snapshot.sqlite")


@pytest.fixture(scope="module")
def built(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site; for reading only."""
    out = tmp_path_factory.mktemp("built") / "site"
    build(small, Settings(), out)
    return out


@pytest.fixture
def snapshot(small: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(small, tmp_path / "snapshot.sqlite"))


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    """A copy of the site, to build into."""
    return shutil.copytree(built, tmp_path / "site")


def change(snapshot: Path, identifier: str = "000002", name: str = "Now it has a title") -> None:
    with Snapshot.writable(snapshot) as opened:
        put_draft(opened, identifier, name, [blob_asset(9, "a.nwb")], created="2022-02-02T02:02:02Z")
        opened.settle()


def names_beside(out: Path) -> set[str]:
    return {path.name for path in out.parent.iterdir()} - {"snapshot.sqlite"}


def inodes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


# -- the same bytes -------------------------------------------------------------------------------------------------


def test_two_builds_are_the_same(small: Path, built: Path, tmp_path: Path) -> None:
    build(small, Settings(), tmp_path / "site", jobs=1, full=True)

    assert bytes_of(tmp_path / "site") == bytes_of(built)


def test_where_the_snapshot_and_the_site_lie_makes_no_difference(built: Path, snapshot: Path, tmp_path: Path) -> None:
    build(snapshot, Settings(folder=tmp_path), tmp_path / "deep" / "er" / "other name")

    assert bytes_of(tmp_path / "deep" / "er" / "other name") == bytes_of(built)


def test_a_second_build_after_nothing_changed_keeps_every_page(small: Path, built: Path, out: Path) -> None:
    before = inodes(out)
    report = build(small, Settings(), out)

    assert bytes_of(out) == bytes_of(built)
    assert inodes(out) == before
    assert report.skipped == report.pages == sum(address.endswith(".html") for address in before)


def test_a_full_build_renders_everything_again(small: Path, built: Path, out: Path) -> None:
    report = build(small, Settings(), out, full=True)

    assert report.skipped == 0
    assert bytes_of(out) == bytes_of(built)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of so many dandisets that several processes are worth it."""
    path = tmp_path_factory.mktemp("many") / "snapshot.sqlite"
    with Snapshot.writable(path) as opened:
        opened.put_archive(ArchiveRow(info=encode(INFO), api_url="https://api.dandiarchive.org/api", read_utc=NOW))
        for number in range(1, 121):
            assets = [blob_asset(number * 10 + n, f"sub-{n}/file.nwb") for n in range(number % 4)]
            put_draft(
                opened, f"{number:06d}", f"Dandiset {number}", assets, created=f"2022-01-01T00:{number % 60:02d}:00Z"
            )
        opened.settle()
    return path


def test_processes_make_no_difference(many: Path, tmp_path: Path) -> None:
    build(many, Settings(), tmp_path / "one", jobs=1)
    build(many, Settings(), tmp_path / "two", jobs=2)

    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_a_failure_in_another_process_leaves_nothing(many: Path, tmp_path: Path) -> None:
    theme = themed(tmp_path, "templates/pages/dandiset.html", "{{ nothing_of_that_name }}")

    with pytest.raises(TemplateError, match=r"dandiset\.html, line 1: 'nothing_of_that_name' is undefined"):
        build(many, Settings(theme=theme), tmp_path / "site", jobs=2)
    assert names_beside(tmp_path / "site") == {"theme"}


def test_long_lists_go_over_several_pages(many: Path, tmp_path: Path) -> None:
    build(many, Settings(), tmp_path / "site", jobs=1)
    first, second = (read_page(tmp_path / "site", f"dandiset/{name}index.html") for name in ("", "page-2/"))
    cards = [page.all(".//article[@class='dandiset-card']") for page in (first, second)]

    assert [len(found) for found in cards] == [100, 20]
    assert len({card.find(".//h3/a").text for found in cards for card in found}) == 120
    assert "1 to 100" in "".join(first.main.itertext())
    assert {url for nav in first.all(".//main//nav") for url in first.hrefs(nav)} == {
        "index.html",
        "page-2/index.html",
    }


# -- only what changed ----------------------------------------------------------------------------------------------


def test_a_changed_dandiset_is_rendered_again_and_no_other(snapshot: Path, out: Path) -> None:
    before, old = inodes(out), bytes_of(out)
    change(snapshot)
    build(snapshot, Settings(), out)
    after, new = inodes(out), bytes_of(out)
    changed = {address for address in new if new[address] != old.get(address)}

    assert {a for a in changed if a.startswith("dandiset/000002/")}
    assert {a for a in changed if not a.startswith(("dandiset/000002/", "browse/", "search/"))} == {
        "index.html",
        "current.js",
        "dandiset/index.html",
        "statistics/index.html",
        "statistics/statistics.csv",
        MANIFEST,
    }
    assert {a for a in changed if a.startswith("browse/") and b">000002<" not in new[a]} <= {
        "browse/index.html",
        *(f"browse/{facet}/index.html" for facet in Facet),
    }
    assert {a: after[a] for a in after if "/000005/" in a} == {a: before[a] for a in before if "/000005/" in a}


def test_an_incremental_build_is_like_a_full_one(snapshot: Path, out: Path, tmp_path: Path) -> None:
    change(snapshot)
    build(snapshot, Settings(), out)
    build(snapshot, Settings(), tmp_path / "fresh")

    assert bytes_of(out) == bytes_of(tmp_path / "fresh")


def read_again(snapshot: Path, read_utc: str) -> None:
    """A harvest that found nothing new."""
    with Snapshot.writable(snapshot) as opened:
        opened.put_archive(
            ArchiveRow(info=encode(INFO), api_url="https://api.dandiarchive.org/api", read_utc=read_utc)
        )
        opened.settle()


@pytest.mark.parametrize(
    "read_utc", [f"{NOW[:8]}28T23:59:59Z", "2031-12-24T10:00:00Z"], ids=["days later", "years later"]
)
def test_an_idle_harvest_changes_a_handful_of_files(snapshot: Path, out: Path, tmp_path: Path, read_utc: str) -> None:
    read_again(snapshot, read_utc)
    old, before = bytes_of(out), inodes(out)
    report = build(snapshot, Settings(), out)
    new = bytes_of(out)

    assert {a for a, data in new.items() if old[a] != data} - {MANIFEST} == {
        "index.html",
        "about/index.html",
        "statistics/index.html",
        "current.js",
    }
    assert report.skipped == report.pages - 3
    assert {a: i for a, i in inodes(out).items() if a.startswith("dandiset/0")} == {
        a: i for a, i in before.items() if a.startswith("dandiset/0")
    }
    build(snapshot, Settings(), tmp_path / "fresh")
    assert new == bytes_of(tmp_path / "fresh")


def test_an_idle_build_after_an_idle_harvest_writes_nothing(snapshot: Path, out: Path) -> None:
    read_again(snapshot, f"{NOW[:8]}28T23:59:59Z")
    build(snapshot, Settings(), out)
    before = inodes(out)
    build(snapshot, Settings(), out)

    assert inodes(out) == before


def test_a_dated_page_that_was_half_written_is_mended(snapshot: Path, small: Path, built: Path, out: Path) -> None:
    (out / "index.html").write_text("<!doctype html>")
    build(small, Settings(), out)

    assert bytes_of(out) == bytes_of(built)


def test_other_settings_render_everything_again(small: Path, out: Path) -> None:
    report = build(small, Settings(title="Ours"), out)

    assert report.skipped == 0
    assert all(
        "Ours" in "".join(read_page(out, a).one(".//title").itertext())
        for a in ("index.html", "dandiset/000005/index.html")
    )


def test_a_dandiset_that_left_takes_its_pages_along(snapshot: Path, out: Path) -> None:
    with Snapshot.writable(snapshot) as opened:
        opened.hide_dandiset("000001", DandisetState.GONE, now_utc=NOW)
        opened.settle()
    build(snapshot, Settings(), out)

    left = {path.relative_to(out).as_posix() for path in (out / "dandiset/000001").rglob("*.html")}
    assert left == {f"dandiset/000001/{v}index.html" for v in ("", "draft/", "0.210101.1200/", "0.220101.1200/")}
    assert read_page(out, "dandiset/000001/draft/index.html").title == "Dandiset 000001 is no longer in the archive"
    assert b"Grid cells" not in b"".join(bytes_of(out).values())


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["gone", "emptied"])
def test_a_damaged_site_is_made_whole(small: Path, built: Path, out: Path, damage) -> None:
    damage(out / "dandiset/000001/draft/index.html")
    build(small, Settings(), out)

    assert bytes_of(out) == bytes_of(built)


def test_a_damaged_manifest_means_that_all_is_rendered_again(small: Path, built: Path, out: Path) -> None:
    (out / MANIFEST).write_text("{")
    report = build(small, Settings(), out)

    assert report.skipped == 0
    assert bytes_of(out) == bytes_of(built)


def test_files_that_a_build_did_not_make_are_not_removed_with_the_old_site(small: Path, out: Path) -> None:
    (out / "CNAME").write_text("mine")
    before = bytes_of(out)

    with pytest.raises(UsageError, match=r"holds files that no build made.*CNAME"):
        build(small, Settings(), out)
    assert bytes_of(out) == before


def test_what_a_file_manager_leaves_behind_is_not_missed(small: Path, built: Path, out: Path) -> None:
    (out / ".DS_Store").write_bytes(b"")
    build(small, Settings(), out)

    assert bytes_of(out) == bytes_of(built)


def test_a_selection_that_leaves_nothing_does_not_replace_the_site(small: Path, out: Path) -> None:
    before = bytes_of(out)

    with pytest.raises(UsageError, match="would be empty"):
        build(small, Settings(select=Select(ids=("999999",))), out)
    assert bytes_of(out) == before


def test_the_report_counts_what_lies_there(small: Path, tmp_path: Path) -> None:
    report = build(small, Settings(), tmp_path / "site")
    files = {a: data for a, data in bytes_of(tmp_path / "site").items() if a != MANIFEST}

    assert report == BuildReport(
        pages=sum(a.endswith(".html") for a in files),
        files=len(files),
        bytes=sum(map(len, files.values())),
        seconds=report.seconds,
        skipped=0,
        dandisets=3,
        warnings=(),
    )


def test_progress_is_told_dandiset_by_dandiset(small: Path, out: Path, snapshot: Path) -> None:
    class Heard:
        def __init__(self) -> None:
            self.total = -1
            self.done: list[str] = []

        def start(self, total: int) -> None:
            self.total = total

        def advance(self, identifier: str) -> None:
            self.done.append(identifier)

    change(snapshot)
    heard = Heard()
    build(snapshot, Settings(), out, progress=heard)

    assert (heard.total, heard.done) == (1, ["000002"])


# -- the old site stays until the new one is whole ------------------------------------------------------------------


def themed(folder: Path, *files: str) -> Path:
    """A theme of these files: names and texts by turns."""
    theme = folder / "theme"
    for name, text in zip(files[::2], files[1::2], strict=True):
        path = theme / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return theme


BASE = '{% extends "base.html" %}\n{% block main %}\n'
BROKEN = {
    "a name that is not there": (
        f"{BASE}{{{{ titel }}}}{{% endblock %}}",
        r"home\.html, line 3: 'titel' is undefined",
    ),
    "an attribute that is not there": (
        f"{BASE}\n{{{{ site.titel }}}}{{% endblock %}}",
        r"home\.html, line 4: .*has no attribute 'titel'",
    ),
    "a tag that is left open": (f"{BASE}{{% if site %}}\n", r"home\.html, line \d: "),
    "a template that is not there": ('{% extends "bse.html" %}', r"home\.html: there is no template bse\.html"),
    "a component by its old name": (
        f"{BASE}{{% from 'components/icon.html' import icon %}}{{% endblock %}}",
        r"home\.html: there is no template components/icon\.html: it is components/parts/icon\.html now$",
    ),
    "a page template by its old name": (
        '{% extends "files.html" %}',
        r"home\.html: there is no template files\.html: it is pages/files\.html now$",
    ),
    "a script that another replaced": (
        f"{BASE}{{{{ link('static/freshness.js') }}}}{{% endblock %}}",
        r"home\.html, line 3: .* links to static/freshness\.js, which .*: static/site\.js tells .*base\.html",
    ),
    "a filter that is not there": (
        f"{BASE}{{{{ site.title | shout }}}}{{% endblock %}}",
        r"home\.html, line 3: .*shout",
    ),
    "a filter of something else": (f"{BASE}{{{{ facts | round }}}}{{% endblock %}}", r"home\.html, line 3: "),
    "a sum of text and number": (f"{BASE}{{{{ site.title + 1 }}}}{{% endblock %}}", r"home\.html, line 3: "),
    "a text that is called": (f"{BASE}{{{{ site.title() }}}}{{% endblock %}}", r"home\.html, line 3: "),
    "a page that is not there": (
        f"{BASE}{{{{ link('nowhere.html') }}}}{{% endblock %}}",
        r"home\.html, line 3: .*nowhere\.html",
    ),
    "a template without end": ('{% extends "pages/home.html" %}', r"home\.html"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_template_is_named_and_the_old_site_stays(
    small: Path, out: Path, tmp_path: Path, text: str, message: str
) -> None:
    before, beside = bytes_of(out), names_beside(out)
    theme = themed(tmp_path, "templates/pages/home.html", text)

    with pytest.raises(TemplateError, match=message):
        build(small, Settings(theme=theme), out)
    assert bytes_of(out) == before
    assert names_beside(out) == beside | {"theme"}


def test_a_template_that_is_no_text_is_named(small: Path, out: Path, tmp_path: Path) -> None:
    theme = themed(tmp_path, "templates/pages/home.html", "")
    (theme / "templates/pages/home.html").write_bytes(b"\xff\xfe title")

    with pytest.raises(UsageError, match=r"home\.html.*UTF-8"):
        build(small, Settings(theme=theme), out)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nohead.md", "# Title\n"),
        ("untitled.md", "---\norder: 1\n---\ntext"),
        ("yaml.md", "---\ntitle: [\n---\ntext"),
        ("order.md", "---\ntitle: T\norder: first\n---\ntext"),
    ],
)
def test_a_broken_content_page_is_named_and_the_old_site_stays(
    small: Path, out: Path, tmp_path: Path, name: str, text: str
) -> None:
    before = bytes_of(out)
    theme = themed(tmp_path, f"content/{name}", text)

    with pytest.raises(UsageError, match=name.replace(".", r"\.")):
        build(small, Settings(theme=theme), out)
    assert bytes_of(out) == before


def test_a_content_page_in_the_place_of_another_page_is_refused(small: Path, out: Path, tmp_path: Path) -> None:
    before = bytes_of(out)
    theme = themed(tmp_path, "content/dandiset/000001/index.md", "---\ntitle: Mine\n---\ntext")

    with pytest.raises(CatalogError, match=r"dandiset/000001/index\.html"):
        build(small, Settings(theme=theme), out)
    assert bytes_of(out) == before


def test_a_folder_that_is_not_ours_is_left_alone(small: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/thesis.tex").write_text("years of work")

    with pytest.raises(UsageError, match="not a site of dandi-catalog"):
        build(small, Settings(), tmp_path / "home")
    assert bytes_of(tmp_path) == {"home/thesis.tex": b"years of work"}


def test_an_empty_folder_is_taken(small: Path, built: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    build(small, Settings(), tmp_path / "site")

    assert bytes_of(tmp_path / "site") == bytes_of(built)


def test_a_file_in_the_sites_place_is_refused(small: Path, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")

    with pytest.raises(UsageError, match="is a file"):
        build(small, Settings(), tmp_path / "site")
    assert (tmp_path / "site").read_text() == "mine"


def test_a_place_below_a_file_is_refused(small: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(UsageError, match="can't be written"):
        build(small, Settings(), tmp_path / "file" / "site")


def test_a_link_to_a_folder_is_followed(small: Path, built: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "disk")
    for _ in range(2):
        build(small, Settings(), tmp_path / "site")

    assert (tmp_path / "site").is_symlink()
    assert bytes_of(tmp_path / "disk") == bytes_of(built)
    assert names_beside(tmp_path / "site") == {"disk", "site"}


def test_only_one_build_at_a_time(small: Path, out: Path) -> None:
    before = bytes_of(out)

    (out / WORK).mkdir()
    with locked(out / WORK / "build"), pytest.raises(LockedError, match=rf"{out} is in use by process {os.getpid()}"):
        build(small, Settings(title="Other"), out)
    assert bytes_of(out) == before


def test_a_snapshot_that_no_harvest_has_filled_is_refused(tmp_path: Path) -> None:
    Snapshot.writable(tmp_path / "snapshot.sqlite").close()

    with pytest.raises(UsageError, match="harvest first"):
        build(tmp_path / "snapshot.sqlite", Settings(), tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_build_opens_no_network(small: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a build opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    build(small, Settings(), tmp_path / "site", jobs=1)

    assert bytes_of(tmp_path / "site") == bytes_of(built)
